package serve

import (
	"encoding/json"
	"path"
	"regexp"
	"strings"
	"testing"

	"dateline/feed"
	"dateline/feed/article"
	"dateline/feed/render"
)

// taken are files whose pages would have reserved addresses, by title.
var taken = map[string]string{
	"Topic":    "topics/ai/2026-04-07-x.md",
	"Slug":     "topics/ai.md",
	"Topics":   "topics.md",
	"Language": "lang/en.md",
	"Source":   "sources/2026-04-07-y.md",
	"Cover":    "covers/a.md",
	"Feed":     "feed.md",
	"RSS":      "feed.rss.md",
	"Day":      "2026/04/07.md",
	"Month":    "2026/04.markdown",
	"Search":   "search/2026-04-07-z.md",
	"OPML":     "topics.opml.md",
	"Builder":  "build/2026-04-07-w.md",
	"Aside":    "-/2026-04-07-v.md",
	"Usual":    "2026/04/07/usual.md",
}

// own returns all addresses of the site in a text.
func own(text string) (paths []string) {
	for _, m := range regexp.MustCompile(`"`+regexp.QuoteMeta(base)+`(/[^"#\\]*)`).FindAllStringSubmatch(text, -1) {
		paths = append(paths, m[1])
	}
	return paths
}

// TestTakenAddresses walks the addresses in feeds and pages of articles that
// would take reserved addresses, and checks that each article has a working page
// and that the reserved addresses are unchanged.
func TestTakenAddresses(t *testing.T) {
	files := map[string]string{}
	for title, file := range taken {
		files[file] = "---\ndate: 2026-04-07\ntopics: [AI]\n---\n# " + title + "\n\nSee [another](/topics/ai/2026-04-07-x.md), [AI](/topics/ai/), [that day](/2026/04/07/).\n"
	}
	h, p, _ := publish(t, files)
	var items struct {
		Items []struct{ ID, URL, Title string }
	}
	if err := json.Unmarshal([]byte(body(t, ask(h, "GET", "/feed.json"))), &items); err != nil || len(items.Items) != len(taken) {
		t.Fatalf("%d items, %v", len(items.Items), err)
	}
	for _, it := range items.Items {
		file := "/" + taken[it.Title]
		if want := "tag:example.org,2026:" + article.PathURI(article.PagePath(file)); it.ID != want {
			t.Errorf("%s: the id is %s, not %s", file, it.ID, want)
		}
		r := ask(h, "GET", strings.TrimPrefix(it.URL, base))
		page := body(t, r)
		if r.StatusCode != 200 || !strings.Contains(page, ">"+it.Title+"</h1>") {
			t.Errorf("%s: its page %s is %d:\n%s", file, it.URL, r.StatusCode, page)
		}
		for _, address := range own(page) {
			if r := ask(h, "GET", address); r.StatusCode != 200 {
				t.Errorf("%s: its page leads to %s, which is %d", file, address, r.StatusCode)
			}
		}
		markdown := ask(h, "GET", article.Address(article.PagePath(file))+path.Ext(file))
		if text := body(t, markdown); markdown.StatusCode != 200 || text != files[file[1:]] {
			t.Errorf("%s: its Markdown is %d, %q", file, markdown.StatusCode, text)
		}
		if r := ask(h, "GET", file); it.Title != "Aside" && it.Title != "Usual" && r.Header.Get("Location") != base+article.Address(article.PagePath(file))+path.Ext(file) {
			t.Errorf("%s does not lead to the Markdown: %d, %q", file, r.StatusCode, r.Header.Get("Location"))
		}
	}
	for _, format := range render.Formats {
		for _, path := range own(body(t, ask(h, "GET", "/feed."+string(format)))) {
			if r := ask(h, "GET", path); r.StatusCode != 200 {
				t.Errorf("the %s feed leads to %s, which is %d", format, path, r.StatusCode)
			}
		}
	}
	for path, heading := range map[string]string{"/topics/ai/": "AI", "/2026/04/07/": "Tuesday, 7 April 2026", "/2026/04/": "April 2026"} {
		if r := ask(h, "GET", path); r.StatusCode != 200 || !strings.Contains(body(t, r), ">"+heading+"</h1>") {
			t.Errorf("%s is %d", path, r.StatusCode)
		}
	}
	for path, to := range map[string]string{
		"/topics/ai/2026-04-07-x": "/-/topics/ai/2026-04-07-x", "/topics/ai/2026-04-07-x/": "/-/topics/ai/2026-04-07-x", "/covers/a": "/-/covers/a", "/build/2026-04-07-w": "/-/build/2026-04-07-w",
		"/sources/2026-04-07-y": "/-/sources/2026-04-07-y", "/topics/ai": "/topics/ai/", "/-/2026/04/07/usual": "/2026/04/07/usual", "/2026/04/07": "/2026/04/07/",
	} {
		if r := ask(h, "GET", path); r.StatusCode != 301 || r.Header.Get("Location") != base+to {
			t.Errorf("%s: %d, %q, want %s", path, r.StatusCode, r.Header.Get("Location"), to)
		}
	}
	if got, want := len(p.Current().Problems), len(taken)-1; got != want {
		t.Errorf("%d complaints, want %d: %v", got, want, p.Current().Problems)
	}
	p.Apply(feed.Batch{Removed: []string{"topics/ai/2026-04-07-x.md"}})
	for _, path := range []string{"/topics/ai/2026-04-07-x", "/-/topics/ai/2026-04-07-x", "/-/topics/ai/2026-04-07-x.md"} {
		if r := ask(h, "GET", path); r.StatusCode != 410 {
			t.Errorf("%s of a removed article is %d", path, r.StatusCode)
		}
	}
}

// TestFormerAddressAside declares as earlier addresses one below /-/, as Dateline
// itself published it, and a reserved one.
func TestFormerAddressAside(t *testing.T) {
	h, _ := serveFiles(t, map[string]string{"2026/04/7/new.md": "---\naliases: [/-/topics/old, /lang/older]\n---\n# New\n"})
	for _, path := range []string{"/-/topics/old", "/topics/old", "/-/lang/older", "/lang/older"} {
		if r := ask(h, "GET", path); r.StatusCode != 301 || r.Header.Get("Location") != base+"/2026/04/7/new" {
			t.Errorf("%s: %d, %q", path, r.StatusCode, r.Header.Get("Location"))
		}
	}
}

// TestOwnAddresses checks that every address that is answered without an article
// is reserved.
func TestOwnAddresses(t *testing.T) {
	h, _ := newSite(t)
	queue, seen := []string{"/", "/feed.rss", "/feed.atom", "/feed.json", "/feed/", "/feed", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/changes.atom", "/digest/daily.rss",
		"/archive/2026-04.atom", "/topics", "/topics.opml", "/opml", "/sitemap.xml", "/news-sitemap.xml", "/search", "/lang/", "/sources/", "/2026", "/2026/04/feed.rss", "/2026/04/digest/weekly.json"}, map[string]bool{}
	for len(queue) > 0 {
		path := queue[0]
		if queue = queue[1:]; seen[path] {
			continue
		}
		seen[path] = true
		r := ask(h, "GET", path)
		if plain, _, _ := strings.Cut(path, "?"); r.StatusCode == 200 && !article.Reserved(plain) {
			if _, ok := h.Snapshot().Entry(article.PagePath(plain)); !ok {
				t.Errorf("%s is answered, and not reserved", path)
			}
		}
		queue = append(queue, own(body(t, r))...)
	}
	if len(seen) < 40 {
		t.Errorf("only %d addresses were found", len(seen))
	}
}
