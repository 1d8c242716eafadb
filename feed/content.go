package feed

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync/atomic"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/stamp"
)

// content is an open content directory.
type content struct {
	Content
	root     atomic.Pointer[os.Root]
	parser   *article.Parser
	scanned  bool                         // its first batch is in the snapshot
	known    map[string]stamp.Stamp       // until then: remembered files, by path below the directory
	problems map[string][]article.Problem // by path below the directory
	faults   []article.Problem
}

func openContent(c Content, o Options) (*content, error) {
	root, err := os.OpenRoot(c.Dir)
	if err != nil {
		return nil, err
	}
	aliases := c.Aliases
	if name := ownName(c.Dir); name != "" && !isThere(root, name) {
		aliases = append(aliases[:len(aliases):len(aliases)], "/"+name)
	}
	open := &content{Content: c, problems: map[string][]article.Problem{},
		parser: article.NewParser(article.Options{Dir: c.Dir, Mount: c.Mount, Aliases: aliases, BaseURL: o.BaseURL,
			Language: c.Language, Zone: o.Archive.Zone, Grammar: o.Grammar, KeepWhole: o.KeepWhole})}
	open.root.Store(root)
	return open, nil
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
	was, err := old.Stat(".")
	is, now := os.Stat(c.Dir)
	if now != nil || err == nil && os.SameFile(was, is) {
		return
	}
	if root, err := os.OpenRoot(c.Dir); err == nil {
		c.root.Store(root)
		old.Close()
	}
}

// accept turns what was read into a change. A file that cannot be published
// any more changes nothing: its last good version stays.
func (c *content) accept(r reading, s *archive.Snapshot) archive.Change {
	delete(c.problems, r.rel)
	if len(r.problems) > 0 {
		c.problems[r.rel] = r.problems
	}
	if !slices.ContainsFunc(r.problems, func(p article.Problem) bool { return p.Fatal }) {
		return r.change
	}
	last, ok := s.File(r.change.File)
	if !ok {
		return r.change
	}
	for i := range r.problems {
		if r.problems[i].Fatal {
			r.problems[i].Effect = "the last good version stays published"
		}
	}
	return last
}

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

// fileName gives the name by which the operator knows a site path.
func (p *Publisher) fileName(file string) string {
	c, rel := p.locate(file)
	if c == nil {
		return file
	}
	return path.Join(c.Dir, rel)
}

// Read gives a file of the site, as long as its bytes are those of a hash. No
// path leads out of its content directory, symbolic links included.
func (p *Publisher) Read(file string, hash [16]byte) ([]byte, error) {
	c, rel := p.locate(file)
	if c == nil {
		return nil, fs.ErrNotExist
	}
	var buffer []byte
	data, err := c.load(File{Path: rel}, maxImage, &buffer)
	if err == nil && article.Hash(data) != hash {
		err = errLate
	}
	return data, err
}

// Markdown gives the text of the file of an entry. Not ok is one that cannot be
// read now, or no longer says what the entry does.
func (p *Publisher) Markdown(e *archive.Entry) (text string, ok bool) {
	data, err := p.Read(e.File, e.Hash)
	return string(data), err == nil
}
