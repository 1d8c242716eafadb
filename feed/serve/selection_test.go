package serve

import (
	"fmt"
	"html"
	"net/http/httptest"
	"strings"
	"testing"

	"dateline/feed/render"
)

// newTopics serves articles that are named after their topics: A, AB, ABC, C, and
// C++, a topic with signs in its name.
func newTopics(t testing.TB) *Handler {
	t.Helper()
	h, _ := serveFiles(t, map[string]string{
		"2026/04/1/a.md":   "### 2026-04-1\n##### A\n# only a\n",
		"2026/04/2/ab.md":  "### 2026-04-2\n##### A, B\n# a and b\n",
		"2026/04/3/abc.md": "### 2026-04-3\n##### A, B, C\n# a and b and c\n",
		"2026/04/4/c.md":   "### 2026-04-4\n##### C\n# only c\n",
		"2026/04/5/x.md":   "### 2026-04-5\n##### C++, 1, 2, 3, 4, 5, 6\n# sign\n",
	})
	return h
}

// TestSelections checks that each selection has its articles, newest first, in
// all formats and on its page, and that its self link is its canonical address.
func TestSelections(t *testing.T) {
	h := newTopics(t)
	for _, c := range []struct{ path, title, articles string }{
		{"/topics/a/", "A", "a and b and c|a and b|only a"},
		{"/topics/a+b/", "A and B", "a and b and c|a and b"},
		{"/topics/a+b+c/", "A, B and C", "a and b and c"},
		{"/topics/a,c/", "A or C", "only c|a and b and c|a and b|only a"},
		{"/topics/a/except/c/", "A, except C", "a and b|only a"},
		{"/topics/a,c/except/b/", "A or C, except B", "only c|only a"},
		{"/topics/a/except/b,c/", "A, except B and C", "only a"},
		{"/topics/a/except/a/", "A, except A", ""},
		{"/topics/a+c-2/", "A and C++", ""},
	} {
		for _, format := range render.Formats {
			path := render.FeedPath(c.path, format)
			r := ask(h, "GET", path)
			text := body(t, r)
			if r.StatusCode != 200 {
				t.Errorf("%s: %d %s", path, r.StatusCode, text)
				continue
			}
			if !strings.Contains(text, base+path) || !strings.Contains(text, ">Site: "+c.title+"<") && !strings.Contains(text, `"Site: `+c.title+`"`) {
				t.Errorf("%s lacks its address or its title:\n%s", path, text)
			}
			if got := order(text, "only a", "a and b and c", "only c", "a and b"); got != c.articles {
				t.Errorf("%s has %q, want %q", path, got, c.articles)
			}
		}
		text := body(t, ask(h, "GET", c.path))
		if !strings.Contains(html.UnescapeString(text), ">"+c.title+"</h1>") || !strings.Contains(text, `href="`+base+c.path+`feed.atom"`) {
			t.Errorf("%s has no title %q, or does not lead to its feed:\n%s", c.path, c.title, text)
		}
	}
}

// order returns the titles in a feed in their order.
func order(text string, titles ...string) string {
	var found []string
	for i := range text {
		for _, title := range titles {
			if rest := text[i:]; strings.HasPrefix(rest, "<title>"+title+"</title>") || strings.HasPrefix(rest, `"title":"`+title+`"`) {
				found = append(found, title)
			}
		}
	}
	return strings.Join(found, "|")
}

