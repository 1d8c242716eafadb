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

// site applies changes one after the other, saves them, and checks after each
// that a restart leads to the same result.
type site struct {
	*testing.T
	*book
	*Snapshot
	now time.Time
}

func newSite(t *testing.T, changes ...Change) *site {
	s := &site{t, newBook(), New(sticky()), noon}
	s.apply(changes...)
	return s
}

func (s *site) apply(changes ...Change) (d Delta) {
	s.Helper()
	s.now = s.now.Add(time.Minute)
	s.Snapshot, d = s.With(changes, Occasion{Now: s.now, Live: true, Imported: []string{"/"}})
	s.save(d, changes)
	for _, file := range d.Gone {
		delete(s.files, file)
	}
	restarted, missed := Load(s.options, s.memory(), slices.Collect(maps.Values(s.files)))
	if diff := cmp.Diff(sight(s.Snapshot), sight(restarted)); diff != "" {
		s.Errorf("a restart changes what is there (-running +restarted):\n%s", diff)
	}
	if len(missed.Moves)+len(missed.Notices)+len(missed.Withdrawn) > 0 {
		s.Errorf("a restart remembers more: %+v", missed)
	}
	return d
}

// sight is a view, and what each address of tests answers.
func sight(s *Snapshot) map[string][]string {
	v := view(s)
	for _, path := range places {
		v["addresses"] = append(v["addresses"], path+" "+answer(s, path))
	}
	for _, w := range s.Withheld() {
		v["withheld"] = append(v["withheld"], fmt.Sprint(w))
	}
	v["wake"] = []string{s.Wake().String()}
	return v
}

// places are addresses that tests use.
var places = []string{"/1/a", "/1/b", "/1/c", "/1/d", "/2/a", "/2/b", "/2/c", "/_drafts/a", "/_drafts/b", "/_drafts/z", "/1/_a", "/old", "/1/old", "/x", "/x/index"}

// answer returns what an address leads to.
func answer(s *Snapshot, path string) string {
	if e, ok := s.Entry(path); ok {
		return "is " + e.Title
	}
	if e, ok := s.Moved(path); ok {
		return "leads to " + e.Path
	}
	if s.Gone(path) {
		return "is gone"
	}
	return "is nothing"
}

func (s *site) wants(path, want string) {
	s.Helper()
	if got := answer(s.Snapshot, path); got != want {
		s.Errorf("%s %s, want: %s", path, got, want)
	}
}

// silent checks that nothing of an article can be seen or is stored but its id.
func (s *site) silent(words ...string) {
	s.Helper()
	for name, list := range view(s.Snapshot) {
		for _, line := range list {
			for _, word := range words {
				if strings.Contains(line, word) {
					s.Errorf("%s tells of it: %s", name, line)
				}
			}
		}
	}
	if len(s.Global().Tombstones(9)) > 0 {
		s.Errorf("there are tombstones: %v", s.Global().Tombstones(9)[0])
	}
	for _, n := range s.book.notices {
		s.Errorf("the ledger keeps %+v", n)
	}
}

// text is long enough not to be the same by chance.
const text = "<p>Halve the plums, take out the stones, and fill the jars to a finger below the rim.</p>"

// plum is an article with a hash, a fingerprint and a text.
func plum(file, title string, edit func(*article.Article)) Change {
	a := piece(file, "2026-04-0"+file[1:2], title, "Moon")
	a.HTML = text
	a.Fingerprint, a.Hash = uint64(article.Page(title+a.HTML)), [16]byte{7}
	if edit != nil {
		edit(a)
	}
	return Change{File: file, Article: a}
}

// hidden is the minimum that is known about a hidden file.
func hidden(file string, edit func(*article.Article)) Change {
	a := &article.Article{File: file, Path: article.PagePath(file), Hash: [16]byte{8}, Rare: &article.Rare{Hidden: "draft: true"}}
	if edit != nil {
		edit(a)
	}
	return Change{File: file, Article: a}
}

