package serve

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"dateline/feed/archive"
	"dateline/feed/search"
)

// TestEcho sends every control character, and every byte of one, to all addresses
// that repeat parts of a request, and checks that none appears unescaped in a
// header or a body.
func TestEcho(t *testing.T) {
	h, p, _ := publish(t, map[string]string{"2026/04/1/rocket.md": "### 2026-04-1\n##### Moon Base\n# Rocket\n\nA landing.\n"})
	index(h, search.New(filepath.Join(t.TempDir(), "x.search"), slog.New(slog.DiscardHandler)))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.Index.Run(ctx)
	}()
	defer func() { cancel(); <-done }()
	h.Index.Follow(p.Current().Snapshot, archive.Delta{})
	<-h.Index.Complete()

	var characters []string
	for r := range rune(0xa0) {
		if unicode.IsControl(r) {
			characters = append(characters, string(r))
		}
		if r >= utf8.RuneSelf {
			characters = append(characters, string([]byte{byte(r)})) // no UTF-8
		}
	}
	seen := map[int]int{}
	for _, c := range characters {
		for _, address := range []string{
			"/search/?q=%s", "/search/?q=rocket%s", "/search/?q=ro%scket", `/search/?q="rocket%slanding"`, "/search/?q=rocket&limit=%s",
			"/search/feed.rss?q=rocket%s", "/search/feed.atom?q=rocket%slanding", "/search/feed.json?q=rocket%s", "/search/%s", "/search%s",
			"/topics%s", "/topics/%s", "/topics/%s/", "/topics/moon-base%s/", "/topics/moon-base%s", "/topics/Moon%sBase/", "/topics/moon%%20base%s/feed.rss", "/topics/moon-base/feed.rss%s", "/topics/moon-base/%sfeed.rss",
			"/topics/moon-base,%s/", "/topics/moon-base+%s/feed.json", "/topics/moon-base/except/%s/", "/topics/moon-base/except/moon%s", "/topics/moon-base/archive/2026%s.atom", "/topics/moon-base/archive/2026.atom?x=%s",
			"/sources/%s/", "/sources/example.org%s/feed.rss", "/lang/%s/", "/lang/en%s/", "/lang/EN%s/changes.rss",
			"/opml?topics=%s", "/opml?topics=moon-base,%s", "/opml?topics=moon-base&x=%s", "/topics.opml%s", "/topics.opml?%s", "/sitemap%s.xml", "/news-sitemap.xml%s",
			"/%s", "/feed%s", "/feed.rss%s", "/feed.rss?limit=%s", "/feed.rss?content=%s", "/feed.rss?x=%s", "/changes.atom%s", "/digest/daily.rss%s",
			"/2026%s/", "/2026/04/%s/", "/2026/4/1/?x=%s", "/topics/Moon%%20Base/?%s", "/lang/EN/feed.rss?x=%s", "/2026/04/1/rocket%s", "/2026/04/1/rocket.md%s", "/2026/04/1/rocket?%s", "/2026/04/1/rocket/%s", "/covers/%s", "/covers/2026%s.png", "//%s",
		} {
			target := fmt.Sprintf(address, url.PathEscape(c))
			for _, fields := range [][]string{nil, {"Sec-Fetch-Dest", "document"}} {
				r := httptest.NewRequest("GET", strings.ReplaceAll(target, `"`, "%22"), nil)
				for i := 0; i < len(fields); i += 2 {
					r.Header.Set(fields[i], fields[i+1])
				}
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				seen[w.Code]++
				if got := controls(w.Body); got != "" {
					t.Errorf("%q: body %d with %q", target, w.Code, got)
				}
				for name, values := range w.Header() {
					if got := controls(strings.NewReader(name + strings.Join(values, ""))); got != "" {
						t.Errorf("%q: %d with %s: %q", target, w.Code, name, got)
					}
				}
			}
		}
	}
	for _, status := range []int{200, 301, 302, 400, 404} {
		if seen[status] == 0 {
			t.Errorf("no answer %d; of each status there were %v", status, seen)
		}
	}
}

// TestEchoOfNames checks that the suggestions for a mistyped topic contain no
// control characters that a terminal would interpret.
func TestEchoOfNames(t *testing.T) {
	h, _ := serveFiles(t, map[string]string{"2026/04/1/a.md": "### 2026-04-1\n##### Moon\u009b2J Base\n# A\n"})
	r := ask(h, "GET", "/topics/moon-2j-bass/")
	if text := body(t, r); r.StatusCode != 404 || !strings.Contains(text, `Moon\u009b2J Base  https://`) || controls(strings.NewReader(text)) != "" {
		t.Errorf("%d %q", r.StatusCode, text)
	}
}

// controls returns the control characters in a text, except those that are normal
// in text formats.
func controls(r io.Reader) string {
	data, err := io.ReadAll(r)
	if err != nil {
		return err.Error()
	}
	if !utf8.Valid(data) {
		return "bytes that are no UTF-8"
	}
	return string(slices.DeleteFunc([]rune(string(data)), func(c rune) bool { return !unicode.IsControl(c) || c == '\n' || c == '\t' }))
}
