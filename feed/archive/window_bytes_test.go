package archive

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/article"
)

// Windows are shortened to the limit of bytes, oldest first, first by entries that
// are not recent.
func TestWindowBytes(t *testing.T) {
	for _, test := range []struct {
		name       string
		recent     int // of the entries, also by date
		sizes      []int
		least, max int
		want       []int // kept
	}{
		{"all fit", 0, []int{10, 10, 10}, 1, 30, []int{0, 1, 2}},
		{"no bound", 0, []int{10, 10, 10}, 1, 0, []int{0, 1, 2}},
		{"the oldest do not", 0, []int{10, 10, 10}, 1, 29, []int{0, 1}},
		{"a shorter one after one that does not fit", 0, []int{10, 30, 1}, 1, 20, []int{0}},
		{"at least so many", 0, []int{10, 30, 50}, 2, 5, []int{0, 1}},
		{"what is recent stays", 3, []int{10, 10, 10, 10, 10}, 1, 35, []int{0, 1, 2}},
		{"what is recent goes beyond", 3, []int{10, 10, 10, 10}, 1, 8, []int{0, 1, 2}},
		{"but not without end", 3, []int{10, 10, 10, 10}, 1, 5, []int{0, 1}},
		{"nor below so many", 3, []int{10, 10, 10, 10, 10}, 4, 1, []int{0, 1, 2, 3}},
		{"so many are more than there may be", 0, []int{10, 10, 10, 10, 10, 10}, 9, 1, []int{0, 1, 2, 3, 4}},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := sticky()
			s := subscribe(t, o, span(test.recent+1, len(test.sizes)+1)...)
			s.apply(time.Hour, span(1, test.recent+1)...)
			var asked []int
			sizes := func(e *Entry) int {
				var days int
				fmt.Sscan(e.Title, &days)
				asked = append(asked, days)
				return test.sizes[days-1]
			}
			var want []string
			for _, i := range test.want {
				want = append(want, fmt.Sprint(i+1))
			}
			got := titles(s.Global().Window(Limits{Items: 5, MinItems: test.least, MaxBytes: test.max, Size: sizes}))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if len(asked) > len(want)+2 {
				t.Errorf("the sizes of %v were asked for", asked)
			}
		})
	}
}

// What the limit of bytes kept out of a window does not come up when it fits.
func TestBytesBringUpNothing(t *testing.T) {
	o := few()
	o.Limits.MinItems, o.Limits.MaxBytes = 1, 100
	o.Limits.Size = func(e *Entry) int { return len(e.HTML) }
	long := func(c Change, n int) Change {
		return c.with(func(a *article.Article) { a.HTML = strings.Repeat("x", n) })
	}
	s := subscribe(t, o, long(aged(1), 60), long(aged(2), 60), long(aged(3), 1))
	s.expect("/", "1")
	s.apply(time.Hour, long(aged(1), 10))
	s.expect("/", "1")
	s.apply(time.Hour, long(aged(0), 70))
	s.expect("/", "0", "1")
	s.apply(72*time.Hour, long(aged(0), 95)) // it is no longer recent
	s.expect("/", "0")
	s.apply(time.Hour, long(aged(0), 20))
	s.expect("/", "0", "1")
}

// BenchmarkWindow computes the window of a feed to which 100,000 of its articles
// came late. The floor reads as many entries of the feed.
func BenchmarkWindow(b *testing.B) {
	o := sticky()
	o.Limits = Limits{Items: 50}
	var changes []Change
	claims := Change{File: "/claims.md", Article: piece("/claims.md", "2020-01-01", "claims")}
	for i := range 100_000 {
		file := fmt.Sprintf("/%d.md", i)
		date := time.Date(2000, 1, 1+i%9000, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		changes = append(changes, Change{File: file, Article: piece(file, date, "title")})
	}
	for i := range 200 {
		changes[i*500].Article.Topics = names("Moon")
	}
	s := subscribe(b, o, append(changes, claims)...)
	s.apply(time.Hour, relates(claims, "Moon", changes...))
	f, _ := s.Topic("moon")
	if n := len(f.Window(o.Limits)); f.Len() != 100_000 || n != 50 {
		b.Fatalf("%d of %d entries are in the window", n, f.Len())
	}
	var floor, took time.Duration
	for b.Loop() {
		start := time.Now()
		first(50, f.Newest())
		floor += time.Since(start)
		start = time.Now()
		f.Window(o.Limits)
		took += time.Since(start)
	}
	b.ReportMetric(float64(took)/float64(floor), "of-reading-50")
	b.ReportMetric(float64(took.Nanoseconds())/1000/float64(b.N), "µs/window")
}
