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

// graceful is a site whose articles depart for two minutes before they are
// removed. It checks after each change that a restart leads to the same result.
type graceful struct {
	*testing.T
	*book
	*Snapshot
	now       time.Time
	disk      map[string]Change
	restarts  bool // before each change
	busy      bool
	unread    []string
	fatal     *rapid.T        // nil in tests that are not random
	published map[string]bool // ids of all articles that were ever shown
}

func newGraceful(t *testing.T, changes ...Change) *graceful {
	o := sticky()
	o.Contents = []Content{{Mount: "/", MaxRemoval: 20, Grace: 2 * time.Minute}}
	return newGracefulWith(t, o, changes...)
}

func newGracefulWith(t *testing.T, o Options, changes ...Change) *graceful {
	s := &graceful{T: t, book: newBook(), Snapshot: New(o), now: noon, disk: map[string]Change{}, published: map[string]bool{}}
	s.apply(changes...)
	return s
}

// apply applies changes at this moment.
func (s *graceful) apply(changes ...Change) Delta {
	s.Helper()
	for _, c := range changes {
		s.disk[c.File] = c
	}
	if s.restarts {
		s.restart()
	}
	return s.step(changes, Occasion{Now: s.now, Live: true, Imported: []string{"/"}[:1-truth(s.known[0])], Busy: s.busy, Unread: s.unread})
}

func (s *graceful) step(changes []Change, o Occasion) (d Delta) {
	s.Helper()
	before := s.Snapshot
	s.Snapshot, d = s.With(changes, o)
	checkEdits(s, before, d)
	s.save(d, changes)
	for e := range s.Global().Newest() {
		s.published[e.ID()] = true
	}
	restarted, missed := Load(s.options, s.memory(), slices.Collect(maps.Values(s.files)))
	was, is := sight(s.Snapshot), sight(restarted)
	delete(was, "wake") // a wait begins anew, and so does the time until a change is over
	delete(is, "wake")
	var wrong []string
	if diff := cmp.Diff(was, is); diff != "" {
		wrong = append(wrong, "a restart changes what is there (-running +restarted):\n"+diff)
	}
	if diff := cmp.Diff(departingSince(s.Snapshot), departingSince(restarted)); diff != "" {
		wrong = append(wrong, "a restart changes what departs (-running +restarted):\n"+diff)
	}
	if diff := cmp.Diff(s.Holds(), restarted.Holds()); diff != "" {
		wrong = append(wrong, "a restart changes what is held (-running +restarted):\n"+diff)
	}
	for content := range s.losses {
		was, _ := s.countLosses(content, s.Snapshot.clock.Unix())
		if is, _ := restarted.countLosses(content, restarted.clock.Unix()); was != is {
			wrong = append(wrong, fmt.Sprintf("%d losses count, after a restart %d", was, is))
		}
	}
	if len(s.Waiting()) != len(restarted.Waiting()) {
		wrong = append(wrong, fmt.Sprintf("%v wait, after a restart %v", s.Waiting(), restarted.Waiting()))
	}
	if len(missed.Moves)+len(missed.Notices)+len(missed.Withdrawn) > 0 {
		wrong = append(wrong, fmt.Sprintf("a restart remembers more: %+v", missed))
	}
	switch {
	case len(wrong) == 0:
	case s.fatal != nil:
		s.fatal.Fatal(strings.Join(wrong, "\n"))
	default:
		s.Error(strings.Join(wrong, "\n"))
	}
	return d
}

// departingSince returns since when each file departs, and whether it is held.
// Whether it is gone, or the page of its day left it out, is known again when it is
// found missing.
func departingSince(s *Snapshot) map[string]string {
	since := map[string]string{}
	s.departures.files.Scan(func(file string, d departure) bool {
		since[file] = fmt.Sprint(d.since, d.why == removalHeld)
		return true
	})
	return since
}

// restart starts again on the ledger, and finds what is on the disk.
func (s *graceful) restart() {
	s.Helper()
	s.Snapshot, _ = Load(s.options, s.memory(), slices.Collect(maps.Values(s.files)))
	var changes []Change
	for file, c := range s.disk {
		if known, ok := s.files[file]; !ok || known != c || s.Departs(file) {
			changes = append(changes, c)
		}
	}
	s.step(changes, Occasion{Now: s.now, Imported: []string{"/"}, Busy: s.busy, Unread: s.unread})
}

