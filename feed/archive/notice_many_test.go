package archive

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// summaries returns what notices say, newest first.
func summaries(s *Snapshot) (list []string) {
	kinds := map[NoticeKind]string{Corrected: "corrected", Moved: "moved", Removed: "removed", Returned: "back"}
	for n := range s.Notices().Newest() {
		line := kinds[n.Kind] + " " + n.Was + ">" + n.Path
		if n.Count > 0 {
			line = fmt.Sprintf("%d %s %v%v", n.Count, line, n.Topics, n.Counts)
		}
		list = append(list, line)
	}
	return list
}

// shelf is an article below a directory, of one of two topics or of both.
func shelf(dir string, i int, version string) Change {
	c := edition(fmt.Sprintf("%s/%02d/%d.md", dir, i%7, i), fmt.Sprint("title ", i*i*7919), version, [][]string{{"Moon"}, {"Moon"}, {"Mars", "Moon"}, nil}[i%4]...)
	c.Article.HTML = version
	return c
}

func shelves(dir string, from, to int, version string) (list []Change) {
	for i := from; i < to; i++ {
		list = append(list, shelf(dir, i, version))
	}
	return list
}

// TestManyAtOnce moves, corrects, removes and brings back many articles in one
// change each, and checks that each is told in one notice, also after a restart.
func TestManyAtOnce(t *testing.T) {
	o := options()
	o.Contents = []Content{{Mount: "/", MaxRemoval: 20}, {Mount: "/zh", MaxRemoval: 20}}
	gone := func(all []Change) (list []Change) {
		for _, c := range all {
			list = append(list, Change{File: c.File})
		}
		return list
	}
	a, b := shelves("/a", 0, 30, "one"), shelves("/b", 0, 30, "one")
	zh := shelves("/zh", 30, 60, "one")
	elsewhere := shelf("/b", 1, "one")
	elsewhere.Article.Aliases = []string{"/a/01/1"}
	var days []Change // each in another directory
	for i, c := range a {
		days = append(days, edition(fmt.Sprintf("/2026/%02d/new%d.md", i, i), c.Article.Title, "one"))
	}
	tests := []struct {
		name    string
		changes [][]Change
		want    []string
	}{
		{"a mount moves", [][]Change{slices.Concat(gone(a), b)}, []string{"30 moved /a/>/b/ [moon mars][23 7]"}},
		{"and is put back", [][]Change{slices.Concat(gone(a), b), slices.Concat(gone(b), a)},
			[]string{"30 moved /b/>/a/ [moon mars][23 7]", "30 moved /a/>/b/ [moon mars][23 7]"}},
		{"twenty move", [][]Change{slices.Concat(gone(a[:20]), b[:20])}, nil},
		{"two move elsewhere", [][]Change{slices.Concat(gone(a), b[:28], shelves("/c", 28, 29, "one"), shelves("/d/e", 29, 30, "one"))},
			[]string{"moved /a/01/29>/d/e/01/29", "moved /a/00/28>/c/00/28", "28 moved /a/>/b/ [moon mars][21 7]"}},
		{"each moves elsewhere", [][]Change{slices.Concat(gone(a), days)}, []string{"30 moved /a/>/2026/ [][]"}},
		{"many are corrected", [][]Change{slices.Concat(shelves("/a", 0, 30, "two"), shelves("/zh", 30, 31, "two"))},
			[]string{"corrected >/zh/02/30", "30 corrected >/a/ [moon mars][23 7]"}},
		{"many are removed", [][]Change{gone(slices.Concat(a, zh))}, []string{"30 removed >/zh/ [moon mars][22 8]", "30 removed >/a/ [moon mars][23 7]"}},
		{"and come back", [][]Change{gone(a), a},
			[]string{"30 back >/a/ [moon mars][23 7]", "30 removed >/a/ [moon mars][23 7]"}},
		{"and some come back, one elsewhere", [][]Change{gone(a), append(a[:1:1], elsewhere)},
			[]string{"back >/b/01/1", "back >/a/00/0", "30 removed >/a/ [moon mars][23 7]"}},
		{"few are removed, and come back", [][]Change{gone(a[:20]), a[:20]}, []string{}},
		{"few are removed, and one comes back elsewhere", [][]Change{gone(a[:2]), {elsewhere}}, []string{"removed >/a/00/0"}},
	}
	for _, test := range tests {
		for _, restarts := range []bool{false, true} {
			book := newBook()
			s, now := New(o), noon
			apply := func(changes []Change, occasion Occasion) {
				var d Delta
				occasion.Now = now
				s, d = s.With(changes, occasion)
				book.save(d, changes)
				if diff := cmp.Diff(summaries(s), summaries(book.load(o))); diff != "" {
					t.Errorf("%s: a restart changes what is told (-running +restarted):\n%s", test.name, diff)
				}
				now = now.Add(time.Hour)
			}
			apply(slices.Concat(a, zh), Occasion{Imported: []string{"/", "/zh"}})
			for _, changes := range test.changes {
				if restarts {
					s = book.load(o)
				}
				apply(changes, Occasion{Live: true})
				if s.Held() > 0 {
					apply(nil, Occasion{Live: true, Accepted: true})
				}
			}
			got := summaries(s)
			if test.want == nil { // one by one
				if len(got) != 20 || strings.Contains(strings.Join(got, ""), "[") {
					t.Errorf("%s: %q", test.name, got)
				}
			} else if diff := cmp.Diff(test.want, append([]string{}, got...)); diff != "" {
				t.Errorf("%s (restarts %v), -want +got:\n%s", test.name, restarts, diff)
			}
		}
	}
}