// An article that is hidden disappears without a trace, however it is hidden, and
// has its id and its time when it returns.
func TestHiding(t *testing.T) {
	gone := Change{File: "/1/a.md"}
	for name, changes := range map[string][]Change{
		"in place":                         {hidden("/1/a.md", nil)},
		"in place, with another date":      {hidden("/1/a.md", func(a *article.Article) { a.Date = noon.AddDate(-1, 0, 0) })},
		"in place, until a date":           {plum("/1/a.md", "plum jam", func(a *article.Article) { a.Date = noon.AddDate(1, 0, 0) })},
		"in place, until it appears":       {plum("/1/a.md", "plum jam", func(a *article.Article) { a.Appears = noon.AddDate(1, 0, 0) })},
		"moved, the same bytes":            {gone, hidden("/_drafts/z.md", func(a *article.Article) { a.Hash = [16]byte{7} })},
		"moved, the same fingerprint":      {gone, hidden("/_drafts/z.md", func(a *article.Article) { a.Fingerprint = plum("/1/a.md", "plum jam", nil).Article.Fingerprint })},
		"moved, the same name":             {gone, hidden("/_drafts/a.md", nil)},
		"moved, the same name with a date": {gone, hidden("/_drafts/2026-04-01-a.md", nil)},
		"renamed with an underscore":       {gone, hidden("/1/_a.md", nil)},
		"moved, with an alias":             {gone, hidden("/_drafts/z.md", func(a *article.Article) { a.Aliases = []string{"/1/a"} })},
		"moved, with Changes":              {gone, hidden("/_drafts/z.md", func(a *article.Article) { a.Changes = []string{"/1/a"} })},
		"moved, with its id":               {gone, hidden("/_drafts/z.md", func(a *article.Article) { a.ID = "tag:example.org,2026:/1/a" })},
		"moved, with a similar title": {gone, hidden("/1/z.md", func(a *article.Article) {
			a.Title, a.Date, a.DateOnly = "plum jams", piece("/1/z.md", "2026-04-01", "").Date, true
		})},
		"renamed, and dated in the future": {gone, plum("/2/z.md", "plum jam", func(a *article.Article) { a.Date = noon.AddDate(1, 0, 0) })},
	} {
		t.Run(name, func(t *testing.T) {
			was := plum("/1/a.md", "plum jam", nil)
			s := newSite(t, was, Change{File: "/2/b.md", Article: piece("/2/b.md", "2026-04-02", "cherry cake")})
			s.apply(plum("/1/a.md", "plum jelly", nil)) // a correction
			s.apply(was)
			e, _ := s.Entry("/1/a")
			d := s.apply(changes...)
			s.silent("plum", "/1/a")
			s.wants("/1/a", "is nothing")
			if s.Held() != 0 || !slices.Contains(d.Feeds, s.Global()) || len(s.Withheld()) != 1 {
				t.Errorf("%d held, feeds %d, withheld %v", s.Held(), len(d.Feeds), s.Withheld())
			}
			back := []Change{was}
			if last := changes[len(changes)-1]; last.File != was.File {
				back = append(back, Change{File: last.File})
			}
			d = s.apply(back...)
			is, ok := s.Entry("/1/a")
			if !ok || is.ID() != e.ID() || is.Published() != e.Published() || is.Updated() != e.Updated() || !slices.Equal(is.Topics, e.Topics) {
				t.Errorf("it was %v, is %v", e, is)
			}
			if len(d.Memory.Notices) > 0 || len(s.Withheld()) > 0 {
				t.Errorf("it is news: %v", d.Memory.Notices)
			}
		})
	}
}

// A hidden article about which nothing else is known affects no other article,
// and leaves no trace.
func TestHiddenFromTheFirst(t *testing.T) {
	s := newSite(t, hidden("/1/a.md", nil), hidden("/_drafts/a.md", nil))
	s.apply(plum("/2/a.md", "plum jam", nil))
	s.apply(hidden("/1/a.md", func(a *article.Article) { a.Aliases, a.ID = []string{"/old"}, "x" }))
	s.apply(plum("/2/b.md", "jam of plums, and nothing else", func(a *article.Article) { a.ID, a.Aliases, a.HTML, a.Hash = "x", []string{"/1/a"}, "", [16]byte{9} }))
	s.wants("/old", "is nothing")
	s.wants("/1/a", "leads to /2/b")
	if e, _ := s.Entry("/2/b"); e.ID() != "tag:example.org,2026:x" {
		t.Errorf("a hidden article keeps the id: %s", e.ID())
	}
	s.apply(Change{File: "/1/a.md"}, Change{File: "/_drafts/a.md"})
	if d := s.apply(plum("/1/a.md", "plum wine", func(a *article.Article) { a.HTML, a.Hash = "", [16]byte{9} })); d.Added != 1 {
		t.Errorf("%d added", d.Added)
	}
	s.wants("/1/a", "is plum wine")
	if got := s.Problems(); len(got) != 1 || !strings.Contains(got[0].What, "/1/a is the page of /1/a.md") {
		t.Errorf("complaints %v", got)
	}
}

