package archive

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dateline/feed/article"
)

// changesOf returns what a snapshot knows of feeds, of days and of notices. A feed
// that shows nothing may be unknown after a restart.
func changesOf(s *Snapshot) map[string]feedState {
	all := map[string]feedState{noticesKey: {changed: s.notices.changed}}
	for f := range s.everyFeed() {
		if f.Len() > 0 || f.Topic == nil || f.tombstones != nil {
			all[feedKey(f.Topic)] = f.state
		}
	}
	s.global.days.Scan(func(day int64, d dayState) bool {
		all[keyOfDay(day)] = feedState{changed: d.changed}
		return true
	})
	return all
}

// changed returns when what has a key changed, as seconds after a moment.
func changed(s *Snapshot, since time.Time, key string) int64 {
	return changesOf(s)[key].changed - since.Unix()
}

// TestFeedChanges changes articles in ways that subscribers see, and checks which
// feeds and days know it, before and after a restart.
func TestFeedChanges(t *testing.T) {
	in := func(file, date, title string, topics ...string) *article.Article {
		a := piece(file, date, title)
		a.Topics, a.Language = names(topics...), "en"
		a.Sources = []article.Link{{Name: "Source", URL: "https://" + title + ".example.com/"}}
		return a
	}
	a, b := in("/1/a.md", "2026-04-01", "Aaaaaaaa", "Moon"), in("/2/b.md", "2026-04-02", "Bbbbbbbb", "Mars")
	linking := *b
	linking.Related = []article.Claim{claimFor("/1/a", names("Mars")[0])}
	looks := linking
	looks.Hash = [16]byte{9}
	o := options()
	o.Recent = 48 * time.Hour
	s, kept := New(o), newBook()
	at := noon
	for _, step := range []struct {
		name    string
		after   time.Duration
		changes []Change
		moved   []string // what has changed at this moment; nothing else has
	}{
		{"the import", 0, []Change{{File: a.File, Article: a}, {File: b.File, Article: b}},
			[]string{"/", "/topics/moon/", "/topics/mars/", "/sources/example.com/", "/lang/en/", "/2026/04/01/", "/2026/04/02/"}},
		{"nothing", time.Hour, nil, nil},
		{"another one links to it: it is in a topic more", time.Hour, []Change{{File: b.File, Article: &linking}},
			[]string{"/", "/topics/moon/", "/topics/mars/", "/sources/example.com/", "/lang/en/", "/2026/04/01/", "/2026/04/02/"}},
		{"bytes that nobody sees", time.Hour, []Change{{File: b.File, Article: &looks}}, []string{"/2026/04/02/"}},
		{"a new one", time.Hour, []Change{{File: "/3/c.md", Article: in("/3/c.md", "2026-04-03", "Cccccccc", "Mars")}},
			[]string{"/", "/topics/mars/", "/sources/example.com/", "/lang/en/", "/2026/04/03/"}},
		{"it is no longer recent", 48 * time.Hour, nil, []string{"/", "/topics/mars/", "/sources/example.com/", "/lang/en/", "/2026/04/03/"}},
		{"a removal", time.Hour, []Change{{File: a.File}},
			[]string{"/", "/topics/moon/", "/topics/mars/", "/sources/example.com/", "/lang/en/", "/2026/04/01/", "/changes"}},
		{"the tombstone expires", tombstoneAge, nil, []string{"/", "/topics/mars/"}},
		{"another in the same second", 0, []Change{{File: "/3/c.md", Article: in("/3/c.md", "2026-04-03", "Cccccccd", "Mars")}},
			[]string{"/", "/topics/mars/", "/sources/example.com/", "/lang/en/", "/2026/04/03/"}},
		{"the clock goes back, and an article comes", -time.Hour, []Change{{File: "/4/d.md", Article: in("/4/d.md", "2026-04-04", "Dddddddd", "Moon")}},
			[]string{"/", "/topics/moon/", "/sources/example.com/", "/lang/en/", "/2026/04/04/"}},
	} {
		before := changesOf(s)
		at = at.Add(step.after)
		next, d := s.With(step.changes, Occasion{Now: at, Imported: []string{"/"}})
		kept.save(d, step.changes)
		var moved []string
		for key, now := range changesOf(next) {
			if now.changed < before[key].changed {
				t.Errorf("%s: %s goes back", step.name, key)
			}
			if now == before[key] {
				continue
			}
			if moved = append(moved, key); now.changed != max(next.clock.Unix(), s.committed+1) {
				t.Errorf("%s: %s changes at %d, after %d", step.name, key, now.changed, s.committed)
			}
		}
		slices.Sort(moved)
		if diff := cmp.Diff(slices.Sorted(slices.Values(step.moved)), moved); diff != "" {
			t.Errorf("%s (-want +got)\n%s", step.name, diff)
		}
		if diff := cmp.Diff(changesOf(next), changesOf(kept.load(o)), cmp.AllowUnexported(feedState{})); diff != "" {
			t.Errorf("%s: a restart changes it (-running +restarted)\n%s", step.name, diff)
		}
		s = next
	}
}

