package adopt

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
)

// many is the number of items and articles of benchmarks.
const many = 10_000

// large returns a feed of some items and the files of their articles.
func large(items int, link, title, ours func(i int) string) (feed string, files map[string]string) {
	files = make(map[string]string, items)
	var all []string
	for i := range items {
		body := strings.Repeat(fmt.Sprintf("Sentence %d of the tide and the moon. ", i), 12)
		at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * 5 * time.Hour)
		files[fmt.Sprintf("posts/%d.md", i)] = text(ours(i), at.Format(time.RFC3339), "", body)
		all = append(all, item(fmt.Sprint("guid ", i), link(i), title(i), at.Add(time.Hour).Format(time.RFC1123Z), body))
	}
	return rssOf(all...), files
}

func posts(i int) string { return fmt.Sprintf("https://blog.example/posts/%d/", i) }

func numbered(i int) string { return fmt.Sprint("Story ", i) }

// BenchmarkParse reads a feed of five megabytes. The ratio is to gofeed alone.
func BenchmarkParse(b *testing.B) {
	feed, _ := large(many, posts, numbered, numbered)
	data := []byte(feed)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	var alone time.Duration
	for b.Loop() {
		if _, err := parse("feed", "", data); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		begin := time.Now()
		if _, err := gofeed.NewParser().Parse(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
		alone += time.Since(begin)
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed())/float64(alone), "x-gofeed")
}

func nothing(int) string { return "" }

func same(int) string { return "Links" }

// BenchmarkFind matches ten thousand items with as many articles: by links, by titles
// and dates, by texts alone, and if all have one title.
func BenchmarkFind(b *testing.B) {
	for name, x := range map[string]struct{ link, title, ours func(int) string }{
		"links":     {posts, numbered, numbered},
		"titles":    {nothing, numbered, numbered},
		"texts":     {nothing, nothing, numbered},
		"one title": {nothing, same, same},
	} {
		b.Run(name, func(b *testing.B) {
			document, files := large(many, x.link, x.title, x.ours)
			o := site(b, files)
			f, err := parse("feed", "", []byte(document))
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if t := Find([]*Feed{f}, o); len(t.Matches)+len(t.Doubtful) != many {
					b.Fatalf("%d matches, %d doubtful", len(t.Matches), len(t.Doubtful))
				}
			}
		})
	}
}
