package archive

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/article"
)

// declaring returns an article with its own text that declares something; the
// folder is the day of April.
func declaring(file string, rare article.Rare) Change {
	a := piece(file, "2026-04-0"+file[1:2], strings.Repeat(file[3:4], 9))
	a.Rare, a.Fingerprint = &rare, uint64(article.Page(file))
	a.FormerAt, a.IDAt = article.Place{Line: 3, Column: 1}, article.Place{Line: 4, Column: 1}
	return Change{File: file, Article: a}
}

func (s *site) complaints(want ...string) {
	s.Helper()
	var got []string
	for _, p := range s.Problems() {
		got = append(got, fmt.Sprintf("%s:%d: %s; %s", p.File, p.Line, p.What, p.Effect))
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		s.Errorf("complaints (-want +got):\n%s", diff)
	}
}

func (s *site) ids(want map[string]string) {
	s.Helper()
	got := map[string]string{}
	for e := range s.Global().Newest() {
		got[e.Path] = strings.TrimPrefix(e.ID(), "tag:example.org,2026:")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		s.Errorf("ids (-want +got):\n%s", diff)
	}
}

// A published article takes precedence over a former address, in whatever order
// they arrive; the address leads to the article that declares it once there is no
// article at it.
func TestAliasOfLiveArticle(t *testing.T) {
	live, other := declaring("/1/a.md", article.Rare{}), declaring("/1/b.md", article.Rare{Aliases: []string{"/1/a", "/old"}})
	gone := Change{File: "/1/a.md"}
	told := "/1/b.md:3: former address /1/a is the page of /1/a.md; the address still leads to /1/a.md"
	for name, steps := range map[string][][]Change{
		"at once": {{live, other}}, "the article first": {{live}, {other}}, "the alias first": {{other}, {live}},
		"the alias is added": {{live, declaring("/1/b.md", article.Rare{})}, {other}},
		"it was hidden":      {{hidden("/1/a.md", nil)}, {other}, {live}}, "it is to appear": {{other}, {declaring("/1/a.md", article.Rare{Appears: noon.Add(time.Hour)})}, {live}},
		"it was removed": {{live}, {gone}, {other}, {live}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			for _, changes := range steps {
				s.apply(changes...)
			}
			s.wants("/1/a", "is aaaaaaaaa")
			s.wants("/1/b", "is bbbbbbbbb")
			s.wants("/old", "leads to /1/b")
			s.complaints(told)
			s.apply(hidden("/1/a.md", nil))
			s.wants("/1/a", "leads to /1/b")
			s.complaints()
			s.apply(live)
			s.wants("/1/a", "is aaaaaaaaa")
			s.complaints(told)
			s.apply(gone)
			s.wants("/1/a", "leads to /1/b")
			s.wants("/1/b", "is bbbbbbbbb")
			s.complaints()
			s.apply(live)
			s.wants("/1/a", "is aaaaaaaaa")
			s.apply(declaring("/1/b.md", article.Rare{}))
			s.complaints()
		})
	}
}

// Of two articles that declare the same address, the first gets it, and the
// second after the first is removed; so do copies with equal declarations.
func TestTwoOfOneAddress(t *testing.T) {
	for name, rare := range map[string]article.Rare{"alias": {Aliases: []string{"/old"}}, "Changes": {Changes: []string{"/old"}}} {
		t.Run(name, func(t *testing.T) {
			b, c := declaring("/1/b.md", rare), declaring("/1/c.md", rare)
			told := "/1/c.md:3: former address /old already belongs to /1/b.md; the address still leads to /1/b.md"
			s := newSite(t, b, c)
			s.wants("/old", "leads to /1/b")
			s.complaints(told)
			s.ids(map[string]string{"/1/b": "/old", "/1/c": "/1/c"})
			s.apply(Change{File: "/1/b.md"})
			s.wants("/old", "leads to /1/c")
			s.wants("/1/b", "is gone")
			s.complaints()
			s = newSite(t, c)
			s.apply(b) // the one that arrives later, whatever its name
			s.wants("/old", "leads to /1/c")
			s.complaints("/1/b.md:3: former address /old already belongs to /1/c.md; the address still leads to /1/c.md")
			s.apply(hidden("/1/c.md", nil))
			s.wants("/old", "leads to /1/b")
			s.complaints()
		})
	}
}

