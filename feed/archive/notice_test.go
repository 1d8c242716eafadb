package archive

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/article"
)

// edition is a page of a story in tests of notices.
func edition(file, title, html string, topics ...string) Change {
	a := piece(file, "2026-04-01", title, topics...)
	a.HTML = html
	a.Fingerprint = uint64(article.Page(title + html))
	return Change{File: file, Article: a}
}

// told returns notices, newest first, with times as minutes and seconds.
func told(notices func(func(*Notice) bool)) (list []string) {
	for n := range notices {
		what := map[NoticeKind]string{Corrected: "corrected", Moved: "moved", Removed: "removed"}[n.Kind]
		list = append(list, strings.TrimSpace(fmt.Sprint(n.At.Format("04:05 "), what, " ", n.Title, n.Topics, " ", n.Was, "|", n.BeforeTitle, "|", n.Before, "|", n.After)))
	}
	return list
}

// TestNotices checks the notices of each change, also after a restart.
func TestNotices(t *testing.T) {
	o := options()
	o.Fleeting = false
	b := newBook()
	s, now := New(o), noon
	apply := func(step string, want []string, changes ...Change) {
		t.Helper()
		now = now.Add(time.Minute)
		before := s.Notices()
		var d Delta
		s, d = s.With(changes, Occasion{Now: now, Live: true, Imported: []string{"/"}})
		b.save(d, changes)
		fresh := func(yield func(*Notice) bool) {
			for _, n := range slices.Backward(d.Memory.Notices) {
				if !yield(&n) {
					return
				}
			}
		}
		if diff := cmp.Diff(want, told(fresh)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step, diff)
		}
		if (s.Notices() == before) != (len(want) == 0) {
			t.Errorf("%s: the notices are others: %v", step, s.Notices() != before)
		}
		if diff := cmp.Diff(told(s.Notices().Newest()), told(b.load(o).Notices().Newest())); diff != "" {
			t.Errorf("%s: a restart changes what is told (-running +restarted):\n%s", step, diff)
		}
	}
	first := edition("/1/a.md", "aaaaaaaa", "<p>one</p><p>two</p><p>three</p>", "Moon")
	apply("the first import", nil, first, edition("/1/b.md", "bbbbbbbb", "<p>x</p>"))
	apply("another article", nil, edition("/1/c.md", "cccccccc", "<p>y</p>", "Mars", "Moon"))
	apply("another text", []string{"03:00 corrected aaaaaaaa[moon] ||two|2 &"}, edition("/1/a.md", "aaaaaaaa", "<p>one</p><p>2 &amp;</p><p>three</p>", "Moon"))
	apply("back again", nil, first)
	apply("only another topic", nil, edition("/1/a.md", "aaaaaaaa", "<p>one</p><p>two</p><p>three</p>", "Sun"))
	apply("another title", []string{"06:00 corrected aaaaaaab[sun moon] |aaaaaaaa||"}, edition("/1/a.md", "aaaaaaab", "<p>one</p><p>two</p><p>three</p>", "Sun"))
	apply("a rename", []string{"07:00 moved aaaaaaab[moon sun] /1/a|||"}, Change{File: "/1/a.md"}, edition("/1/d.md", "aaaaaaab", "<p>one</p><p>two</p><p>three</p>"))
	apply("two corrections, of which one moves", []string{
		"08:00 corrected cccccccc[mars moon] ||y|z",
		"07:59 moved aaaaaabb[moon sun] /1/d|||",
		"07:58 corrected aaaaaabb[moon sun] |aaaaaaab|three|",
	}, Change{File: "/1/d.md"}, edition("/1/e.md", "aaaaaabb", "<p>one</p><p>two</p>"), edition("/1/c.md", "cccccccc", "<p>z</p>", "Mars"))
	draft := edition("/1/b.md", "bbbbbbbb", "<p>z</p>")
	draft.Article.Rare = &article.Rare{Hidden: "draft"}
	apply("a correction that is a draft", nil, draft)
	apply("the draft is published", nil, edition("/1/b.md", "bbbbbbbb", "<p>z</p>"))
	apply("removals", []string{"11:00 removed cccccccc[mars moon] |||", "10:59 removed bbbbbbbb[] |||"}, Change{File: "/1/b.md"}, Change{File: "/1/c.md"})
	now = now.Add(time.Minute)
	back := []Change{edition("/1/c.md", "cccccccc", "<p>new</p>", "Mars")}
	var d Delta
	s, d = s.With(back, Occasion{Now: now, Live: true})
	b.save(d, back)
	if n := slices.Collect(s.Notices().Newest())[0].Number; n != noon.Unix()+11*60 || len(d.Memory.Withdrawn) != 1 || len(d.Memory.Notices) > 0 {
		t.Errorf("one is back, with another text: the latest notice is %d, withdrawn %d, new %v", n, d.Memory.Withdrawn, d.Memory.Notices)
	}
	if diff := cmp.Diff(told(s.Notices().Newest()), told(b.load(o).Notices().Newest())); diff != "" {
		t.Errorf("a restart changes what is told (-running +restarted):\n%s", diff)
	}
}

