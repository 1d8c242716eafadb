package archive

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dateline/feed/article"
)

// adopt adopts items of another feed in a history. What is known of ids and times
// holds no longer.
func (h *history) adopt(list []Adoption) {
	if err := h.snapshot.CheckAdoptions(list); err != nil {
		h.Fatal(err)
	}
	h.change(Occasion{Adopted: list})
}

// change changes ids and times in a history.
func (h *history) change(o Occasion) {
	h.adopts, o.Now, o.Live = true, h.now, true
	next, delta := h.snapshot.With(nil, o)
	h.snapshot = next
	h.ids, h.fixed, h.updated, h.prints = map[string]string{}, map[string]time.Time{}, map[string]time.Time{}, map[string]map[uint64]bool{}
	h.book.save(delta, nil)
	h.check()
}

// drawAdoptions draws items with ids that nobody has, some of which are those of
// published articles. Their times are few, so that they are shared.
func drawAdoptions(t *rapid.T, h *history) (list []Adoption) {
	free := slices.DeleteFunc(strings.Fields("guid:1 guid:2 guid:3 https://old.example/?p=4 5"), func(id string) bool {
		_, taken := h.snapshot.holderOf(id)
		return taken
	})
	files := slices.DeleteFunc(h.shown(), func(f string) bool { return h.disk[f].Article.Hidden != "" })
	for _, id := range free {
		a := Adoption{ID: id, Published: dateOfFolder("/1/").Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "second")) * time.Second)}
		a.Updated = a.Published.Add(time.Duration(rapid.IntRange(-1, 2).Draw(t, "updated")) * time.Hour)
		if len(files) > 0 && rapid.Bool().Draw(t, "matched") {
			a.File, files = files[0], files[1:]
		} else {
			a.Path = rapid.SampledFrom(append(places[:7:7], "")).Draw(t, "path")
		}
		list = append(list, a)
	}
	return list[:rapid.IntRange(0, len(list)).Draw(t, "adoptions")]
}

// adopt adopts items, and checks that a restart changes nothing.
func (s *site) adopt(list ...Adoption) Delta {
	s.Helper()
	if err := s.CheckAdoptions(list); err != nil {
		s.Fatal(err)
	}
	return s.occur(Occasion{Adopted: list})
}

func (s *site) occur(o Occasion) (d Delta) {
	s.Helper()
	s.now = s.now.Add(time.Minute)
	o.Now, o.Live = s.now, true
	s.Snapshot, d = s.With(nil, o)
	s.save(d, nil)
	restarted, _ := Load(s.options, s.memory(), slices.Collect(maps.Values(s.files)))
	if diff := cmp.Diff(sight(s.Snapshot), sight(restarted)); diff != "" {
		s.Errorf("a restart changes what is there (-running +restarted):\n%s", diff)
	}
	return d
}

// undo takes the last records back.
func (s *site) undo(records int) {
	s.Helper()
	s.occur(Occasion{Unadopted: slices.Clone(s.adopted[len(s.adopted)-records:])})
	s.adopted = s.adopted[:len(s.adopted)-records]
}

func at(shown string) time.Time {
	t, err := time.Parse("2006-01-02 15:04:05", shown)
	if err != nil {
		panic(err)
	}
	return t
}

