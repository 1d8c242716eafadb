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
)

// rezone restarts a site in another zone, as a daemon does whose configuration
// changed. An article that was scheduled may be due there.
func (s *site) rezone(zone string) {
	s.Helper()
	o := s.options
	o.Zone = zoneOf(s.T, zone)
	loaded, missed := Load(o, s.memory(), slices.Collect(maps.Values(s.files)))
	s.Snapshot = loaded
	s.save(Delta{Memory: missed}, nil)
}

// times returns when each article was published, and updated if that is later, oldest
// first, in UTC.
func (s *site) times() (list []string) {
	for e := range s.Global().Newest() {
		line := e.Path + " " + e.Published().Format("01-02 15:04:05")
		if e.updated != e.published {
			line += ", updated " + e.Updated().Format("01-02 15:04:05")
		}
		list = append(list, line)
	}
	slices.Reverse(list)
	return list
}

// local returns a change with an article whose file says a time of day without a
// zone.
func local(file, shown string, zone *time.Location) Change {
	at, err := time.ParseInLocation("2006-01-02 15:04", shown, zone)
	if err != nil {
		panic(err)
	}
	c := redated(file, at.UTC().Format(time.RFC3339), file[1], uint64(file[1]))
	c.Article.Title = strings.Repeat(file, 5)
	return c
}

// dateOnly returns a change with an article that has only a date.
func dateOnly(file, date string) Change {
	c := redated(file, date, file[1], uint64(file[1]))
	c.Article.Title = strings.Repeat(file, 5)
	return c
}

// newZoned returns a site in UTC with articles of 29 and 30 April and 1 May. One of
// them came at 03:00:30 of its day, another one at 20:00:30.
func newZoned(t *testing.T) *site {
	s := &site{t, newBook(), New(sticky()), time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)}
	s.apply(dateOnly("/a.md", "2026-04-29"), dateOnly("/b.md", "2026-04-30"), dateOnly("/c.md", "2026-04-30"), redated("/z.md", "2026-04-30T02:00:00Z", 'z', 'z'))
	s.now = time.Date(2026, 5, 1, 2, 59, 30, 0, time.UTC)
	s.apply(dateOnly("/d.md", "2026-05-01"), dateOnly("/e.md", "2026-04-30"))
	s.now = time.Date(2026, 5, 1, 19, 59, 30, 0, time.UTC)
	s.apply(dateOnly("/f.md", "2026-05-01"))
	s.now = time.Date(2026, 5, 2, 12, 0, 0, 0, time.UTC)
	s.apply(dateOnly("/g.md", "2026-05-01"))
	return s
}