// TestReturnIsTold removes an article and brings it back when nobody knows the
// notice of its removal any longer, or when it expired. What was never seen to go
// is not told.
func TestReturnIsTold(t *testing.T) {
	a := edition("/1/a.md", "aaaaaaaa", "<p>one</p>")
	expiring := edition("/1/a.md", "aaaaaaaa", "<p>one</p>")
	expiring.Article.Expires = noon.Add(30 * time.Minute)
	draft := edition("/1/a.md", "aaaaaaaa", "<p>one</p>")
	draft.Article.Hidden = "draft"
	future := edition("/1/a.md", "aaaaaaaa", "<p>one</p>")
	future.Article.Appears = noon.Add(5 * time.Hour)
	for name, test := range map[string]struct {
		changes []Change
		trim    bool // the notices are lost before the last change
		want    []string
	}{
		"back":                         {[]Change{a, {File: a.File}, a}, false, nil},
		"back, untold":                 {[]Change{a, {File: a.File}, a}, true, []string{"back >/1/a"}},
		"expired and back":             {[]Change{expiring, {File: "/x.md"}, a}, false, nil},
		"expired and back, untold":     {[]Change{expiring, {File: "/x.md"}, a}, true, []string{"back >/1/a"}},
		"was a draft":                  {[]Change{a, draft, a}, true, nil},
		"was a draft that was removed": {[]Change{a, draft, {File: a.File}, a}, true, nil},
		"back as one of another day":   {[]Change{a, {File: a.File}, future, {File: "/x.md"}, {File: "/y.md"}, {File: "/z.md"}}, false, nil},
	} {
		for _, restarts := range []bool{false, true} {
			book, s, now := newBook(), New(options()), noon
			for i, c := range test.changes {
				if test.trim && i == len(test.changes)-1 {
					book.notices = nil
					s = book.load(options())
				}
				if restarts {
					s = book.load(options())
				}
				var d Delta
				s, d = s.With([]Change{c}, Occasion{Now: now, Live: true, Imported: []string{"/"}})
				book.save(d, []Change{c})
				now = now.Add(time.Hour)
			}
			if _, shown := s.Entry("/1/a"); !shown {
				t.Fatalf("%s: not shown", name)
			}
			if diff := cmp.Diff(test.want, summaries(s)); diff != "" {
				t.Errorf("%s (restarts %v), -want +got:\n%s", name, restarts, diff)
			}
		}
	}
}

func TestPrefixes(t *testing.T) {
	for _, c := range [][4]string{
		{"/a/2026/x", "/b/2026/x", "/a/", "/b/"},
		{"/2026/x", "/zh/2026/x", "/", "/zh/"},
		{"/a/b/x", "/x", "/a/b/", "/"},
		{"/2026/04/x", "/2026/04/y", "/2026/04/", "/2026/04/"},
		{"/x/a", "/x/y/a", "/x/", "/x/y/"},
	} {
		if was, is := prefixes(c[0], c[1]); was != c[2] || is != c[3] {
			t.Errorf("%s to %s: %s to %s", c[0], c[1], was, is)
		}
	}
}
