package render

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/trials/newstest"
)

// changes parses the Markdown files of an archive.
func changes(tb testing.TB, files []txtar.File) []archive.Change {
	tb.Helper()
	p := article.NewParser(article.Options{Dir: "news", Mount: "/", BaseURL: base, Language: "en", Zone: time.UTC,
		Grammar: article.Grammar(config.Default().Grammar)})
	var list []archive.Change
	for _, f := range files {
		r := p.Parse(f.Name, f.Data)
		if r.Article == nil {
			tb.Fatal(r.Problems)
		}
		list = append(list, archive.Change{File: path.Join("/", f.Name), Article: r.Article})
	}
	return list
}

// large is an archive with more pages than fit into one sitemap.
var large = sync.OnceValue(func() *archive.Snapshot { return synthetic(sitemapLimit.urls + 1000) })

// synthetic returns n articles of newstest without their text, which sitemaps do
// not show and which takes most of the time to parse.
func synthetic(n int) *archive.Snapshot {
	p := article.NewParser(article.Options{Dir: "news", Mount: "/", BaseURL: base, Language: "en", Zone: time.UTC,
		Grammar: article.Grammar(newstest.Grammar)})
	var list []archive.Change
	for f := range newstest.Articles(n, 1) {
		head, _, _ := bytes.Cut(f.Data, []byte(". \n\n"))
		list = append(list, archive.Change{File: path.Join("/", f.Path), Article: p.Parse(f.Path, head).Article})
	}
	s, _ := archive.New(archive.Options{Zone: time.UTC, Authority: "example.org,2026"}).With(list, imported)
	return s
}

// files returns the sitemaps of a site as a crawler finds them: from the index,
// if there is one.
func (m *Sitemaps) files(t *testing.T) []Document {
	t.Helper()
	d, ok := m.Document("/sitemap.xml")
	if !ok {
		t.Fatal("no /sitemap.xml")
	}
	root := read[element](t, d)
	if root.XMLName.Local == "urlset" {
		return []Document{d}
	}
	if root.XMLName.Local != "sitemapindex" || root.XMLName.Space != sitemapNamespace {
		t.Fatalf("/sitemap.xml is a %v", root.XMLName)
	}
	var list []Document
	for _, e := range root.Elements {
		path, ok := strings.CutPrefix(e.child("loc").Text, base)
		d, found := m.Document(path)
		if !ok || !found || !m.Has(path) || d.Path != path {
			t.Fatalf("the index names %q: found %t, has %t, path %q", path, found, m.Has(path), d.Path)
		}
		list = append(list, d)
	}
	return list
}

// check checks that every page of the snapshot is in exactly one file, that
// articles are newest first with the date of their update, and that no file
// exceeds the limit.
func (m *Sitemaps) check(t *testing.T, limit extent) {
	t.Helper()
	want := []string{base + "/ "}
	for f := range m.s.Listed() {
		want = append(want, base+TopicPath(f.Topic)+" ")
	}
	for e := range m.s.Global().Newest() {
		want = append(want, m.r.PageURL(e)+" "+e.Updated().Format(time.RFC3339))
	}
	var got []string
	for _, d := range m.files(t) {
		root := read[element](t, d)
		if root.XMLName.Local != "urlset" || root.XMLName.Space != sitemapNamespace {
			t.Fatalf("%s is a %v", d.Path, root.XMLName)
		}
		if n := len(root.Elements); n == 0 || n > limit.urls || len(d.Body) > limit.bytes {
			t.Errorf("%s has %d URLs in %d bytes", d.Path, n, len(d.Body))
		}
		if f, _ := m.find(d.Path); len(d.Body) != len(urlsetHead)+f.bytes+len(urlsetTail) {
			t.Errorf("%s has %d bytes, measured as %d", d.Path, len(d.Body), f.bytes)
		}
		for _, e := range root.Elements {
			got = append(got, e.child("loc").Text+" "+e.child("lastmod").Text)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%d pages in %d parts, want %d", len(got), len(m.parts), len(want))
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Fatalf("page %d is %s, want %s", i, got[i], want[i])
			}
		}
	}
}

