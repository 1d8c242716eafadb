package render

import (
	"bytes"
	"path"
	"testing"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/trials/newstest"
)

// BenchmarkFeed renders a feed of 50 entries whose fragments are cached, and
// again as after a change, when its archive documents are examined again. The
// floor copies its bytes.
func BenchmarkFeed(b *testing.B) {
	p := article.NewParser(article.Options{Dir: "news", Mount: "/", BaseURL: base, Language: "en", Zone: time.UTC, Grammar: article.Grammar(newstest.Grammar)})
	var changes []archive.Change
	for f := range newstest.Articles(5000, 1) {
		changes = append(changes, archive.Change{File: path.Join("/", f.Path), Article: p.Parse(f.Path, f.Data).Article})
	}
	s, _ := archive.New(archive.Options{Zone: time.UTC, Authority: "example.org,2026"}).With(changes, imported)
	for _, format := range Formats {
		b.Run(string(format), func(b *testing.B) {
			r := New(site(""))
			var floor, took, changed time.Duration
			size := len(r.Feed(s, Of(s.Global()), format).Body)
			whole := r.Feed(s, Of(s.Global()), format).Body
			for b.Loop() {
				start := time.Now()
				if len(bytes.Clone(whole)) != size {
					b.Fatal("another size")
				}
				floor += time.Since(start)
				start = time.Now()
				r.Feed(s, Of(s.Global()), format)
				took += time.Since(start)
				known, _ := r.histories.GetIfPresent(historyKey{path: "/"})
				known.revision = Revision{}
				r.histories.Set(historyKey{path: "/"}, known)
				start = time.Now()
				r.Feed(s, Of(s.Global()), format)
				changed += time.Since(start)
			}
			b.ReportMetric(float64(took)/float64(floor), "of-a-copy")
			b.ReportMetric(float64(changed)/float64(floor), "changed-of-a-copy")
			b.ReportMetric(float64(size)/1000, "kB")
		})
	}
}
