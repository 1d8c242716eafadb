package site

import (
	"context"
	"fmt"
	"html"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dateline/feed/archive"
	"dateline/feed/page"
	"dateline/feed/phrases"
	"dateline/feed/render"
	"dateline/feed/search"
)

// searched is a site whose articles are indexed.
type searched struct {
	*tree
	index *search.Index
}

// newSearched publishes articles with topics, outlets and languages in two content
// directories, and indexes them.
func newSearched(t testing.TB, articles int) searched {
	files := map[string]string{}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range articles {
		topics := []string{"News"}
		for _, name := range []string{"Moon", "Mars", "Köln", "C++", "月球"} {
			if r.IntN(3) == 0 {
				topics = append(topics, name)
			}
		}
		folder := []string{"", "zh/"}[r.IntN(2)]
		files[fmt.Sprintf("%s2026/%02d/%02d/a%d.md", folder, 1+i%4, 1+i%28, i)] = fmt.Sprintf("---\ntitle: Title %d\nlanguage: %s\ntopics: [%s]\nsources: [\"https://www.%s/%d\"]\n---\nWords that are %s and %s.\n",
			i, []string{"en", "zh", "de-AT"}[r.IntN(3)], strings.Join(topics, ", "), []string{"bbc.co.uk", "example.org"}[r.IntN(2)], i,
			[]string{"red", "blue", "green"}[r.IntN(3)], []string{"early", "late"}[r.IntN(2)])
	}
	looks := looks
	looks.Items, looks.Directories = 20, directories[:1]
	s := searched{publish(t, looks, files), search.New(filepath.Join(t.TempDir(), "x.search"), slog.New(slog.DiscardHandler))}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.index.Run(ctx)
	}()
	t.Cleanup(func() { cancel(); <-done })
	s.index.Follow(s.snapshot(), archive.Delta{})
	<-s.index.Complete()
	return s
}

// at returns what is at an address, and runs the search for it.
func (s searched) at(t testing.TB, address string) (Answer, render.Document) {
	t.Helper()
	a := s.LookupURI(s.snapshot(), address)
	switch {
	case a.Status != Found:
		return a, render.Document{}
	case a.Search == nil:
		return a, a.Make()
	}
	hits, err := s.index.Find(t.Context(), a.Search.Request)
	if err != nil {
		t.Fatal(err)
	}
	return a, a.Search.Make(hits)
}

var (
	builtAddress = regexp.MustCompile(`readonly value="([^"]*)"`)
	entryName    = regexp.MustCompile(`class="p-name[^>]*>(.*?)</a>`)
	itemName     = map[render.Format]*regexp.Regexp{
		render.RSS:  regexp.MustCompile(`(?s)<item>.*?<title>(.*?)</title>`),
		render.Atom: regexp.MustCompile(`(?s)<entry.*?<title[^>]*>(.*?)</title>`),
		render.JSON: regexp.MustCompile(`"title":"(Title.*?|\d.*?)"`),
	}
)

// groups returns the first groups of all matches, unescaped.
func groups(r *regexp.Regexp, text []byte) (list []string) {
	for _, m := range r.FindAllSubmatch(text, -1) {
		list = append(list, html.UnescapeString(string(m[1])))
	}
	return list
}

// TestBuilderServesWhatItShows makes random choices. Those that can be served have one
// address, and the feed at the address that they show begins with the items that they
// show.
func TestBuilderServesWhatItShows(t *testing.T) {
	s := newSearched(t, 200)
	r := rand.New(rand.NewPCG(3, 4))
	served, empty := 0, 0
	for range 600 {
		query := url.Values{}
		pick := func(key string, one int, values ...string) {
			for r.IntN(one) == 0 {
				query.Add(key, values[r.IntN(len(values))])
			}
		}
		topics := []string{"moon", "Mars", "köln", "C++", "c-2", "月球", "News", ""}
		pick("all", 3, topics...)
		pick("any", 3, topics...)
		pick("except", 5, topics...)
		pick("source", 4, "bbc.co.uk", "https://www.example.org/x")
		pick("lang", 4, "en", "de", "zh", "de-AT")
		pick("in", 5, "/zh", "")
		pick("q", 4, "red", `"early"`, " Words  late ", "nothing")
		pick("format", 2, "rss", "atom", "json")
		pick("limit", 4, "1", "5", "300")
		pick("content", 4, "full", "summary")
		pick("digest", 6, "daily", "weekly")
		a, d := s.at(t, page.BuildPath+"?"+query.Encode())
		if again, same := s.at(t, a.Path); again.Path != a.Path || string(same.Body) != string(d.Body) {
			t.Fatalf("%v is %s, which is %s", query, a.Path, again.Path)
		}
		if a.Status != Found {
			t.Fatalf("%v is %v: %s", query, a.Status, a.Why)
		}
		address := builtAddress.FindSubmatch(d.Body)
		if address == nil {
			if !strings.Contains(string(d.Body), phrases.In("en").Build.Wrong) {
				t.Fatalf("%v shows neither a feed nor what is wrong:\n%s", query, d.Body)
			}
			continue
		}
		served++
		path := strings.TrimPrefix(html.UnescapeString(string(address[1])), base)
		f, feed := s.at(t, path)
		if f.Status != Found || f.Path != path {
			t.Fatalf("%v shows %s, which is %v: %s %s", query, path, f.Status, f.Path, f.Why)
		}
		format := render.Format(strings.TrimPrefix(regexp.MustCompile(`\.(rss|atom|json)`).FindString(path), "."))
		shown, items := groups(entryName, d.Body), groups(itemName[format], feed.Body)
		if want := items[:min(len(items), 10)]; !slices.Equal(shown, want) {
			t.Fatalf("%v: %s has %q, but the builder shows %q", query, path, want, shown)
		}
		if len(items) == 0 {
			empty++
		}
	}
	if served < 200 || served-empty < 100 {
		t.Errorf("only %d of 600 choices can be served, of which %d have no items", served, empty)
	}
}