// An article that is hidden under the name of another draft, whose article was
// published too, leaves no trace either.
func TestHiddenOverADraft(t *testing.T) {
	s := newSite(t, plum("/1/a.md", "plum jam", nil), plum("/2/a.md", "other", func(a *article.Article) { a.HTML, a.Hash = "", [16]byte{9} }))
	s.apply(Change{File: "/2/a.md"}, hidden("/_drafts/a.md", func(a *article.Article) { a.Hash = [16]byte{9} }))
	s.apply(Change{File: "/1/a.md"}, hidden("/_drafts/a.md", func(a *article.Article) { a.Hash = [16]byte{7} }))
	s.silent("plum", "/1/a")
	s.wants("/1/a", "is nothing")
}

// If a file is removed and returns hidden within tombstoneAge, under its name or
// elsewhere with the same content, its tombstone and notices disappear.
func TestHiddenAfterRemoval(t *testing.T) {
	for name, change := range map[string]Change{
		"in place": hidden("/1/a.md", nil),
		"the same fingerprint": hidden("/_drafts/z.md", func(a *article.Article) {
			*a = *plum("/1/a.md", "plum jam", nil).Article
			a.File, a.Path, a.Rare = "/_drafts/z.md", "/_drafts/z", &article.Rare{Hidden: "_drafts"}
		}),
		"its alias": hidden("/_drafts/z.md", func(a *article.Article) { a.Aliases = []string{"/1/a"} }),
		"its id":    hidden("/_drafts/z.md", func(a *article.Article) { a.ID = "tag:example.org,2026:/1/a" }),
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, plum("/1/a.md", "plum jam", nil))
			s.apply(Change{File: "/1/a.md"})
			s.wants("/1/a", "is gone")
			if len(s.Global().Tombstones(9)) != 1 || len(s.book.notices) != 1 {
				t.Fatal("the removal is not told")
			}
			d := s.apply(change)
			s.silent("plum", "/1/a")
			s.wants("/1/a", "is nothing")
			if !slices.Contains(d.Feeds, s.Global()) {
				t.Error("the feed of everything is not said to have changed")
			}
			s.apply(Change{File: change.File})
			s.silent("plum", "/1/a")
			s.wants("/1/a", "is nothing")
			s.apply(plum("/1/a.md", "plum jam", nil))
			if e, ok := s.Entry("/1/a"); !ok || e.ID() != "tag:example.org,2026:/1/a" {
				t.Errorf("it is back as %v", e)
			}
		})
	}
}

// A file that is copied to a place where it is hidden, and removed later, is
// hidden. A rename in the same change takes precedence.
func TestHiddenBeforeRemoval(t *testing.T) {
	same := plum("/1/a.md", "plum jam", nil).Article
	for name, draft := range map[string]Change{
		"the same bytes":       hidden("/_drafts/z.md", func(a *article.Article) { a.Hash, a.Date = same.Hash, same.Date }),
		"the same fingerprint": hidden("/_drafts/z.md", func(a *article.Article) { a.Fingerprint, a.Date = same.Fingerprint, same.Date }),
		"its alias":            hidden("/_drafts/z.md", func(a *article.Article) { a.Aliases = []string{"/1/a"} }),
		"its id":               hidden("/_drafts/z.md", func(a *article.Article) { a.ID = "tag:example.org,2026:/1/a" }),
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, plum("/1/a.md", "plum jam", nil))
			s.apply(draft)
			s.wants("/1/a", "is plum jam")
			s.apply(Change{File: "/1/a.md"})
			s.silent("plum", "/1/a")
			s.wants("/1/a", "is nothing")
			s.apply(plum("/1/a.md", "plum jam", nil), Change{File: draft.File})
			if e, ok := s.Entry("/1/a"); !ok || e.ID() != "tag:example.org,2026:/1/a" {
				t.Errorf("it is back as %v", e)
			}
		})
	}
	s := newSite(t, plum("/1/a.md", "plum jam", nil), hidden("/_drafts/z.md", func(a *article.Article) { a.Hash = same.Hash }))
	s.apply(Change{File: "/1/a.md"}, plum("/1/b.md", "plum jam", nil))
	s.wants("/1/a", "leads to /1/b")
}

