package render

import (
	"fmt"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/trials/newstest"
)

// sites are Sites whose entries have different contents.
func sites() []Site {
	plain, arabic, link := site(""), site(""), site("source")
	arabic.Language = "ar"
	link.ItemLink, link.BaseURL = "https://other.example/{path}", "https://example.org/a/long/path"
	return []Site{plain, site("summary"), arabic, link}
}

// checkSizes checks that the size of every entry is at least its size in the
// largest format, and returns how often it was computed and how often it was more
// than 15 % above.
func checkSizes(t *testing.T, site Site, s *archive.Snapshot) (computed, above int) {
	t.Helper()
	r := New(site)
	for e := range s.Global().Newest() {
		for _, as := range []form{whole, summary, teaser} {
			want, got := encode(r.item(s, shape{Entry: e, form: as, alone: true})).size(), r.size(e, as)
			if got < want {
				t.Errorf("%s has the size %d in the form %d, want at least %d", e.Path, got, as, want)
			}
			computed++
			if float64(got) > 1.15*float64(want) {
				above++
			}
		}
	}
	return computed, above
}

func corpus(n int) *archive.Snapshot {
	p := article.NewParser(article.Options{Dir: "news", Mount: "/", BaseURL: base, Language: "en", Zone: time.UTC, Grammar: article.Grammar(newstest.Grammar)})
	var changes []archive.Change
	for f := range newstest.Articles(n, 1) {
		changes = append(changes, archive.Change{File: path.Join("/", f.Path), Article: p.Parse(f.Path, f.Data).Article})
	}
	s, _ := archive.New(archive.Options{Zone: time.UTC, Authority: "example.org,2026"}).With(changes, imported)
	return s
}

// TestSize checks the sizes of generated articles, of those of the golden files
// and of articles in which everything is long.
func TestSize(t *testing.T) {
	all := map[string]*archive.Snapshot{"generated": corpus(500), "heavy": build(t, heavy(3), time.UTC)}
	for _, name := range []string{"everything", "episodes", "options"} {
		ar, err := txtar.ParseFile("testdata/" + name + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		var inputs []txtar.File
		for _, f := range ar.Files {
			if !strings.HasPrefix(f.Name, "want/") {
				inputs = append(inputs, f)
			}
		}
		all[name] = build(t, inputs, time.UTC)
	}
	for name, s := range all {
		for _, site := range sites() {
			computed, above := checkSizes(t, site, s)
			if computed == 0 || above > computed/20 {
				t.Errorf("%s: %d of %d sizes are more than 15 %% above", name, above, computed)
			}
		}
	}
}

// TestSizeOfNasty checks the sizes of texts that are hard to escape.
func TestSizeOfNasty(t *testing.T) {
	for i, text := range newstest.Nasty {
		next := func(n int) string { return newstest.Nasty[(i+n)%len(newstest.Nasty)] }
		s := published(direct(text, next(1), next(2), next(3), next(4), next(5)))
		checkSizes(t, site(""), s)
	}
}

func published(changes ...archive.Change) *archive.Snapshot {
	s, _ := archive.New(archive.Options{Zone: time.UTC, Authority: "example.org,2026"}).With(changes, imported)
	return s
}

// FuzzSize checks the sizes of any texts.
func FuzzSize(f *testing.F) {
	for i, text := range newstest.Nasty {
		if len(text) < 1000 {
			f.Add(text, newstest.Nasty[(i+1)%len(newstest.Nasty)], text, text, text, text)
		}
	}
	f.Fuzz(func(t *testing.T, title, summary, body, topic, author, source string) {
		checkSizes(t, site(""), published(direct(title, summary, body, topic, author, source)))
	})
}

// TestSizeOfRelated checks that the estimates of Related lists and Markdown come
// near what they are.
func TestSizeOfRelated(t *testing.T) {
	var files []txtar.File
	for i := range 20 {
		text := fmt.Sprintf("### 2026-04-7\n# A headline of the usual length, number %d\n%s\n### Related:\n", i, strings.Repeat("A paragraph of \"some\" words.\n\n", 50))
		for other := range 20 {
			text += fmt.Sprintf("1. [x](/2026/04/7/a-headline-of-the-usual-length-number-%02d.md)\n", other)
		}
		files = append(files, txtar.File{Name: fmt.Sprintf("2026/04/7/a-headline-of-the-usual-length-number-%02d.md", i), Data: []byte(text)})
	}
	for _, markdown := range []func(*archive.Entry) (string, bool){nil, markdownOf(files)} {
		site := site("related")
		site.Markdown = markdown
		s, r := build(t, files, site.Zone), New(site)
		for e := range s.Global().Newest() {
			want, got := encode(r.item(s, shape{Entry: e})).size(), r.size(e, whole)
			if float64(got) < 0.8*float64(want) || float64(got) > 1.4*float64(want) {
				t.Errorf("with Markdown %v, %s has the size %d, want about %d", markdown != nil, e.Path, got, want)
			}
		}
	}
}

// BenchmarkSize computes the sizes of entries. The floor encodes them.
func BenchmarkSize(b *testing.B) {
	s := corpus(500)
	r := New(site(""))
	entries := s.Global().Latest(500)
	var floor, took time.Duration
	for b.Loop() {
		start := time.Now()
		for _, e := range entries {
			encode(r.item(s, shape{Entry: e, alone: true}))
		}
		floor += time.Since(start)
		start = time.Now()
		for _, e := range entries {
			it := r.item(nil, shape{Entry: e, alone: true})
			it.size()
		}
		took += time.Since(start)
	}
	b.ReportMetric(float64(took)/float64(floor), "of-encoding")
	b.ReportMetric(float64(took.Nanoseconds())/float64(b.N*len(entries)), "ns/entry")
}