// An id belongs to the file that has it: a copy is a new article, before,
// beside and after it.
func TestCopies(t *testing.T) {
	first, second := declaring("/1/b.md", article.Rare{ID: "x"}), declaring("/1/c.md", article.Rare{ID: "x"})
	for _, a := range []*article.Article{first.Article, second.Article} {
		a.Hash, a.Fingerprint = [16]byte{1}, 1
	}
	told := func(who, whose string) string {
		return fmt.Sprintf("/1/%s.md:4: id x belongs to /1/%s.md; published with another id", who, whose)
	}
	s := newSite(t, first, second)
	s.ids(map[string]string{"/1/b": "x", "/1/c": "/1/c"})
	s.complaints(told("c", "b"))
	s = newSite(t, second)
	s.apply(first)
	s.ids(map[string]string{"/1/c": "x", "/1/b": "/1/b"})
	s.complaints(told("b", "c"))
	s.apply(Change{File: "/1/c.md"}, declaring("/1/d.md", article.Rare{ID: "x"})) // the original is renamed
	s.ids(map[string]string{"/1/d": "x", "/1/b": "/1/b"})
	s.apply(hidden("/1/d.md", nil), declaring("/1/a.md", article.Rare{ID: "x"}))
	s.ids(map[string]string{"/1/b": "/1/b", "/1/a": "/1/a"})
	s.apply(declaring("/1/d.md", article.Rare{ID: "x"}))
	s.ids(map[string]string{"/1/b": "/1/b", "/1/a": "/1/a", "/1/d": "x"})
	plain := newSite(t, declaring("/1/a.md", article.Rare{}))
	plain.apply(declaring("/1/b.md", article.Rare{ID: "tag:example.org,2026:/1/a"})) // the id that a has
	plain.ids(map[string]string{"/1/a": "/1/a", "/1/b": "/1/b"})
	plain.wants("/1/a", "is aaaaaaaaa")
}

// Changes take over the story of a file that still exists, and the stories that
// it took over.
func TestChangesSupersede(t *testing.T) {
	s := newSite(t, declaring("/1/a.md", article.Rare{}))
	s.apply(declaring("/1/b.md", article.Rare{Changes: []string{"/1/a"}}))
	s.apply(declaring("/1/c.md", article.Rare{Changes: []string{"/1/a", "/1/b"}}))
	s.wants("/1/a", "leads to /1/c")
	s.ids(map[string]string{"/1/c": "/1/a"})
	s.complaints()
	s.apply(declaring("/1/d.md", article.Rare{Aliases: []string{"/1/a", "/1/b"}}))
	s.ids(map[string]string{"/1/c": "/1/a", "/1/d": "/1/d"})
	s.complaints("/1/d.md:3: former address /1/a already belongs to /1/c.md; the address still leads to /1/c.md",
		"/1/d.md:3: former address /1/b already belongs to /1/c.md; the address still leads to /1/c.md")
}

// Each reading of an alias counts if there is no article at it; if neither is
// free, there is a complaint.
func TestReadings(t *testing.T) {
	b := declaring("/1/b.md", article.Rare{Perhaps: []string{"/1/old", "/old"}})
	s := newSite(t, b)
	s.wants("/1/old", "leads to /1/b")
	s.wants("/old", "leads to /1/b")
	old := func(file string) Change {
		a := piece(file, "2026-04-03", file)
		return Change{File: file, Article: a}
	}
	s.apply(old("/old.md"))
	s.wants("/1/old", "leads to /1/b")
	s.wants("/old", "is /old.md")
	s.complaints()
	s.apply(old("/1/old.md"))
	s.wants("/1/old", "is /1/old.md")
	s.complaints("/1/b.md:3: former address /1/old is the page of /1/old.md; the address still leads to /1/old.md")
	s.apply(Change{File: "/old.md"})
	s.complaints()
	s.wants("/old", "leads to /1/b")
	s = newSite(t, declaring("/1/c.md", article.Rare{}))
	s.apply(Change{File: "/1/c.md"}, declaring("/2/b.md", article.Rare{Perhaps: []string{"/2/c", "/1/c"}}))
	s.ids(map[string]string{"/2/b": "/1/c"})
}

