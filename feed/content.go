package feed

import (
	"os"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/ledger"
)

// content is an open content directory.
type content struct {
	Content
	root    atomic.Pointer[os.Root]
	options article.Options
	parser  *article.Parser
	key     string                  // of the parser
	authors map[string]*authorsFile // by name in complaints
	scanned bool                    // its first batch is in the snapshot
	waiting bool                    // it does not answer, and others are not to wait for it
	// remembered are the versions of files in the ledger that no batch has named
	// yet, by path below the directory.
	remembered map[string]ledger.Stamp
	problems   map[string][]article.Problem // by path below the directory
	faults     []article.Problem            // of the tree, which keep the daemon from its work
	odd        []article.Problem            // of the tree, which do not
	strange    []article.Problem            // of the files of authors
	others     map[string]int               // files that are not read, by extension
	texts      int                          // files that may be articles, in the first batch
	fruitful   bool                         // there was an article, hidden or not
	hanging    map[string]File              // files that could not be read in time, by path below the directory
	examined   map[string]ledger.Stamp      // versions of files that were read again without a batch

	now  func() time.Time
	disk disk
	sums *sums
	// closed ends the reading of large files for their hashes.
	closed atomic.Bool
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
	open := &content{Content: c, problems: map[string][]article.Problem{}, hanging: map[string]File{}, examined: map[string]ledger.Stamp{}, authors: map[string]*authorsFile{}, now: p.now, sums: newSums()}
	open.parseWith(article.Options{Dir: c.Dir, Mount: c.Mount, Aliases: aliases, BaseURL: o.BaseURL,
		Language: c.Language, Languages: c.Languages, TopicSeparator: c.TopicSeparator, Zone: o.Archive.Zone, Grammar: o.Grammar, KeepWhole: o.KeepWhole})
	open.root.Store(root)
	open.disk.answers = p.answers
	return open, nil
}

// parseWith has files read with other options than before.
func (c *content) parseWith(o article.Options) {
	c.options, c.parser = o, article.NewParser(o)
	c.key = c.parser.Key()
}

// ownName is the name under which links may call the directory: its own.
func ownName(dir string) string {
	abs, err := absolute(dir)
	if name := path.Base(abs); err == nil && name != "/" && name != "." {
		return name
	}
	return ""
}

// isThere reports whether the directory holds a folder of its own name: then
// that is what links mean.
func isThere(root *os.Root, name string) bool {
	_, err := root.Stat(name)
	return err == nil
}

// reopen opens the directory again where another one stands in its place: it
// was made anew, or a link leads elsewhere.
func (c *content) reopen() {
	old := c.root.Load()
	root, err := within(&c.disk, readWait, func() (*os.Root, error) {
		was, err := old.Stat(".")
		is, now := os.Stat(c.Dir)
		if now != nil || err == nil && os.SameFile(was, is) {
			return nil, now
		}
		return os.OpenRoot(c.Dir)
	})
	if err == nil && root != nil {
		c.root.Store(root)
		old.Close()
	}
}

// accept turns what was read into a change. A file that cannot be published
// any more changes nothing: its last good version stays. One that is to be
// hidden is hidden, whatever else is wrong with it.
func (c *content) accept(r reading, s *archive.Snapshot) archive.Change {
	delete(c.problems, r.rel)
	if len(r.problems) > 0 {
		c.problems[r.rel] = r.problems
	}
	c.fruitful = c.fruitful || r.change.Article != nil
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

// hides reports whether a change keeps an article from the public.
func hides(c archive.Change) bool { return c.Article != nil && c.Article.Hidden != "" }

// locate gives the directory of a site path, and the path below it.
func (p *Publisher) locate(file string) (*content, string) {
	var best *content
	for _, c := range p.contents {
		if archive.Within(file, c.Mount) && (best == nil || len(c.Mount) > len(best.Mount)) {
			best = c
		}
	}
	if best == nil {
		return nil, ""
	}
	return best, strings.TrimPrefix(strings.TrimPrefix(file, best.Mount), "/")
}

// Withheld lists the articles of the present state that are kept from the
// public, by the names under which the operator knows their files.
func (p *Publisher) Withheld() []archive.Withheld {
	list := p.current.Load().Snapshot.Withheld()
	for i := range list {
		list[i].File = p.fileName(list[i].File)
	}
	return list
}

// fileName gives the name by which the operator knows a site path.
func (p *Publisher) fileName(file string) string {
	c, rel := p.locate(file)
	if c == nil {
		return file
	}
	return path.Join(c.Dir, rel)
}