// TestAdopt gives articles the ids and times of another feed: nobody is told, what
// comes later counts as usual, and the time stays in another zone.
func TestAdopt(t *testing.T) {
	s := newZoned(t)
	d := s.adopt(
		Adoption{File: "/b.md", ID: "https://old.example/?p=12", Published: at("2026-04-30 00:00:02").Add(time.Millisecond), Updated: at("2026-05-01 09:00:00")},
		Adoption{File: "/d.md", ID: "12 at https://old.example", Published: at("2026-04-30 22:15:00")},
		Adoption{File: "/e.md", ID: "tag:example.org,2026:/e", Updated: at("2026-01-01 00:00:00")})
	if len(d.Edits) != 2 || len(s.Snapshot.notices.list) > 0 {
		t.Errorf("edits %v, %d notices", d.Edits, len(s.Snapshot.notices.list))
	}
	want := []string{"/a 04-29 00:00:00", "/b 04-30 00:00:02, updated 05-01 09:00:00", "/c 04-30 00:00:02", "/e 04-30 00:00:03", "/z 04-30 02:00:00",
		"/d 04-30 22:15:00", "/g 05-01 00:00:02", "/f 05-01 20:00:30"}
	if diff := cmp.Diff(want, s.times()); diff != "" {
		t.Errorf("times (-want +got):\n%s", diff)
	}
	ids := map[string]string{"/a": "/a", "/b": "https://old.example/?p=12", "/c": "/c", "/d": "12 at https://old.example", "/e": "/e", "/f": "/f", "/g": "/g", "/z": "/z"}
	s.ids(ids)
	for _, path := range []string{"/b", "/d", "/e"} {
		if e, _ := s.Entry(path); !e.FirstSeen().IsZero() {
			t.Errorf("%s is new since %v", path, e.FirstSeen())
		}
	}

	edited := dateOnly("/d.md", "2026-05-01")
	edited.Article.Fingerprint, edited.Article.Hash = 77, [16]byte{77}
	s.apply(edited)
	if e, _ := s.Entry("/d"); !e.Updated().Equal(s.now) || !e.Published().Equal(at("2026-04-30 22:15:00")) {
		t.Errorf("after an edit: published %v, updated %v", e.Published(), e.Updated())
	}
	s.rezone("America/New_York")
	s.apply()
	for path, want := range map[string]time.Time{"/b": at("2026-04-30 00:00:02"), "/d": at("2026-04-30 22:15:00"), "/c": at("2026-04-30 04:00:00")} {
		if e, _ := s.Entry(path); !e.Published().Equal(want) {
			t.Errorf("in another zone, %s is published at %v, want %v", path, e.Published(), want)
		}
	}
	corrected := dateOnly("/d.md", "2026-05-02")
	corrected.Article.Fingerprint, corrected.Article.Hash = 77, [16]byte{78}
	s.apply(corrected)
	if e, _ := s.Entry("/d"); !e.Published().Equal(at("2026-05-02 04:00:00")) || e.ID() != "12 at https://old.example" {
		t.Errorf("with another date: %s published %v", e.ID(), e.Published())
	}
	s.rezone("Etc/UTC")
	s.apply()
	if e, _ := s.Entry("/d"); !e.Published().Equal(at("2026-05-02 04:00:00")) || e.isAdopted() {
		t.Errorf("its date was corrected, but it is published %v", e.Published())
	}
}

// TestReserve reserves ids of items without an article: no other article gets them,
// until one appears at the page, or declares the id. That is not new.
func TestReserve(t *testing.T) {
	s := newZoned(t)
	s.adopt(Adoption{ID: "guid 1", Path: "/h/", Published: at("2026-03-01 10:00:00")},
		Adoption{ID: "guid:2", Path: "/b", Published: at("2026-03-02 10:00:00"), Updated: at("2026-03-03 10:00:00")},
		Adoption{ID: "guid:3", Path: ""}, Adoption{ID: "guid:4", Path: "/i"})
	if e, _ := s.Entry("/b"); e.ID() != "tag:example.org,2026:/b" {
		t.Errorf("/b takes an id that is only reserved: %s", e.ID())
	}
	if s.Gone("/h") || len(s.Global().Tombstones(10)) > 0 || s.Global().Len() != 8 {
		t.Error("a reserved id is shown")
	}
	late := dateOnly("/h.md", "2026-05-01")
	elsewhere := dateOnly("/j.md", "2026-05-01")
	elsewhere.Article.ID = "guid:2"
	undated := dateOnly("/i.md", "2026-05-02")
	d := s.apply(late, elsewhere, undated)
	want := map[string]string{"/h": "guid 1 2026-03-01 10:00:00 2026-03-01 10:00:00", "/j": "guid:2 2026-03-02 10:00:00 2026-03-03 10:00:00", "/i": "guid:4 2026-05-02 00:00:00 2026-05-02 00:00:00"}
	for path, want := range want {
		e, ok := s.Entry(path)
		if !ok {
			t.Errorf("%s is not there", path)
			continue
		}
		if got := fmt.Sprint(e.ID(), e.Published().Format(" 2006-01-02 15:04:05"), e.Updated().Format(" 2006-01-02 15:04:05")); got != want || !e.FirstSeen().IsZero() {
			t.Errorf("%s is %s, first seen %v, want %s", path, got, e.FirstSeen(), want)
		}
	}
	if len(d.Memory.Notices) > 0 || len(s.Problems()) > 0 {
		t.Errorf("notices %v, problems %v", d.Memory.Notices, s.Problems())
	}
	claims := dateOnly("/k.md", "2026-05-01")
	claims.Article.ID = "guid:1"
	s.apply(claims)
	if e, _ := s.Entry("/k"); e.ID() == "guid 1" {
		t.Error("a second article has an id")
	}
}

