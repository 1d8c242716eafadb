package archive

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// lossy is an archive whose ledger loses the files.
type lossy struct {
	*testing.T
	*Snapshot
	book *book
	now  time.Time
	disk map[string]Change
}

// newLossy returns an archive of n articles, a week old.
func newLossy(t *testing.T, n int) *lossy {
	o := sticky()
	o.Contents = []Content{{Mount: "/", MaxRemoval: 20, Grace: 2 * time.Minute}}
	l := &lossy{T: t, Snapshot: New(o), book: newBook(), now: noon, disk: map[string]Change{}}
	var all []Change
	for i := range n {
		c := sourced(l.file(i), fmt.Sprintf("%s %03d", strings.Repeat(string(rune('A'+i%26)), 9), i), fmt.Sprint("https://example.com/", i))
		c.Article.Topics = names("Moon", fmt.Sprint("Topic ", i%7))
		all = append(all, c)
		l.disk[c.File] = c
	}
	l.with(all, Occasion{Imported: []string{"/"}})
	l.now = l.now.AddDate(0, 0, 7)
	return l
}

func (l *lossy) file(i int) string { return fmt.Sprintf("/%d/%03d.md", 1+i%9, i) }

func (l *lossy) with(changes []Change, o Occasion) (d Delta) {
	l.Helper()
	o.Now = l.now
	l.Snapshot, d = l.With(changes, o)
	l.book.save(d, changes)
	if diff := cmp.Diff(view(l.Snapshot), view(l.book.load(l.options))); diff != "" {
		l.Fatalf("a restart changes what is published (-running +restarted):\n%s", diff)
	}
	return d
}

// restart loads what the ledger holds, without files if lost, and applies the disk,
// until the change is over. It returns what plan would say and how many articles
// were lost.
func (l *lossy) restart(lost bool, o Occasion) (Difference, Delta) {
	l.Helper()
	if lost {
		clear(l.book.files)
	}
	was := l.book.load(l.options)
	l.Snapshot = was
	changes := slices.Collect(maps.Values(l.disk))
	for file := range l.book.files {
		if _, there := l.disk[file]; !there {
			changes = append(changes, Change{File: file})
		}
	}
	o.Imported = []string{"/"}
	l.with(changes, o)
	l.now = l.now.Add(quiet * time.Second)
	d := l.with(nil, Occasion{Live: true, Unread: o.Unread})
	return Compare(was, l.Snapshot), d
}

// counts are the numbers of a Difference.
func counts(d Difference) [5]int {
	return [5]int{len(d.New), len(d.Updated), len(d.Renamed), len(d.Removed), len(d.Held)}
}