// Short notes have the same words on many days: a draft of one does not hide
// another one that was removed.
func TestHiddenNote(t *testing.T) {
	note := func(file string) Change {
		return plum(file, "", func(a *article.Article) { a.HTML, a.Fingerprint = "<p>Happy new year!</p>", 5 })
	}
	s := newSite(t, note("/1/a.md"))
	s.apply(Change{File: "/1/a.md"})
	draft := note("/2/b.md")
	draft.Article.Hidden = "draft: true"
	s.apply(draft)
	s.wants("/1/a", "is gone")
	s.apply(note("/2/c.md"))
	s.apply(note("/1/b.md"))
	s.apply(Change{File: "/1/b.md"})
	s.wants("/1/b", "is gone")
}

// Hiding is not a removal: it is neither held nor counted towards a held one, and
// it applies to articles whose removal is held.
func TestHidingIsNotHeld(t *testing.T) {
	var all, moved, gone, drafts []Change
	for i := range 60 {
		file := fmt.Sprintf("/1/n%02d.md", i)
		all = append(all, plum(file, fmt.Sprint("title ", i), func(a *article.Article) { a.Hash = [16]byte{byte(i + 1)} }))
		gone = append(gone, Change{File: file})
		draft := *all[i].Article
		draft.File, draft.Path, draft.Rare = "/_drafts"+file, "/_drafts"+article.PagePath(file), &article.Rare{Hidden: "_drafts"}
		drafts = append(drafts, Change{File: draft.File, Article: &draft})
		moved = append(moved, Change{File: file}, drafts[i])
	}
	s := newSite(t, all...)
	s.apply(moved[:80]...)
	if s.Held() != 0 || s.Global().Len() != 20 || len(s.Withheld()) != 40 {
		t.Errorf("%d held, %d published, %d withheld", s.Held(), s.Global().Len(), len(s.Withheld()))
	}
	s.silent("title 1 ")
	o := Occasion{Now: s.now, Live: true}
	held, _ := New(sticky()).With(all, Occasion{Now: noon, Imported: []string{"/"}})
	held, _ = held.With(gone[:30], o)
	if held.Held() != 30 {
		t.Fatalf("%d held", held.Held())
	}
	held, _ = held.With(drafts[:10], o)
	if held.Held() != 20 || held.Global().Len() != 50 || held.Notices() == nil || len(held.Global().Tombstones(9)) != 0 {
		t.Errorf("%d held, %d published", held.Held(), held.Global().Len())
	}
}