// pause lets time pass, with what is due in it.
func (s *graceful) pause(d time.Duration) {
	s.Helper()
	end := s.now.Add(d)
	for at := s.Wake(); !at.IsZero() && !at.After(end); at = s.Wake() {
		s.now = latest(at, s.now.Add(time.Second))
		if s.now.After(end) {
			break
		}
		s.step(nil, Occasion{Now: s.now, Live: true, Busy: s.busy, Unread: s.unread})
	}
	s.now = end
	if s.restarts {
		s.restart()
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// shows checks which articles are published, by path and path of the id.
func (s *graceful) shows(want string) {
	s.Helper()
	var got []string
	for e := range s.Global().Newest() {
		got = append(got, e.Path+"="+strings.TrimPrefix(e.ID(), "tag:example.org,2026:"))
	}
	slices.Sort(got)
	if got := strings.Join(got, " "); got != want {
		s.Errorf("at %s: got %s, want %s", s.now.Sub(noon), got, want)
	}
}

// told checks the notices, oldest first.
func (s *graceful) told(want string) {
	s.Helper()
	var got []string
	for n := range s.Notices().Newest() {
		got = append(got, fmt.Sprint([]string{1: "corrected ", 2: "moved ", 3: "removed "}[n.Kind], n.Path))
	}
	slices.Reverse(got)
	if got := strings.Join(got, ", "); got != want {
		s.Errorf("at %s: told %s, want %s", s.now.Sub(noon), got, want)
	}
}

// listing is a page of 1 April that lists articles under a heading.
func listing(paths ...string) Change {
	d := &article.Day{File: "/1/index.md", Date: dateOfFolder("/1/")}
	for _, p := range paths {
		d.Articles = append(d.Articles, claimFor(p, names("Moon")[0]))
	}
	return Change{File: d.File, Day: d}
}

// sourced is an article with a source.
func sourced(file, title, source string) Change {
	a := piece(file, "2026-04-0"+file[1:2], title)
	a.Sources = []article.Link{{URL: source}}
	a.Fingerprint = uint64(article.Page(title + source))
	a.Hash = [16]byte{byte(a.Fingerprint), byte(a.Fingerprint >> 8), 1}
	return Change{File: file, Article: a}
}

// TestRenameOverTime renames an article in all orders of the writes and with
// pauses between them, with and without restarts.
func TestRenameOverTime(t *testing.T) {
	old, renamed := sourced("/1/a.md", "The moon is full tonight", "https://example.com/1"), sourced("/1/b.md", "Full moon seen over the town", "https://example.com/1")
	other := sourced("/1/c.md", "Elections", "https://example.com/2")
	steps := map[string]Change{"delete": {File: "/1/a.md"}, "add": renamed, "day": listing("/1/b", "/1/c")}
	for _, order := range [][]string{{"delete", "add", "day"}, {"delete", "day", "add"}, {"add", "delete", "day"}, {"add", "day", "delete"}, {"day", "delete", "add"}, {"day", "add", "delete"},
		{"delete", "add"}, {"add", "delete"}} {
		for _, pause := range []time.Duration{0, time.Second, 4 * time.Second, 20 * time.Second, 59 * time.Second, 100 * time.Second} {
			for _, restarts := range []bool{false, true} {
				t.Run(fmt.Sprint(order, pause, restarts), func(t *testing.T) {
					s := newGraceful(t, old, other, listing("/1/a", "/1/c"))
					s.restarts = restarts
					s.now = s.now.Add(time.Hour)
					for i, step := range order {
						if i > 0 {
							s.pause(pause)
						}
						s.apply(steps[step])
					}
					s.pause(time.Minute)
					// A file that goes later than its place gets a grace of its own,
					// but not if it goes while the daemon does not run.
					tooLate := order[1] == "day" || order[0] == "day" && order[1] == "delete" && restarts
					if len(order) == 3 && order[2] == "add" && tooLate && pause == 100*time.Second {
						s.shows("/1/b=/1/b /1/c=/1/c")
						s.told("removed /1/a")
						return
					}
					s.shows("/1/b=/1/a /1/c=/1/c")
					s.pause(time.Hour)
					s.shows("/1/b=/1/a /1/c=/1/c")
					s.told("corrected /1/b, moved /1/b")
					if s.published["tag:example.org,2026:/1/b"] && pause <= 4*time.Second {
						t.Error("another item was shown")
					}
					if stones := len(s.Global().Tombstones(9)); (stones > 0) != s.published["tag:example.org,2026:/1/b"] {
						t.Errorf("%d tombstones", stones)
					}
				})
			}
		}
	}
}

// TestRemovalAfterGrace removes an article whose file stays away.
func TestRemovalAfterGrace(t *testing.T) {
	for _, restarts := range []bool{false, true} {
		s := newGraceful(t, sourced("/1/a.md", "One", "https://example.com/1"), sourced("/1/c.md", "Two", "https://example.com/2"))
		s.restarts = restarts
		s.now = s.now.Add(time.Hour)
		d := s.apply(Change{File: "/1/a.md"})
		if len(d.Gone) > 0 || d.Removed > 0 || len(s.Departing()) != 1 || !s.Departing()[0].Until.Equal(s.now.Add(2*time.Minute)) {
			t.Errorf("it departs: %+v, %v", d, s.Departing())
		}
		s.pause(119 * time.Second)
		s.shows("/1/a=/1/a /1/c=/1/c")
		s.told("")
		s.pause(time.Second)
		s.shows("/1/c=/1/c")
		s.told("removed /1/a")
		if g := s.Global().Tombstones(9); len(g) != 1 || !g[0].Removed().Equal(s.now) || !s.Gone("/1/a") || len(s.Departing()) > 0 {
			t.Errorf("tombstones %v, departing %v", g, s.Departing())
		}
		if _, there := s.files["/1/a.md"]; there {
			t.Error("the ledger keeps the file")
		}
		s.pause(time.Hour)
		s.apply(sourced("/1/a.md", "One", "https://example.com/1"))
		s.pause(time.Minute)
		s.shows("/1/a=/1/a /1/c=/1/c")
		s.told("")
		if len(s.Global().Tombstones(9)) > 0 {
			t.Error("it is back, and has a tombstone")
		}
	}
}

// TestAwayForAMoment takes a file away, and brings it back within the grace.
func TestAwayForAMoment(t *testing.T) {
	a := sourced("/1/a.md", "One", "https://example.com/1")
	for _, restarts := range []bool{false, true} {
		s := newGraceful(t, a, sourced("/1/c.md", "Two", "https://example.com/2"))
		s.restarts = restarts
		s.now = s.now.Add(time.Hour)
		before := view(s.Snapshot)
		s.apply(Change{File: "/1/a.md"})
		for range 3 {
			s.pause(30 * time.Second)
			if diff := cmp.Diff(before, view(s.Snapshot)); diff != "" {
				t.Errorf("it departs, and looks different (-before +departing):\n%s", diff)
			}
		}
		s.apply(a)
		s.pause(time.Hour)
		if diff := cmp.Diff(before, view(s.Snapshot)); diff != "" || len(s.Departing()) > 0 {
			t.Errorf("it is back, and looks different (-before +back):\n%s", diff)
		}
	}
}

// TestBusy lets no grace end while files are being changed, up to half an hour.
func TestBusy(t *testing.T) {
	for _, restarts := range []bool{false, true} {
		s := newGraceful(t, sourced("/1/a.md", "The moon", "https://example.com/1"), sourced("/1/c.md", "Two", "https://example.com/2"))
		s.restarts, s.busy = restarts, true
		s.now = s.now.Add(time.Hour)
		s.apply(Change{File: "/1/a.md"}, Change{File: "/1/c.md"})
		s.pause(10 * time.Minute)
		s.shows("/1/a=/1/a /1/c=/1/c")
		s.apply(sourced("/1/b.md", "A moon", "https://example.com/1"))
		if !restarts {
			s.pause(10 * time.Second)
			s.shows("/1/a=/1/a /1/c=/1/c")
		}
		s.pause(19 * time.Minute)
		s.shows("/1/b=/1/a /1/c=/1/c")
		s.pause(time.Minute)
		s.shows("/1/b=/1/a")
	}
}

// TestUnreadGrace lets no grace end where files cannot be read, however long that
// takes, and those of other places end in time.
func TestUnreadGrace(t *testing.T) {
	for place, want := range map[string]string{
		"/":       "/1/a=/1/a /1/c=/1/c /12/a=/12/a",
		"/1":      "/1/a=/1/a /1/c=/1/c",
		"/1/a.md": "/1/a=/1/a",
	} {
		for _, restarts := range []bool{false, true} {
			s := newGraceful(t, sourced("/1/a.md", "One", "https://example.com/1"), sourced("/1/c.md", "Two", "https://example.com/2"),
				sourced("/12/a.md", "Three", "https://example.com/3"))
			s.restarts = restarts
			s.now = s.now.Add(time.Hour)
			s.apply(Change{File: "/1/a.md"}, Change{File: "/1/c.md"}, Change{File: "/12/a.md"})
			s.unread = []string{place}
			s.pause(10 * time.Minute)
			s.shows(want)
			s.unread = nil
			s.apply(sourced("/1/a.md", "One", "https://example.com/1"))
			s.pause(time.Minute)
			s.shows("/1/a=/1/a")
		}
	}
}

// TestHideSuperseded has the page of a day drop an article, with hiding.
func TestHideSuperseded(t *testing.T) {
	o := sticky()
	o.Contents = []Content{{Mount: "/", MaxRemoval: 20, Grace: 2 * time.Minute, HideSuperseded: true}}
	for _, restarts := range []bool{false, true} {
		s := newGracefulWith(t, o, sourced("/1/a.md", "One", "https://example.com/1"), sourced("/1/c.md", "Two", "https://example.com/2"), listing("/1/a", "/1/c"))
		s.restarts = restarts
		s.now = s.now.Add(time.Hour)
		s.apply(listing("/1/c"))
		s.pause(119 * time.Second)
		s.shows("/1/a=/1/a /1/c=/1/c")
		s.apply(listing("/1/a", "/1/c"))
		s.pause(time.Hour)
		s.shows("/1/a=/1/a /1/c=/1/c")
		s.apply(listing("/1/c"))
		s.pause(2 * time.Minute)
		s.shows("/1/c=/1/c")
	}
}

// TestHideWhatDeparts hides articles that depart, by a draft elsewhere or at their
// place: that takes effect at once, without a trace.
func TestHideWhatDeparts(t *testing.T) {
	for _, file := range []string{"/1/a.md", "/_drafts/a.md"} {
		for _, restarts := range []bool{false, true} {
			s := newGraceful(t, plum("/1/a.md", "Plum jam", nil))
			s.restarts = restarts
			s.now = s.now.Add(time.Hour)
			s.apply(Change{File: "/1/a.md"})
			s.pause(30 * time.Second)
			draft := *plum("/1/a.md", "Plum jam", nil).Article
			draft.File, draft.Path, draft.Rare = file, article.PagePath(file), &article.Rare{Hidden: "draft"}
			s.apply(Change{File: file, Article: &draft})
			s.shows("")
			s.pause(time.Hour)
			if s.told(""); len(s.Global().Tombstones(9)) > 0 || len(s.Departing()) > 0 {
				t.Errorf("%s: tombstones %v, departing %v", file, s.Global().Tombstones(9), s.Departing())
			}
			s.shows("")
		}
	}
}

// TestDeclareWhatDeparts declares a departing article as an earlier address.
func TestDeclareWhatDeparts(t *testing.T) {
	for _, rare := range []*article.Rare{{Aliases: []string{"/1/a"}}, {ID: "tag:example.org,2026:/1/a"}} {
		s := newGraceful(t, sourced("/1/a.md", "One", "https://example.com/1"))
		s.now = s.now.Add(time.Hour)
		s.apply(Change{File: "/1/a.md"})
		s.pause(100 * time.Second)
		c := sourced("/2/z.md", "Other", "https://example.com/2")
		c.Article.Rare = rare
		s.apply(c)
		s.shows("/2/z=/1/a")
		s.pause(time.Hour)
		s.shows("/2/z=/1/a")
		s.told("corrected /2/z, moved /2/z")
	}
}
