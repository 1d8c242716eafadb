package archive

import (
	"cmp"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/tidwall/btree"

	"dateline/feed/article"
)

// Wiki links refer to articles and files by name: the name of the file, the end
// of its path, a title, an alias. Most trees have no such links, so the index of
// names is built only when the first link needs it.

// called is a page or file with a name. Those with short paths come first,
// because if many share a name, only the first are examined.
type called struct {
	key   article.PageID // of the name
	depth int            // of the path
	page  article.PageID
	was   bool   // the name comes from a former path
	file  string // site path of a file beside articles; empty for an article
}

func newCalled() *btree.BTreeG[called] {
	return btree.NewBTreeGOptions(func(a, b called) bool {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.depth, b.depth), cmp.Compare(a.page, b.page), truth(a.was)-truth(b.was), cmp.Compare(a.file, b.file)) < 0
	}, btree.Options{NoLocks: true})
}

// maxAlike bounds how many pages and files with one name are examined. It makes
// the cost of a name that all files share independent of their number.
const maxAlike = 100

// foldName returns a key that is the same for all spellings of a name. Case,
// Unicode form, and whether spaces, hyphens or underscores separate the words do
// not matter.
func foldName(name string) string {
	words := strings.FieldsFunc(article.Fold(name), func(r rune) bool { return r == ' ' || r == '-' || r == '_' })
	return strings.Join(words, "-")
}

func nameKey(name string) article.PageID { return article.Page("name:" + foldName(name)) }

// lastPart returns the part of a path after its last slash.
func lastPart(p string) string { return path.Base(strings.TrimSuffix(p, "/")) }

// pathIn returns the path that a name stands for, without the extension of
// Markdown: "/oven", "/sheds/rain-barrel", "/posts/oven" for
// "posts/oven/index.md".
func pathIn(name string) string { return article.PagePath(path.Join("/", name)) }

// keysOfName returns the keys under which a name is looked up: its last part,
// and all of it, which may be a title with a slash.
func keysOfName(name string) []article.PageID {
	keys := []article.PageID{nameKey(lastPart(pathIn(name)))}
	if strings.Contains(name, "/") {
		keys = append(keys, nameKey(name))
	}
	return keys
}

