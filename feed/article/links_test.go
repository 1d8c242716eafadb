package article

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSitePath(t *testing.T) {
	root := newPlace(Options{Mount: "/", Aliases: []string{"/archive", "/en"}, BaseURL: "https://example.org"})
	below := newPlace(Options{Mount: "/zh", Aliases: []string{"/"}, BaseURL: "https://example.org:8443/a/blog"})
	umlaut := newPlace(Options{Mount: "/", BaseURL: "http://xn--bcker-gra.example"})
	mounted := NewParser(Options{Mount: "/en", Aliases: []string{"/", "/en/old"}}).place
	homed := newPlace(Options{Mount: "/", Aliases: []string{"/en"}, BaseURL: "http://127.0.0.1:8080/feeds", Home: "https://xn--bcker-gra.example/blog",
		Former: []string{"https://old.example", "https://older.example:8443/a"}})
	within := newPlace(Options{Mount: "/blog", BaseURL: "https://me.example", Home: "https://me.example/blog"})
	for _, test := range []struct {
		place            place
		link, from, want string // want is "" for a link that leaves the site
	}{
		{root, "b.md", "/2026/a.md", "/2026/b.md"},
		{root, "../../../b.md", "/2026/a.md", "/b.md"},
		{root, "/en/2026/b.md", "/2026/a.md", "/2026/b.md"},
		{root, "/enough/b.md", "/2026/a.md", "/enough/b.md"},
		{root, "/x//../b.md#part", "/2026/a.md", "/b.md"},
		{root, "https://example.org/en/b.md?x=1", "/2026/a.md", "/b.md"},
		{root, "https://example.organic/b.md", "/2026/a.md", ""},
		{root, "?x", "/2026/a.md", "/2026/a.md"},
		{root, "#x", "/2026/a.md", ""},
		{root, "%2F%2Fevil.example%3f", "/2026/a.md", "/evil.example?"},
		{root, "100%.md", "/a.md", "/100%.md"},
		{root, "50%-caf%c3%a9%2.md", "/a.md", "/50%-caf\u00e9%2.md"},
		{root, "https://EXAMPLE.org/b.md", "/a.md", "/b.md"},
		{root, "//example.org/b.md", "/a.md", "/b.md"},
		{root, "https://%65xample.org/b.md", "/a.md", "/b.md"},
		{root, "https://example.org", "/a.md", ""},
		{root, "http://example.org/b.md", "/a.md", ""},
		{root, "https://example.org:8443/b.md", "/a.md", ""},
		{below, "/a/blog/x.md", "/zh/a.md", "/zh/x.md"},
		{below, "/a/blog/zh/x.md", "/zh/a.md", "/zh/x.md"},
		{below, "/a/blog", "/zh/a.md", "/zh"},
		{below, "/a/blog?x", "/zh/a.md", "/zh"},
		{below, "/a/blogs/x.md", "/zh/a.md", "/zh/a/blogs/x.md"},
		{below, "/x.md", "/zh/a.md", "/zh/x.md"},
		{below, "a/blog/x.md", "/zh/a.md", "/zh/a/blog/x.md"},
		{below, "https://example.org:8443/a/blog/x.md", "/zh/a.md", "/zh/x.md"},
		{below, "//example.org:8443/a/blog/a/blog/x.md", "/zh/a.md", "/zh/a/blog/x.md"},
		{below, "https://example.org:8443/x.md", "/zh/a.md", ""},
		{umlaut, "http://bäcker.example/x.md", "/a.md", "/x.md"},
		{umlaut, "http://BÄCKER.example/x.md?y", "/a.md", "/x.md"},
		{umlaut, "//b%C3%A4cker.example/x.md", "/a.md", "/x.md"},
		{umlaut, "http://xn--BCKER-gra.example/x.md", "/a.md", "/x.md"},
		{umlaut, "http://bäcker.example.com/x.md", "/a.md", ""},
		{umlaut, "http://u@bäcker.example/x.md", "/a.md", ""},
		{umlaut, "https://ä..example/x.md", "/a.md", ""},
		{root, "mailto:a@b.example", "/a.md", ""},
		{root, "//far.example/x", "/a.md", ""},
		{mounted, "/en/b.md", "/en/a.md", "/en/b.md"},
		{mounted, "/b.md", "/en/a.md", "/en/b.md"},
		{mounted, "/en/old/b.md", "/en/a.md", "/en/b.md"},
		{root, "https://example.org:443/b.md", "/a.md", "/b.md"},
		{homed, "https://bäcker.example/blog/x/#y", "/a.md", "/x"},
		{homed, "http://WWW.BÄCKER.example:80/blog/x?q", "/a.md", "/x"},
		{homed, "//www.xn--bcker-gra.example/blog/en/x", "/a.md", "/x"},
		{homed, "https://xn--bcker-gra.example/blog", "/a.md", ""},
		{homed, "https://xn--bcker-gra.example/blogs/x", "/a.md", ""},
		{homed, "https://xn--bcker-gra.example:8443/blog/x", "/a.md", ""},
		{homed, "https://u:p@xn--bcker-gra.example/blog/x", "/a.md", ""},
		{homed, "https://xn--bcker-gra.example.evil.example/blog/x", "/a.md", ""},
		{homed, "ftp://xn--bcker-gra.example/blog/x", "/a.md", ""},
		{homed, "/blog/x.md", "/a.md", "/x.md"},
		{homed, "/blog", "/a.md", "/"},
		{homed, "/feeds/x.md", "/a.md", "/x.md"},
		{homed, "/blogs/x.md", "/a.md", "/blogs/x.md"},
		{homed, "http://old.example/x.md", "/a.md", "/x.md"},
		{homed, "https://OLD.example:443/blog/x.md", "/a.md", "/blog/x.md"},
		{homed, "https://www.old.example/x.md", "/a.md", ""},
		{homed, "https://older.example:8443/a/x.md", "/a.md", "/x.md"},
		{homed, "https://older.example:8443/x.md", "/a.md", ""},
		{homed, "http://127.0.0.1:8080/feeds/x.md", "/a.md", "/x.md"},
		{homed, "https://127.0.0.1:8080/feeds/x.md", "/a.md", ""},
		{within, "/blog/x.md", "/blog/a.md", "/blog/x.md"},
		{within, "https://me.example/blog/x.md", "/blog/a.md", "/x.md"},
		{within, "https://me.example/y.md", "/blog/a.md", "/y.md"},
		{root, "@/blog/b.md#part", "/2026/a.md", "/blog/b.md"},
		{root, "@/en/b.md", "/2026/a.md", "/b.md"},
		{mounted, "@/b.md", "/en/2026/a.md", "/en/b.md"},
		{NewParser(Options{Mount: "/en"}).place, "@/b.md", "/en/2026/a.md", "/en/b.md"},
		{NewParser(Options{Mount: "/en"}).place, "@/en/b.md", "/en/2026/a.md", "/en/b.md"},
	} {
		got, ok := test.place.sitePath(test.link, test.from)
		if ok != (test.want != "") || got != test.want {
			t.Errorf("%q on %s: got %q, %v, want %q", test.link, test.from, got, ok, test.want)
		}
	}
}

