package archive

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	"unique"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"dateline/feed/article"
)

const aDay = 24 * time.Hour

// subscribed is an archive whose windows are compared, after each change, with
// those after a restart.
type subscribed struct {
	rapid.TB
	*Snapshot
	*book
	options Options
	now     time.Time
	delta   Delta
}

// subscribe returns an archive that has imported articles.
func subscribe(t rapid.TB, o Options, imported ...Change) *subscribed {
	o.Recent, o.Late = 48*time.Hour, 30*aDay
	s := &subscribed{TB: t, Snapshot: New(o), book: newBook(), options: o, now: noon}
	s.apply(0, imported...)
	return s
}

// mountsOf returns the mounts of all content directories.
func mountsOf(o Options) (list []string) {
	for _, c := range New(o).options.Contents {
		list = append(list, c.Mount)
	}
	return list
}

// few are options with windows of three entries.
func few() Options {
	o := sticky()
	o.Limits = Limits{Items: 3}
	return o
}

// apply applies changes some time later.
func (s *subscribed) apply(later time.Duration, changes ...Change) {
	s.Helper()
	s.now = s.now.Add(later)
	s.Snapshot, s.delta = s.With(changes, Occasion{Now: s.now, Live: true, Imported: mountsOf(s.options), Accepted: true})
	s.save(s.delta, changes)
	restarted := s.load(s.options)
	if diff := cmp.Diff(s.windows(s.Snapshot), s.windows(restarted), cmpopts.EquateEmpty()); diff != "" {
		s.Fatalf("a restart changes windows (-running +restarted):\n%s", diff)
	}
	if !restarted.Wake().Equal(s.Wake()) {
		s.Fatalf("it wakes at %v, but restarted at %v", s.Wake(), restarted.Wake())
	}
}

// restart restarts the archive, with options that may be others.
func (s *subscribed) restart() {
	var missed Memory
	s.Snapshot, missed = Load(s.options, s.memory(), slices.Collect(maps.Values(s.files)))
	s.save(Delta{Memory: missed}, nil)
}

// windows returns the titles in the windows of all feeds, by the paths of these.
func (s *subscribed) windows(of *Snapshot) map[string][]string {
	all := map[string][]string{}
	for f := range of.everyFeed() {
		if f.Len() > 0 { // a restart does not know some that are empty
			all[feedKey(f.Topic)] = titles(f.Window(s.options.Limits))
		}
	}
	return all
}

// expect checks the titles in the window of a feed.
func (s *subscribed) expect(feed string, want ...string) {
	s.Helper()
	if diff := cmp.Diff(want, s.windows(s.Snapshot)[feed], cmpopts.EquateEmpty()); diff != "" {
		s.Errorf("the window of %s (-want +got):\n%s", feed, diff)
	}
}

// aged returns a change that brings an article, whose title is its date, a number
// of days before noon.
func aged(days int, topics ...string) Change {
	date := noon.AddDate(0, 0, -days).Format(time.DateOnly)
	file := "/" + date + ".md"
	return Change{File: file, Article: piece(file, date, fmt.Sprint(days), topics...)}
}

// span returns what aged does for each day from one to before another.
func span(from, until int, topics ...string) (list []Change) {
	for days := from; days < until; days++ {
		list = append(list, aged(days, topics...))
	}
	return list
}

// relates returns the article of a change with Related claims for others.
func relates(c Change, topic string, others ...Change) Change {
	a := *c.Article
	a.Hash[0]++
	for _, other := range others {
		a.Related = append(a.Related, claimFor(other.Article.Path, unique.Make(topic)))
	}
	return Change{File: c.File, Article: &a}
}

// with returns the article of a change with an edit.
func (c Change) with(edit func(*article.Article)) Change {
	a := *c.Article
	rare := *a.Rare
	a.Rare = &rare
	a.Hash[0]++
	edit(&a)
	return Change{File: c.File, Article: &a}
}

