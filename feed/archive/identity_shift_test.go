package archive

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// asked returns articles that ask for pages, by file. An empty page means that the
// file is gone.
func asked(pages ...string) (changes []Change) {
	for i := 0; i < len(pages); i += 2 {
		if pages[i+1] == "" {
			changes = append(changes, Change{File: pages[i]})
			continue
		}
		changes = append(changes, asking(pages[i], pages[i+1]))
	}
	return changes
}

// shiftWith applies changes a minute apart, with a restart after each, and returns
// the last snapshot and delta.
func shiftWith(t *testing.T, o Options, steps ...[]Change) (*Snapshot, Delta) {
	t.Helper()
	s, b, now := New(o), newBook(), noon
	var d Delta
	for _, changes := range steps {
		now = now.Add(time.Minute)
		s, d = s.With(changes, Occasion{Now: now, Live: true, Imported: []string{"/"}})
		b.save(d, changes)
		running, restarted := sight(s), sight(b.load(o))
		delete(running, "wake") // a start waits until files are known
		delete(restarted, "wake")
		if diff := cmp.Diff(running, restarted); diff != "" {
			t.Errorf("a restart changes what is published (-running +restarted):\n%s", diff)
		}
	}
	return s, d
}

// Files that exchange their pages in one change keep their stories.
func TestFilesExchangePages(t *testing.T) {
	graceful := sticky()
	graceful.Contents = []Content{{Mount: "/", MaxRemoval: 20, Grace: 2 * time.Minute}}
	for _, o := range []Options{options(), graceful} {
		for _, c := range []struct {
			steps [][]Change
			want  map[string]string
		}{
			{[][]Change{asked("/a.md", "/p", "/b.md", "/q"), asked("/a.md", "/q", "/b.md", "/p")},
				map[string]string{"/a.md": "/q /p", "/b.md": "/p /q"}},
			{[][]Change{asked("/a.md", "/p", "/b.md", "/q"), asked("/b.md", "/p", "/a.md", "/q")},
				map[string]string{"/a.md": "/q /p", "/b.md": "/p /q"}},
			{[][]Change{asked("/a.md", "/a", "/b.md", "/b"), asked("/a.md", "/b", "/b.md", "/a")},
				map[string]string{"/a.md": "/b /a", "/b.md": "/a /b"}},
			{[][]Change{asked("/a.md", "/p", "/b.md", "/q"), asked("/a.md", "/q", "/b.md", "/p"), asked("/a.md", "/p", "/b.md", "/q")},
				map[string]string{"/a.md": "/p /p", "/b.md": "/q /q"}},
			{[][]Change{asked("/a.md", "/p", "/b.md", "/q", "/c.md", "/r", "/p.md", "/s"), asked("/a.md", "/q", "/b.md", "/r", "/c.md", "/p", "/p.md", "/t")},
				map[string]string{"/a.md": "/q /p", "/b.md": "/r /q", "/c.md": "/p /r", "/p.md": "/t /s"}},
		} {
			s, d := shiftWith(t, o, c.steps...)
			checkWhere(t, s, c.want)
			if d.Added+d.Removed > 0 || len(s.Global().Tombstones(9)) > 0 {
				t.Errorf("%d added, %d removed, tombstones %v", d.Added, d.Removed, s.Global().Tombstones(9))
			}
		}
	}
}

// A story that is removed, because it expired, or hidden goes with its file, too.
func TestUnseenExchangePages(t *testing.T) {
	for _, hide := range []func(Change){
		func(c Change) { c.Article.Expires = noon.Add(-time.Hour) },
		func(c Change) { c.Article.Hidden = "draft" },
	} {
		unseen := func(page string) []Change {
			c := asking("/b.md", page)
			hide(c)
			return []Change{c}
		}
		s, _ := shiftWith(t, options(), asked("/a.md", "/p", "/b.md", "/q"), unseen("/q"),
			append(unseen("/p"), asked("/a.md", "/q")...), asked("/b.md", "/p"))
		checkWhere(t, s, map[string]string{"/a.md": "/q /p", "/b.md": "/p /q"})
	}
}

