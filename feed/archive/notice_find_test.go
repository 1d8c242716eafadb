package archive

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"dateline/feed/article"
)

// TestNoticesOf follows the notices of an article that is corrected, moved, hidden,
// shown again and removed.
func TestNoticesOf(t *testing.T) {
	o := options()
	o.Fleeting = false
	s, b, now := New(o), newBook(), noon
	apply := func(path string, want []NoticeKind, changes ...Change) {
		t.Helper()
		now = now.Add(time.Minute)
		next, d := s.With(changes, Occasion{Now: now, Live: true, Imported: []string{"/"}})
		b.save(d, changes)
		s = next
		for _, s := range []*Snapshot{s, b.load(o)} {
			var got []NoticeKind
			if e, ok := s.Entry(path); ok {
				for _, n := range s.NoticesOf(e) {
					got = append(got, n.Kind)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s has the notices %v, want %v", path, got, want)
			}
		}
	}
	hidden := edition("/c.md", "Whales again", "<p>Blue whales.</p>", "Sea")
	hidden.Article.Hidden = "draft"
	apply("/a", nil, edition("/a.md", "Whales", "<p>Whales.</p>", "Sea"), edition("/other.md", "Other", "<p>Other things.</p>"))
	apply("/a", []NoticeKind{Corrected}, edition("/a.md", "Whales", "<p>Blue whales.</p>", "Sea"))
	apply("/b", []NoticeKind{Moved, Corrected}, Change{File: "/a.md"}, edition("/b.md", "Whales", "<p>Blue whales.</p>", "Sea"))
	apply("/other", []NoticeKind{Corrected}, edition("/other.md", "Others", "<p>Other things.</p>"))
	apply("/c", []NoticeKind{Moved, Moved, Corrected}, Change{File: "/b.md"}, edition("/c.md", "Whales", "<p>Blue whales.</p>", "Sea"))
	apply("/c", nil, hidden)
	checkRemoval(t, s, "/c", "", time.Time{}, false)
	apply("/c", nil, edition("/c.md", "Whales again", "<p>Blue whales.</p>", "Sea"))
	apply("/c", []NoticeKind{Corrected}, edition("/c.md", "Whales in the end", "<p>Blue whales.</p>", "Sea"))
	apply("/c", nil, Change{File: "/c.md"})
	for _, path := range []string{"/a", "/b", "/c"} {
		checkRemoval(t, s, path, "Whales in the end", now, true)
		checkRemoval(t, b.load(o), path, "Whales in the end", now, true)
	}
	checkRemoval(t, s, "/other", "", time.Time{}, false)
	checkRemoval(t, s, "/nowhere", "", time.Time{}, false)
	apply("/c", []NoticeKind{Corrected}, edition("/c.md", "Whales in the end", "<p>Blue whales.</p>", "Sea"))
	checkRemoval(t, s, "/a", "", time.Time{}, false)
}

func checkRemoval(t *testing.T, s *Snapshot, path, title string, at time.Time, ok bool) {
	t.Helper()
	if gotTitle, gotAt, got := s.Removal(path); gotTitle != title || !gotAt.Equal(at) || got != ok {
		t.Errorf("%s was %q, removed at %v: %v; want %q, %v: %v", path, gotTitle, gotAt, got, title, at, ok)
	}
}

// TestRemovalOfMany asks for an article that was removed with many others, of which one
// notice tells.
func TestRemovalOfMany(t *testing.T) {
	o := options()
	o.Contents = []Content{{Mount: "/", MaxRemoval: 100}}
	s, all := New(o), []Change(nil)
	for i := range fewTold + 1 {
		all = append(all, edition(fmt.Sprintf("/%d.md", i), fmt.Sprint("Title ", i), fmt.Sprintf("<p>%d</p>", i)))
	}
	s, _ = with(s, all)
	s, _ = s.With(gone(all), Occasion{Now: noon.Add(time.Hour)})
	checkRemoval(t, s, "/3", "", noon.Add(time.Hour), true)
}

// TestNoticeIsDropped corrects an article, then another one so often that the notice of
// the first is no longer kept: its page changes with that.
func TestNoticeIsDropped(t *testing.T) {
	o := options()
	s, now := New(o), noon
	apply := func(change Change) Delta {
		now = now.Add(time.Second)
		next, d := s.With([]Change{change}, Occasion{Now: now, Live: true, Imported: []string{"/"}})
		s = next
		return d
	}
	apply(edition("/a.md", "One", "<p>Text.</p>"))
	other := edition("/b.md", "Two", "<p>Text.</p>")
	other.Article.Date = other.Article.Date.AddDate(0, -1, 0)
	apply(other)
	apply(edition("/a.md", "One, corrected", "<p>Text.</p>"))
	e, _ := s.Entry("/a")
	since, page := s.DayOf(article.Page("/a")), article.Page("/a")
	for i := range MaxNotices {
		if len(s.NoticesOf(e)) != 1 || !s.DayOf(page).Equal(since) {
			t.Fatalf("after %d corrections of another: %d notices, changed at %v", i, len(s.NoticesOf(e)), s.DayOf(page))
		}
		again := *other.Article
		again.Title = fmt.Sprint("Two ", i)
		again.Fingerprint = uint64(i + 1)
		again.Hash = [16]byte{byte(i), byte(i >> 8), 1}
		d := apply(Change{File: "/b.md", Article: &again})
		if slices.Contains(d.Touched, page) != (i == MaxNotices-1) {
			t.Errorf("after %d corrections of another, the page counts as touched: %v", i+1, slices.Contains(d.Touched, page))
		}
	}
	if len(s.NoticesOf(e)) != 0 || !s.DayOf(page).Equal(now) {
		t.Errorf("then there are %d notices, changed at %v, want %v", len(s.NoticesOf(e)), s.DayOf(page), now)
	}
}