func TestWebURL(t *testing.T) {
	for in, want := range map[string]string{
		"http://a.example":            "http://a.example",
		"HTTPS://a.example/x":         "HTTPS://a.example/x",
		"//a.example/x":               "https://a.example/x",
		"http://例.example/é":          "http://xn--fsq.example/é",
		"http://ä..example/":          "",
		"http://u@a.example:80?x#y":   "http://u@a.example:80?x#y",
		"http://a.example/100%":       "http://a.example/100%",
		"http:/a.example":             "",
		"http:a.example":              "",
		"http://":                     "",
		"http:///x":                   "",
		"http://:80/":                 "",
		"http://a.example:port/":      "",
		"http://[::1/":                "",
		"http://a b/":                 "",
		"http://a.example/x y":        "",
		"http://a.example/\x01":       "",
		"http://a.example/<":          "",
		"ftp://a.example/":            "",
		"javascript:alert(1)//http:/": "",
	} {
		if got, ok := webURL(in); ok != (want != "") || ok && got != want {
			t.Errorf("%q: got %q, %v, want %q", in, got, ok, want)
		}
	}
}

func TestURI(t *testing.T) {
	for in, want := range map[string]string{
		"http://a.example/x?a=b&c#d": "http://a.example/x?a=b&c#d",
		"/é b":                       "/%C3%A9%20b",
		"/%C3%a9":                    "/%C3%a9",
		"/100%":                      "/100%25",
		"/100%?q=100%&r=%2f%#5%?%":   "/100%25?q=100%&r=%2f%#5%25?%25",
		"/#?%":                       "/#?%25",
		"/%zz%4":                     "/%25zz%254",
		`/a\b"<>`:                    "/a%5Cb%22%3C%3E",
		"":                           "",
	} {
		if got := URI(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestPagePath(t *testing.T) {
	for in, want := range map[string]string{
		"/a.md": "/a", "/a.MD": "/a", "/a.Markdown": "/a", "/a.html": "/a", "/a.b": "/a.b", "/a/": "/a", "/a.md.md": "/a.md", "/": "",
		"/a.mdown": "/a", "/a.mkd": "/a", "/a.mdx": "/a", "/a.QMD": "/a", "/a.Rmd": "/a", "/a.html.md": "/a.html",
		"/x/index.md": "/x", "/x/index": "/x", "/x/Index.html": "/x", "/x/index.zh-CN.md": "/x.zh-CN", "/x/index.old.md": "/x/index.old",
		"/x/README.md": "/x/README", "/2024-03-05-swap/README.md": "/2024-03-05-swap", "/2024-03-05/README.md": "/2024-03-05/README",
		"/index.md": "/index", "/2020/index.md": "/2020/index", "/2020/04/01/index.md": "/2020/04/01/index", "/news/2020-04-01/index.md": "/news/2020-04-01/index",
		"/2020/04/01/x/index.md": "/2020/04/01/x", "/topics/index.md": "/topics/index", "/x/_index.md": "/x/_index",
	} {
		if got := PagePath(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestUnescape(t *testing.T) {
	for in, want := range map[string]string{
		`plain`: "plain", `&amp;lt;`: "&lt;", `\&amp;`: "&amp;", `&#38;lt;`: "&lt;", `a\*b\c\\`: `a*b\c\`,
		`&copy=1`: "&copy=1", `&copy;`: "©", `&copyx;`: "&copyx;", `&#x4e2d;&#20013;`: "中中", `&#0;`: "\uFFFD", `&#12a;`: "&#12a;",
		`&;`: "&;", `&`: "&", `\`: `\`, `AT&T; x`: "AT&T; x", `&CounterClockwiseContourIntegral;`: "∳",
	} {
		if got := unescape([]byte(in)); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestXML(t *testing.T) {
	for in, want := range map[string]string{
		"a\tb\n中😀": "a\tb\n中😀", "\x00": "\uFFFD", "a\x1fb": "a\uFFFDb", "\uFFFE\uFFFF": "\uFFFD\uFFFD", "\x8d": "\uFFFD", "\xed\xa0\x80": "\uFFFD\uFFFD\uFFFD",
	} {
		if got := XML(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// Links of Pelican begin with a mark that is no part of the path.
func TestLinksOfPelican(t *testing.T) {
	const text = `---
date: 2026-04-01
image: "{static}/img/cover.png"
---
[a]({filename}/notes/a.md#x) [b]({filename}../b.md) [c](|filename|c.md) [d]({attach}d.pdf)

![e]({static}/img/e.png) <img src="{attach}f.png"> <a href="{static}/g.pdf">g</a>

[h]: {filename}h.md
[h]
`
	a := NewParser(Options{Mount: "/", BaseURL: "https://example.org"}).Parse("posts/x/a.md", []byte(text)).Article
	got := []string{a.CoverPath}
	for _, f := range a.References {
		got = append(got, f.Path)
	}
	want := []string{"/img/cover.png", "/notes/a.md", "/posts/b.md", "/posts/x/c.md", "/posts/x/d.pdf", "/img/e.png", "/posts/x/f.png", "/g.pdf", "/posts/x/h.md"}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
