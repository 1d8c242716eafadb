package archive

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/article"
)

// trial is a site at an address.
func trial(host, authority string) Options {
	o := sticky()
	o.Host, o.Authority, o.BaseURL = host, authority, "https://"+host
	return o
}

// restart starts with other options, as a daemon does whose configuration changed,
// and returns what the start saved.
func (s *site) restart(o Options) Memory {
	s.Helper()
	loaded, missed := Load(o, s.memory(), slices.Collect(maps.Values(s.files)))
	s.Snapshot = loaded
	s.save(Delta{Memory: missed}, nil)
	if _, again := Load(o, s.memory(), slices.Collect(maps.Values(s.files))); again.Minting != (Minting{}) || len(again.Dropped) > 0 {
		s.Errorf("a second start changes ids again: %+v", again)
	}
	return missed
}

// newTrial returns a site at a private address that had removals, moves, two stories
// of one path, ids in front matter and an adoption.
func newTrial(t *testing.T) *site {
	s := &site{t, newBook(), New(trial("127.0.0.1", "")), noon}
	named, whole := dateOnly("/b.md", "2026-04-30"), dateOnly("/c.md", "2026-04-30")
	named.Article.ID, whole.Article.ID = "my own", "tag:127.0.0.1,2026:/mine"
	s.apply(dateOnly("/a.md", "2026-04-29"), named, whole, dateOnly("/d.md", "2026-04-29"), dateOnly("/e.md", "2026-04-29"))
	moved := dateOnly("/f.md", "2026-04-29")
	moved.Article.Rare = &article.Rare{Aliases: []string{"/a"}}
	s.apply(Change{File: "/a.md"}, moved, Change{File: "/d.md"})
	s.apply(dateOnly("/a.md", "2026-04-28"))
	s.adopt(Adoption{File: "/e.md", ID: "tag:127.0.0.1,2026:/adopted"})
	return s
}

// TestProvisional starts at a public address after a trial at a private one: ids are
// minted anew, once, with those of tombstones and notices.
func TestProvisional(t *testing.T) {
	s := newTrial(t)
	if !s.Provisional() {
		t.Fatal("ids of a trial are permanent")
	}
	before := map[string]string{}
	for e := range s.Global().Newest() {
		before[e.Path] = e.ID()
	}
	want := map[string]string{"/a": "tag:127.0.0.1,2026:/a;2", "/b": "tag:127.0.0.1,2026:my%20own", "/c": "tag:127.0.0.1,2026:/mine", "/e": "tag:127.0.0.1,2026:/adopted", "/f": "tag:127.0.0.1,2026:/a"}
	if diff := cmp.Diff(want, before); diff != "" {
		t.Fatalf("ids of the trial (-want +got):\n%s", diff)
	}
	s.restart(trial("192.168.1.7", ""))
	if s.Reminted().IDs > 0 || !s.Provisional() || s.TagURI("/x") != "tag:127.0.0.1,2026:/x" {
		t.Errorf("at another private address, ids change: %+v", s.Reminted())
	}
	missed := s.restart(trial("news.example.org", ""))
	want = map[string]string{"/a": "tag:news.example.org,2026:/a;2", "/b": "tag:news.example.org,2026:my%20own", "/c": "tag:127.0.0.1,2026:/mine", "/e": "tag:127.0.0.1,2026:/adopted", "/f": "tag:news.example.org,2026:/a"}
	s.ids(want)
	if r := s.Reminted(); r != (Reminted{3, "127.0.0.1,2026", "news.example.org,2026"}) || len(missed.Dropped) != 5 || s.Provisional() {
		t.Errorf("%+v, dropped %q", r, missed.Dropped)
	}
	if list := s.Global().Tombstones(9); len(list) != 1 || list[0].ID != "tag:news.example.org,2026:/d" {
		t.Errorf("tombstones %+v", list)
	}
	for n := range s.Notices().Newest() {
		if n.ID != "tag:news.example.org,2026:/d" && n.ID != "tag:news.example.org,2026:/a" {
			t.Errorf("a notice about %s", n.ID)
		}
	}
	for _, p := range s.Problems() {
		if p.About == article.Identity {
			t.Errorf("%v", p)
		}
	}
	s.apply(dateOnly("/d.md", "2026-04-29")) // it returns as itself
	if e, _ := s.Entry("/d"); e.ID() != "tag:news.example.org,2026:/d" {
		t.Errorf("what was removed returns as %s", e.ID())
	}
	if s.restart(trial("127.0.0.1", "")); s.Reminted().IDs > 0 || s.Provisional() {
		t.Error("back at a private address, ids are provisional again")
	}
	if s.restart(trial("other.example", "")); s.Reminted().IDs > 0 {
		t.Error("ids are minted a second time")
	}
	s.undo(1)
	if e, _ := s.Entry("/e"); e.ID() != "tag:news.example.org,2026:/e" {
		t.Errorf("an adoption that is taken back leaves %s", e.ID())
	}
}