// In a ledger of 0.6.0, an alias may have taken over a published article. The
// article returns with its own date and id, and does not count as news; nothing
// else changes.
func TestTakenByAlias(t *testing.T) {
	for _, story := range []bool{false, true} { // of its own, before the alias
		kettle, tea := declaring("/1/a.md", article.Rare{}), declaring("/1/b.md", article.Rare{Aliases: []string{"/1/a"}})
		old, new := declaring("/1/c.md", article.Rare{}), declaring("/1/d.md", article.Rare{Changes: []string{"/1/c"}})
		b := newBook()
		b.minting, b.mounts, b.clock = Minting{Authority: "example.org,2026"}, []string{"/"}, noon
		for _, c := range []Change{kettle, tea, old, new} {
			b.files[c.File] = c
		}
		item := func(id, path string, second int) Item {
			at := time.Date(2026, 4, 1, 0, 0, second, 0, time.UTC)
			return Item{ID: "tag:example.org,2026:" + id, Path: path, Published: at, Updated: at, Prints: []uint64{uint64(article.Page(path + ".md"))}}
		}
		b.items["d"] = item("/1/c", "/1/d", 0)
		b.items["b"] = item("/1/a", "/1/b", 1)
		if story {
			b.items["b"] = item("/1/b", "/1/b", 1)
			b.items["a"] = item("/1/a", "", 2)
		}
		b.moves["/1/a"], b.moves["/1/c"] = "/1/b", "/1/d"
		loaded, missed := Load(sticky(), b.memory(), slices.Collect(maps.Values(b.files)))
		s := &site{t, newBook(), loaded, noon}
		s.book = b
		s.save(Delta{Memory: missed}, nil)
		if len(missed.Notices) > 0 || len(missed.Items) != 2 || len(missed.Moves) != 1 {
			t.Errorf("what is remembered: %+v", missed)
		}
		s.wants("/1/a", "is aaaaaaaaa")
		s.wants("/1/c", "leads to /1/d")
		e, _ := s.Entry("/1/a")
		if !e.FirstSeen().IsZero() || e.Published().Format(time.DateOnly) != "2026-04-01" || !e.Updated().Equal(e.Published()) {
			t.Errorf("it is back as of %s, updated %s, first seen %s", e.Published(), e.Updated(), e.FirstSeen())
		}
		ids := map[string]string{"/1/a": "/1/a;2", "/1/b": "/1/a", "/1/d": "/1/c"}
		if story {
			ids["/1/b"] = "/1/b"
		}
		s.ids(ids)
		s.complaints("/1/b.md:3: former address /1/a is the page of /1/a.md; the address still leads to /1/a.md")
		if d := s.apply(); d.Added+d.Changed+d.Removed+d.Renamed > 0 {
			t.Errorf("the next change is %+v", d)
		}
		s.ids(ids)
	}
}

// A file whose page changes keeps its story, and is no news unless its bytes
// changed.
func TestFileWithAnotherPage(t *testing.T) {
	at := func(path string, hash byte) Change {
		a := piece("/x/index.md", "2026-04-01", "bundle", "Moon")
		a.Path, a.Hash, a.Fingerprint = path, [16]byte{hash}, 1
		return Change{File: a.File, Article: a}
	}
	claiming := declaring("/1/b.md", article.Rare{Aliases: []string{"/x/index"}})
	for _, hash := range []byte{1, 2} {
		s := newSite(t, at("/x/index", 1))
		was, _ := s.Entry("/x/index")
		d := s.apply(at("/x", hash), claiming)
		is, ok := s.Entry("/x")
		if !ok || is.ID() != was.ID() || !is.Published().Equal(was.Published()) || !is.Updated().Equal(was.Updated()) || !slices.Equal(is.Topics, was.Topics) {
			t.Errorf("it is %v", is)
		}
		s.wants("/x/index", "leads to /x")
		if len(d.Memory.Notices) != int(hash-1) || len(d.Gone) > 0 || d.Renamed != 1 {
			t.Errorf("notices %v, gone %v, %d renamed", d.Memory.Notices, d.Gone, d.Renamed)
		}
		if c, ok := s.File("/x/index.md"); !ok || c.Article.Path != "/x" {
			t.Errorf("the file is %v", c)
		}
		s.apply(at("/y", 1)) // any address
		s.wants("/x", "leads to /y")
		if c, ok := s.File("/x/index.md"); !ok || c.Article.Path != "/y" {
			t.Errorf("the file is %v", c)
		}
		s.apply(Change{File: "/x/index.md"})
		s.wants("/x", "is gone")
		if _, ok := s.File("/x/index.md"); ok {
			t.Error("the file is there")
		}
	}
	s := newSite(t, at("/x/index", 1))
	s.apply(at("/x/index", 1), Change{File: "/x.md", Article: piece("/x.md", "2026-04-01", "file")})
	s.apply(at("/x", 1))
	s.wants("/x", "is file")
	s.complaints("/x/index.md:0: its page /x already belongs to /x.md; article not published")
	if c, ok := s.File("/x/index.md"); !ok || c.Article.Path != "/x" {
		t.Errorf("the file is %v", c)
	}
}