// A file that takes the page of one that is gone keeps its own story. That of the
// other is removed, at once, because there is no page at which it could stay, unless
// another file goes on with it.
func TestFileTakesPageOfRemoved(t *testing.T) {
	graceful := sticky()
	graceful.Contents = []Content{{Mount: "/", MaxRemoval: 20, Grace: 2 * time.Minute}}
	renamed := asking("/b.md", "/n")
	renamed.Article.File, renamed.File = "/n.md", "/n.md"
	for _, o := range []Options{options(), graceful} {
		for name, steps := range map[string][][]Change{
			"together":   {asked("/b.md", "", "/a.md", "/q")},
			"afterwards": {asked("/b.md", ""), asked("/a.md", "/q")},
			"usual page": {asked("/b.md", "/a"), asked("/b.md", "", "/a.md", "/a")},
		} {
			if name == "afterwards" && o.Contents == nil {
				continue // it is removed already, and its tombstone ends
			}
			t.Run(name, func(t *testing.T) {
				s, _ := shiftWith(t, o, append([][]Change{asked("/a.md", "/p", "/b.md", "/q"), asked("/b.md", "/r"), asked("/b.md", "/q")}, steps...)...)
				e, _ := s.EntryOf("/a.md")
				if want := map[string]string{"/a.md": e.Path + " /p"}; !maps.Equal(want, where(s)) {
					t.Errorf("got %v, want %v", where(s), want)
				}
				if e, _ := s.Moved("/p"); e == nil || e.File != "/a.md" {
					t.Errorf("/p leads to %v", e)
				}
				if list := s.Global().Tombstones(9); len(list) != 1 || list[0].ID != s.TagURI("/q") || !s.Gone("/r") {
					t.Errorf("got the tombstones %v; the former page of the story is gone: %v", list, s.Gone("/r"))
				}
				if n := newestNotice(s); n.Kind != Removed || n.ID != s.TagURI("/q") {
					t.Errorf("got the notice %+v", n)
				}
			})
		}
		s, d := shiftWith(t, o, asked("/a.md", "/p", "/b.md", "/q"), append(asked("/b.md", "", "/a.md", "/q"), renamed))
		checkWhere(t, s, map[string]string{"/a.md": "/q /p", "/n.md": "/n /q"})
		if d.Added+d.Removed > 0 {
			t.Errorf("%d added, %d removed", d.Added, d.Removed)
		}
	}
}

// What an author hides leaves no trace, also if another file takes its page.
func TestFileTakesPageOfHidden(t *testing.T) {
	hidden := asking("/b.md", "/_drafts/b")
	hidden.File, hidden.Article.File, hidden.Article.Hidden = "/_drafts/b.md", "/_drafts/b.md", "draft"
	s, _ := shiftWith(t, options(), asked("/a.md", "/p", "/b.md", "/q"), append(asked("/b.md", "", "/a.md", "/q"), hidden))
	checkWhere(t, s, map[string]string{"/a.md": "/q /p"})
	if list := s.Global().Tombstones(9); len(list) > 0 || slices.Contains(kindsOf(s), Removed) {
		t.Errorf("got the tombstones %v and notices %v", list, kindsOf(s))
	}
	s, _ = shiftWith(t, options(), asked("/a.md", "/p", "/b.md", "/q"), append(asked("/b.md", "", "/a.md", "/q"), hidden), asked("/_drafts/b.md", "", "/b.md", "/b"))
	checkWhere(t, s, map[string]string{"/a.md": "/q /p", "/b.md": "/b /q"})
}

func newestNotice(s *Snapshot) (n Notice) {
	for newest := range s.Notices().Newest() {
		return *newest
	}
	return n
}

func kindsOf(s *Snapshot) (kinds []NoticeKind) {
	for n := range s.Notices().Newest() {
		kinds = append(kinds, n.Kind)
	}
	return kinds
}
