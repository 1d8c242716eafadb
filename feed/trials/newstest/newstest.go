// Package newstest provides archives for tests: synthetic ones, or the real one
// beside the checkout.
package newstest

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"time"
)

// File is one Markdown file; Path is below the content directory.
type File struct {
	Path string
	Data []byte
}

// Articles yields n articles in the founding format, oldest first, over twenty
// years. The popularity of topics follows Zipf's law, and Related lists name
// earlier articles that share a topic. The same n and seed yield the same
// bytes.
func Articles(n int, seed uint64) iter.Seq[File] {
	return func(yield func(File) bool) {
		g := newGenerator(n, seed)
		for i := range n {
			if !yield(g.article(i)) {
				return
			}
		}
	}
}

type generator struct {
	n      int
	rand   *rand.Rand
	topics []string
	zipf   *rand.Zipf
	recent [][]link // by topic
}

type link struct{ title, path string }

const firstDay = "2006-01-01"

func newGenerator(n int, seed uint64) *generator {
	r := rand.New(rand.NewPCG(seed, 1))
	g := &generator{n: n, rand: r}
	count := max(12, n*12/100)
	for i := range count {
		g.topics = append(g.topics, fmt.Sprintf("%s %s", capital(word(uint64(i))), capital(word(uint64(i)*7919+13))))
	}
	g.zipf = rand.NewZipf(r, 1.2, 4, uint64(count-1))
	g.recent = make([][]link, count)
	return g
}

// word turns a number into a pronounceable word.
func word(i uint64) string {
	const consonants, vowels = "bdfghklmnprstvz", "aeiou"
	var b strings.Builder
	for i += 17; i > 0; i /= 75 {
		b.WriteByte(consonants[i%15])
		b.WriteByte(vowels[i/15%5])
	}
	return b.String()
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func (g *generator) words(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = word(g.rand.Uint64N(6000))
	}
	return strings.Join(list, " ")
}

func (g *generator) article(i int) File {
	first, _ := time.Parse(time.DateOnly, firstDay)
	date := first.AddDate(0, 0, i*7300/g.n)
	day := fmt.Sprintf("%04d/%02d/%d", date.Year(), date.Month(), date.Day())
	topics := []int{int(g.zipf.Uint64())}
	for range g.rand.IntN(3) {
		topics = append(topics, int(g.zipf.Uint64()))
	}
	title := capital(g.words(6 + g.rand.IntN(12)))
	slug := strings.ReplaceAll(strings.ToLower(title), " ", "-")
	path := fmt.Sprintf("%s/%s-%d.md", day, slug[:min(len(slug), 80)], i)

	var b strings.Builder
	fmt.Fprintf(&b, "### [%04d-%02d-%d](/%s/index.md)\n\n##### %s\n# %s. \n\n", date.Year(), date.Month(), date.Day(), day, g.topics[topics[0]], title)
	for range 1 + g.rand.IntN(3) {
		fmt.Fprintf(&b, "%s. %s.\n\n", capital(g.words(20+g.rand.IntN(20))), capital(g.words(10)))
	}
	host := word(g.rand.Uint64N(120))
	fmt.Fprintf(&b, "\n### Source:\n\n1. [%s News](https://www.%s.example/%s/%d)\n", capital(host), host, day, i)
	if g.rand.IntN(10) < 7 {
		fmt.Fprintf(&b, "2. [Cover Image](https://media.%s.example/%d/1200x630/cover.jpg)\n", host, i)
	}
	b.WriteString("\n### Related:\n\n")
	for k, t := range topics {
		for j, l := range g.recent[t] {
			fmt.Fprintf(&b, "%d. [%s. ](/%s) _Context: %s_\n", k*5+j+1, l.title, l.path, g.topics[t])
		}
		g.recent[t] = append(g.recent[t], link{title, path})
		g.recent[t] = g.recent[t][max(0, len(g.recent[t])-4):]
	}
	return File{Path: path, Data: []byte(b.String())}
}

// Grammar lists the labels that Articles uses, in the form that a parser needs.
var Grammar = struct{ Source, Related, Changes, Context, Cover []string }{
	[]string{"Source"}, []string{"Related"}, []string{"Changes"}, []string{"Context"}, []string{"Cover Image"},
}