// A file that becomes the index of a folder keeps its page; a day page may become
// an article, and the reverse.
func TestFilesOfOnePage(t *testing.T) {
	s := newSite(t, Change{File: "/x.md", Article: piece("/x.md", "2026-04-01", "pear")})
	was, _ := s.Entry("/x")
	d := s.apply(Change{File: "/x.md"}, Change{File: "/x/index.md", Article: piece("/x/index.md", "2026-04-01", "pear")})
	if is, ok := s.Entry("/x"); !ok || is.ID() != was.ID() || len(d.Memory.Notices) > 0 || !slices.Equal(d.Gone, []string{"/x.md"}) {
		t.Errorf("it is %v, %v, gone %v", is, d.Memory.Notices, d.Gone)
	}
	const file = "/2020/04/01/index.md"
	day := Change{File: file, Day: &article.Day{File: file, Date: piece(file, "2020-04-01", "").Date}}
	for range 2 {
		if d := s.apply(day); len(d.Gone) > 0 {
			t.Errorf("%v is gone", d.Gone)
		}
		if c, _ := s.File(file); c.Day == nil || c.Article != nil {
			t.Errorf("the day is %v", c)
		}
		s.apply(Change{File: file, Article: piece(file, "2020-04-01", "an article")})
		if c, _ := s.File(file); c.Article == nil || c.Day != nil {
			t.Errorf("the article is %v", c)
		}
		if e, ok := s.Entry("/2020/04/01/index"); !ok || e.ID() != "tag:example.org,2026:/2020/04/01/index" {
			t.Errorf("it is %v", e)
		}
	}
}

// An article that left an address and is published elsewhere does not end when
// another one, with a story of its own, is edited that names the address in its
// Changes, whoever had it first. A file that stands there is superseded, also
// by its own path if it has another page; and a new article takes the story up.
func TestChangesOfALeftAddress(t *testing.T) {
	at := func(file, page string) Change {
		a := *declaring("/2/b.md", article.Rare{}).Article
		a.File, a.Path = file, page
		return Change{File: file, Article: &a}
	}
	plain, d := declaring("/1/d.md", article.Rare{}), declaring("/1/d.md", article.Rare{Changes: []string{"/2/a"}})
	edited := *d.Article
	edited.HTML, edited.Fingerprint = text, 1
	for name, test := range map[string]struct {
		steps [][]Change
		d, b  string // the paths of their ids; b has none if it is superseded
	}{
		"another page and back, declared before": {[][]Change{{d, at("/2/b.md", "/2/b")}, {at("/2/b.md", "/2/a")}, {at("/2/b.md", "/2/b")}}, "/2/a", "/2/b"},
		"another page, declared later":           {[][]Change{{at("/2/b.md", "/2/a"), plain}, {at("/2/b.md", "/2/b")}}, "/1/d", "/2/a"},
		"renamed, declared later":                {[][]Change{{at("/2/a.md", "/2/a"), plain}, {{File: "/2/a.md"}, at("/2/b.md", "/2/b")}}, "/1/d", "/2/a"},
		"renamed, declared by a new article":     {[][]Change{{at("/2/a.md", "/2/a")}, {{File: "/2/a.md"}, at("/2/b.md", "/2/b")}}, "/2/a", ""},
		"it stands there":                        {[][]Change{{at("/2/b.md", "/2/a"), plain}}, "/1/d", ""},
		"its file stands there":                  {[][]Change{{at("/2/a.md", "/2/a"), plain}, {at("/2/a.md", "/2/b")}}, "/1/d", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			for _, changes := range test.steps {
				s.apply(changes...)
			}
			s.apply(Change{File: edited.File, Article: &edited})
			if test.b == "" {
				s.wants("/2/a", "leads to /1/d")
				s.ids(map[string]string{"/1/d": test.d})
				s.complaints()
				return
			}
			s.wants("/2/a", "leads to /2/b")
			s.ids(map[string]string{"/1/d": test.d, "/2/b": test.b})
			s.complaints("/1/d.md:3: former address /2/a already belongs to /2/b.md; the address still leads to /2/b.md")
			s.apply(Change{File: "/1/d.md"})
			s.wants("/1/d", "is gone")
			s.ids(map[string]string{"/2/b": test.b})
		})
	}
}