// TestManyNotices checks that the newest notices are kept, and that their times
// differ.
func TestManyNotices(t *testing.T) {
	now, version := noon, 0
	edit := func(count int) (changes []Change) {
		version++
		for i := range count {
			changes = append(changes, edition(fmt.Sprintf("/1/%d.md", i), fmt.Sprint("title ", i), fmt.Sprint(version)))
		}
		return changes
	}
	s, _ := with(New(options()), edit(fewTold))
	var d Delta
	for range MaxNotices/fewTold + 1 {
		now = now.Add(fewTold * time.Second)
		if s, d = s.With(edit(fewTold), Occasion{Now: now}); len(d.Memory.Notices) != fewTold {
			t.Fatalf("%d notices of one change", len(d.Memory.Notices))
		}
	}
	s, _ = s.With([]Change{{File: "/1/0.md"}, {File: "/1/1.md"}}, Occasion{Now: now.Add(time.Second)})
	list := slices.Collect(s.Notices().Newest())
	if len(list) != MaxNotices || list[1].Kind != Removed || list[2].Kind != Corrected {
		t.Errorf("%d notices, the latest of kinds %d, %d", len(list), list[1].Kind, list[2].Kind)
	}
	same := 0
	for i := range list[1:] {
		if list[i].Number <= list[i+1].Number || list[i].At.Before(list[i+1].At) {
			t.Fatalf("%v comes after %v", list[i], list[i+1])
		}
		if list[i].At.Equal(list[i+1].At) {
			same++
		}
	}
	if same != 1 { // two notices in the second after the corrections
		t.Errorf("%d notices share their time with another", same)
	}
}

func TestDiffering(t *testing.T) {
	long := strings.Repeat("长 text ", 1000)
	for _, c := range []struct{ before, after, wantBefore, wantAfter string }{
		{"a\nb\nc", "a\nB\nc", "b", "B"},
		{"a\nb\nc", "a\nc", "b", ""},
		{"", "a\na", "", "a\na"},
		{"a\na\na", "a\na", "a", ""},
		{"a", "a", "", ""},
		{long + "x", "y" + long, long, "y" + long},
		{long + "x", long + "yy", "…" + long[len(long)-sharedContext:] + "x", "…" + long[len(long)-sharedContext:] + "yy"},
	} {
		before, after := differing(strings.Split(c.before, "\n"), strings.Split(c.after, "\n"))
		for _, p := range [][2]string{{before, c.wantBefore}, {after, c.wantAfter}} {
			got, want := p[0], p[1]
			if runes := []rune(want); len(runes) > maxQuote {
				want = string(runes[:maxQuote-1]) + "…"
			}
			if got != want {
				t.Errorf("%.9q and %.9q: got %.300q, want %.300q", c.before, c.after, got, want)
			}
		}
	}
}