// TestRezone changes the zone of a site and checks that all articles are on their
// dates, in their order, with their ids, and that nobody is told.
func TestRezone(t *testing.T) {
	for zone, want := range map[string][]string{
		"America/New_York": {"/a 04-29 04:00:00", "/z 04-30 02:00:00", "/b 04-30 04:00:00", "/c 04-30 04:00:01", "/e 04-30 04:00:02",
			"/g 05-01 04:00:00, updated 05-02 12:02:00", "/d 05-01 04:00:01", "/f 05-01 20:00:30"},
		"Asia/Tokyo": {"/a 04-29 00:00:00", "/b 04-30 00:00:01", "/c 04-30 00:00:02", "/e 04-30 00:00:03", "/z 04-30 02:00:00",
			"/g 05-01 00:00:02, updated 05-02 12:02:00", "/d 05-01 03:00:30", "/f 05-01 14:59:59, updated 05-01 20:00:30"},
		"Pacific/Kiritimati": {"/a 04-29 00:00:00", "/b 04-30 00:00:01", "/c 04-30 00:00:02", "/e 04-30 00:00:03", "/z 04-30 02:00:00",
			"/g 05-01 00:00:02, updated 05-02 12:02:00", "/d 05-01 03:00:30", "/f 05-01 09:59:59, updated 05-01 20:00:30"},
		"Etc/UTC": nil,
	} {
		t.Run(zone, func(t *testing.T) {
			s := newZoned(t)
			g := dateOnly("/g.md", "2026-05-01")
			g.Article.Fingerprint, g.Article.Hash = 7, [16]byte{7}
			s.apply(g)
			before, ids, notices, wants := s.times(), s.allIDs(), len(s.Notices().list), want
			if wants == nil {
				wants = before
			}
			firsts := s.firsts()
			s.rezone(zone)
			d := s.apply()
			moves := 0
			for _, line := range before {
				if !slices.Contains(wants, line) {
					moves++
				}
			}
			if diff := cmp.Diff(wants, s.times()); diff != "" {
				t.Errorf("times (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(ids, s.allIDs()); diff != "" {
				t.Errorf("ids (-before +after):\n%s", diff)
			}
			if diff := cmp.Diff(firsts, s.firsts()); diff != "" {
				t.Errorf("first sights (-before +after):\n%s", diff)
			}
			if d.Rezoned != moves || d.Added+d.Removed+d.Renamed > 0 || len(s.Notices().list) != notices {
				t.Errorf("%+v, and %d notices", d, len(s.Notices().list)-notices)
			}
			for e := range s.Global().Newest() {
				if date := time.Unix(s.dateOf(e.Article)*secondsADay, 0).UTC().Format(time.DateOnly); e.DateOnly && s.dateAt(e.published) != s.dateOf(e.Article) || !s.hasDate(s.global, date) {
					t.Errorf("%s of %s was published at %s", e.Path, date, e.Published().In(s.options.Zone))
				}
			}
			after := s.times()
			if d := s.apply(); len(d.Memory.Items) > 0 || !slices.Equal(after, s.times()) {
				t.Errorf("the next change moves times again: %+v", d.Memory.Items)
			}
			s.rezone("UTC")
			s.apply()
			if diff := cmp.Diff(ordered(before), ordered(s.times())); diff != "" && zone != "America/New_York" {
				t.Errorf("the order differs back in UTC (-before +after):\n%s", diff)
			}
			for e := range s.Global().Newest() {
				if e.DateOnly && s.dateAt(e.published) != s.dateOf(e.Article) {
					t.Errorf("%s was published at %s back in UTC", e.Path, e.Published())
				}
			}
		})
	}
}

// allIDs returns the ids of all entries, sorted.
func (s *site) allIDs() (list []string) {
	for e := range s.Global().Newest() {
		list = append(list, e.ID())
	}
	slices.Sort(list)
	return list
}

// firsts returns when each article was first seen, sorted.
func (s *site) firsts() (list []string) {
	for e := range s.Global().Newest() {
		list = append(list, fmt.Sprint(e.Path, e.FirstSeen()))
	}
	slices.Sort(list)
	return list
}

// ordered returns the paths in a list of times.
func ordered(times []string) (list []string) {
	for _, line := range times {
		path, _, _ := strings.Cut(line, " ")
		list = append(list, path)
	}
	return list
}

// TestRezoneTimes changes the zone of a site whose articles say times of day: those
// without a zone follow when their files are read again, at once or later, and keep
// their order. Those with a zone never move.
func TestRezoneTimes(t *testing.T) {
	utc, berlin, denver := time.UTC, zoneOf(t, "Europe/Berlin"), zoneOf(t, "America/Denver")
	files := func(zone *time.Location) []Change {
		return []Change{local("/a.md", "2026-04-07 10:00", zone), local("/b.md", "2026-04-07 10:00", zone), local("/c.md", "2026-04-07 16:00", zone),
			redated("/z.md", "2026-04-07T12:00:00Z", 'z', 'z')}
	}
	// c, which is read later, has 16:00:00 when a is read
	moved := []string{"/z 04-07 12:00:00", "/a 04-07 16:00:01", "/b 04-07 16:00:02", "/c 04-07 22:00:00"}
	for name, restarts := range map[string]bool{"without a restart": false, "with restarts": true} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, files(utc)...)
			ids := s.allIDs()
			s.rezone("Europe/Berlin") // and again before anything was read
			s.apply()
			s.rezone("America/Denver")
			if d := s.apply(); len(d.Memory.Items) > 0 {
				t.Errorf("moved before their files were read: %q", s.times())
			}
			s.apply(files(denver)[0], files(denver)[3])
			if restarts {
				s.Snapshot = s.load(s.options)
			}
			d := s.apply(files(denver)...)
			if diff := cmp.Diff(moved, s.times()); diff != "" || d.Added+d.Removed > 0 || !slices.Equal(ids, s.allIDs()) || len(s.Notices().list) > 0 {
				t.Errorf("%+v (-want +got):\n%s", d, diff)
			}
			s.rezone("UTC")
			s.apply(files(utc)...)
			if got := s.times(); !slices.Equal(got, []string{"/a 04-07 10:00:01, updated 04-07 16:00:01", "/b 04-07 10:00:02, updated 04-07 16:00:02",
				"/z 04-07 12:00:00", "/c 04-07 16:00:00, updated 04-07 22:00:00"}) {
				t.Errorf("back in UTC: %q", got)
			}
		})
	}
	s := newSite(t, files(utc)...)
	s.rezone("America/Denver")
	s.apply(files(denver)...)
	if got := s.times(); !slices.Equal(got, []string{"/z 04-07 12:00:00", "/a 04-07 16:00:00", "/b 04-07 16:00:01", "/c 04-07 22:00:00"}) {
		t.Errorf("read in one change: %q", got)
	}

	s = newSite(t, files(berlin)...)
	edited := local("/a.md", "2026-04-07 11:00", denver) // corrected by the author, too
	edited.Article.Hash = [16]byte{77}
	s.rezone("America/Denver")
	s.apply(edited)
	if e, _ := s.Entry("/a"); !e.Published().Equal(edited.Article.Date) {
		t.Errorf("a corrected time is %s, want %s", e.Published(), edited.Article.Date)
	}
}