// What is first seen recently stays in the window besides the newest only if its
// date is not long ago.
func TestLateArticle(t *testing.T) {
	s := subscribe(t, few(), span(1, 6)...)
	s.expect("/", "1", "2", "3")
	s.apply(time.Hour, aged(20), aged(29), aged(31))
	s.expect("/", "1", "2", "3", "20", "29")
	s.apply(47 * time.Hour)
	s.expect("/", "1", "2", "3", "20", "29")
	if wake := s.Wake(); !wake.Equal(noon.Add(49 * time.Hour)) {
		t.Errorf("it wakes at %v", wake)
	}
	s.apply(time.Hour)
	s.expect("/", "1", "2", "3")
	s.apply(time.Hour, aged(0))
	s.expect("/", "0", "1", "2")
}

// An article whose date is corrected to one of long ago is no longer recent.
func TestRecentDateCorrected(t *testing.T) {
	s := subscribe(t, few(), span(2, 6)...)
	at := func(at time.Time) func(*article.Article) {
		return func(a *article.Article) { a.Date, a.DateOnly = at, false }
	}
	right := aged(1).with(at(noon))
	s.apply(time.Hour, right)
	s.apply(time.Hour, right.with(at(noon.AddDate(-10, 0, 0))))
	s.expect("/", "2", "3", "4")
	if wake := s.Wake(); !wake.IsZero() {
		t.Errorf("it wakes at %v", wake)
	}
}

// One late article takes its place by date.
func TestLateArticleInPlace(t *testing.T) {
	s := subscribe(t, few(), aged(1), aged(500))
	s.apply(time.Hour, aged(400))
	s.expect("/", "1", "400", "500")
	s.apply(time.Hour, aged(450))
	s.expect("/", "1", "400", "450")
	s.apply(time.Hour, aged(600))
	s.expect("/", "1", "400", "450")
}

// A removal or an edit brings up no entry that the window did not hold before.
func TestRemovalBringsUpNothing(t *testing.T) {
	s := subscribe(t, few(), append(span(1, 10), aged(300, "Moon"), aged(301, "Moon"), aged(302, "Moon"), aged(303, "Moon"))...)
	s.apply(time.Hour, Change{File: aged(2).File}, Change{File: aged(301).File})
	s.expect("/", "1", "3")
	s.expect("/topics/moon/", "300", "302")
	s.apply(time.Hour, aged(0))
	s.expect("/", "0", "1", "3")
	s.apply(time.Hour, aged(-1).with(func(a *article.Article) { a.Date, a.DateOnly = s.now, false }))
	s.expect("/", "-1", "0", "1")
	s.apply(time.Hour, Change{File: aged(0).File})
	s.expect("/", "-1", "1", "3") // which the window held before
	s.apply(time.Hour, aged(200))
	s.apply(time.Hour, Change{File: aged(1).File})
	s.expect("/", "-1", "3")
	if got := titles(s.Global().Latest(4)); !slices.Equal(got, []string{"-1", "3", "4", "5"}) {
		t.Errorf("the latest are %v", got)
	}
	if got := titles(s.Global().Window(Limits{Items: 4})); !slices.Equal(got, []string{"-1", "3", "4", "5"}) {
		t.Errorf("a window that is longer than usual holds %v", got)
	}
}

// A feed that comes into being with more entries than its window holds does not
// show the others later.
func TestBirthOfFeed(t *testing.T) {
	s := subscribe(t, few(), aged(1))
	s.apply(time.Hour, aged(40, "Moon"), aged(41, "Moon"), aged(42, "Moon"))
	s.expect("/topics/moon/", "40", "41", "42")
	s.apply(time.Hour, aged(43, "Moon"))
	s.apply(time.Hour, Change{File: aged(40).File})
	s.expect("/topics/moon/", "41", "42")
}

