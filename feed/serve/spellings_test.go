package serve

import (
	"fmt"
	"html"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/article"
)

// pagesOf are the addresses of pages, by their files. No page is a spelling of
// another.
var pagesOf = map[string]string{
	"walks/river.md":                    "/walks/river",
	"walks/mill/index.md":               "/walks/mill",
	"2024-03-05-swap/README.md":         "/2024-03-05-swap",
	"walks/brook/index.fr.md":           "/walks/brook.fr",
	"notes/v1.2.md":                     "/notes/v1.2",
	"notes/v2.0/index.md":               "/notes/v2.0",
	"notes/README.md.md":                "/notes/README.md",
	"notes/page.html.md":                "/notes/page.html",
	"notes/index/index.md":              "/notes/index",
	"notes/month.markdown":              "/notes/month",
	"notes/plot.qmd":                    "/notes/plot",
	"notes/Shout.MD":                    "/notes/Shout",
	"zh/2020/04/1/月球 100%/index.md":     "/zh/2020/04/1/月球 100%",
	"folder/index.md/index.md":          "/folder/index.md",
	"zh/caf\u00e9 & co+.md":             "/zh/caf\u00e9 & co+",
	"2020/04/02/x.md":                   "/2020/04/02/x",
	"2020/04/03.md":                     "/-/2020/04/03",
	"topics/ai.md":                      "/-/topics/ai",
	"topics/ml/index.md":                "/-/topics/ml/index",
	"covers/a.md":                       "/-/covers/a",
	"search/2026-04-07-z.md":            "/-/search/2026-04-07-z",
	"sources/outlet/2026-04-07-n.mdown": "/-/sources/outlet/2026-04-07-n",
	"-/own.md":                          "/-/-/own",
}

func textOf(file string) string {
	return fmt.Sprintf("---\ntitle: %q\ndate: 2026-04-07\n---\nWhat %s says.\n", file, file)
}

// spellings returns other addresses of a page and of its Markdown.
func spellings(page string) (toPage, toMarkdown []string) {
	for _, end := range []string{"/", ".html", "/index.html", "/index", "/index/"} {
		toPage = append(toPage, page+end)
	}
	for _, ext := range []string{".md", ".MD", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd", "/index.md"} {
		toMarkdown = append(toMarkdown, page+ext)
	}
	return toPage, toMarkdown
}

// wantAnswer requests an address with GET and HEAD, and checks the status and the
// target of a redirect.
func wantAnswer(t *testing.T, h http.Handler, address string, status int, to string) (text string) {
	t.Helper()
	if to != "" {
		to = base + article.PathURI(to)
	}
	for _, method := range []string{"HEAD", "GET"} {
		r := ask(h, method, address)
		if got := r.Header.Get("Location"); r.StatusCode != status || got != to {
			t.Errorf("%s %q: %d %q, want %d %q", method, address, r.StatusCode, got, status, to)
		}
		text = body(t, r)
	}
	return text
}

// wantLead checks that each spelling of an address leads to a page or its
// Markdown with one redirect, or is the address itself.
func wantLead(t *testing.T, h http.Handler, address, page, markdown string) {
	t.Helper()
	toPage, toMarkdown := spellings(address)
	for _, s := range append(toPage, address) {
		if s != page {
			wantAnswer(t, h, s, http.StatusMovedPermanently, page)
		}
	}
	for _, s := range toMarkdown {
		if s != markdown {
			wantAnswer(t, h, s, http.StatusMovedPermanently, markdown)
		}
	}
}

func TestSpellings(t *testing.T) { testSpellings(t, "/", pagesOf) }

func TestSpellingsUnderMount(t *testing.T) {
	ordinary := maps.Clone(pagesOf)
	maps.DeleteFunc(ordinary, func(_, page string) bool { return strings.HasPrefix(page, "/-/") })
	testSpellings(t, "/zh", ordinary)
}