func TestSitemapGolden(t *testing.T) {
	golden(t, "sitemap.golden", func(site Site, files []txtar.File) []Document {
		r, s := New(site), build(t, files, site.Zone)
		whole, _ := r.Sitemaps(s).Document("/sitemap.xml")
		whole.Path = "/whole.xml"
		m := r.sitemaps(s, extent{3, 5000})
		index, _ := m.Document("/sitemap.xml")
		return append(m.files(t), whole, index, r.NewsSitemap(s, time.Date(2026, 2, 2, 12, 0, 0, 0, time.UTC)))
	})
}

// TestSitemapLimits divides one archive more and more finely, down to hours.
func TestSitemapLimits(t *testing.T) {
	s := synthetic(2000)
	r := New(site(""))
	total := r.Sitemaps(s).whole
	whole, _ := r.Sitemaps(s).Document("/sitemap.xml")
	for _, limit := range []extent{
		sitemapLimit,
		{total.urls, len(whole.Body)},
		{total.urls - 1, len(whole.Body)},
		{total.urls, len(whole.Body) - 1},
		{150, 1 << 20}, {20, 1 << 20}, {3, 1 << 20}, {2000, 20_000},
	} {
		t.Run(fmt.Sprint(limit), func(t *testing.T) {
			m := r.sitemaps(s, limit)
			m.check(t, limit)
			fits := total.urls <= limit.urls && len(whole.Body) <= limit.bytes
			if one := m.parts == nil; one != fits {
				t.Errorf("one file: %t, want %t", one, fits)
			}
		})
	}
}

// TestSitemapPaths checks that all existing sitemaps are found, and no others.
func TestSitemapPaths(t *testing.T) {
	s := synthetic(2000)
	m := New(site("")).sitemaps(s, extent{99, 1 << 20})
	for _, path := range []string{"/sitemap.xml", "/sitemap-topics-1.xml", "/sitemap-2006-01.xml"} {
		if _, ok := m.Document(path); !ok || !m.Has(path) {
			t.Errorf("no %s", path)
		}
	}
	for _, path := range []string{"", "/", "/sitemap", "/sitemap-2006.xml", "/sitemap-2006-01-01.xml", "/sitemap-2006-1.xml",
		"/sitemap-1999-01.xml", "/sitemap-topics-0.xml", "/sitemap-topics-99.xml", "/sitemap-.xml"} {
		if _, ok := m.Document(path); ok || m.Has(path) {
			t.Errorf("there is %q", path)
		}
	}
	if one := New(site("")).Sitemaps(s); one.Has("/sitemap-2006.xml") || !one.Has("/sitemap.xml") {
		t.Error("a site of one sitemap has others, or not that one")
	}
}

// TestSitemapLarge checks an archive beyond the real limit, also with another
// Renderer.
func TestSitemapLarge(t *testing.T) {
	r := New(site(""))
	m := r.Sitemaps(large())
	m.check(t, sitemapLimit)
	if n := m.s.Global().Len(); n <= sitemapLimit.urls || len(m.parts) < 21 {
		t.Fatalf("%d articles in %d parts are no test", n, len(m.parts))
	}
	again := New(site("")).Sitemaps(large()).files(t)
	for i, d := range m.files(t) {
		if other := again[i]; d.ETag != other.ETag || !bytes.Equal(d.Body, other.Body) {
			t.Errorf("%s is not the same again", d.Path)
		}
	}
	if m.Has("/sitemap-2010-04.xml") || !m.Has("/sitemap-2010.xml") || !m.Has("/sitemap-topics-1.xml") {
		t.Errorf("cut into %v", m.parts)
	}
}

