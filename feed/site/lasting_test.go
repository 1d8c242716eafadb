package site

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"dateline/feed/article"
	"dateline/feed/render"
)

// put together are addresses that All does not return, as there is no end of them.
var putTogether = []string{
	"/topics/t0+t1/feed.atom", "/topics/t1,t2/", "/topics/t0,t1/except/t2/feed.json", "/topics/t0/lang/en/feed.rss", "/topics/t3/except/moon/",
	"/sources/www0.example.com,www1.example.com/feed.atom", "/lang/en,zh/", "/feed.atom?limit=1", "/topics/t1/feed.json?limit=2", "/opml?topics=t0,t1",
}

// revisions are what has been seen of each revision of each document.
type revisions struct {
	t        *testing.T
	contents map[string]string
	again    int // how often a revision was seen that had been seen before
}

// all looks at all documents of the present snapshot. Those of All are found as
// themselves, each once.
func (r *revisions) all(tr *tree) {
	s := tr.snapshot()
	paths, listed := slices.Clone(putTogether), map[string]bool{}
	if len(tr.mounts) > 1 {
		for _, path := range putTogether {
			paths = append(paths, "/zh"+path, "/zh/old"+path)
		}
	}
	for a := range tr.All(s) {
		if is := tr.LookupURI(s, a.Path); !is.stands(a.Path) || is.Kind != a.Kind || is.Revision != a.Revision || listed[a.Path] {
			r.t.Errorf("%s is %v: %v %s %v, want %v %v once", a.Path, is.Status, is.Kind, is.Path, is.Revision, a.Kind, a.Revision)
		}
		listed[a.Path] = true
		paths = append(paths, a.Path)
	}
	for _, path := range paths {
		a := tr.LookupURI(s, path)
		r.see(tr, "", a.Address)
		r.see(tr, "in a browser: ", a.Page)
	}
}

// see wants a document to have the bytes that its revision had before.
func (r *revisions) see(tr *tree, where string, a Address) {
	if a.Make == nil {
		return
	}
	key, is := fmt.Sprint(where, a.Path, " ", a.Revision), tr.body(tr.snapshot(), a)
	was, before := r.contents[key]
	if before {
		r.again++
	}
	if before && was != is {
		r.t.Errorf("%s had these bytes:\n%s\nand has:\n%s", key, was, is)
	}
	r.contents[key] = is
}

var changes = flag.Int("changes", 20, "changes of a history whose revisions are compared")

// TestRevisionStandsForOneContent plays a history in which the clock goes on, and
// wants whatever ever had a revision to have had the same bytes then, as documents
// are kept by it for as long as nobody asks for them. Each snapshot is rendered by a
// Renderer that has seen no other, which cannot repeat what it made before.
func TestRevisionStandsForOneContent(t *testing.T) {
	for name, change := range map[string]func(*render.Site){
		"as it is":              func(*render.Site) {},
		"with directories":      func(s *render.Site) { s.Directories = directories },
		"with related articles": func(s *render.Site) { s.Related = true },
		"in another zone":       func(s *render.Site) { s.Zone = time.FixedZone("", 12*60*60+45*60) },
	} {
		t.Run(name, func(t *testing.T) {
			looks := looks
			change(&looks)
			r := rand.New(rand.NewPCG(18, uint64(len(name))))
			tr := publish(t, looks, map[string]string{"2026/01/1/0.md": "---\ntopics: [T0]\n---\n# First\n"})
			seen := revisions{t: t, contents: map[string]string{}}
			for i := range *changes {
				files := edit(r, tr)
				if i%5 == 0 { // so that digests and news change with the clock alone
					files[tr.now.Format("2006/01/2/today.md")] = "---\ntopics: [T1]\n---\n# Today\n"
				}
				if i == *changes/2 { // whatever is remembered for some time is forgotten
					tr.now = tr.now.AddDate(2, 0, 0)
				}
				tr.change(files)
				tr.Catalogue = New(Options{Renderer: render.New(looks), Search: true, Now: func() time.Time { return tr.now }})
				if seen.all(tr); t.Failed() {
					return
				}
			}
			t.Logf("%d revisions, seen %d times more", len(seen.contents), seen.again)
			if seen.again == 0 {
				t.Error("no revision was seen twice")
			}
		})
	}
}

// TestForgottenRelated has an article that another one names as related move away
// and go, and a third one take the place where it stood last: nothing tells any more
// what its first page was, nor when that changed.
func TestForgottenRelated(t *testing.T) {
	about := func(title string) string {
		return "---\ndate: 2026-04-02\n---\n# " + title + "\n\nAll about " + title + ".\n"
	}
	tr := publish(t, looks, map[string]string{"first.md": about("Whales"), "third.md": about("Volcanoes")})
	tr.change(map[string]string{"a.md": "---\ndate: 2026-04-01\n---\n# A\n\n### Related:\n\n1. [x](/first.md)\n"})
	page := article.Page("/first")
	was := tr.LookupURI(tr.snapshot(), "/a")
	tr.change(map[string]string{"first.md": "", "last.md": about("Whales")})
	tr.change(map[string]string{"last.md": ""})
	tr.change(map[string]string{"third.md": "", "last.md": about("Volcanoes")})
	if serial := tr.snapshot().SerialOf(page); serial != 0 {
		t.Fatalf("the page is still known, as of %d", serial)
	}
	is := tr.LookupURI(tr.snapshot(), "/a")
	if tr.content(was.Address) == tr.content(is.Address) || was.Revision == is.Revision {
		t.Errorf("the page of an article had the revision %v, and has %v without what was related", was.Revision, is.Revision)
	}
}
