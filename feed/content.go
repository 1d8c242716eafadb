package feed

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/ledger"
)

// content is an open content directory, or a static directory.
type content struct {
	Content // immutable
	now     func() time.Time
	here    string // the working directory at open; immutable after that
	static  bool   // it is a static directory; immutable after open

	// Used by requests, too.
	root   atomic.Pointer[os.Root] // nil if a static directory has never been there
	disk   disk
	sums   *sums
	closed atomic.Bool // ends the reading of large files for their hashes

	busy func() bool // reports whether files are still being changed; nil means that nobody knows; immutable after open

	// Owned by the goroutine that calls Recall, Apply and Run. While it reads a
	// batch, its workers read options and parser.
	options  article.Options
	parser   *article.Parser
	key      string                  // of the parser
	authors  map[string]*authorsFile // by name in complaints
	scanned  bool                    // its first batch is in the snapshot
	waiting  bool                    // it does not answer, so the others are published without it
	texts    map[string]bool         // files that could be articles and are not, until there is an article, by path below the directory
	others   map[string]int          // files that are not read, by extension
	ignored  int                     // files and directories that the operator's patterns name
	hanging  map[string]File         // files that could not be read in time, by path below the directory
	examined map[string]ledger.Stamp // versions of files that were read again without a batch
	// hasArticle reports whether there ever was an article, hidden or not.
	hasArticle bool
	// remembered are the versions of files in the ledger that no batch has
	// named yet, by path below the directory.
	remembered map[string]ledger.Stamp

	// Problems, owned by the same goroutine.
	problems       map[string][]article.Problem // with files, by path below the directory
	authorProblems []article.Problem            // with files of authors
	faults         []article.Problem            // with the tree, if they keep the daemon from its work
	leftOut        []article.Problem            // with the tree, if they do not
}

func (p *Publisher) open(c Content, o Options) (*content, error) {
	root, err := os.OpenRoot(c.Dir)
	if err != nil {
		return nil, err
	}
	aliases := c.Aliases
	if name := ownName(c.Dir); name != "" && !isThere(root, name) {
		aliases = append(aliases[:len(aliases):len(aliases)], "/"+name)
	}
	open := p.newContent(c)
	open.parseWith(article.Options{Dir: c.Dir, Mount: c.Mount, Aliases: aliases, BaseURL: o.BaseURL,
		Permalink: c.Permalink, Pages: c.Pages, Home: o.Home, Former: o.Former,
		Language: c.Language, Languages: c.Languages, TopicSeparator: c.TopicSeparator, Zone: o.Archive.Zone, Grammar: o.Grammar, KeepWhole: o.KeepWhole})
	open.root.Store(root)
	open.busy = open.isBusy
	return open, nil
}

// newContent returns a directory that is not open.
func (p *Publisher) newContent(c Content) *content {
	here, _ := os.Getwd() // if that fails, names are used as they are
	closed := &content{Content: c, here: here, now: p.now, sums: newSums(), authors: map[string]*authorsFile{},
		problems: map[string][]article.Problem{}, hanging: map[string]File{}, examined: map[string]ledger.Stamp{}}
	closed.disk.returned = p.retrySoon
	return closed
}

// parseWith replaces the options with which files are parsed.
func (c *content) parseWith(o article.Options) {
	c.options, c.parser = o, article.NewParser(o)
	c.key = c.parser.Key()
}

// place returns the absolute path of a name in the configuration. A relative one
// would mean nothing once the working directory is deleted, even if another one is
// made in its place. Messages keep the name as the operator wrote it.
func (c *content) place(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(c.here, name)
}

// ownName returns the name of a directory, which links may use as a prefix.
func ownName(dir string) string {
	abs, err := absolute(dir)
	if name := path.Base(abs); err == nil && name != "/" && name != "." {
		return name
	}
	return ""
}

// isThere reports whether the directory has an entry with a name. If that is also
// the directory's own name, links with it mean the entry.
func isThere(root *os.Root, name string) bool {
	_, err := root.Stat(name)
	return err == nil
}

// reopen opens the directory again if another one has taken its place: it was
// deleted and made again, or a symbolic link leads elsewhere.
func (c *content) reopen() {
	old := c.root.Load()
	root, err := within(&c.disk, readWait, func() (*os.Root, error) {
		dir := c.place(c.Dir)
		present, err := os.Stat(dir)
		if err != nil {
			return nil, err
		}
		if old != nil {
			if opened, err := old.Stat("."); err == nil && os.SameFile(opened, present) {
				return nil, nil
			}
		}
		return os.OpenRoot(dir)
	})
	if err == nil && root != nil {
		c.root.Store(root)
		if old != nil {
			old.Close()
		}
	}
}

// accept turns what was read from a file into a change. A file that can no longer
// be published, or whose disk hangs, changes nothing: its last good version
// stays, with a fault. A file that hides its article takes effect, whatever else
// is wrong with it.
func (c *content) accept(r reading, s *archive.Snapshot) archive.Change {
	delete(c.problems, r.rel)
	if len(r.problems) > 0 {
		c.problems[r.rel] = r.problems
	}
	c.note(r)
	if hides(r.change) || !slices.ContainsFunc(r.problems, isFatal) {
		return r.change
	}
	last, ok := s.File(r.change.File)
	if !ok {
		return r.change
	}
	for i := range r.problems {
		if r.problems[i].Fatal && !hides(last) {
			r.problems[i].Effect = "the last good version stays published"
		}
	}
	return last
}

// hides reports whether a change hides an article from the public.
func hides(c archive.Change) bool { return c.Article != nil && c.Article.Hidden != "" }

// locate returns the directory of a site path, or nil if there is none, and the
// path below it.
func (p *Publisher) locate(file string) (*content, string) {
	var best *content
	for _, c := range p.sources {
		if archive.Within(file, c.Mount) && (best == nil || len(c.Mount) > len(best.Mount)) {
			best = c
		}
	}
	if best == nil {
		return nil, ""
	}
	return best, strings.TrimPrefix(strings.TrimPrefix(file, best.Mount), "/")
}

// Withheld returns the articles of the current state that are hidden from the
// public, with the names under which the operator knows their files.
func (p *Publisher) Withheld() []archive.Withheld {
	list := p.current.Load().Snapshot.Withheld()
	for i := range list {
		list[i].File = p.fileName(list[i].File)
	}
	return list
}

// fileName returns the name under which the operator knows a site path.
func (p *Publisher) fileName(file string) string {
	c, rel := p.locate(file)
	if c == nil {
		return file
	}
	return path.Join(c.Dir, rel)
}