// TestSitemapClock sets the clock back over midnight, as St John's did in
// 2010 at 00:01.
func TestSitemapClock(t *testing.T) {
	zone, err := time.LoadLocation("America/St_Johns")
	if err != nil {
		t.Skip(err)
	}
	var files []txtar.File
	begin := time.Date(2010, 11, 7, 0, 30, 0, 0, time.UTC)
	for i := range 200 {
		date := begin.Add(time.Duration(i) * time.Minute).Format(time.RFC3339)
		files = append(files, txtar.File{Name: fmt.Sprintf("a/%d.md", i), Data: []byte("---\ndate: " + date + "\n---\n# A\n")})
	}
	s, _ := archive.New(archive.Options{Zone: zone, Authority: "example.org,2026"}).With(changes(t, files), imported)
	site := site("")
	site.Zone = zone
	limit := extent{130, 1 << 20}
	m := New(site).sitemaps(s, limit)
	m.check(t, limit)
	seen := map[string]bool{}
	for _, f := range m.parts {
		if seen[f.path] {
			t.Errorf("%s is there twice", f.path)
		}
		seen[f.path] = true
	}
	if len(m.parts) < 3 {
		t.Errorf("%d parts are no test", len(m.parts))
	}
}

// TestSitemapURLs checks that URLs are those of pages of this site, in the form
// that the protocol requires.
func TestSitemapURLs(t *testing.T) {
	long := strings.Repeat(strings.Repeat("x", 200)+"/", 11)
	files := []txtar.File{
		{Name: "2026/04/7/a&b'c \"d\".md", Data: []byte("# A\n\n### Source:\n\n1. [Other](https://other.example/)\n")},
		{Name: "2026/04/7/" + long + "y.md", Data: []byte("# Long\n")},
	}
	s, _ := archive.New(archive.Options{Zone: time.UTC, Authority: "example.org,2026"}).With(changes(t, files), imported)
	r := New(site("source"))
	m := r.Sitemaps(s)
	now := time.Date(2026, 4, 8, 0, 0, 0, 0, time.UTC)
	for _, d := range []Document{m.files(t)[0], r.NewsSitemap(s, now)} {
		var got []string
		for _, e := range read[element](t, d).Elements {
			got = append(got, e.child("loc").Text)
		}
		if want := base + "/2026/04/7/a&b'c%20%22d%22"; !slices.Contains(got, want) {
			t.Errorf("%s lists %.200q, not %s", d.Path, got, want)
		}
		if strings.Contains(string(d.Body), "xxx") || strings.Contains(string(d.Body), "other.example") {
			t.Errorf("%s lists a URL that is too long, or of another site", d.Path)
		}
	}
}

func TestNewsSitemap(t *testing.T) {
	var files []txtar.File
	add := func(name, date string) {
		files = append(files, txtar.File{Name: name + ".md", Data: []byte("---\ndate: " + date + "\n---\n# " + name + " & <i> \"x\"\n")})
	}
	add("future", "2026-04-10T12:00:01Z")
	add("now", "2026-04-10T12:00:00Z")
	add("day", "2026-04-09")
	add("edge", "2026-04-08T12:00:00Z")
	add("old", "2026-04-08T11:59:59Z")
	s, _ := archive.New(archive.Options{Zone: time.UTC, Authority: "example.org,2026"}).With(changes(t, files), imported)
	now := time.Date(2026, 4, 10, 12, 0, 0, 0, time.UTC)
	r := New(site(""))
	d := r.NewsSitemap(s, now)
	root := read[element](t, d)
	var got []string
	for _, e := range root.Elements {
		news := e.child("news")
		if news.XMLName.Space != newsNamespace || len(e.Elements) != 2 || news.child("publication").child("name").Text != site("").Title ||
			!strings.Contains(news.child("title").Text, " & ") {
			t.Errorf("%v is no news", e)
		}
		got = append(got, strings.TrimPrefix(e.child("loc").Text, base)+" "+news.child("publication_date").Text)
	}
	want := []string{"/now 2026-04-10T14:00:00+02:00", "/day 2026-04-09", "/edge 2026-04-08T14:00:00+02:00"}
	if !slices.Equal(got, want) {
		t.Errorf("news %q, want %q", got, want)
	}
	if again := New(site("")).NewsSitemap(s, now); again.ETag != d.ETag || !bytes.Equal(again.Body, d.Body) {
		t.Error("the same moment gives other bytes")
	}
	if later := r.NewsSitemap(s, now.Add(72*time.Hour)); len(read[element](t, later).Elements) != 0 {
		t.Errorf("old news:\n%s", later.Body)
	}
}

