package article

import (
	"strings"
	"testing"
	"time"
)

// BenchmarkPermalink parses an article with a pattern of addresses; ratio to parsing
// it without.
func BenchmarkPermalink(b *testing.B) {
	data := []byte("---\ntitle: A title of some words\ndate: 2024-03-01T23:30:00+02:00\ntags: [a, b]\n---\n" + strings.Repeat("Some text. ", 100) + "\n")
	o := worldOptions()
	plain := NewParser(o)
	o.Permalink = "/:year/:month/:title/"
	p := NewParser(o)
	const rel = "posts/2024-03-01-some-words.md"
	var floor time.Duration
	for range 200 {
		begin := time.Now()
		plain.Parse(rel, data)
		floor += time.Since(begin)
	}
	b.ReportAllocs()
	for b.Loop() {
		p.Parse(rel, data)
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/(float64(floor)/200), "x-plain")
}

// A pattern costs a few allocations, whatever the article.
func TestPermalinkAllocations(t *testing.T) {
	data := []byte("---\ntitle: A title of some words\ndate: 2024-03-01T23:30:00+02:00\n---\nText.\n")
	count := func(pattern string) float64 {
		o := worldOptions()
		o.Permalink = pattern
		p := NewParser(o)
		return testing.AllocsPerRun(50, func() { p.Parse("posts/x.md", data) })
	}
	if plain, with := count(""), count("/:year/:month/:title/"); with > plain+25 {
		t.Errorf("%v allocations with a pattern, %v without", with, plain)
	} else {
		t.Logf("%v allocations with a pattern, %v without", with, plain)
	}
}