// TestRezoneApart changes the zone of a site where times of publication do not follow
// from dates: they stay.
func TestRezoneApart(t *testing.T) {
	s := newSite(t, dateOnly("/2026/04/10/a.md", "2026-04-10"))
	moved := dateOnly("/2026/04/11/a.md", "2026-04-11") // between the folders of days
	s.apply(Change{File: "/2026/04/10/a.md"}, moved)
	want := s.times()
	s.rezone("America/Los_Angeles")
	s.apply()
	if got := s.times(); !slices.Equal(got, want) || len(got) != 1 {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestRezoneUnknown starts with a ledger that does not know the zone of before, as
// those up to version 0.10.0: nothing moves, but for a date whose midnight is left
// out, which began too early then.
func TestRezoneUnknown(t *testing.T) {
	s := newZoned(t)
	want := s.times()
	s.were = Conditions{}
	s.rezone("America/New_York")
	if d := s.apply(); len(d.Memory.Items) > 0 || !slices.Equal(s.times(), want) {
		t.Errorf("%q, want %q", s.times(), want)
	}
	if s.were.Zone != "America/New_York" {
		t.Errorf("the ledger knows the zone %q", s.were.Zone)
	}

	s = &site{t, newBook(), New(Options{Zone: zoneOf(t, "America/Santiago"), Authority: "example.org,2026"}), time.Date(2026, 9, 10, 0, 0, 0, 0, time.UTC)}
	s.apply(dateOnly("/a.md", "2026-09-06"))
	it := s.items[s.allIDs()[0]]
	it.Published = it.Published.Add(-time.Hour)
	s.items[it.ID], s.were = it, Conditions{}
	s.rezone("America/Santiago")
	s.apply()
	if got := s.times(); !slices.Equal(got, []string{"/a 09-06 04:00:00"}) {
		t.Errorf("a date without a midnight: %q", got)
	}
}

// TestRezoneIntoTheFuture changes the zone of a site to one where the date of an
// article has not come: it waits for its date, and comes back with its id.
func TestRezoneIntoTheFuture(t *testing.T) {
	s := &site{t, newBook(), New(Options{Zone: zoneOf(t, "Asia/Tokyo"), Authority: "example.org,2026"}), time.Date(2026, 5, 1, 19, 0, 0, 0, time.UTC)}
	s.apply(dateOnly("/a.md", "2026-05-01"))
	s.apply(dateOnly("/b.md", "2026-05-02"), dateOnly("/c.md", "2026-05-03"))
	ids := s.allIDs()
	s.rezone("America/New_York")
	s.apply()
	if got := s.times(); !slices.Equal(ordered(got), []string{"/a"}) {
		t.Errorf("published before their dates: %q", got)
	}
	for _, at := range []string{"2026-05-02T04:00:00Z", "2026-05-03T04:00:00Z"} {
		if got := s.Due().Format(time.RFC3339); got != at {
			t.Errorf("due at %s, want %s", got, at)
		}
		s.now = s.Due().Add(-time.Minute)
		s.apply()
	}
	if got := s.times(); !slices.Equal(got, []string{"/a 05-01 04:00:00", "/b 05-02 04:00:00", "/c 05-03 04:00:00"}) || !slices.Equal(s.allIDs()[:2], ids) {
		t.Errorf("%q with the ids %q, not %q", got, s.allIDs(), ids)
	}
	if len(s.Notices().list) > 0 || len(s.Global().Tombstones(9)) > 0 {
		t.Errorf("told: %+v, %+v", s.Notices().list, s.Global().Tombstones(9))
	}
}

// TestRezoneFull changes the zone of a site with as many articles of a day as follow
// one another, some of them at seconds that other articles have.
func TestRezoneFull(t *testing.T) {
	var changes []Change
	for i := range 20 {
		changes = append(changes, dateOnly(fmt.Sprintf("/%c.md", 'a'+i), "2026-04-30"))
	}
	at := redated("/y.md", "2026-04-30T04:00:03Z", 'y', 'y')
	late := redated("/z.md", "2026-04-29T14:59:58Z", 'z', 'z')
	s := newSite(t, append(changes, at, late)...)
	want := ordered(s.times())[1:] // without z
	s.rezone("America/New_York")
	s.apply()
	got := slices.DeleteFunc(ordered(s.times()), func(path string) bool { return path == "/y" || path == "/z" })
	if !slices.Equal(got, slices.DeleteFunc(want, func(path string) bool { return path == "/y" })) {
		t.Errorf("the order is %q", got)
	}
	for _, list := range [][]string{{at.Article.Path, "04:00:03"}, {late.Article.Path, "14:59:58"}} {
		if e, _ := s.Entry(list[0]); e.Published().Format(time.TimeOnly) != list[1] {
			t.Errorf("%s moved to %s", list[0], e.Published())
		}
	}
	seen := map[int64]bool{}
	for e := range s.Global().Newest() {
		if seen[e.published] {
			t.Errorf("two articles at %s", e.Published())
		}
		seen[e.published] = true
	}
}

// TestRezoneWindow changes the zone of a site whose window is full: it shows nothing
// that it did not show.
func TestRezoneWindow(t *testing.T) {
	o := Options{Zone: time.UTC, Authority: "example.org,2026", Limits: Limits{Items: 3, MinItems: 1}}
	s := &site{t, newBook(), New(o), noon}
	s.apply(dateOnly("/a.md", "2026-04-01"), dateOnly("/b.md", "2026-04-02"), redated("/z.md", "2026-04-02T02:00:00Z", 'z', 'z'),
		dateOnly("/c.md", "2026-04-03"), dateOnly("/d.md", "2026-04-04"))
	for _, zone := range []string{"America/New_York", "Asia/Tokyo", "UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"} {
		before := shownBy(s.Global(), o.Limits)
		s.rezone(zone)
		s.apply()
		for _, path := range shownBy(s.Global(), o.Limits) {
			if !slices.Contains(before, path) {
				t.Errorf("%s: the window shows %s, which it did not hold: %q", zone, path, before)
			}
		}
		for _, path := range []string{"/c", "/d"} {
			if !slices.Contains(shownBy(s.Global(), o.Limits), path) {
				t.Errorf("%s: the window lost %s: %q", zone, path, shownBy(s.Global(), o.Limits))
			}
		}
	}
}

func shownBy(f *Feed, l Limits) (paths []string) {
	for _, e := range f.Window(l) {
		paths = append(paths, e.Path)
	}
	return paths
}

// TestCompareRezoned tells times that follow the zone from corrected dates.
func TestCompareRezoned(t *testing.T) {
	s := newZoned(t)
	s.rezone("America/New_York")
	was := s.Snapshot
	corrected := dateOnly("/a.md", "2026-04-20")
	corrected.Article.Hash = [16]byte{99}
	s.apply(corrected)
	d := Compare(was, s.Snapshot)
	if len(d.Rezoned) != 5 || len(d.Redated) != 1 || d.Redated[0].Path != "/a" || d.Was.Zone != "UTC" || d.Is.Zone != "America/New_York" {
		t.Errorf("%d times follow the zone (from %q), and %d dates were corrected", len(d.Rezoned), d.Was.Zone, len(d.Redated))
	}
	if d := Compare(s.Snapshot, s.Snapshot); d.hasOtherZone() || len(d.Rezoned) > 0 {
		t.Errorf("the same snapshot differs from itself: %+v", d)
	}
}

// TestRezoneAnything changes the zone of a site again and again, with articles that
// come in between, and with files that are read late. Articles are on their dates, the
// articles of a date keep their order, no two have the same second, ids and first
// sights stay, and nobody is told.
func TestRezoneAnything(t *testing.T) {
	zones := []string{"UTC", "America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Santiago", "Asia/Kolkata", "Atlantic/Azores"}
	rapid.Check(t, func(rt *rapid.T) {
		s := &site{t, newBook(), New(sticky()), time.Date(2026, 9, 8, 0, 0, 0, 0, time.UTC)}
		shown := map[string]string{} // local times, by file
		known := map[string]string{} // ids and first sights, by path
		files, number := map[string]Change{}, 0
		write := func() (changes []Change) {
			for range rapid.IntRange(1, 5).Draw(rt, "articles") {
				file := fmt.Sprintf("/%03d.md", number)
				number++
				day := fmt.Sprintf("2026-09-%02d", rapid.IntRange(4, 8).Draw(rt, "day"))
				c := dateOnly(file, day)
				if rapid.IntRange(0, 3).Draw(rt, "kind") == 0 {
					shown[file] = fmt.Sprintf("%s %02d:00", day, rapid.IntRange(0, 9).Draw(rt, "hour"))
					c = local(file, shown[file], s.options.Zone)
				}
				c.Article.Hash, c.Article.Fingerprint, c.Article.Title = [16]byte{byte(number), 1}, uint64(number), fmt.Sprintf("%d%d%d is the number", number, number, number)
				files[file] = c
				changes = append(changes, c)
			}
			return changes
		}
		readAnew := func() (changes []Change) {
			for _, file := range slices.Sorted(maps.Keys(shown)) {
				c := local(file, shown[file], s.options.Zone)
				c.Article.Hash, c.Article.Fingerprint, c.Article.Title = files[file].Article.Hash, files[file].Article.Fingerprint, files[file].Article.Title
				changes = append(changes, c)
			}
			return changes
		}
		s.apply(write()...)
		for range rapid.IntRange(1, 6).Draw(rt, "steps") {
			before := s.ofDates()
			if rapid.Bool().Draw(rt, "zone changes") {
				s.rezone(rapid.SampledFrom(zones).Draw(rt, "zone"))
				s.apply(readAnew()...)
			}
			for date, list := range s.ofDates() {
				if was := before[date]; !slices.Equal(was, list) && len(was) == len(list) {
					rt.Fatalf("%s: the order of %s was %q and is %q", s.options.Zone, date, was, list)
				}
			}
			s.now = s.now.Add(time.Duration(rapid.IntRange(0, 30*60).Draw(rt, "minutes")) * time.Minute)
			s.apply(write()...)
			seconds := map[int64]bool{}
			for e := range s.Global().Newest() {
				if e.DateOnly && s.dateAt(e.published) != s.dateOf(e.Article) || seconds[e.published] || e.updated < e.published {
					rt.Fatalf("%s of %s was published at %s in %s", e.Path, e.Date, e.Published(), s.options.Zone)
				}
				if off := e.Published().Sub(e.Date); !e.DateOnly && (off < 0 || off > time.Minute) {
					rt.Fatalf("%s was published at %s, not at %s", e.Path, e.Published(), e.Date)
				}
				seconds[e.published] = true
				if is := e.ID() + e.FirstSeen().String(); known[e.Path] != "" && known[e.Path] != is {
					rt.Fatalf("%s was %s and is %s", e.Path, known[e.Path], is)
				} else {
					known[e.Path] = is
				}
			}
			if len(s.Notices().list)+len(s.Global().Tombstones(9)) > 0 {
				rt.Fatalf("told %v", s.Notices().list)
			}
		}
		if t.Failed() {
			rt.FailNow()
		}
	})
}

// ofDates returns the paths of the date-only articles of each date in order.
func (s *site) ofDates() map[string][]string {
	all := map[string][]string{}
	for e := range s.Global().Newest() {
		if e.DateOnly {
			date := e.Date.Format(time.DateOnly)
			all[date] = append([]string{e.Path}, all[date]...)
		}
	}
	return all
}