// TestTextless starts on a ledger that lost its files: what is on the disk is
// neither new nor updated, and what is served is the same.
func TestTextless(t *testing.T) {
	l := newLossy(t, 40)
	want := view(l.Snapshot)
	if d, _ := l.restart(true, Occasion{}); counts(d) != [5]int{} || l.Textless("/") != 0 {
		t.Errorf("plan: %v; %d have no text", counts(d), l.Textless("/"))
	}
	if diff := cmp.Diff(want, view(l.Snapshot)); diff != "" {
		t.Errorf("lost texts change what is published (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(view(l.Snapshot), view(l.book.load(l.options))); diff != "" {
		t.Error(diff)
	}
	if n := len(l.Global().Window(Limits{Items: 50})); n != 40 {
		t.Errorf("the window holds %d", n)
	}
}

// TestTextlessEdits edits articles whose text is lost, with another topic: they are
// updates, and the topics count as there from the first sight.
func TestTextlessEdits(t *testing.T) {
	l := newLossy(t, 40)
	for i := range 5 {
		c := sourced(l.file(i), fmt.Sprint("Another title ", i), fmt.Sprint("https://example.com/", i))
		c.Article.Topics = names("Venus")
		l.disk[c.File] = c
	}
	if d, _ := l.restart(true, Occasion{}); counts(d) != [5]int{0, 5, 0, 0, 0} {
		t.Errorf("plan: %v", counts(d))
	}
	if f, ok := l.Topic("venus"); !ok || len(f.Window(Limits{Items: 50})) != 5 {
		t.Error("the window of the new topic lacks them")
	}
}

// TestTextlessMoves moves files whose text is lost: stories keep their ids, but two
// that say the same on one date are not told apart.
func TestTextlessMoves(t *testing.T) {
	l := newLossy(t, 120)
	var ids []string
	for i := range 33 {
		file := l.file(i)
		e, _ := l.Entry(l.disk[file].Article.Path)
		ids = append(ids, e.ID())
		a := *l.disk[file].Article
		a.File = strings.Replace(file, ".md", "-moved.md", 1)
		a.Path = strings.TrimSuffix(a.File, ".md")
		delete(l.disk, file)
		l.disk[a.File] = Change{File: a.File, Article: &a}
	}
	if d, lost := l.restart(true, Occasion{}); counts(d) != [5]int{0, 0, 33, 0, 0} || lost.Lost["/"] != 0 {
		t.Errorf("plan: %v; lost: %d", counts(d), lost.Lost["/"])
	}
	for i, id := range ids {
		was := strings.TrimSuffix(l.file(i), ".md")
		if e, ok := l.Moved(was); !ok || e.ID() != id || e.Path != was+"-moved" {
			t.Fatalf("%s did not move to an entry with its id", was)
		}
	}

	a, b := *l.disk[l.file(50)].Article, *l.disk[l.file(50)].Article
	delete(l.disk, l.file(50))
	a.File, a.Path, b.File, b.Path = "/6/a.md", "/6/a", "/6/b.md", "/6/b"
	l.disk[a.File], l.disk[b.File] = Change{File: a.File, Article: &a}, Change{File: b.File, Article: &b}
	if d, lost := l.restart(true, Occasion{}); counts(d) != [5]int{2, 0, 0, 1, 0} || lost.Lost["/"] != 1 {
		t.Errorf("two fit one: %v; lost: %d", counts(d), lost.Lost["/"])
	}
}

// TestTextlessRemovals removes files whose text is lost: few count as removed when
// the change is over, many are held until they are accepted or back. All return as
// themselves.
func TestTextlessRemovals(t *testing.T) {
	for _, c := range []struct {
		n          int
		held       bool
		everything bool
	}{{5, false, false}, {33, true, false}, {120, true, true}} {
		l := newLossy(t, 120)
		before := view(l.Snapshot)
		kept := maps.Clone(l.disk)
		for i := range c.n {
			delete(l.disk, l.file(i))
		}
		want := [5]int{0, 0, 0, c.n, 0}
		if c.held {
			want = [5]int{0, 0, 0, 0, c.n}
		}
		d, delta := l.restart(true, Occasion{})
		if counts(d) != want || (l.Textless("/") == c.n) != c.held || (delta.Lost["/"] == c.n) == c.held || l.Gone("/1/000") == c.held {
			t.Errorf("%d: plan: %v; %d have no text, %d lost, gone: %v", c.n, counts(d), l.Textless("/"), delta.Lost["/"], l.Gone("/1/000"))
		}
		if c.held && c.n < 120 {
			if d := l.with(nil, Occasion{Live: true, Accepted: true}); d.Lost["/"] != c.n || l.Textless("/") != 0 || !l.Gone("/1/000") {
				t.Errorf("%d: accepted: %d lost, %d have no text", c.n, d.Lost["/"], l.Textless("/"))
			}
		}
		l.disk = kept
		l.restart(false, Occasion{})
		after := view(l.Snapshot)
		delete(before, "notices") // of the return
		delete(after, "notices")
		if diff := cmp.Diff(before, after); diff != "" || l.Textless("/") != 0 {
			t.Errorf("%d: they do not return as themselves (-before +after):\n%s", c.n, diff)
		}
	}
}

// TestTextlessOfADay counts removals of articles without text together with those of
// other articles within a day, until the operator accepts them.
func TestTextlessOfADay(t *testing.T) {
	remove := func(l *lossy, from, to int) (changes []Change) {
		for i := from; i < to; i++ {
			delete(l.disk, l.file(i))
			changes = append(changes, Change{File: l.file(i)})
		}
		return changes
	}
	later := func(l *lossy, d time.Duration) Delta {
		l.now = l.now.Add(d)
		return l.with(nil, Occasion{Live: true})
	}
	l := newLossy(t, 120) // 24 may go within a day
	remove(l, 0, 15)
	if _, delta := l.restart(true, Occasion{}); delta.Lost["/"] != 15 {
		t.Fatalf("without text: %d are removed", delta.Lost["/"])
	}
	l.with(remove(l, 15, 30), Occasion{Live: true})
	if later(l, time.Hour); l.Held() != 15 {
		t.Errorf("after those without text: %d are held", l.Held())
	}
	l.with(nil, Occasion{Live: true, Accepted: true})

	l.with(remove(l, 30, 45), Occasion{Live: true})
	if later(l, time.Hour); l.Held() != 0 || l.Global().Len() != 75 {
		t.Errorf("after an acceptance: %d are held, of %d", l.Held(), l.Global().Len())
	}
	remove(l, 45, 60)
	if _, delta := l.restart(true, Occasion{}); delta.Lost != nil || l.Textless("/") != 15 {
		t.Errorf("before those without text: %d are removed, %d are held", delta.Lost["/"], l.Textless("/"))
	}
	if d := l.with(nil, Occasion{Live: true, Accepted: true}); d.Lost["/"] != 15 || l.losses[0] != nil {
		t.Errorf("accepted: %d are removed", d.Lost["/"])
	}
	l.with(remove(l, 60, 70), Occasion{Live: true})
	if later(l, time.Hour); l.Held() != 0 || l.Global().Len() != 50 {
		t.Errorf("after another acceptance: %d are held, of %d", l.Held(), l.Global().Len())
	}
}

// TestTextlessUnread removes nothing while a place of the directory cannot be read.
func TestTextlessUnread(t *testing.T) {
	l := newLossy(t, 40)
	for i := range 3 {
		delete(l.disk, l.file(i))
	}
	if d, delta := l.restart(true, Occasion{Unread: []string{"/elsewhere"}}); counts(d) != [5]int{0, 0, 0, 0, 3} || delta.Lost["/"] != 0 {
		t.Errorf("plan: %v, lost: %d", counts(d), delta.Lost["/"])
	}
	l.now = l.now.Add(time.Hour)
	l.with([]Change{l.disk[l.file(9)]}, Occasion{Live: true})
	l.now = l.now.Add(quiet * time.Second)
	if d := l.with(nil, Occasion{Live: true}); d.Lost["/"] != 3 || l.Textless("/") != 0 {
		t.Errorf("lost: %d, have no text: %d", d.Lost["/"], l.Textless("/"))
	}
}

// TestTextlessWaits removes nothing before the change is over, and wakes for that.
func TestTextlessWaits(t *testing.T) {
	l := newLossy(t, 40)
	moved := l.disk[l.file(0)]
	delete(l.disk, moved.File)
	clear(l.book.files)
	l.Snapshot = l.book.load(l.options)
	l.with(slices.Collect(maps.Values(l.disk)), Occasion{Imported: []string{"/"}})
	if l.Textless("/") != 1 || l.Gone("/1/000") || !l.Wake().Equal(l.now.Add(quiet*time.Second)) {
		t.Fatalf("%d have no text; wakes at %s", l.Textless("/"), l.Wake())
	}
	l.now = l.now.Add(3 * time.Second)
	a := *moved.Article
	a.File, a.Path = "/1/later.md", "/1/later"
	l.with([]Change{{File: a.File, Article: &a}}, Occasion{Live: true})
	if e, ok := l.Moved("/1/000"); !ok || e.Path != "/1/later" || l.Textless("/") != 0 {
		t.Errorf("it did not move; %d have no text", l.Textless("/"))
	}
}

// TestTextlessBelowMount judges each content directory on its own, by its mount.
func TestTextlessBelowMount(t *testing.T) {
	o := nested()
	for i := range o.Contents {
		o.Contents[i].Grace = time.Minute
	}
	b := newBook()
	_, d := New(o).With([]Change{aged(10), mounted("/zh", aged(11))}, Occasion{Now: noon, Imported: []string{"/", "/zh", "/zh/old"}})
	b.save(d, nil)
	s := b.load(o)
	if !s.LacksText("/") || !s.LacksText("/zh") || s.LacksText("/zh/old") {
		t.Errorf("lacks texts: / %v, /zh %v, /zh/old %v", s.LacksText("/"), s.LacksText("/zh"), s.LacksText("/zh/old"))
	}
	s, _ = s.With([]Change{aged(10)}, Occasion{Now: noon, Imported: []string{"/", "/zh", "/zh/old"}})
	for _, c := range []struct {
		unread []string
		lost   int
	}{{[]string{"/zh"}, 0}, {[]string{"/"}, 1}} {
		if s, d := s.With(nil, Occasion{Now: noon.Add(time.Hour), Live: true, Over: true, Unread: c.unread}); d.Lost["/zh"] != c.lost || s.Textless("/zh") != 1-c.lost {
			t.Errorf("while %v cannot be read, %d are lost, and %d have no text", c.unread, d.Lost["/zh"], s.Textless("/zh"))
		}
	}
}
