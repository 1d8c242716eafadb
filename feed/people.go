package feed

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"syscall"
	"time"

	"dateline/feed/article"
	"dateline/feed/ledger"
)

// Articles refer to authors by keys, and files of authors describe these. Those
// files are read before the articles; when their contents change, the articles
// with authors are read again.

// IsAuthors reports whether the entry name of the directory dir is a file of
// authors, judged by its path:
//
//	authors.yml, .authors.yml    anywhere, or .yaml; in data and _data also .json and .toml
//	data/authors/*               or below _data: .yml, .yaml, .json, .toml
func IsAuthors(dir, name string) bool {
	ext := path.Ext(name)
	yaml := ext == ".yml" || ext == ".yaml"
	if !yaml && ext != ".json" && ext != ".toml" {
		return false
	}
	switch above, stem := path.Base(dir), strings.TrimSuffix(name, ext); stem {
	case "authors":
		return yaml || isData(above)
	case ".authors":
		return yaml
	default:
		return above == "authors" && isData(path.Base(path.Dir(dir))) && stem != "" && stem[0] != '.'
	}
}

func isData(dir string) bool { return dir == "data" || dir == "_data" }

// authorsFile is what was read from a file of authors.
type authorsFile struct {
	people  map[string]article.Author // of the last good version
	problem *article.Problem          // of the present version
	read    ledger.Stamp              // of a file that the configuration names; zero if it may still be changing
}

// updateAuthors removes the files of authors from a batch and reads them. If
// their contents have changed, it adds the articles with authors to the batch,
// and returns the hashes of their published versions by path below the directory.
// Only those versions may count: newer ones come with another batch.
func (p *Publisher) updateAuthors(c *content, b *Batch) (again map[string][16]byte) {
	c.takeAuthors(b)
	for _, name := range c.Authors {
		if now, due := c.due(name); due {
			c.takeNamed(name, now)
		}
	}
	people, problems := c.people()
	for _, problem := range problems {
		if !slices.Contains(c.authorProblems, problem) {
			p.complain(c, problem)
		}
	}
	c.authorProblems = problems
	if maps.Equal(people, c.options.People) {
		return nil
	}
	c.options.People = people
	c.parseWith(c.options)
	if !c.scanned {
		return nil // skipRemembered leaves in the batch what another parser read
	}
	return p.reread(c, b)
}

// reread adds all articles with authors to a batch.
func (p *Publisher) reread(c *content, b *Batch) map[string][16]byte {
	again := map[string][16]byte{}
	for a := range p.snapshot.Articles() {
		if of, rel := p.locate(a.File); of == c && len(a.Authors) > 0 {
			again[rel] = a.Hash
		}
	}
	for _, f := range b.Changed {
		delete(again, f.Path)
	}
	b.Changed = slices.Clip(b.Changed)
	for _, rel := range slices.Sorted(maps.Keys(again)) {
		b.Changed = append(b.Changed, File{Path: rel})
	}
	return again
}

// takeAuthors reads the files of authors in a batch.
func (c *content) takeAuthors(b *Batch) {
	isAuthors := func(rel string) bool { return len(c.Authors) == 0 && IsAuthors(path.Dir(rel), path.Base(rel)) }
	isFile := func(f File) bool { return isAuthors(f.Path) }
	if slices.ContainsFunc(b.Removed, isAuthors) {
		for _, rel := range b.Removed {
			delete(c.authors, path.Join(c.Dir, rel))
			delete(c.hanging, rel)
		}
		b.Removed = slices.DeleteFunc(slices.Clone(b.Removed), isAuthors)
	}
	if slices.ContainsFunc(b.Changed, isFile) {
		for _, f := range b.Changed {
			if isFile(f) {
				c.takeFound(f)
			}
		}
		b.Changed = slices.DeleteFunc(slices.Clone(b.Changed), isFile)
	}
}

