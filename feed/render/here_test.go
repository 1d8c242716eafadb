package render

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// leads matches what a page leads to: the tag, the attribute and the URL.
var leads = regexp.MustCompile(`<(\w+)[^>]*? (href|src|action|poster|cite)="([^"]*)"`)

// TestLinksWithinPages checks that links of pages are paths, with that of the base
// URL, and that only what leaves the page has the host: the canonical address, the
// feeds that programs discover, those that people copy, and the article.
func TestLinksWithinPages(t *testing.T) {
	ar, err := txtar.ParseFile("testdata/everything.txtar")
	if err != nil {
		t.Fatal(err)
	}
	inputs := slices.DeleteFunc(ar.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "want/") })
	for _, base := range []string{"https://news.example.org", "https://news.example.org/journal"} {
		as := site("")
		as.BaseURL, as.Search = base, true
		tags := map[string]int{}
		r, s := New(as), build(t, inputs, as.Zone)
		for path, d := range documents(r, s) {
			if !strings.HasPrefix(d.Type, "text/html") {
				continue
			}
			page := string(d.Body)
			before, rest, _ := strings.Cut(page, "<article>")
			article, after, _ := strings.Cut(rest, "</article>")
			for _, m := range leads.FindAllStringSubmatch(article, -1) {
				if strings.HasPrefix(m[3], "/") {
					t.Errorf("%s: the article has %q, and the same article in feeds has a host", path, m[3])
				}
			}
			page = before + after
			for _, m := range leads.FindAllStringSubmatch(page, -1) {
				tag, key, url := m[1], m[2], html.UnescapeString(m[3])
				within := strings.HasPrefix(url, "/")
				switch {
				case tag == "link" && !strings.HasPrefix(url, base+"/"):
					t.Errorf("%s: %s leads to %q, which is not absolute", path, tag, url)
				case tag != "link" && strings.HasPrefix(url, "https://news.example.org"):
					t.Errorf("%s: %s %s is %q, which leaves a site that is tried at another address", path, tag, key, url)
				case within && (strings.HasPrefix(url, "//") || !strings.HasPrefix(url, basePath(base)+"/")):
					t.Errorf("%s: %s %s is %q, which is not below %s", path, tag, key, url, base)
				}
				if within {
					tags[tag+" "+key]++
				}
			}
		}
		for _, kind := range []string{"a href", "form action"} {
			if tags[kind] == 0 {
				t.Errorf("no page has %s", kind)
			}
		}
		landing := string(r.Landing(s).Body)
		if !strings.Contains(landing, "<code>"+base+"/feed.atom</code>") {
			t.Error("the address of the feed cannot be copied")
		}
	}
}

// TestPathOf checks that a URL becomes a path only if a browser finds the same there.
func TestPathOf(t *testing.T) {
	for _, c := range [][3]string{
		{"https://example.org", "https://example.org/x?y#z", "/x?y#z"},
		{"https://example.org", "https://example.org/", "/"},
		{"https://example.org", "https://example.org", "https://example.org"},
		{"https://example.org", "https://example.org//evil.example/", "https://example.org//evil.example/"},
		{"https://example.org", "https://example.org.evil.example/", "https://example.org.evil.example/"},
		{"https://example.org", "https://example.org@evil.example/", "https://example.org@evil.example/"},
		{"https://example.org", "http://example.org/x", "http://example.org/x"},
		{"https://example.org/journal", "https://example.org/journal/x", "/journal/x"},
		{"https://example.org/journal", "https://example.org/journal//x", "/journal//x"},
		{"https://example.org/journal", "https://example.org/journals", "https://example.org/journals"},
		{"https://example.org/journal", "https://example.org/x", "https://example.org/x"},
	} {
		if got := pathOf(c[0], c[1]); got != c[2] {
			t.Errorf("%s at %s: %q, want %q", c[1], c[0], got, c[2])
		}
	}
}