// TestFeedChangesOfBefore loads a ledger that knows nothing of feeds, and one that
// has lost some of what it knew.
func TestFeedChangesOfBefore(t *testing.T) {
	a, b, c := piece("/1/a.md", "2026-04-01", "Aaaaaaaa"), piece("/1/b.md", "2026-04-01", "Bbbbbbbb"), piece("/2/c.md", "2026-04-02", "Cccccccc")
	a.Topics, b.Topics, c.Topics = names("Moon"), names("Mars"), names("Mars")
	kept, s := newBook(), New(options())
	for i, changes := range [][]Change{{{File: a.File, Article: a}, {File: b.File, Article: b}}, {{File: c.File, Article: c}}, {{File: b.File}}} {
		var d Delta
		s, d = s.With(changes, Occasion{Now: noon.Add(time.Duration(i) * time.Hour), Imported: []string{"/"}})
		kept.save(d, changes)
	}
	full := kept.memory()
	without := full
	without.Feeds = nil
	s, missed := Load(options(), without, slices.Collect(maps.Values(kept.files)))
	for key, want := range map[string]int64{"/": 7200, "/topics/mars/": 7200, "/topics/moon/": a.Date.Unix() - noon.Unix(), "/2026/04/02/": 3600, noticesKey: 7200} {
		if got := changed(s, noon, key); got != want {
			t.Errorf("%s changed at %d, want %d", key, got, want)
		}
	}
	without.Feeds = missed.Feeds
	again, missed := Load(options(), without, slices.Collect(maps.Values(kept.files)))
	if diff := cmp.Diff(changesOf(s), changesOf(again), cmp.AllowUnexported(feedState{})); diff != "" || len(missed.Feeds) > 0 {
		t.Errorf("the next start completes %v, and changes (-first +second)\n%s", missed.Feeds, diff)
	}
	lost := full
	lost.Feeds = slices.DeleteFunc(slices.Clone(full.Feeds), func(f FeedState) bool { return f.Feed == "/topics/moon/" || f.Feed == "/2026/04/01/" })
	s, _ = Load(options(), lost, slices.Collect(maps.Values(kept.files)))
	for _, key := range []string{"/topics/moon/", "/2026/04/01/"} {
		if got := changed(s, noon, key); got != 7200 {
			t.Errorf("%s, whose row was lost, changed at %d, want the latest moment that was trusted", key, got)
		}
	}
}

// TestReadAgain has files read again, as those with complaints are at every start:
// nothing has changed then, neither the entry nor any moment, unless they mean
// something else.
func TestReadAgain(t *testing.T) {
	alone, first, second := piece("/a.md", "2026-04-01", "One"), piece("/b.markdown", "2026-04-02", "Two"), piece("/b.md", "2026-04-02", "Three")
	s, _ := New(options()).With([]Change{{File: "/a.md", Article: alone}, {File: "/b.markdown", Article: first}, {File: "/b.md", Article: second}},
		Occasion{Now: noon, Live: true, Imported: []string{"/"}})
	for _, a := range []*article.Article{alone, first, second} {
		data, err := a.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		again := new(article.Article)
		if err := again.UnmarshalBinary(data); err != nil {
			t.Fatal(err)
		}
		o := Occasion{Now: noon.Add(time.Hour), Live: true}
		n, d := s.With([]Change{{File: a.File, Article: again}}, o)
		if page := article.Page(a.Path); n.SerialOf(page) != s.SerialOf(page) {
			t.Errorf("%s: the page has changed", a.File)
		}
		if len(d.Memory.Feeds) > 0 || !n.Global().Touched().Equal(s.Global().Touched()) || d.Changed > 0 {
			t.Errorf("%s: %d entries have changed, and %v at %v", a.File, d.Changed, d.Memory.Feeds, n.Global().Touched())
		}
		again.Cover = "https://example.com/cover.png" // it is there now
		if n, _ = s.With([]Change{{File: a.File, Article: again}}, o); a != second && !n.Global().Touched().Equal(o.Now) {
			t.Errorf("%s: a new cover changed at %v", a.File, n.Global().Touched())
		}
	}
}

// TestFeedChangesStand changes articles at random, and checks that nothing goes
// back and that a feed that shows something else has changed.
func TestFeedChangesStand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := options()
		o.Recent = 24 * time.Hour
		h := &history{T: t, options: o, now: noon, disk: map[string]Change{}, book: newBook(), snapshot: New(o), ids: map[string]string{},
			prints: map[string]map[uint64]bool{}, updated: map[string]time.Time{}, fixed: map[string]time.Time{}}
		for range rapid.IntRange(2, 8).Draw(t, "changes") {
			before := h.snapshot
			file := pick(t, files, "file")
			if there := h.disk[file].Article; there != nil && rapid.Bool().Draw(t, "removed") {
				delete(h.disk, file)
				h.apply(Change{File: file})
			} else if there != nil {
				h.apply(h.put(h.write(file, there.Title[:1])))
			} else {
				h.apply(h.put(h.fresh(file)))
			}
			was, is := changesOf(before), changesOf(h.snapshot)
			for key, st := range was {
				if now, ok := is[key]; ok && now.changed < st.changed {
					t.Fatalf("%s goes back from %d to %d", key, st.changed, now.changed)
				}
			}
			for f := range h.snapshot.everyFeed() {
				old := before.feed(f.Topic)
				if old == nil || h.snapshot.serial < before.serial {
					continue // or it was restarted
				}
				if saw, sees := windowOf(old), windowOf(f); !slices.Equal(saw, sees) && f.state.changed <= before.committed {
					t.Fatalf("%s shows %q instead of %q, but has not changed", feedKey(f.Topic), sees, saw)
				}
			}
		}
	})
}

func windowOf(f *Feed) (list []string) {
	for _, e := range f.Window(Limits{Items: 3}) {
		list = append(list, e.ID()+e.Title+e.Updated().String())
	}
	for _, g := range f.Tombstones(3) {
		list = append(list, g.ID)
	}
	return list
}