// TestAdoptUnpublished adopts an item whose article is not published yet. It is known
// when it is.
func TestAdoptUnpublished(t *testing.T) {
	draft := dateOnly("/h.md", "2026-05-01")
	draft.Article.Rare = &article.Rare{Hidden: "draft"}
	s := newSite(t, draft, dateOnly("/i.md", "2026-05-02"))
	s.adopt(Adoption{File: "/h.md", ID: "guid:1", Published: at("2026-03-01 10:00:00")}, Adoption{File: "/i.md", ID: "guid:2", Published: at("2026-03-01 10:00:00")})
	if s.Global().Len() > 0 {
		t.Fatal("an adoption publishes")
	}
	s.now = at("2026-05-02 08:00:00")
	s.apply(dateOnly("/h.md", "2026-05-01"))
	for path, id := range map[string]string{"/h": "guid:1", "/i": "guid:2"} {
		if e, ok := s.Entry(path); !ok || e.ID() != id || !e.FirstSeen().IsZero() {
			t.Errorf("%s is %v", path, e)
		}
	}
	if e, _ := s.Entry("/h"); !e.Published().Equal(at("2026-03-01 10:00:00")) || e.Updated() != e.Published() {
		t.Errorf("published %v, updated %v", e.Published(), e.Updated())
	}
}

// TestNoticesOfAdopted keeps the notices of an adopted story whose former page has a
// hidden article now, also over a restart: they are known by its new id.
func TestNoticesOfAdopted(t *testing.T) {
	moved := dateOnly("/1/b.md", "2026-04-30")
	moved.Article.Rare = &article.Rare{Aliases: []string{"/1/a"}}
	s := newSite(t, dateOnly("/1/a.md", "2026-04-30"))
	s.apply(Change{File: "/1/a.md"}, moved)
	back := dateOnly("/1/c.md", "2026-04-30")
	back.Article.Rare = &article.Rare{Aliases: []string{"/1/b"}}
	s.apply(Change{File: "/1/b.md"}, back)
	draft := dateOnly("/1/b.md", "2026-04-29")
	draft.Article.Rare, draft.Article.Title = &article.Rare{Hidden: "draft"}, "Another one that nobody knows yet"
	s.apply(draft)
	said := len(s.Snapshot.notices.list)
	d := s.adopt(Adoption{File: "/1/c.md", ID: "guid:c"})
	if len(d.Memory.Notices) != said || said == 0 {
		t.Errorf("%d of %d notices follow", len(d.Memory.Notices), said)
	}
	for n := range s.Notices().Newest() {
		if n.ID != "guid:c" {
			t.Errorf("a notice is about %s", n.ID)
		}
	}
}