// takeFound reads a file of authors that is in the tree.
func (c *content) takeFound(f File) {
	delete(c.hanging, f.Path)
	if f.Partial {
		return // another batch contains it when it is complete
	}
	var buffer []byte
	data, err := c.load(f, article.MaxSize, readWait, &buffer)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, errLate):
		return
	case errors.Is(err, errHangs):
		c.hanging[f.Path] = f
	}
	c.parseAuthors(path.Join(c.Dir, f.Path), data, err)
}

// authorsInterval is how often the files of authors in the configuration are
// checked. They may be anywhere, so the watcher does not see them.
const authorsInterval = 2 * time.Second

// authorsTicker returns a channel that ticks when to check them, and a function
// that stops it. It never ticks if there are none.
func (p *Publisher) authorsTicker() (<-chan time.Time, func()) {
	if !slices.ContainsFunc(p.contents, func(c *content) bool { return len(c.Authors) > 0 }) {
		return nil, func() {}
	}
	t := time.NewTicker(authorsInterval)
	return t.C, t.Stop
}

// due reports whether a file of authors in the configuration must be read, and
// returns the stamp of its present version. A young version may be incomplete;
// only at the start is it read anyway, since there is no other.
func (c *content) due(name string) (now ledger.Stamp, due bool) {
	now, err := within(&c.disk, requestWait, func() (ledger.Stamp, error) { return ledger.StampOf(c.place(name)), nil })
	f := c.authors[name]
	return now, f == nil || err == nil && now != f.read && c.age(now) >= settled
}

// takeNamed reads a file of authors in the configuration.
func (c *content) takeNamed(name string, now ledger.Stamp) {
	data, err := within(&c.disk, readWait, func() ([]byte, error) {
		f, err := regular(os.OpenFile(c.place(name), os.O_RDONLY|syscall.O_NONBLOCK, 0))
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return readUpTo(article.MaxSize, f, nil)
	})
	f := c.parseAuthors(name, data, err)
	if f.read = now; c.age(now) < settled || errors.Is(err, errHangs) {
		f.read = ledger.Stamp{}
	}
}

// checkAuthors rereads the files of authors in the configuration that have
// changed.
func (p *Publisher) checkAuthors() {
	for _, c := range p.contents {
		isDue := func(name string) bool { _, due := c.due(name); return due }
		if c.scanned && slices.ContainsFunc(c.Authors, isDue) {
			p.Apply(p.repeat(c, nil))
		}
	}
}

// parseAuthors parses a file of authors. If it cannot be read or parsed, its last
// good version stays in use.
func (c *content) parseAuthors(name string, data []byte, err error) *authorsFile {
	f := c.authors[name]
	if f == nil {
		f = &authorsFile{}
		c.authors[name] = f
	}
	var people map[string]article.Author
	if err != nil {
		err = fmt.Errorf("reading: %w", cause(err))
	} else {
		people, err = article.ReadPeople(name, data)
	}
	if err == nil {
		f.people, f.problem = people, nil
		return f
	}
	effect := "articles show the keys of its authors instead of their names"
	if f.people != nil {
		effect = "its last good version stays in use"
	}
	f.problem = &article.Problem{File: name, About: article.Authors, What: err.Error(), Effect: effect, Hint: "correct the file; it is read again when it changes"}
	return f
}

// people returns the authors of all files by lower-case key, and what is wrong
// with the files. If a key is in several files, the first by name counts.
func (c *content) people() (all map[string]article.Author, problems []article.Problem) {
	all = map[string]article.Author{}
	for _, name := range slices.Sorted(maps.Keys(c.authors)) {
		f := c.authors[name]
		if f.problem != nil {
			problems = append(problems, *f.problem)
		}
		var twice []string
		for key, a := range f.people {
			if known, taken := all[key]; !taken {
				all[key] = a
			} else if known != a {
				twice = append(twice, key)
			}
		}
		if len(twice) > 0 {
			problems = append(problems, article.Problem{File: name, About: article.Authors, What: fmt.Sprintf("%q is the key of a different author in another file (such keys: %d)", slices.Min(twice), len(twice)),
				Effect: "the file whose name sorts first counts", Hint: "give one of the two another key"})
		}
	}
	return all, problems
}