// testSpellings requests articles, then again after they moved, and after they
// were removed.
func testSpellings(t *testing.T, mount string, pages map[string]string) {
	files := map[string]string{}
	for file := range pages {
		files[file] = textOf(file)
	}
	h, p, dir := publishAt(t, mount, files)
	for file, page := range pages {
		page, markdown := path.Join(mount, page), path.Join(mount, file)
		if strings.HasPrefix(page, "/-/") {
			markdown = "/-/" + file
		}
		if text := wantAnswer(t, h, page, http.StatusOK, ""); !strings.Contains(text, "<p>"+html.EscapeString("What "+file)+" says.</p>") {
			t.Errorf("%s is not the page of %s:\n%s", page, file, text)
		}
		if text := wantAnswer(t, h, markdown, http.StatusOK, ""); text != files[file] {
			t.Errorf("%s is not the Markdown of %s: %q", markdown, file, text)
		}
		wantLead(t, h, page, page, markdown)
	}

	var moves feed.Batch
	to := map[string]string{}
	for i, file := range slices.Sorted(maps.Keys(pages)) {
		to[file] = fmt.Sprintf("moved/%d/index.md", i)
		put(t, dir, to[file], files[file])
		moves.Changed = append(moves.Changed, feed.File{Path: to[file]})
		moves.Removed = append(moves.Removed, file)
	}
	p.Apply(moves)
	for file, page := range pages {
		wantLead(t, h, path.Join(mount, page), path.Join(mount, path.Dir(to[file])), path.Join(mount, to[file]))
	}

	p.Apply(feed.Batch{Removed: slices.Collect(maps.Values(to))})
	for _, page := range pages {
		toPage, toMarkdown := spellings(path.Join(mount, page))
		for _, s := range slices.Concat(toPage, toMarkdown) {
			wantAnswer(t, h, s, http.StatusGone, "")
		}
		wantAnswer(t, h, path.Join(mount, page), http.StatusGone, "")
	}
}

// TestIndexOfDay checks that the page of a day stays at its address beside an
// article in its folder, and that each has the address if the other does not
// exist.
func TestIndexOfDay(t *testing.T) {
	index := &article.Article{Path: "/2020/04/01/index", File: "/2020/04/01/index.md", DateOnly: true, Title: "Index", Rare: &article.Rare{Language: "en"}}
	of := func(year int) *Handler {
		h, _ := newSite(t)
		a := *index
		a.Date = time.Date(year, 4, 1, 0, 0, 0, 0, time.UTC)
		s, _ := archive.New(archive.Options{Authority: "example.org,2026", Zone: time.UTC}).
			With([]archive.Change{{File: a.File, Article: &a}}, archive.Occasion{Now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
		h.Snapshot = func() *archive.Snapshot { return s }
		return h
	}
	h := of(2020)
	for _, c := range []struct {
		address string
		status  int
		to      string
	}{
		{"/2020/04/01/", 200, ""}, {"/2020/04/01", 301, "/2020/04/01/"}, {"/2020/04/01/index", 200, ""}, {"/2020/04/01/index/", 301, index.Path},
		{"/2020/04/01/index.html", 301, index.Path}, {"/2020/04/01/index/index.html", 301, index.Path}, {"/2020/04/01.md", 301, index.File},
	} {
		if text := wantAnswer(t, h, c.address, c.status, c.to); c.status == 200 && strings.Contains(text, "<article") != (c.address == index.Path) {
			t.Errorf("%s is the wrong page:\n%s", c.address, text)
		}
	}
	wantAnswer(t, of(2021), "/2020/04/01/", 301, index.Path)
}

// TestSpellingsOfAliases declares former addresses in every spelling, and checks
// that every spelling of each leads to the page and to the Markdown.
func TestSpellingsOfAliases(t *testing.T) {
	h, _ := serveFiles(t, map[string]string{"x/index.md": "---\ntitle: X\ndate: 2026-04-07\naliases: [/old/a, /old/b/, /old/c.html, /old/d/index.html, /old/e/index/, /old/f.md, /old/v1.2/, " +
		"/alt/caf%C3%A9/, /topics/old/, /topics/older/index.html, /2019/01/02/, /2019/01/03/index.html, /2019/01/04/walk.html, /g.HTML]\n---\nText.\n"})
	for _, page := range []string{"/old/a", "/old/b", "/old/c", "/old/d", "/old/e", "/old/f", "/old/v1.2", "/alt/caf\u00e9", "/topics/old", "/topics/older", "/2019/01/02", "/2019/01/03", "/2019/01/04/walk", "/g"} {
		wantLead(t, h, page, "/x", "/x/index.md")
	}
}