// TestAdoptRefuses tries adoptions that contradict each other or what is known.
func TestAdoptRefuses(t *testing.T) {
	s := newZoned(t)
	s.adopt(Adoption{File: "/a.md", ID: "guid:a"}, Adoption{File: "/g.md", ID: "guid:g"}, Adoption{ID: "guid:r"})
	s.apply(Change{File: "/g.md"})
	for want, list := range map[string][]Adoption{
		``:                              {{File: "/a.md", ID: "guid:a"}, {File: "/b.md", ID: "guid:r"}, {ID: "guid:g"}, {ID: "tag:example.org,2026:/a"}},
		`id "x" is there twice`:         {{File: "/a.md", ID: "x"}, {ID: "x"}},
		`/a.md and /a.md are one`:       {{File: "/a.md", ID: "x"}, {File: "/a.md", ID: "y"}},
		`is that of /a.md`:              {{File: "/b.md", ID: "guid:a"}},
		`is that of /c.md`:              {{File: "/b.md", ID: "tag:example.org,2026:/c"}},
		`an article that was removed`:   {{File: "/b.md", ID: "guid:g"}},
		`that has another one now`:      {{File: "/b.md", ID: "tag:example.org,2026:/a"}},
		`/none.md, for id "x", is not`:  {{File: "/none.md", ID: "x"}},
		`id "" is empty`:                {{ID: ""}},
		`id " " is empty`:               {{ID: " "}},
		`id "a\nb" has characters`:      {{ID: "a\nb"}},
		`id "\xff" has characters`:      {{ID: "\xff"}},
		`id "\ufffe" has characters`:    {{ID: "\ufffe"}},
		`has 4001 bytes (at most 4000)`: {{ID: strings.Repeat("x", 4001)}},
	} {
		err := s.CheckAdoptions(list)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

// TestUnadopt takes adoptions back, the last one first: ids, times and first sights
// are what they were, but for what has changed since.
func TestUnadopt(t *testing.T) {
	s := newZoned(t)
	before, firsts := sight(s.Snapshot), s.firsts()
	s.adopt(Adoption{File: "/b.md", ID: "guid:1", Published: at("2026-04-30 10:00:00")}, Adoption{File: "/f.md", ID: "guid:2"}, Adoption{ID: "guid:3", Path: "/h"})
	between := sight(s.Snapshot)
	s.adopt(Adoption{File: "/b.md", ID: "guid:3", Published: at("2026-04-30 11:00:00"), Updated: at("2026-05-01 11:00:00")})
	s.ids(map[string]string{"/a": "/a", "/b": "guid:3", "/c": "/c", "/d": "/d", "/e": "/e", "/f": "guid:2", "/g": "/g", "/z": "/z"})
	s.undo(2) // guid:3 is reserved again
	if diff := cmp.Diff(between, sight(s.Snapshot)); diff != "" {
		t.Errorf("after the last one was taken back (-before +after):\n%s", diff)
	}
	s.undo(3)
	if diff := cmp.Diff(before, sight(s.Snapshot)); diff != "" {
		t.Errorf("after all were taken back (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(firsts, s.firsts()); diff != "" {
		t.Errorf("first sights (-before +after):\n%s", diff)
	}
	s.apply(dateOnly("/h.md", "2026-05-01"))
	if e, _ := s.Entry("/h"); e.ID() != "tag:example.org,2026:/h" {
		t.Errorf("an id is still reserved: %s", e.ID())
	}

	s.adopt(Adoption{File: "/d.md", ID: "guid:5", Published: at("2026-04-30 10:00:00")}, Adoption{ID: "guid:6", Path: "/k"})
	edited := dateOnly("/d.md", "2026-05-01")
	edited.Article.Fingerprint, edited.Article.Hash = 77, [16]byte{77}
	s.apply(edited, dateOnly("/k.md", "2026-05-01"))
	updated := s.now
	s.undo(2)
	if e, _ := s.Entry("/d"); e.ID() != "tag:example.org,2026:/d" || !e.Updated().Equal(updated.Add(-time.Second)) && !e.Updated().Equal(updated) || !e.Published().Equal(at("2026-05-01 03:00:30")) {
		t.Errorf("edited since: %s, published %v, updated %v", e.ID(), e.Published(), e.Updated())
	}
	if e, _ := s.Entry("/k"); e.ID() != "tag:example.org,2026:/k" {
		t.Errorf("an article that came for an id has %s", e.ID())
	}
}