// The import of another directory counts as there before.
func TestSecondImport(t *testing.T) {
	o := few()
	o.Contents = []Content{{Mount: "/", MaxRemoval: 100}, {Mount: "/zh", MaxRemoval: 100}}
	alone := o
	alone.Contents = o.Contents[:1]
	s := subscribe(t, alone, aged(1), aged(500))
	s.options.Contents = o.Contents
	s.restart()
	zh := func(days int) Change {
		c := aged(days)
		return Change{File: "/zh" + c.File, Article: piece("/zh"+c.File, c.Article.Date.Format(time.DateOnly), "zh "+c.Article.Title)}
	}
	s.now = s.now.Add(time.Hour)
	changes := []Change{zh(200), zh(400), zh(600), zh(700)}
	s.Snapshot, s.delta = s.With(changes, Occasion{Now: s.now, Imported: []string{"/", "/zh"}})
	s.save(s.delta, changes)
	s.apply(time.Hour)
	s.expect("/", "1", "zh 200", "zh 400")
	s.expect("/zh/", "zh 200", "zh 400", "zh 600")
	s.apply(time.Hour, Change{File: "/zh" + aged(200).File})
	s.expect("/", "1", "zh 400")
	s.expect("/zh/", "zh 400", "zh 600")
}

// The ledger of an earlier version knows no feeds: an upgrade shows what the
// windows held, also what was late, and nothing else.
func TestUpgradeOfWindows(t *testing.T) {
	s := subscribe(t, few(), span(40, 45)...)
	s.apply(time.Hour, aged(200))
	s.expect("/", "40", "41", "42")
	clear(s.book.feeds)
	s.restart()
	s.expect("/", "40", "41", "42", "200")
	s.restart()
	s.expect("/", "40", "41", "42", "200")
	s.apply(time.Hour, Change{File: aged(41).File}, aged(300))
	s.expect("/", "40", "42", "200")
	s.apply(48 * time.Hour)
	s.expect("/", "40", "42")
}

// A date feed follows the feed of everything, but shows what came with a backfill,
// and fills up.
func TestWindowOfSpan(t *testing.T) {
	s := subscribe(t, few(), span(1, 20)...)
	s.apply(time.Hour, span(400, 410)...)
	s.apply(time.Hour, Change{File: aged(2).File})
	window := func(from, until int) []string {
		begin := noon.Truncate(aDay)
		return titles(s.Global().Span(begin.AddDate(0, 0, -from), begin.AddDate(0, 0, -until)).Window(s.options.Limits))
	}
	if got := window(403, 400); !slices.Equal(got, []string{"401", "402", "403"}) {
		t.Errorf("the days of a backfill show %v", got)
	}
	if got := window(10, 0); !slices.Equal(got, []string{"1", "3", "4"}) {
		t.Errorf("the last days show %v", got)
	}
}

// TestWindowModel compares the windows of random histories with those that a
// direct implementation of the rules computes from what the ledger holds, and
// checks that no window gains an old entry that it never held, unless the entry is
// new to the feed.
func TestWindowModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := few()
		o.Fleeting = rapid.Bool().Draw(t, "fleeting")
		o.Limits = Limits{Items: 3, MinItems: 2, MaxBytes: rapid.SampledFrom([]int{0, 40}).Draw(t, "bytes"), Size: func(e *Entry) int { return len(e.HTML) }}
		pool := []int{0, 1, 2, 3, 5, 8, 20, 29, 33, 60, 100, 200, 300, 301, 302, 303}
		draw := func(t *rapid.T) Change {
			c := aged(rapid.SampledFrom(pool).Draw(t, "days"), rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"Moon", "Mars"}), 0, 2, rapid.ID).Draw(t, "topics")...)
			c.Article.HTML = strings.Repeat("x", rapid.SampledFrom([]int{1, 10, 30}).Draw(t, "size"))
			c.Article.Hash[0] = byte(rapid.Int().Draw(t, "hash"))
			return c
		}
		batch := func(t *rapid.T, most int) []Change {
			return rapid.SliceOfNDistinct(rapid.Custom(draw), 0, most, func(c Change) string { return c.File }).Draw(t, "changes")
		}
		s := subscribe(t, o, batch(t, 8)...)
		held, entered := map[string]bool{}, map[string]bool{}
		check := func(t *rapid.T) {
			for _, f := range s.shownFeeds() {
				got := f.Window(o.Limits)
				if diff := cmp.Diff(titles(s.slowWindow(f)), titles(got)); diff != "" {
					t.Fatalf("the window of %s (-want +got):\n%s", feedKey(f.Topic), diff)
				}
				for _, e := range got {
					key := feedKey(f.Topic) + e.ID()
					if entered[key] && !held[key] && s.now.Sub(e.Published()) > s.options.Late {
						t.Fatalf("%s comes up in the window of %s", e.Title, feedKey(f.Topic))
					}
					held[key] = true
				}
			}
			clear(entered)
			for _, f := range s.shownFeeds() {
				for e := range f.Newest() {
					entered[feedKey(f.Topic)+e.ID()] = true
				}
			}
		}
		check(t)
		t.Repeat(map[string]func(*rapid.T){
			"change": func(t *rapid.T) {
				s.TB = t
				s.apply(time.Duration(rapid.IntRange(0, 60).Draw(t, "hours"))*time.Hour, batch(t, 6)...)
				check(t)
			},
			"remove": func(t *rapid.T) {
				s.TB = t
				s.apply(time.Minute, Change{File: aged(rapid.SampledFrom(pool).Draw(t, "days")).File})
				check(t)
			},
			"wait": func(t *rapid.T) {
				s.TB = t
				s.apply(20 * aDay)
				check(t)
			},
			"restart": func(t *rapid.T) {
				s.TB = t
				s.restart()
				check(t)
			},
		})
	})
}

