package adopt

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// publish serves documents by path, and returns the base URL. {BASE} in a document
// is that URL.
func publish(t *testing.T, documents map[string]string) string {
	t.Helper()
	s := httptest.NewServer(nil)
	t.Cleanup(s.Close)
	s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		document, ok := documents[r.URL.RequestURI()]
		switch to, moved := strings.CutPrefix(document, "301 "); {
		case !ok:
			http.NotFound(w, r)
		case moved:
			http.Redirect(w, r, to, http.StatusMovedPermanently)
		default:
			_, _ = io.WriteString(w, strings.ReplaceAll(document, "{BASE}", s.URL))
		}
	})
	return s.URL
}

func ids(f *Feed) (all []string) {
	for _, it := range f.Items {
		all = append(all, it.ID)
	}
	return all
}

// TestPages checks that pages with older items are read, once each, in all formats.
func TestPages(t *testing.T) {
	page := func(rel, href, guid string) string {
		return rssOf(`<atom:link rel="`+rel+`" href="`+href+`"/>`, "<item><guid>"+guid+"</guid></item>")
	}
	base := publish(t, map[string]string{
		"/feed/":         page("next", "/feed/?paged=2", "1"),
		"/feed/?paged=2": page("next", "{BASE}/feed/?paged=3", "2"),
		"/feed/?paged=3": page("next", "/feed/", "3"), // a loop
		"/atom":          strings.Replace(atomOf("<entry><id>1</id></entry>"), "<entry>", `<link rel="prev-archive" href="{BASE}/2025.atom"/><entry>`, 1),
		"/2025.atom":     atomOf("<entry><id>2</id></entry>"),
		"/feed.json":     `{"version":"https://jsonfeed.org/version/1.1","next_url":"{BASE}/2.json","items":[{"id":"1"}]}`,
		"/2.json":        `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"2"}]}`,
		"/away":          page("next", "https://elsewhere.example/2", "1"),
		"/broken":        page("next", "/nothing", "1"),
	})
	for path, want := range map[string]string{"/feed/": "[1 2 3] 3", "/atom": "[1 2] 2", "/feed.json": "[1 2] 2", "/away": "[1] 1"} {
		f, err := (&Reader{}).Read(context.Background(), base+path)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(ids(f), f.Pages); got != want {
			t.Errorf("%s has %s, want %s", path, got, want)
		}
		if path == "/away" && (len(f.Problems) != 2 || !strings.Contains(f.Problems[0].What, "the feed goes on at another host, https://elsewhere.example/2")) {
			t.Errorf("%s: %v", path, f.Problems)
		}
	}
	if _, err := (&Reader{}).Read(context.Background(), base+"/broken"); err == nil || !strings.Contains(err.Error(), "/nothing: the server answers 404 Not Found; nothing is adopted") {
		t.Errorf("of a page that is missing: %v", err)
	}
}

// TestManyPages checks the bound on pages.
func TestManyPages(t *testing.T) {
	n := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n++
		_, _ = io.WriteString(w, rssOf(fmt.Sprintf(`<atom:link rel="next" href="/%d"/><item><guid>%d</guid></item>`, n, n)))
	}))
	defer s.Close()
	f, err := (&Reader{}).Read(context.Background(), s.URL+"/0")
	if err != nil || n != maxPages || f.Pages != maxPages || len(f.Problems) != 2 || !strings.Contains(f.Problems[0].What, "more than 500 pages") {
		t.Errorf("%d requests, %d pages, %v, %v", n, f.Pages, f.Problems, err)
	}
}

// TestRedirects checks that redirects are followed on the same host alone.
func TestRedirects(t *testing.T) {
	base := publish(t, map[string]string{"/old": "301 /feed", "/feed": rssOf("<item><guid>1</guid><link>a</link></item>"), "/away": "301 http://elsewhere.example/feed", "/loop": "301 /loop"})
	f, err := (&Reader{}).Read(context.Background(), base+"/old")
	if err != nil || f.URL != base+"/feed" {
		t.Errorf("%+v, %v", f, err)
	}
	for path, want := range map[string]string{
		"/away": "/away: it redirects to another host, http://elsewhere.example/feed; nothing is adopted; if that is the feed, give that URL",
		"/loop": "more than 5 redirects; nothing is adopted",
	} {
		if _, err := (&Reader{}).Read(context.Background(), base+path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// endless is an XML comment without an end.
type endless struct{ begun bool }

func (e *endless) Read(p []byte) (int, error) {
	n := 0
	if !e.begun {
		n = copy(p, "<rss><!--")
		e.begun = true
	}
	for i := n; i < len(p); i++ {
		p[i] = 'x'
	}
	return len(p), nil
}

// TestTooLarge checks that a feed of any size is refused after the bound: from a
// file, standard input, and a URL whose body is small only while it is compressed.
func TestTooLarge(t *testing.T) {
	file := filepath.Join(t.TempDir(), "feed.xml")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(file, 50<<20); err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := io.CopyN(z, &endless{}, 50<<20); err != nil {
		t.Fatal(err)
	}
	z.Close()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed.Bytes())
	}))
	defer s.Close()
	for _, name := range []string{file, "-", s.URL} {
		_, err := (&Reader{Stdin: &endless{}}).Read(context.Background(), name)
		if err == nil || !strings.Contains(err.Error(), "the feed is larger than 32 MB; nothing is adopted; give its pages one by one") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSources checks where a feed may come from, and what is said if it does not.
func TestSources(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "feed.xml")
	if err := os.WriteFile(file, []byte(rssOf(`<atom:link rel="next" href="https://blog.example/feed/?paged=2"/><item><guid>1</guid></item>`)), 0o600); err != nil {
		t.Fatal(err)
	}
	r := &Reader{Stdin: strings.NewReader(rssOf("<item><guid>2</guid></item>"))}
	f, err := r.Read(context.Background(), file)
	if err != nil || fmt.Sprint(ids(f)) != "[1]" || len(f.Problems) != 2 || !strings.Contains(f.Problems[0].What, "the feed goes on at https://blog.example/feed/?paged=2") {
		t.Errorf("%+v, %v", f, err)
	}
	if f, err := r.Read(context.Background(), "-"); err != nil || fmt.Sprint(ids(f)) != "[2]" {
		t.Errorf("%+v, %v", f, err)
	}
	base := publish(t, map[string]string{"/page": `<!doctype html><link rel="alternate" type="application/rss+xml" href="/index.xml">`})
	for name, want := range map[string]string{
		dir:                       "is a directory; nothing is adopted",
		filepath.Join(dir, "no"):  "no such file or directory; nothing is adopted; give the file or the URL of a feed",
		"ftp://blog.example/feed": "this is not an http or https URL; nothing is adopted",
		base + "/none":            "the server answers 404 Not Found; nothing is adopted",
		base + "/page":            "this is HTML, not a feed; nothing is adopted; its feeds are: " + base + "/index.xml",
		"http://127.0.0.1:1/feed": "connection refused; nothing is adopted; try again",
	} {
		if _, err := r.Read(context.Background(), name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
}
