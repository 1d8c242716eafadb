package serve

import (
	"html"
	"net/http/httptest"
	"strings"
	"testing"

	"dateline/feed/render"
)

// newTopics serves four articles: A, of topic a; AB; ABC; C; and C++, of a
// topic with signs in its name.
func newTopics(t testing.TB) *Handler {
	t.Helper()
	h, _ := serveFiles(t, map[string]string{
		"2026/04/1/a.md":   "##### A\n# only a\n",
		"2026/04/2/ab.md":  "##### A, B\n# a and b\n",
		"2026/04/3/abc.md": "##### A, B, C\n# a and b and c\n",
		"2026/04/4/c.md":   "##### C\n# only c\n",
		"2026/04/5/x.md":   "##### C++, 1, 2, 3, 4, 5, 6\n# sign\n",
	})
	return h
}

// TestSelections wants the articles of each selection, newest first, in all
// formats and on its page, whose self link is its one address.
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
		if !strings.Contains(html.UnescapeString(text), "<h1>"+c.title+"</h1>") || !strings.Contains(text, `href="`+base+c.path+`feed.atom"`) {
			t.Errorf("%s has no title %q, or does not lead to its feed:\n%s", c.path, c.title, text)
		}
	}
}

// order gives the titles that stand in a feed, in their order.
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

// TestSelectionAddresses wants one address a selection, and one sentence for
// what is none.
func TestSelectionAddresses(t *testing.T) {
	h := newTopics(t)
	nine := strings.Repeat("a,", 8) + "b"
	for _, c := range []struct {
		path   string
		status int
		holds  string // of the address for 301
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
		{"/topics/a+b,c/feed.rss", 400, "either"},
		{"/topics/a/except/b+c/", 400, "behind except/"},
		{"/topics/a/except/", 400, "nothing is excepted"},
		{"/topics/a/except//feed.rss", 400, "nothing is excepted"},
		{"/topics/a/except/,/", 400, "missing"},
		{"/topics/a/except", 400, "nothing is excepted"},
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

// FuzzSelection wants an answer to any path, never a failure of the server.
func FuzzSelection(f *testing.F) {
	for _, seed := range []string{"a/", "a+b/feed.rss", "a,c/except/b/", "C++/", ",,", "a/except", "%zz", "a\x00+b/"} {
		f.Add(seed)
	}
	h := newTopics(f)
	f.Fuzz(func(t *testing.T, rest string) {
		w := httptest.NewRecorder()
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.Path = "/topics/" + rest
		h.ServeHTTP(w, r)
		switch w.Code {
		case 200, 301, 400, 404:
		default:
			t.Errorf("%q: %d", rest, w.Code)
		}
		if w.Code == 301 && w.Header().Get("Location") == base+"/topics/"+rest {
			t.Errorf("%q leads to itself", rest)
		}
	})
}