// TestSelectionAddresses checks that each selection has one address, and that
// invalid ones get a one-sentence explanation.
func TestSelectionAddresses(t *testing.T) {
	h := newTopics(t)
	nine := strings.Repeat("a,", 8) + "b"
	for _, c := range []struct {
		path   string
		status int
		holds  string // for 301: the address
	}{
		{"/topics/b+a/feed.rss", 301, "/topics/a+b/feed.rss"},
		{"/topics/a+b", 301, "/topics/a+b/"},
		{"/topics/a+a/feed.rss", 301, "/topics/a/feed.rss"},
		{"/topics/c,A,a/feed.json", 301, "/topics/a,c/feed.json"},
		{"/topics/a/except/c,b/feed.atom", 301, "/topics/a/except/b,c/feed.atom"},
		{"/topics/a/except/b", 301, "/topics/a/except/b/"},
		{"/topics/C++/feed.rss", 301, "/topics/c-2/feed.rss"},
		{"/topics/a/except/C++/", 301, "/topics/a/except/c-2/"},
		{"/topics/a+nothing/feed.rss", 404, `no topic "nothing"`},
		{"/topics/a/except/nothing/", 404, `no topic "nothing"`},
		{"/topics/a++b/feed.rss", 400, "missing"},
		{"/topics/,,/feed.rss", 400, "missing"},
		{"/topics/+/feed.rss", 400, "missing"},
		{"/topics/a+/", 400, "missing"},
		{"/topics/a+b,c/feed.rss", 400, "not with both"},
		{"/topics/a/except/b+c/", 400, "after except/ with commas"},
		{"/topics/a/except/", 400, "except/ needs the names"},
		{"/topics/a/except//feed.rss", 400, "except/ needs the names"},
		{"/topics/a/except/,/", 400, "missing"},
		{"/topics/a/except", 400, "except/ needs the names"},
		{"/topics/except/", 404, `no topic "except"`},
		{"/topics/" + nine + "/", 400, "at most 8"},
		{"/topics/1+2+3+4/except/5,6,a,b/", 200, ""},
		{"/topics/1+2+3+4/except/5,6,a,b,c/", 400, "at most 8"},
		{"/topics/" + strings.Repeat("a+", 5000) + "/", 400, "at most 8"},
		{"/topics/a+b/feed.xml", 404, ""},
		{"/topics/a/except/b/more/feed.rss", 404, ""},
		{"/topics/a/except/b/except/c/", 404, ""},
	} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.Path = c.path
		h.ServeHTTP(w, r)
		text := w.Body.String()
		if c.status == 301 {
			text = w.Header().Get("Location")
			c.holds = base + c.holds
		}
		if w.Code != c.status || !strings.Contains(text, c.holds) {
			t.Errorf("%.60s: %d %q, want %d with %q", c.path, w.Code, text, c.status, c.holds)
		}
		if lines := strings.Count(strings.TrimSpace(text), "\n"); c.status == 400 && lines > 0 {
			t.Errorf("%.60s: %d lines", c.path, lines+1)
		}
	}
}

