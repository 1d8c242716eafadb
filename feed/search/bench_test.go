package search

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/trials/newstest"
)

// chinese makes a sentence of n characters of a vocabulary of 2,000, the
// first of them the most common.
func chinese(r *rand.Rand, zipf *rand.Zipf, n int) string {
	var b strings.Builder
	for range n {
		b.WriteRune(rune(0x4e00 + zipf.Uint64()))
	}
	return b.String()
}

// BenchmarkFind searches 100,000 articles, half of which have a Chinese
// paragraph too, for 50 results at a time.
func BenchmarkFind(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(r, 1.1, 8, 1999)
	p := article.NewParser(article.Options{Mount: "/", BaseURL: "https://example.org", Language: "en", Zone: time.UTC, Grammar: article.Grammar(newstest.Grammar)})
	var changes []archive.Change
	bytes := 0
	for f := range newstest.Articles(100_000, 1) {
		if len(changes)%2 == 0 {
			f.Data = []byte(strings.Replace(string(f.Data), "\n### Source", "\n"+chinese(r, zipf, 300)+"\n\n### Source", 1))
		}
		bytes += len(f.Data)
		changes = append(changes, archive.Change{File: path.Join("/", f.Path), Article: p.Parse(f.Path, f.Data).Article})
	}
	s, _ := archive.New(archive.Options{Zone: time.UTC, Authority: "example.org,2026"}).With(changes, archive.Occasion{Now: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), Imported: []string{"/"}})
	file := filepath.Join(b.TempDir(), "x.search")
	x := New(file, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	start := time.Now()
	go x.Run(ctx)
	x.Follow(s, archive.Delta{})
	<-x.Complete()
	took := time.Since(start)
	info, err := os.Stat(file)
	if err != nil {
		b.Fatal(err)
	}
	fmt.Printf("indexed in %.1f s, %d bytes an article of %d\n", took.Seconds(), info.Size()/100_000, bytes/100_000)

	entries := s.Global().Latest(100_000)
	some := func(n int) string { // words of an article that follow one another
		for {
			all := strings.Fields(characters{}.words(entries[r.IntN(len(entries))].Text()[0]))
			if i := r.IntN(len(all)); i+n <= len(all) {
				return strings.Join(all[i:i+n], " ")
			}
		}
	}
	for _, c := range []struct {
		name  string
		query func() string
	}{
		{"word", func() string { return some(1) }},
		{"two words", func() string { return some(1) + " " + some(1) }},
		{"three words", func() string { return some(1) + " " + some(1) + " " + some(1) }},
		{"phrase", func() string { return `"` + some(3) + `"` }},
		{"topic", func() string { return `"` + entries[r.IntN(len(entries))].Topics[0].Name + `"` }},
		{"one character", func() string { return chinese(r, zipf, 1) }},
		{"two characters", func() string { return chinese(r, zipf, 2) }},
		{"four characters", func() string { return chinese(r, zipf, 4) }},
		{"common and rare", func() string { return "一 " + some(1) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			var times []time.Duration
			for b.Loop() {
				q, err := Parse(c.query())
				if err != nil {
					b.Fatal(err)
				}
				start := time.Now()
				if _, err := x.Find(ctx, Request{Query: q, Most: 50}); err != nil {
					b.Fatal(q, err)
				}
				times = append(times, time.Since(start))
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}
