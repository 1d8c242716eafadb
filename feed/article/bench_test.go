package article

import (
	"bytes"
	"os"
	"testing"
	"time"
)

// BenchmarkParse reads one article of the founding format. Its floor is
// goldmark alone turning the same bytes into HTML; "x-goldmark" is the ratio.
func BenchmarkParse(b *testing.B) {
	data, err := os.ReadFile("testdata/founding.md")
	if err != nil {
		b.Fatal(err)
	}
	p := NewParser(Options{Dir: "news", Mount: "/", BaseURL: "http://127.0.0.1:8080", Language: "en", Zone: time.UTC, Grammar: founding()})
	if r := p.Parse("2026/04/7/story.md", data); r.Article == nil {
		b.Fatal(r.Problems)
	}
	var floor, ours time.Duration
	var html bytes.Buffer
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		t := time.Now()
		p.Parse("2026/04/7/story.md", data)
		ours += time.Since(t)
		b.StopTimer()
		t = time.Now()
		html.Reset()
		if err := p.safe.Convert(data, &html); err != nil {
			b.Fatal(err)
		}
		floor += time.Since(t)
		b.StartTimer()
	}
	b.ReportMetric(float64(ours)/float64(floor), "x-goldmark")
}