// TestOutletsAndLanguages checks selections by outlet, by language, and by both
// with topics.
func TestOutletsAndLanguages(t *testing.T) {
	article := func(day, title, language string, sources ...string) string {
		text := "---\ntitle: " + title + "\nlanguage: " + language + "\ntopics: [Moon]\n---\n### [" + day + "](index.md)\nText.\n\n### Sources:\n\n"
		for i, s := range sources {
			text += fmt.Sprintf("%d. %s\n", i+1, s)
		}
		return text
	}
	h, _ := serveFiles(t, map[string]string{
		"2026/04/1/a.md": article("2026-04-1", "a", "en-GB", "[BBC News](https://www.bbc.co.uk/1)", "[BBC News](https://news.bbc.co.uk/2)", "[Local](ftp://example.org/)", "[url=https://residue.example/1 x](https://residue.example/1)"),
		"2026/04/2/b.md": article("2026-04-2", "b", "zh-Hant", "[BBC](http://BBC.co.uk:80/3)", "[例](https://例え.jp/x)"),
		"2026/04/3/c.md": article("2026-04-3", "c", "en", "[Number](https://192.0.2.1:8443/)", "[BBC News](https://bbc.co.uk./)"),
	})
	for _, c := range []struct{ path, title, articles string }{
		{"/sources/bbc.co.uk/feed.rss", "Site: BBC News", "c|b|a"},
		{"/sources/xn--r8jz45g.jp/feed.rss", "Site: 例", "b"},
		{"/sources/192.0.2.1/feed.rss", "Site: Number", "c"},
		{"/sources/residue.example/feed.rss", "Site: residue.example", "a"},
		{"/lang/en/feed.rss", "Site: English", "c|a"},
		{"/lang/en-GB/feed.rss", "Site: British English", "a"},
		{"/lang/zh/feed.rss", "Site: 中文", "b"},
		{"/topics/moon/sources/bbc.co.uk/lang/en/feed.rss", "Site: Moon, BBC News, English", "c|a"},
		{"/sources/192.0.2.1,xn--r8jz45g.jp/feed.rss", "Site: Number or 例", "c|b"},
		{"/lang/en/except/moon/feed.rss", "Site: English, except Moon", ""},
	} {
		r := ask(h, "GET", c.path)
		text := body(t, r)
		if r.StatusCode != 200 || !strings.Contains(text, "<title>"+c.title+"</title>") || !strings.Contains(text, base+c.path) || order(text, "a", "b", "c") != c.articles {
			t.Errorf("%s: %d, want %q with %q:\n%s", c.path, r.StatusCode, c.title, c.articles, text)
		}
	}
	for _, c := range []struct {
		path   string
		status int
		holds  string
	}{
		{"/sources/www.bbc.co.uk/feed.rss", 301, base + "/sources/bbc.co.uk/feed.rss"},
		{"/sources/例え.jp/", 301, base + "/sources/xn--r8jz45g.jp/"},
		{"/lang/en/topics/moon/", 301, base + "/topics/moon/lang/en/"},
		{"/lang/ZH-HANT/", 301, base + "/lang/zh-Hant/"},
		{"/lang/en", 301, base + "/lang/en/"},
		{"/lang", 301, base + "/lang/"},
		{"/sources/bcc.co.uk/", 404, "no source \"bcc.co.uk\"\n\ndid you mean:\nBBC News  " + base + "/sources/bbc.co.uk/"},
		{"/sources/example.org/", 404, "no source"},
		{"/lang/de/", 404, "no language"},
		{"/lang/x_/", 404, "no language"},
		{"/lang/en/lang/zh/", 404, "nothing here"},
		{"/sources/", 200, `href="/sources/bbc.co.uk/"`},
		{"/lang/", 200, "British English"},
	} {
		r := ask(h, "GET", c.path)
		text := body(t, r) + r.Header.Get("Location")
		if r.StatusCode != c.status || !strings.Contains(text, c.holds) {
			t.Errorf("%s: %d %q, want %d with %q", c.path, r.StatusCode, text, c.status, c.holds)
		}
	}
}

// FuzzSelection checks that no path makes the server fail.
func FuzzSelection(f *testing.F) {
	for _, seed := range []string{"topics/a/", "topics/a+b/feed.rss", "topics/a,c/except/b/", "topics/C++/", "topics/,,", "topics/a/except",
		"topics/%zz", "topics/a\x00+b/", "lang/en/sources/x/feed.atom", "sources/[::1]/", "lang/i-klingon/", "sources/a..b/", "archive/2026-04.atom", "topics/a/archive/2026-0123456789abcdef.rss", "2026/04/archive/2026-04.json"} {
		f.Add(seed)
	}
	h := newTopics(f)
	f.Fuzz(func(t *testing.T, rest string) {
		w := httptest.NewRecorder()
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.Path = "/" + rest
		h.ServeHTTP(w, r)
		switch w.Code {
		case 200, 301, 302, 400, 404:
		default:
			t.Errorf("%q: %d", rest, w.Code)
		}
		if w.Code/100 == 3 && w.Header().Get("Location") == base+"/"+rest {
			t.Errorf("%q leads to itself", rest)
		}
	})
}
