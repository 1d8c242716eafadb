package archive

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/feed/article"
)

// TestTimes publishes articles on their day, later, and in advance, and checks
// what happens when the clock cannot be right.
func TestTimes(t *testing.T) {
	at := time.Date(2026, 5, 1, 14, 5, 6, 0, time.UTC)
	s, _ := New(options()).With(nil, Occasion{Now: at, Imported: []string{"/"}})
	s, _ = s.With([]Change{
		{File: "/1/late.md", Article: piece("/1/late.md", "2026-04-30", "Late")},
		{File: "/1/live.md", Article: piece("/1/live.md", "2026-05-01", "Live")},
		{File: "/1/next.md", Article: piece("/1/next.md", "2026-05-03", "Next")},
	}, Occasion{Now: at, Live: true})
	published := func() (list []string) {
		for e := range s.Global().Newest() {
			list = append(list, e.Title+" "+e.Published().Format(time.RFC3339))
		}
		return list
	}
	want := []string{"Live 2026-05-01T14:05:06Z", "Late 2026-04-30T00:00:00Z"}
	if got := published(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	due := time.Date(2026, 5, 3, 0, 0, 0, 0, time.UTC)
	if !s.Due().Equal(due) || !s.Wake().Equal(due) {
		t.Errorf("due at %s, wakes at %s, want %s", s.Due(), s.Wake(), due)
	}
	for _, wrong := range []time.Time{time.Unix(0, 0), at.AddDate(10, 0, 0)} {
		s, _ = s.With(nil, Occasion{Now: wrong, Live: true})
		if got := published(); !slices.Equal(got, want) || s.Doubt() == nil {
			t.Errorf("at %s: %q, doubt %v", wrong, got, s.Doubt())
		}
	}
	s, _ = s.With(nil, Occasion{Now: due, Live: true})
	if got := published(); got[0] != "Next 2026-05-03T00:00:00Z" || s.Doubt() != nil || !s.Due().IsZero() {
		t.Errorf("got %q, doubt %v", got, s.Doubt())
	}
	s, _ = s.With(nil, Occasion{Now: at.AddDate(10, 0, 0), Accepted: true})
	if s.Doubt() != nil {
		t.Errorf("after it was accepted: %v", s.Doubt())
	}
}

// TestEndOfADay publishes several articles in the last second of a day, and
// checks that they stay on their day in the site's time zone.
func TestEndOfADay(t *testing.T) {
	zone := time.FixedZone("", 2*60*60)
	o := options()
	o.Zone = zone
	last := time.Date(2025, 4, 30, 23, 59, 59, 0, zone)
	var changes []Change
	for i := range 3 {
		file := fmt.Sprintf("/1/%d.md", i)
		a := piece(file, "2025-04-30", "A")
		a.Date, a.DateOnly = last, false
		changes = append(changes, Change{File: file, Article: a})
	}
	s, _ := New(o).With(changes, Occasion{Now: last.AddDate(1, 0, 0), Imported: []string{"/"}})
	var got []string
	for e := range s.Global().Newest() {
		got = append(got, e.Published().In(zone).Format(time.DateTime))
	}
	if want := []string{"2025-04-30 23:59:59", "2025-04-30 23:59:58", "2025-04-30 23:59:57"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestFirstClock starts with a clock at 1970: articles that are dated by now are
// published, with a complaint.
func TestFirstClock(t *testing.T) {
	s, _ := New(options()).With([]Change{{File: "/1/a.md", Article: piece("/1/a.md", "2025-04-30", "A")}}, Occasion{Now: time.Unix(0, 0), Imported: []string{"/"}})
	if s.Global().Len() != 1 || s.Doubt() == nil {
		t.Errorf("%d entries, doubt %v", s.Global().Len(), s.Doubt())
	}
}

// TestUpdated edits an article and checks that only something new changes its
// time.
func TestUpdated(t *testing.T) {
	a := piece("/1/a.md", "2026-04-01", "A")
	a.Fingerprint, a.Hash = 1, [16]byte{1}
	s, _ := with(New(options()), []Change{{File: a.File, Article: a}})
	edit := func(now time.Time, change func(*article.Article)) time.Time {
		c := *a
		a = &c
		change(a)
		s, _ = s.With([]Change{{File: a.File, Article: a}}, Occasion{Now: now, Live: true})
		e, _ := s.Entry("/1/a")
		return e.Updated()
	}
	first := a.Date
	steps := []struct {
		name   string
		change func(*article.Article)
		want   time.Time
	}{
		{"the same bytes read in another way", func(a *article.Article) { a.Fingerprint = 2 }, first},
		{"a first text, a month late", func(a *article.Article) { a.Fingerprint, a.Hash, a.HTML = 3, [16]byte{2}, "text" }, first},
		{"another text", func(a *article.Article) { a.Fingerprint, a.Hash, a.HTML = 4, [16]byte{3}, "other" }, noon.Add(3 * time.Hour)},
		{"back again", func(a *article.Article) { a.Fingerprint, a.Hash, a.HTML = 3, [16]byte{2}, "text" }, noon.Add(3 * time.Hour)},
		{"a cover", func(a *article.Article) { a.Hash, a.Cover = [16]byte{4}, "https://example.org/a.png" }, noon.Add(3 * time.Hour)},
		{"what front matter says, with a new text", func(a *article.Article) {
			a.Fingerprint, a.Hash, a.Rare = 5, [16]byte{5}, &article.Rare{Updated: noon.Add(4 * time.Hour)}
		}, noon.Add(4 * time.Hour)},
	}
	for i, step := range steps {
		if got := edit(noon.Add(time.Duration(i+1)*time.Hour), step.change); !got.Equal(step.want) {
			t.Errorf("%s: updated %s, want %s", step.name, got, step.want)
		}
	}
}

// TestRemovalIsHeld removes many articles at once.
func TestRemovalIsHeld(t *testing.T) {
	var all, gone []Change
	for i := range 60 {
		file := fmt.Sprintf("/%d/%s.md", i%9+1, strings.Repeat(string(rune('a'+i/9)), 9))
		all = append(all, Change{File: file, Article: piece(file, "2026-04-0"+file[1:2], strings.Repeat(string(rune('A'+i)), 9))})
		if i < 30 {
			gone = append(gone, Change{File: file})
		}
	}
	s, _ := with(New(options()), all)
	s, d := with(s, gone)
	if s.Global().Len() != 60 || s.Held() != 30 || len(d.Gone) != 0 || len(s.Global().Tombstones(60)) != 0 {
		t.Fatalf("%d published, %d held, %d gone", s.Global().Len(), s.Held(), len(d.Gone))
	}
	s, _ = with(s, all[:10]) // some are back
	if s.Held() != 20 {
		t.Errorf("%d held, want 20", s.Held())
	}
	s, d = s.With(nil, Occasion{Now: noon, Accepted: true})
	if s.Global().Len() != 40 || s.Held() != 0 || len(d.Gone) != 20 || len(s.Global().Tombstones(60)) != 20 || len(s.Global().Tombstones(7)) != 7 || !s.Gone(article.PagePath(all[20].File)) {
		t.Errorf("accepted: %d published, %d held, %d gone", s.Global().Len(), s.Held(), len(d.Gone))
	}
	if s, _ = with(s, gone[:5]); s.Global().Len() != 35 {
		t.Errorf("a small removal: %d published", s.Global().Len())
	}
}

// TestIdentities checks that there are complaints if files contradict each other,
// and that ids do not change.
func TestIdentities(t *testing.T) {
	named := func(file, id string, aliases ...string) Change {
		a := piece(file, "2026-04-01", strings.Repeat(file[3:4], 9))
		a.Rare = &article.Rare{ID: id, Aliases: aliases}
		return Change{File: file, Article: a}
	}
	c, d := named("/1/c.md", ""), named("/1/d.md", "")
	c.Article.Changes, d.Article.Changes = []string{"/1/d"}, []string{"/1/c"}
	s, _ := with(New(options()), []Change{named("/1/a.md", "urn:x:1"), named("/1/b.md", "urn:x:1"), c, d, named("/1/e.md", "", "/old/e")})
	var got []string
	for e := range s.Global().Newest() {
		got = append(got, e.Path+" "+e.ID())
	}
	want := []string{"/1/e tag:example.org,2026:/old/e", "/1/c tag:example.org,2026:/1/c", "/1/b tag:example.org,2026:/1/b", "/1/a urn:x:1"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	var complaints []string
	for _, p := range s.Problems() {
		complaints = append(complaints, p.File+": "+p.What)
	}
	slices.Sort(complaints)
	if want := []string{"/1/b.md: id urn:x:1 belongs to /1/a.md", "/1/d.md: /1/c is declared as an earlier version, but declares this file as one too"}; !slices.Equal(complaints, want) {
		t.Errorf("complaints %q, want %q", complaints, want)
	}
	for from, to := range map[string]string{"/old/e": "/1/e", "/1/d": "/1/c"} {
		if e, ok := s.Moved(from); !ok || e.Path != to {
			t.Errorf("%s leads to %v", from, e)
		}
	}
	s, _ = with(s, []Change{{File: "/1/a.md"}, named("/1/z.md", "urn:x:1")})
	if e, ok := s.Entry("/1/z"); !ok || e.ID() != "urn:x:1" {
		t.Errorf("the id did not move with the front matter: %v", e)
	}
}

// TestUpdatedInABatch edits several articles at once, and checks that each is
// updated in its own second, if one is left since its last update.
func TestUpdatedInABatch(t *testing.T) {
	b := newBook()
	s := New(options())
	fingerprint := uint64(0)
	apply := func(now time.Time, names string) (updated []string) {
		var changes []Change
		fingerprint++
		for _, r := range names {
			file := "/1/" + string(r) + ".md"
			a := piece(file, "2026-05-01", strings.Repeat(string(r), 8))
			a.Fingerprint = fingerprint
			changes = append(changes, Change{File: file, Article: a})
		}
		var d Delta
		s, d = s.With(changes, Occasion{Now: now, Live: true, Imported: []string{"/"}})
		b.save(d, changes)
		for e := range b.load(options()).Global().Newest() {
			updated = append(updated, e.Path[3:]+e.Updated().Format(" 05"))
		}
		slices.Sort(updated)
		return updated
	}
	for i, step := range []struct {
		after int // seconds
		edits string
		want  string
	}{
		{0, "abcd", "a 27, b 28, c 29, d 30"}, // as published
		{7, "abc", "a 35, b 36, c 37, d 30"},
		{8, "bad", "a 36, b 38, c 37, d 38"}, // none is left for b between 36 and d; a has that of b
		{8, "d", "a 36, b 38, c 37, d 38"},   // nor here
		{50, "c", "a 36, b 38, c 20, d 38"},
	} {
		if got := strings.Join(apply(noon.Add(time.Duration(30+step.after)*time.Second), step.edits), ", "); got != step.want {
			t.Errorf("step %d: got %s, want %s", i, got, step.want)
		}
	}
}
