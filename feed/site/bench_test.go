package site

import (
	"fmt"
	"html"
	"path"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
	"dateline/feed/trials/newstest"
)

// large is an archive of 100,000 articles and 12,000 topics, and the change that added its
// newest article. It is made once for all benchmarks.
var large = sync.OnceValues(func() (*archive.Snapshot, archive.Change) {
	p := article.NewParser(article.Options{Dir: "news", Mount: "/", BaseURL: base, Language: "en", Zone: time.UTC, Grammar: article.Grammar(newstest.Grammar)})
	var changes []archive.Change
	for f := range newstest.Articles(100_000, 1) {
		changes = append(changes, archive.Change{File: path.Join("/", f.Path), Article: p.Parse(f.Path, f.Data).Article})
	}
	s, _ := archive.New(archive.Options{Zone: time.UTC, Authority: "example.org,2026"}).With(changes, archive.Occasion{Now: begun, Imported: []string{"/"}})
	return s, changes[len(changes)-1]
})

// begun is when the large archive is made.
var begun = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)

// retitled returns the snapshots after each of several changes of the title of an article.
func retitled(s *archive.Snapshot, c archive.Change) (next func() *archive.Snapshot) {
	now := begun
	return func() *archive.Snapshot {
		now = now.Add(time.Minute)
		again := *c.Article
		again.Title = fmt.Sprint("Changed at ", now)
		s, _ = s.With([]archive.Change{{File: c.File, Article: &again}}, archive.Occasion{Now: now, Live: true})
		return s
	}
}

// busiest returns the two topics with the most articles.
func busiest(s *archive.Snapshot) (first, second *archive.Feed) {
	first, second = s.Global(), s.Global()
	for f := range s.Topics() {
		switch {
		case first.Topic == nil || f.Len() > first.Len():
			first, second = f, first
		case second.Topic == nil || f.Len() > second.Len():
			second = f
		}
	}
	return first, second
}

// BenchmarkPages finds and renders a page of each kind, whether its snapshot is known or
// new, as after a change. The floor escapes the bytes of the page, which is what a
// template has to do at least. Each page may take 5 ms, and the landing page 60 KB as it
// is sent. The shortest time counts, so that others who use the machine do not.
func BenchmarkPages(b *testing.B) {
	s, last := large()
	next := retitled(s, last)
	c := New(Options{Renderer: render.New(looks), Search: true})
	most, second := busiest(s)
	all := s.Global()
	newest := all.Latest(1)[0]
	middle := all.Latest(all.Len() / 2)[all.Len()/2-1]
	var outlet string
	for f := range s.Of(archive.OfOutlet) {
		outlet = f.Topic.Slug
	}
	a, z := most.Topic.Slug, second.Topic.Slug
	for _, page := range []struct{ name, path, query string }{
		{"landing", "/", ""},
		{"topic", "/topics/" + a + "/", ""},
		{"outlet", "/sources/" + outlet + "/", ""},
		{"language", "/lang/en/", ""},
		{"year", "/2015/", ""},
		{"month", "/2015/06/", ""},
		{"day", middle.Published().Format("/2006/01/02/"), ""},
		{"all-of", "/topics/" + a + "+" + z + "/", ""},
		{"any-of", "/topics/" + a + "," + z + "/", ""},
		{"except", "/topics/" + a + "/except/" + z + "/", ""},
		{"topics", "/topics/", ""},
		{"outlets", "/sources/", ""},
		{"search", "/search/", ""},
		{"changes", "/changes.rss", ""},
		{"newest", article.Address(newest.Path), ""},
		{"article", article.Address(middle.Path), ""},
	} {
		b.Run(page.name, func(b *testing.B) {
			b.ReportAllocs()
			body := func(s *archive.Snapshot) string {
				a := c.Lookup(s, page.path, page.query)
				if a.Status != Found {
					b.Fatalf("%s is %v: %s", page.path, a.Status, a.Why)
				}
				if a.Page.Make != nil {
					a.Address = a.Page
				}
				return string(a.Make().Body)
			}
			text := body(s) // whatever is counted once after a start
			var first, took, floor least
			for range 3 {
				s = next()
				first.time(func() { body(s) })
			}
			for b.Loop() {
				floor.time(func() { html.EscapeString(text) })
				took.time(func() { body(s) })
			}
			b.ReportMetric(float64(took.Duration)/float64(floor.Duration), "of-escaping")
			b.ReportMetric(float64(took.Microseconds())/1000, "ms")
			b.ReportMetric(float64(first.Microseconds())/1000, "first-ms")
			b.ReportMetric(float64(packed(text))/1000, "packed-KB")
		})
	}
}

// BenchmarkNear answers for addresses at which there is nothing, in the same archive.
func BenchmarkNear(b *testing.B) {
	s, _ := large()
	c := New(Options{Renderer: render.New(looks), Search: true})
	for _, path := range []string{"/topics/mooon/", "/sources/mooon.example/", "/2015/06/11/mooon", "/nothing"} {
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				if a := c.Lookup(s, path, ""); a.Status != Unknown {
					b.Fatal(a.Status)
				}
			}
		})
	}
}

// BenchmarkRevisions looks up pages without rendering them, as for each request, and
// tells how many are found in the time of one look for an entry.
func BenchmarkRevisions(b *testing.B) {
	s, _ := large()
	c := New(Options{Renderer: render.New(looks), Search: true})
	middle := s.Global().Latest(50_000)[49_999]
	f, _ := s.Topic(middle.Topics[0].Slug)
	for _, page := range []struct{ name, path string }{
		{"landing", "/"}, {"topic", render.TopicPath(f.Topic)}, {"article", article.Address(middle.Path)}, {"day", middle.Published().Format("/2006/01/02/")}, {"year", "/2015/"},
	} {
		b.Run(page.name, func(b *testing.B) {
			b.ReportAllocs()
			var took, floor least
			for b.Loop() {
				floor.time(func() { s.Entry(middle.Path) })
				took.time(func() {
					if a := c.Lookup(s, page.path, ""); a.Status != Found {
						b.Fatal(a.Status, a.Why)
					}
				})
			}
			b.ReportMetric(float64(took.Nanoseconds()), "least-ns")
			b.ReportMetric(float64(took.Duration)/float64(floor.Duration), "of-an-entry")
		})
	}
}

// least is the shortest of several times.
type least struct{ time.Duration }

func (l *least) time(do func()) {
	start := time.Now()
	do()
	if took := time.Since(start); l.Duration == 0 || took < l.Duration {
		l.Duration = took
	}
}

// packed returns the size of a text as a browser gets it at first.
func packed(text string) int {
	var n counting
	z, _ := gzip.NewWriterLevel(&n, gzip.BestSpeed) // the level is valid
	_, _ = z.Write([]byte(text))                    // counting returns no error
	_ = z.Close()
	return int(n)
}

type counting int

func (n *counting) Write(p []byte) (int, error) {
	*n += counting(len(p))
	return len(p), nil
}