// TestBuilder checks what the builder makes of a choice.
func TestBuilder(t *testing.T) {
	s := newSearched(t, 100)
	words := phrases.In("en").Build
	for _, c := range []struct {
		query string
		holds string // the address, or a part of the page
	}{
		{"", base + "/feed.rss"},
		{"?format=rss", "/build/"},
		{"?all=&any=&q=&limit=", "/build/"},
		{"?all=Moon&all=mars", "/build/?all=mars&all=moon"},
		{"?all=mars&all=moon", base + "/topics/mars+moon/feed.rss"},
		{"?all=moon&any=mars&any=news", base + "/topics/moon/topics/mars,news/feed.rss"},
		{"?all=moon&q=red&format=atom", "/build/?all=moon&format=atom&q=red"},
		{"?all=moon&format=atom&q=red", base + "/topics/moon/feed.atom?q=red"},
		{"?q=red", base + "/search/feed.rss?q=red"},
		{"?all=moon&in=%2Fzh", base + "/zh/topics/moon/feed.rss"},
		{"?in=zh", "/build/?in=%2Fzh"},
		{"?lang=de", base + "/lang/de/feed.rss"},
		{"?source=https://news.bbc.co.uk/x", "/build/?source=bbc.co.uk"},
		{"?all=moon&limit=5&digest=daily", "/build/?all=moon&digest=daily&limit=5"},
		{"?all=moon&digest=daily&limit=5", base + "/topics/moon/digest/daily.rss?limit=5"},
		{"?all=mon", `href="/build/?all=moon">Moon</a>`},
		{"?all=mon&q=a+b", `href="/build/?all=moon&amp;q=a&#43;b">Moon</a>`},
		{"?all=%3Cscript%3E&limit=x", `value="&lt;script&gt;"`},
		{"?all=%3Cscript%3E&limit=x", `value="x" aria-invalid="true"`},
		{"?limit=501", words.BadLimit},
		{"?except=moon", words.ExceptAlone},
		{"?all=moon&q=red&digest=daily", words.NoDigest},
		{"?all=mars&all=moon&digest=daily", words.NoDigest},
		{"?format=pdf", words.Unknown},
		{"?q=" + strings.Repeat("x", 201), phrases.In("en").Results.TooLong},
		{"?q=%22%22", phrases.In("en").Results.NoWords},
		{"?source=bbc.co.uk&source=example.org&any=moon&any=mars&any=news&lang=en&lang=de&lang=zh&all=月球", words.TooMany},
	} {
		a, d := s.at(t, page.BuildPath+c.query)
		if a.Status != Found || a.Path != c.holds && !strings.Contains(string(d.Body), c.holds) {
			t.Errorf("%s: %v %s, want %s\n%.4000s", c.query, a.Status, a.Path, c.holds, d.Body)
		}
	}
	if a := s.LookupURI(s.snapshot(), "/build?all=moon"); a.Status != Moved || a.Path != "/build/?all=moon" {
		t.Errorf("/build is %v: %s", a.Status, a.Path)
	}
}

// FuzzBuilder checks that every choice is served at one address or explained.
func FuzzBuilder(f *testing.F) {
	for _, seed := range []string{"all=moon", "all=moon&all=&any=C%2B%2B", "in=/zh&except=x", "q=%00", "q=%22a", "limit=٣", "%zz", "all=%", "a;b", "lang=x-y-z&lang=en", "digest=daily&format=json", "source=//", "all=a+b,c", "all=%ff"} {
		f.Add(seed)
	}
	s := newSearched(f, 20)
	f.Fuzz(func(t *testing.T, query string) {
		a := s.Lookup(s.snapshot(), page.BuildPath, query)
		if again := s.LookupURI(s.snapshot(), a.Path); again.Path != a.Path {
			t.Errorf("%q is %s, which is %s", query, a.Path, again.Path)
		}
		if a.Status != Found {
			t.Errorf("%q is %v: %s", query, a.Status, a.Why)
		}
		if a.Search == nil {
			a.Make()
		}
	})
}

var composes = regexp.MustCompile(`href="(/build/[^"]*)"`)

// TestCompose checks that the page of a list leads to the builder with what it is about
// picked, as far as that can be picked there.
func TestCompose(t *testing.T) {
	s := newSearched(t, 60)
	for path, feed := range map[string]string{
		"/topics/moon/": "/topics/moon/feed.rss", "/topics/moon+news/except/mars/": "/topics/moon+news/except/mars/feed.rss", "/topics/c,moon/": "/topics/c,moon/feed.rss",
		"/sources/example.org/": "/sources/example.org/feed.rss", "/lang/de/": "/lang/de/feed.rss", "/zh/topics/moon/": "/zh/topics/moon/feed.rss", "/zh/": "/zh/feed.rss",
		"/": "", "/2026/": "", "/2026/02/": "",
	} {
		_, d := s.at(t, path)
		var link string
		for _, m := range composes.FindAllStringSubmatch(html.UnescapeString(string(d.Body)), -1) {
			if m[1] != page.BuildPath {
				link = m[1]
			}
		}
		if (link == "") != (feed == "") {
			t.Errorf("%s leads to the builder at %q", path, link)
			continue
		}
		if _, d = s.at(t, link); link != "" && !strings.Contains(html.UnescapeString(string(d.Body)), `readonly value="`+base+feed+`"`) {
			t.Errorf("%s leads to %s, which does not show %s:\n%s", path, link, feed, d.Body)
		}
	}
}