// Changes by time: an article is published at its second and another expires,
// also across a restart; one that had expired from the beginning is never
// published, and a later expiry brings it back.
func TestAppearsAndExpires(t *testing.T) {
	at := noon.Add(time.Hour + time.Second/2)
	s := newSite(t,
		plum("/1/a.md", "news", func(a *article.Article) { a.Appears, a.Hash = at, [16]byte{1} }),
		plum("/1/b.md", "offer", func(a *article.Article) { a.Expires, a.Hash = at.Add(time.Hour), [16]byte{2} }),
		plum("/1/c.md", "past", func(a *article.Article) { a.Expires, a.Hash = noon, [16]byte{3} }),
		hidden("/1/d.md", func(a *article.Article) { a.Appears, a.Expires = at, at }))
	pass := func(to time.Time) Delta {
		t.Helper()
		if wake := ceil(to); s.Wake().Unix() != wake {
			t.Errorf("wakes at %s, want %s", s.Wake(), to)
		}
		s.now = time.Unix(ceil(to), 0).Add(-time.Minute)
		return s.apply()
	}
	var why []string
	for _, w := range s.Withheld() {
		why = append(why, w.File+" "+w.Why+" "+w.Until.Format(time.TimeOnly))
	}
	if diff := cmp.Diff([]string{"/1/a.md scheduled 2026-05-01T13:00:00Z 13:00:00", "/1/c.md expired 2026-05-01T12:00:00Z 00:00:00", "/1/d.md draft: true 00:00:00"}, why); diff != "" {
		t.Error(diff)
	}
	s.wants("/1/a", "is nothing")
	s.wants("/1/b", "is offer")
	s.wants("/1/c", "is nothing")
	if !s.Due().Equal(time.Unix(ceil(at), 0)) {
		t.Errorf("due at %s", s.Due())
	}
	if d := pass(at); d.Added != 1 || !s.Due().IsZero() {
		t.Errorf("%d added, due at %s", d.Added, s.Due())
	}
	s.wants("/1/a", "is news")
	if d := pass(at.Add(time.Hour)); d.Removed != 1 || len(d.Memory.Notices) != 1 || d.Memory.Notices[0].Kind != Removed || len(s.Global().Tombstones(9)) != 1 {
		t.Errorf("%d removed, %v, %d tombstones", d.Removed, d.Memory.Notices, len(s.Global().Tombstones(9)))
	}
	s.wants("/1/b", "is gone")
	s.wants("/1/c", "is nothing")
	s.apply(plum("/1/b.md", "offer", func(a *article.Article) { a.Expires, a.Hash = s.now.Add(2*time.Hour), [16]byte{2} }))
	s.wants("/1/b", "is offer")
	if e, _ := s.Entry("/1/b"); e.ID() != "tag:example.org,2026:/1/b" || len(s.Global().Tombstones(9)) != 0 {
		t.Errorf("it is back as %s", e.ID())
	}
	s.apply(Change{File: "/1/a.md"}, plum("/1/b.md", "offer", func(a *article.Article) { a.Expires = noon }))
	s.wants("/1/b", "is gone")
	s.apply(Change{File: "/1/b.md"})
	s.wants("/1/b", "is gone")
	s.apply(Change{File: "/1/c.md"})
	s.wants("/1/c", "is nothing")
}

// Of several files for a page, the first by name that can be published gets it; a
// hidden one does not displace another, and is not reported as a rival.
func TestHiddenRivals(t *testing.T) {
	file := func(name string, edit func(*article.Article)) Change {
		c := plum("/1/a.md", "from "+name, edit)
		a := *c.Article
		a.File, a.Path, a.Hash = name, "/x", [16]byte{byte(len(name))}
		return Change{File: name, Article: &a}
	}
	at := noon.Add(time.Hour)
	s := newSite(t, file("/x.md", nil), file("/x/index.md", nil))
	if p := s.Problems(); len(p) != 1 || p[0].File != "/x/index.md" || !strings.Contains(p[0].What, "/x.md") {
		t.Errorf("complaints: %v", p)
	}
	s.wants("/x", "is from /x.md")
	s.apply(file("/x.md", func(a *article.Article) { a.Rare = &article.Rare{Hidden: "draft"} }))
	s.wants("/x", "is from /x/index.md")
	s.silent("from /x.md")
	if p := s.Problems(); len(p) != 0 {
		t.Errorf("complaints: %v", p)
	}
	s.apply(file("/x.md", func(a *article.Article) { a.Appears = at }))
	s.wants("/x", "is from /x/index.md")
	s.now = at
	s.apply()
	s.wants("/x", "is from /x.md")
	s.apply(Change{File: "/x/index.md"})
	s.wants("/x", "is from /x.md")
	s.apply(file("/x.md", func(a *article.Article) { a.Rare = &article.Rare{Hidden: "draft"} }), file("/x/index.md", func(a *article.Article) { a.Rare = &article.Rare{Hidden: "draft"} }))
	s.wants("/x", "is nothing")
	s.apply(file("/x/index.md", nil))
	if e, ok := s.Entry("/x"); !ok || e.ID() != "tag:example.org,2026:/x" {
		t.Errorf("the page is %v", e)
	}
}
