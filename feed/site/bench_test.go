package site

import (
	"fmt"
	"html"
	"path"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
	"dateline/feed/trials/newstest"
)

// large is the archive of BenchmarkPages: 100,000 articles of 12,000 topics, of which two
// are in most of them.
func large(b *testing.B) (s *archive.Snapshot, next func() *archive.Snapshot) {
	b.Helper()
	p := article.NewParser(article.Options{Dir: "news", Mount: "/", BaseURL: base, Language: "en", Zone: time.UTC, Grammar: article.Grammar(newstest.Grammar)})
	var changes []archive.Change
	for f := range newstest.Articles(100_000, 1) {
		changes = append(changes, archive.Change{File: path.Join("/", f.Path), Article: p.Parse(f.Path, f.Data).Article})
	}
	now := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	s, _ = archive.New(archive.Options{Zone: time.UTC, Authority: "example.org,2026"}).With(changes, archive.Occasion{Now: now, Imported: []string{"/"}})
	last := changes[len(changes)-1]
	return s, func() *archive.Snapshot { // with another title of the newest article
		now = now.Add(time.Minute)
		again := *last.Article
		again.Title = fmt.Sprint("Changed at ", now)
		s, _ = s.With([]archive.Change{{File: last.File, Article: &again}}, archive.Occasion{Now: now, Live: true})
		return s
	}
}

// BenchmarkPages finds and renders a page of each kind, whether its snapshot is known or
// new, as after a change. The floor escapes the bytes of the page, which is what a
// template has to do at least. Each page may take 5 ms, and the landing page 60 KB as it
// is sent.
func BenchmarkPages(b *testing.B) {
	s, next := large(b)
	c := New(Options{Renderer: render.New(looks), Search: true})
	var most, second *archive.Feed
	for f := range s.Topics() {
		switch {
		case most == nil || f.Len() > most.Len():
			most, second = f, most
		case second == nil || f.Len() > second.Len():
			second = f
		}
	}
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
			const fresh = 3
			var first time.Duration
			for range fresh {
				s := next()
				start := time.Now()
				body(s)
				first += time.Since(start)
			}
			s := next()
			text := body(s)
			var floor time.Duration
			for b.Loop() {
				start := time.Now()
				html.EscapeString(text)
				floor += time.Since(start)
				body(s)
			}
			b.ReportMetric(float64(b.Elapsed()-floor)/float64(floor), "of-escaping")
			b.ReportMetric(float64(first.Microseconds())/1000/fresh, "first-ms")
			b.ReportMetric(float64(packed(text))/1000, "packed-KB")
		})
	}
}

// BenchmarkNear answers for addresses at which there is nothing, in the same archive.
func BenchmarkNear(b *testing.B) {
	s, _ := large(b)
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
	s, _ := large(b)
	c := New(Options{Renderer: render.New(looks), Search: true})
	middle := s.Global().Latest(50_000)[49_999]
	f, _ := s.Topic(middle.Topics[0].Slug)
	for _, page := range []struct{ name, path string }{
		{"landing", "/"}, {"topic", render.TopicPath(f.Topic)}, {"article", article.Address(middle.Path)}, {"day", middle.Published().Format("/2006/01/02/")}, {"year", "/2015/"},
	} {
		b.Run(page.name, func(b *testing.B) {
			b.ReportAllocs()
			var floor time.Duration
			for b.Loop() {
				start := time.Now()
				if _, ok := s.Entry(middle.Path); !ok {
					b.Fatal("no entry")
				}
				floor += time.Since(start)
				if a := c.Lookup(s, page.path, ""); a.Status != Found {
					b.Fatal(a.Status, a.Why)
				}
			}
			b.ReportMetric(float64(b.Elapsed()-floor)/float64(floor), "of-an-entry")
		})
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
