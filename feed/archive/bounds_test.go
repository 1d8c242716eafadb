package archive

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unique"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/article"
)

// numberedNames returns n names of topics that sort by their number.
func numberedNames(form string, from, n int) (list []string) {
	for i := range n {
		list = append(list, fmt.Sprintf(form, from+i))
	}
	return list
}

// slugsOf returns the topics of an entry.
func slugsOf(t *testing.T, s *Snapshot, path string) (list []string) {
	t.Helper()
	e, ok := s.Entry(path)
	if !ok {
		t.Fatal("no entry at", path)
	}
	for _, topic := range e.Topics {
		list = append(list, topic.Slug)
	}
	return list
}

// An article has its own topics, then the first by name of those that others
// claim for it, up to the bound, whatever the order of changes, and after a
// restart.
func TestTopicsAreBounded(t *testing.T) {
	o := Options{Zone: time.UTC, Authority: "example.org,2026"}
	x := Change{File: "/x.md", Article: piece("/x.md", "2026-04-01", "X", numberedNames("own%03d", 0, 40)...)}
	day := &article.Day{File: "/index.md", Date: x.Article.Date}
	for _, name := range numberedNames("day%03d", 0, 50) {
		day.Articles = append(day.Articles, claimFor("/x", unique.Make(name)))
	}
	changes := []Change{x, {File: day.File, Day: day}}
	for i := range 20 {
		a := piece(fmt.Sprintf("/%02d.md", i), "2026-04-02", fmt.Sprint(i))
		for _, name := range numberedNames("c%03d", 100-5*i, 5) {
			a.Related = append(a.Related, claimFor("/x", unique.Make(name)))
		}
		changes = append(changes, Change{File: a.File, Article: a})
	}
	want := append(numberedNames("own%03d", 0, 40), numberedNames("c%03d", 5, 60)...)
	told := []string{"/x.md: more than 100 topics, including those that other files claim for it; its own topics are kept, and of the others the first in alphabetical order; remove contexts that link to it from other files"}
	check := func(name string, s *Snapshot) {
		if diff := cmp.Diff(want, slugsOf(t, s, "/x")); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
		if diff := cmp.Diff(told, viewAs(s, "")["problems"]); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
	atOnce, _ := with(New(o), changes)
	check("at once", atOnce)
	b, s := newBook(), New(o)
	for _, c := range slices.Backward(changes) {
		next, delta := with(s, []Change{c})
		b.save(delta, []Change{c})
		s = next
	}
	check("one by one", s)
	check("restarted", b.load(o))

	s, delta := s.With(gone(changes[2:]), Occasion{Now: noon, Accepted: true}) // the claims of others stay
	b.save(delta, gone(changes[2:]))
	check("claimed no longer", s)
	check("claimed no longer, restarted", b.load(o))
}

// gone removes the files of changes.
func gone(changes []Change) (list []Change) {
	for _, c := range changes {
		list = append(list, Change{File: c.File})
	}
	return list
}

// Former topics of an article are bounded too, in memory and in the ledger,
// however often its topics change, and when it is removed.
func TestKeptTopicsAreBounded(t *testing.T) {
	o := Options{Zone: time.UTC, Authority: "example.org,2026"}
	b, s := newBook(), New(o)
	apply := func(c Change) {
		next, delta := with(s, []Change{c})
		b.save(delta, []Change{c})
		s = next
		p, _ := s.pages.Get(article.Page("/x"))
		if len(p.claims) > article.MaxTopics+1 {
			t.Fatalf("%d claims are kept", len(p.claims))
		}
		for _, it := range b.items {
			if len(it.Kept) > article.MaxTopics+1 || !slices.IsSorted(it.Kept) {
				t.Fatalf("%d topics are kept in the ledger", len(it.Kept))
			}
		}
		if diff := cmp.Diff(view(s), view(b.load(o))); diff != "" {
			t.Fatalf("(-running +restarted)\n%s", diff)
		}
	}
	for i := range 5 {
		apply(Change{File: "/x.md", Article: piece("/x.md", "2026-04-01", "X", numberedNames("t%03d", 400-i*60, 60)...)})
		if got := slugsOf(t, s, "/x"); len(got) > article.MaxTopics || got[0] != fmt.Sprintf("t%03d", 400-i*60) {
			t.Fatalf("got %d topics from %s on", len(got), got[0])
		}
	}
	apply(Change{File: "/x.md"})
	if g := s.Global().Tombstones(1); len(g) != 1 || len(g[0].topics) != article.MaxTopics {
		t.Errorf("the tombstone is in %d topics", len(g[0].topics))
	}
}

// Names that slug alike are numbered without trying a number twice.
func TestNumbers(t *testing.T) {
	var n numbers
	known, tried := map[string]bool{}, 0
	for range 1000 {
		name := n.unused("a", "-", func(name string) bool {
			tried++
			return known[name]
		})
		if known[name] {
			t.Fatal(name, "is given twice")
		}
		known[name] = true
	}
	if !known["a"] || !known["a-2"] || !known["a-1000"] || tried > 2*1000 {
		t.Errorf("%d of 1,000 names, tried %d", len(known), tried)
	}
}

// Titles are compared as long as the effort allows, but equal content and equal
// sources always match. Articles that were not compared are counted.
func TestLongTitles(t *testing.T) {
	renamed := func(files, length int) (kept, uncompared int) {
		var old, changes []Change
		for i := range files {
			was, is := numberedPiece("old", i), numberedPiece("new", i)
			was.Title = fmt.Sprint(i, strings.Repeat("a", length))
			is.Title = was.Title + "!"
			if i < files/5 {
				was.Hash, is.Hash = [16]byte{byte(i + 1)}, [16]byte{byte(i + 1)}
			}
			if i >= files-files/5 {
				was.Sources = []article.Link{{URL: fmt.Sprint("http://a.b/", i)}}
				is.Sources = was.Sources
			}
			old = append(old, Change{File: was.File, Article: was})
			changes = append(changes, Change{File: was.File}, Change{File: is.File, Article: is})
		}
		s, _ := with(New(options()), old)
		s, delta := s.With(changes, Occasion{Now: noon, Accepted: true})
		for i := range files {
			if e, ok := s.Entry(fmt.Sprintf("/new/%d", i)); ok && e.ID() == fmt.Sprintf("tag:example.org,2026:/old/%d", i) {
				kept++
			}
		}
		return kept, delta.Uncompared
	}
	for _, length := range []int{100, 2000} {
		if kept, uncompared := renamed(50, length); kept != 50 || uncompared != 0 {
			t.Errorf("of 50 titles of %d characters: %d keep their id, %d were not compared", length, kept, uncompared)
		}
	}
	if kept, uncompared := renamed(250, 2000); kept != 100 || uncompared != 150 {
		t.Errorf("of 250 long titles: %d keep their id, %d were not compared", kept, uncompared)
	}
}

// The former pages of a story are bounded, whether each article declares the
// previous one or successive articles declare many; a refusal is reported, also
// after a restart. An address that all declare stays with the first.
func TestFormerPagesAreBounded(t *testing.T) {
	for _, test := range []struct {
		name    string
		changes func(i int) []string
		least   int // of former pages of one story
		refused string
	}{
		{"chain", func(i int) []string { return numberedNames("/a/%04d", i-1, 1) }, maxFormer / 2, ""},
		{"gathered", func(i int) []string { return numberedNames("/a/%04d", i-50, 50)[:50*(i%50/49)] }, maxFormer / 2, "more than 1000 former addresses"},
		{"one path", func(int) []string { return []string{"/old"} }, 1, "former address /old already belongs to /a/0000.md"},
	} {
		b, s := newBook(), New(options())
		for batch := range 7 {
			changes := several(150, func(i int) *article.Article {
				a := piece(fmt.Sprintf("/a/%04d.md", batch*150+i), "2026-04-01", fmt.Sprint(batch*150+i))
				a.Rare = &article.Rare{Changes: test.changes(batch*150 + i)}
				return a
			})
			next, delta := with(s, changes)
			b.save(delta, changes)
			s = next
		}
		most, refused := 0, ""
		for e := range s.Global().Newest() {
			most = max(most, len(e.former()))
		}
		for _, p := range s.Problems() {
			refused = p.What
		}
		if most > maxFormer || most < test.least || !strings.Contains(refused, test.refused) || test.refused == "" && refused != "" {
			t.Errorf("%s: a story stood at %d pages, refused %q", test.name, most, refused)
		}
		if diff := cmp.Diff(view(s), view(b.load(options()))); diff != "" {
			t.Errorf("%s: (-running +restarted)\n%s", test.name, diff)
		}
	}
}

// However many articles of one date are removed and added, the effort of
// comparing them is bounded.
func TestEffortIsBounded(t *testing.T) {
	pieces := func(dir string) []Change {
		return several(2000, func(i int) *article.Article {
			a := numberedPiece(dir, i)
			a.Title = fmt.Sprint(strings.Repeat(dir+" ", 14), i)
			return a
		})
	}
	s, _ := New(options()).With(pieces("a"), Occasion{Now: noon, Imported: []string{"/"}})
	s, d := s.With(append(gone(pieces("a")), pieces("b")...), Occasion{Now: noon, Accepted: true})
	if d.Uncompared != 2000 || s.Global().Len() != 2000 {
		t.Errorf("%d of 2,000 articles are not compared", d.Uncompared)
	}
}

// Whether another article had a former address first is looked up, not searched
// among all addresses that it declares.
func TestKeptAddressesAreLookedUp(t *testing.T) {
	copies := several(2, func(i int) *article.Article {
		a := numberedPiece("a", i)
		for k := range article.MaxTopics {
			a.Changes = append(a.Changes, fmt.Sprint("/old/", k))
		}
		a.Changes = append(a.Changes, fmt.Sprint("/own/", i))
		return a
	})
	s, _ := New(options()).With(copies, Occasion{Now: noon, Imported: []string{"/"}})
	n := s.next(Occasion{Now: noon})
	first, second := article.Page("/a/0"), article.Page("/a/1")
	p, _ := n.pages.Get(second)
	c := &candidate{page: p, id: second}
	if work := testing.AllocsPerRun(10, func() {
		if !n.identity.declarer.isKept(c, first, "/old/7") || n.identity.declarer.isKept(c, first, "/own/1") {
			t.Error("it is not kept by who had it first")
		}
	}); work > 0 {
		t.Errorf("%v allocations", work)
	}
}