// TestNewsSitemapMany checks that there are only the newest articles, as many as
// Google accepts.
func TestNewsSitemapMany(t *testing.T) {
	now := time.Date(2026, 4, 10, 12, 0, 0, 0, time.UTC)
	var files []txtar.File
	for i := range newsURLs + 5 {
		date := now.Add(-time.Duration(i) * time.Minute).Format(time.RFC3339)
		files = append(files, txtar.File{Name: fmt.Sprintf("a/%d.md", i), Data: []byte("---\ndate: " + date + "\n---\n# A\n")})
	}
	s, _ := archive.New(archive.Options{Zone: time.UTC, Authority: "example.org,2026"}).With(changes(t, files), imported)
	list := read[element](t, New(site("")).NewsSitemap(s, now)).Elements
	if len(list) != newsURLs || list[0].child("loc").Text != base+"/a/0" || list[newsURLs-1].child("loc").Text != base+"/a/999" {
		t.Errorf("%d articles from %v", len(list), list[0])
	}
}

func TestNewsLanguage(t *testing.T) {
	for _, c := range []struct{ site, tag, want string }{
		{"en", "en", "en"}, {"en", "de-CH", "de"}, {"en", "sr-Latn-RS", "sr"}, {"en", "haw", "haw"}, {"en", "yue", "yue"},
		{"en", "zh", "zh-cn"}, {"en", "zh-Hans", "zh-cn"}, {"en", "zh-SG", "zh-cn"}, {"en", "zh-Hans-TW", "zh-cn"}, {"en", "cmn", "zh-cn"},
		{"en", "zh-Hant", "zh-tw"}, {"en", "zh-TW", "zh-tw"}, {"en", "zh-HK", "zh-tw"}, {"en", "zh-Hant-CN", "zh-tw"},
		{"fr-CA", "", "fr"}, {"zh-Hant", "und", "zh-tw"}, {"fr", "x-own", "fr"}, {"", "", "en"},
	} {
		if got := New(Site{Language: c.site}).newsLanguage(c.tag); got != c.want {
			t.Errorf("%q on a site in %q is %q, want %q", c.tag, c.site, got, c.want)
		}
	}
}

// BenchmarkSitemap divides an archive of 51,000 articles and writes all of its
// sitemaps. The floor copies the same bytes; "x-copy" is the ratio of writing to
// it, "ns/page" the cost of dividing.
func BenchmarkSitemap(b *testing.B) {
	r := New(site(""))
	s := large()
	var cutting, writing, copying time.Duration
	var size int64
	for b.Loop() {
		start := time.Now()
		m := r.Sitemaps(s)
		cutting += time.Since(start)

		start = time.Now()
		var all []Document
		for _, f := range m.parts {
			d, _ := m.Document(f.path)
			all = append(all, d)
		}
		writing += time.Since(start)

		start = time.Now()
		size = 0
		for _, d := range all {
			size += int64(len(bytes.Clone(d.Body)))
		}
		copying += time.Since(start)
	}
	b.SetBytes(size)
	b.ReportMetric(float64(writing)/float64(copying), "x-copy")
	b.ReportMetric(float64(cutting)/float64(b.N)/float64(s.Global().Len()), "ns/page-cut")
	b.ReportMetric(float64(writing)/float64(b.N)/float64(s.Global().Len()), "ns/page-written")
}