// shownFeeds returns the feeds that have entries.
func (s *subscribed) shownFeeds() (list []*Feed) {
	for f := range s.everyFeed() {
		if f.Len() > 0 {
			list = append(list, f)
		}
	}
	return list
}

// slowWindow computes the window of a feed from the ledger, entry by entry.
func (s *subscribed) slowWindow(f *Feed) []*Entry {
	state := s.book.feeds[feedKey(f.Topic)]
	var newest, recent []*Entry
	for e := range f.Newest() {
		it := s.items[e.ID()]
		date := e.Published()
		if it.Backfilled && it.FirstSeen.Sub(date) > aDay && state.Since.Before(it.FirstSeen) && !(it.Fills && f.Topic == nil) {
			continue
		}
		if f.Topic != nil {
			tooLate := func(c Came) bool {
				return article.Fold(c.Name) == article.Fold(f.Topic.Name) && c.Kind == f.Topic.Kind && c.At.Sub(date) > s.options.Late && !c.At.Equal(state.Since)
			}
			if slices.ContainsFunc(it.Came, tooLate) {
				continue
			}
		}
		late := it.FirstSeen.IsZero() || it.FirstSeen.Sub(date) > s.options.Late
		isRecent := !late && s.clock().Sub(it.FirstSeen) < s.options.Recent && !(it.Backfilled && it.FirstSeen.Sub(date) > aDay)
		inTime := state.Oldest.IsZero() || !date.Before(state.Oldest)
		switch {
		case inTime && len(newest) < s.options.Limits.Items:
			newest = append(newest, e)
		case isRecent:
		default:
			continue
		}
		if isRecent {
			recent = append(recent, e)
		}
	}
	all := slices.Concat(newest, recent)
	slices.SortFunc(all, func(a, b *Entry) int { return b.Published().Compare(a.Published()) })
	all = slices.Compact(all)
	return s.slowlyShortened(all, recent)
}

func (s *subscribed) clock() time.Time { return s.Snapshot.clock }

// slowlyShortened leaves out the oldest entries one after another until the rest
// fits.
func (s *subscribed) slowlyShortened(all, recent []*Entry) []*Entry {
	l := s.options.Limits
	isRecent := func(e *Entry) bool { return slices.Contains(recent, e) }
	size := func() (sum int) {
		for _, e := range all {
			sum += l.Size(e)
		}
		return sum
	}
	for l.MaxBytes > 0 && len(all) > l.MinItems {
		last, most := -1, l.MaxBytes
		for i, e := range all {
			if !isRecent(e) {
				last = i
			}
		}
		if last < 0 {
			last, most = len(all)-1, 4*l.MaxBytes
		}
		if size() <= most {
			break
		}
		all = slices.Delete(all, last, last+1)
	}
	return all
}

// What happened before 1970 is in windows, too.
func TestWindowOfLongAgo(t *testing.T) {
	s := subscribe(t, few(), letter("/a.md", "1901-02-03", "A", "", 1), letter("/b.md", "1969-12-31", "B", "", 2))
	s.expect("/", "B", "A")
}
