package article

import (
	"sync"
	"time"
)

// Rare is what few articles have: all that only front matter can say, and
// more. Articles of one language without any share one.
type Rare struct {
	Summary  string    // front matter's, plain text on one line
	Updated  time.Time // front matter's; zero when not given
	Authors  []Author
	Language string // BCP 47; the content directory's when not given
	// Hidden says why the article is kept from the public; empty: it is not.
	// Nothing but Path, File, Hash and this can be relied on where it is set.
	Hidden string
	// Appears is when the article may be shown, Expires when it ends like one
	// whose file is removed; zero: always, never.
	Appears, Expires time.Time
	// NoIndex keeps the article out of sitemaps.
	NoIndex bool
	ID      string   // front matter's
	Aliases []string // front matter's: former paths of the page
	// Perhaps are the readings of aliases without a leading slash, in pairs:
	// from the folder of the file and from the root, or the same twice. Each
	// counts where nothing lives.
	Perhaps []string
	// Changes are the paths of earlier versions of the same story.
	Changes []string
	// Elsewhere are Related links that leave the site.
	Elsewhere []Link
	// References are the links and pictures of the body that lead to the site
	// itself; HTML names them by their index.
	References []Reference
	// Enclosure is what the article offers to be played or kept; nil: nothing.
	Enclosure *Enclosure
	// CoverAlt describes the cover. CoverPath is the site path of an image
	// file in the tree, where the cover is one; CoverLine and CoverColumn
	// say where it is named, for complaints.
	CoverAlt, CoverPath    string
	CoverLine, CoverColumn int
	// IDAt is where ID is given, FormerAt where Aliases are, else Changes:
	// for complaints that only the whole archive can make.
	IDAt, FormerAt Place
}

// Author is who wrote an article. URL is absolute http(s), or empty.
type Author struct{ Name, URL string }

// AuthorNames returns the names of the authors.
func (r *Rare) AuthorNames() []string {
	var names []string
	for _, a := range r.Authors {
		names = append(names, a.Name)
	}
	return names
}

// Former gives the paths of the pages at which earlier versions of the story
// stood, as the article declares them: Changes, Aliases, Perhaps, each once,
// never its own.
func (a *Article) Former() (paths []string) {
	if len(a.Changes)+len(a.Aliases)+len(a.Perhaps) == 0 {
		return nil
	}
	seen := map[string]bool{a.Path: true}
	for _, list := range [][]string{a.Changes, a.Aliases, a.Perhaps} {
		for _, p := range list {
			if !seen[p] {
				seen[p] = true
				paths = append(paths, p)
			}
		}
	}
	return paths
}

// Place is a line and a column in characters, both from 1; 0 stands for the
// whole file.
type Place struct{ Line, Column int }

// plainRares holds by language what articles share that say nothing rare.
var plainRares sync.Map // Name -> *Rare

func plainRare(language Name) *Rare {
	if r, ok := plainRares.Load(language); ok {
		return r.(*Rare)
	}
	r, _ := plainRares.LoadOrStore(language, &Rare{Language: language.Value()})
	return r.(*Rare)
}

// plain reports whether r says no more than the one that articles of its
// language share.
func (r *Rare) plain() bool {
	return r.Summary == "" && r.Updated.IsZero() && r.Hidden == "" && r.Appears.IsZero() && r.Expires.IsZero() && !r.NoIndex &&
		r.ID == "" && r.CoverAlt == "" && r.CoverPath == "" &&
		len(r.Authors)+len(r.Aliases)+len(r.Perhaps)+len(r.Changes)+len(r.Elsewhere)+len(r.References) == 0 && r.Enclosure == nil
}