// namesOf returns the keys of the names of an article: those of its file and
// of its page, each also without a date before it, its title, and its aliases.
func namesOf(a *article.Article) []article.PageID {
	keys := append(namesOfPath(article.PagePath(a.File)), namesOfPath(a.Path)...)
	if a.Title != "" {
		keys = append(keys, nameKey(a.Title))
	}
	for _, list := range [][]string{a.Aliases, a.Perhaps} {
		for _, p := range list {
			keys = append(keys, namesOfPath(p)...)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// namesOfPath returns the keys of the last part of a path, with and without a
// date before it.
func namesOfPath(p string) []article.PageID {
	name := lastPart(p)
	keys := []article.PageID{nameKey(name)}
	if plain := article.WithoutDate(name); plain != name {
		keys = append(keys, nameKey(plain))
	}
	return keys
}

// pageNames returns the names of a page with an article.
func pageNames(id article.PageID, a *article.Article) iter.Seq[called] {
	return func(yield func(called) bool) {
		for _, key := range namesOf(a) {
			if !yield(called{key: key, depth: strings.Count(a.Path, "/"), page: id}) {
				return
			}
		}
	}
}

// formerNames returns the names of a page that come from former paths of its
// story.
func formerNames(id article.PageID, p *page) iter.Seq[called] {
	return func(yield func(called) bool) {
		for _, path := range formerOf(p) {
			for _, key := range namesOfPath(path) {
				if !yield(called{key: key, depth: strings.Count(path, "/"), page: id, was: true}) {
					return
				}
			}
		}
	}
}

// fileName returns the name of a file beside articles.
func fileName(file string) called {
	return called{key: nameKey(lastPart(file)), depth: strings.Count(file, "/"), file: file} // static or not, a file has as many slashes as its path
}

// addNames and dropNames update the index of names, if it has been built.
func (l *linker) addNames(list iter.Seq[called]) {
	if l.byName != nil {
		for c := range list {
			l.byName.Set(c)
		}
	}
}

func (l *linker) dropNames(list iter.Seq[called]) {
	if l.byName != nil {
		for c := range list {
			l.byName.Delete(c)
		}
	}
}

// moveNames updates the former names of the stories of this change.
func (l *linker) moveNames() {
	if l.byName == nil {
		return
	}
	for _, d := range l.due {
		l.dropNames(formerNames(d.id, l.old.page(d.id)))
		l.addNames(formerNames(d.id, d.page))
	}
}

// setFileName adds the name of a file to the index, or drops it if the file is
// gone.
func (l *linker) setFileName(file string, a *Asset) {
	switch {
	case l.byName == nil:
	case a == nil:
		l.byName.Delete(fileName(file))
	default:
		l.byName.Set(fileName(file))
	}
}

// needNames builds the index of names if necessary.
func (l *linker) needNames() {
	if l.byName != nil {
		return
	}
	l.byName = newCalled()
	l.pages.Scan(func(id article.PageID, p *page) bool {
		if p.article != nil {
			l.addNames(pageNames(id, p.article))
		}
		l.addNames(formerNames(id, p))
		return true
	})
	l.assets.Scan(func(file string, _ *Asset) bool {
		l.byName.Set(fileName(file))
		return true
	})
}

// called returns the pages and files with a name, those with the shortest paths
// first.
func (l *linker) called(key article.PageID) iter.Seq[called] {
	l.needNames()
	return l.calledSo(key)
}

func (s *Snapshot) calledSo(key article.PageID) iter.Seq[called] {
	return func(yield func(called) bool) {
		if s.byName == nil {
			return
		}
		left := maxAlike
		s.byName.Ascend(called{key: key}, func(c called) bool {
			left--
			return c.key == key && left >= 0 && yield(c)
		})
	}
}

// sought is a name to look for, and the folders of the article that uses it.
type sought struct{ name, page, folder string }

// findNamed returns what a name in an article refers to.
func (l *linker) findNamed(f *article.Reference, from *article.Article) lead {
	at := sought{f.Name, path.Dir(from.Path), path.Dir(from.File)}
	c, known := l.nearest[at]
	if !known {
		c = l.seek(at, l.contentOf(from.File))
		l.nearest[at] = c
	}
	switch {
	case c.file != "":
		return lead{url: article.AssetPath(PathOf(c.file)) + f.Suffix}
	case c.page != 0:
		return l.atPart(l.standing(c.page), f.Suffix)
	}
	return l.findSheetNamed(f)
}

// seek returns what a name in a folder refers to. If there are several
// candidates, a file name comes before a title and a title before an alias; then
// the same folder, the same content directory, the shortest path, and the first
// path decide.
func (l *linker) seek(at sought, content int) called {
	if file := path.Join(at.folder, at.name); article.IsAsset(at.name) {
		if _, ok := l.assets.Get(file); ok {
			return called{file: file}
		}
	}
	var best namesake
	var first int
	for _, c := range l.namesakes(at.name) {
		order := c.order(at, content)
		if best.by == none || cmp.Or(order-first, cmp.Compare(c.path, best.path)) < 0 {
			best, first = c, order
		}
	}
	return best.called
}

// namesake is something that a name fits, with what decides between several.
type namesake struct {
	called
	by            fit
	path          string
	pages, folder string // directories of its page and of its file; a file beside articles has only the latter
	content       int
	slashes       int // number of them in path
}

// namesakes returns everything that a name fits. It is computed once per change,
// because the cost for each folder would be proportional to everything that fits.
func (l *linker) namesakes(name string) []namesake {
	list, known := l.fitting[name]
	if known {
		return list
	}
	for _, key := range keysOfName(name) {
		for c := range l.called(key) {
			if fits := l.namesake(c, name); fits.by != none {
				list = append(list, fits)
			}
		}
	}
	l.fitting[name] = list
	return list
}

// namesake returns how a name fits something.
func (l *linker) namesake(c called, name string) namesake {
	l.delta.compared++
	fits := namesake{called: c, path: PathOf(c.file)}
	file := fits.path
	if c.file != "" {
		fits.by, fits.folder = fitOf(name, fits.path), path.Dir(fits.path)
	} else if a := l.standing(c.page); a != nil {
		fits.path, fits.by, fits.pages, fits.folder = a.Path, l.fitOf(name, c.page), path.Dir(a.Path), path.Dir(a.File)
		file = a.File
	}
	fits.content, fits.slashes = l.contentOf(file), strings.Count(fits.path, "/")
	return fits
}

// order returns a number that is lower the better a name fits in a folder.
func (c *namesake) order(at sought, content int) int {
	order := int(c.by)<<1 | truth(c.pages != at.page && c.folder != at.folder)
	return (order<<1|truth(c.content != content))<<16 | c.slashes
}