// TestPermanent starts at a public address when ids were permanent before: because a
// client from elsewhere polled a feed, an authority was chosen, or the ledger is one
// of an earlier version.
func TestPermanent(t *testing.T) {
	for name, begin := range map[string]func(*site){
		"polled":          func(s *site) { s.occur(Occasion{Polled: true}) },
		"an older ledger": func(s *site) { s.book.minting.Stage = "" },
		"a public beginning": func(s *site) {
			*s = site{s.T, newBook(), New(trial("first.example", "")), noon}
			s.apply(dateOnly("/e.md", "2026-04-29"))
		},
		"an authority from the beginning": func(s *site) {
			*s = site{s.T, newBook(), New(trial("127.0.0.1", "me@example.org,2026")), noon}
			s.apply(dateOnly("/e.md", "2026-04-29"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newTrial(t)
			begin(s)
			s.restart(s.options)
			ids := s.allIDs()
			s.restart(trial("news.example.org", ""))
			s.apply()
			if diff := cmp.Diff(ids, s.allIDs()); diff != "" || s.Reminted().IDs > 0 || s.Provisional() {
				t.Errorf("ids (-before +after):\n%s", diff)
			}
		})
	}
	s := newTrial(t)
	s.restart(trial("127.0.0.1", "me@example.org,2020-05"))
	if e, _ := s.Entry("/f"); e.ID() != "tag:me@example.org,2020-05:/a" || s.Provisional() {
		t.Errorf("with an authority that was chosen later, the id is %s", e.ID())
	}
}

// TestFeedBase keeps the base URL of the ids of feeds if the ledger is one of an
// earlier version, also when the site has another one later.
func TestFeedBase(t *testing.T) {
	first := trial("first.example", "")
	for name, test := range map[string]struct {
		before func(*book)
		want   string
	}{
		"a new ledger":                    {func(b *book) {}, ""},
		"0.11.0":                          {func(b *book) { b.minting.Stage = "" }, "https://first.example"},
		"0.10.0, which knows no base URL": {func(b *book) { b.minting.Stage, b.were = "", Conditions{} }, "https://second.example"},
		"0.11.0 without articles":         {func(b *book) { b.minting.Stage, b.items, b.files = "", nil, nil }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := &site{t, newBook(), New(first), noon}
			s.apply(dateOnly("/e.md", "2026-04-29"))
			test.before(s.book)
			s.items, s.files = orEmpty(s.items), orEmpty(s.files)
			for _, host := range []string{"second.example", "third.example", "127.0.0.1"} {
				s.restart(trial(host, ""))
				s.apply()
				if got := s.FeedBase(); got != test.want {
					t.Errorf("at %s, the ids of feeds begin with %q, want %q", host, got, test.want)
				}
			}
		})
	}
}

func orEmpty[V any](m map[string]V) map[string]V {
	if m == nil {
		return map[string]V{}
	}
	return m
}

// TestIRI has Atom ids of guids that are no IRIs, always the same.
func TestIRI(t *testing.T) {
	s := New(Options{Authority: "example.org,2026", Zone: time.UTC})
	for id, want := range map[string]string{
		"https://old.example/?p=12": "https://old.example/?p=12",
		"urn:uuid:1-2":              "urn:uuid:1-2",
		"tag:a.example,2026:/b":     "tag:a.example,2026:/b",
		"https://old.example/北":     "https://old.example/北",
		"12345":                     "tag:example.org,2026:12345",
		"foo bar":                   "tag:example.org,2026:foo%20bar",
		"12 at https://old.example": "tag:example.org,2026:12%20at%20https:%2F%2Fold.example",
		"https://old.example/a b":   "tag:example.org,2026:https:%2F%2Fold.example%2Fa%20b",
		"https://old.example/%zz":   "tag:example.org,2026:https:%2F%2Fold.example%2F%25zz",
		"/relative":                 "tag:example.org,2026:%2Frelative",
		":x":                        "tag:example.org,2026::x",
		"x:":                        "tag:example.org,2026:x:",
		"https://old.example/#a#b":  "tag:example.org,2026:https:%2F%2Fold.example%2F%23a%23b",
	} {
		if got := s.IRI(id); got != want {
			t.Errorf("%q: %q, want %q", id, got, want)
		}
	}
}
