package article

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAtHome reads links of an article at /posts/a, and expects where the author's
// own site has their targets.
func TestAtHome(t *testing.T) {
	at := func(home string) Options {
		return Options{Mount: "/", Aliases: []string{"/news"}, BaseURL: "https://feeds.example/sub", Home: home, Former: []string{"https://old.example/was"}}
	}
	const home, below = "https://blog.example", "https://blog.example/my/site"
	for _, test := range []struct{ home, link, want string }{
		{home, "/contact/", "/contact/"},
		{home, "/contact?x=1&y#part", "/contact"},
		{home, "/caf%C3%A9/ü b/", "/caf%C3%A9/%C3%BC%20b/"},
		{home, "/a[1]/x.pdf", "/a[1]/x.pdf"},
		{home, "contact", "/posts/contact"},
		{home, "../about/", "/about/"},
		{home, "./", "/posts/"},
		{home, "..", "/"},
		{home, "../../outside.png", ""},
		{home, "?page=2", "/posts/a"},
		{home, "", ""},
		{home, "#part", ""},
		{home, "/news/x", "/news/x"},
		{home, "/x.md", ""},
		{home, "x.markdown#part", ""},
		{home, "@/blog/x", ""},
		{home, "@assets/x.png", ""},
		{home, "~/assets/x.png", ""},
		{home, "/sub/x", ""}, // the path of base_url
		{home, "https://feeds.example/sub/x", ""},
		{home, "https://old.example/was/x?y", "/x"},
		{home, "https://old.example/x", ""},
		{home, "https://BLOG.example/X?y#z", "https://BLOG.example/X"},
		{home, "//blog.example/ü", "https://blog.example/%C3%BC"},
		{home, "http://www.blog.example:80/x.md", "http://www.blog.example:80/x.md"},
		{home, "https://blog.example", ""},
		{home, "https://u@blog.example/x", ""},
		{home, "https://far.example/x", ""},
		{home, "mailto:a@blog.example", ""},
		{home, "data:image/png;base64,AAAA", ""},
		{home, "javascript:alert(1)", ""},
		{below, "/my/site/x/", "/x/"},
		{below, "/my/site", "/"},
		{below, "/x/", "/x/"},
		{below, "/my/sites/x/", "/my/sites/x/"},
		{below, "https://blog.example/my/site/x", "https://blog.example/my/site/x"},
		{below, "https://blog.example/x", ""},
		{"", "/contact/", ""},
		{"", "https://blog.example/x", ""},
	} {
		p := NewParser(at(test.home))
		r := &reading{Parser: p, file: "/posts/a.md", article: &Article{Path: "/posts/a", File: "/posts/a.md"}}
		if got := r.atHome(test.link); got != test.want {
			t.Errorf("%q with home %q: got %q, want %q", test.link, test.home, got, test.want)
		}
	}
}

// TestLeftToHome reads an article whose links, pictures, cover and recordings are
// not here, in all the ways of writing them.
func TestLeftToHome(t *testing.T) {
	const text = `---
date: 2026-04-01
image: /img/cover.png?v=2
audio: talk.mp3
source: /about/
---
[a](/contact/#form) ![b](/img/dyn?id=1) ![c](pic.png) [d](https://blog.example/x?y#z) [e](/lost.md) ![f](~/x.png) [g](@/x.md) ![nothing]() ![part](#x)

<img data-src="/lazy.png" src="data:image/gif;base64,AAAA"> <img src="/small.png" srcset="/small.png 1x, /large.png 2x"> <picture><source srcset="/p.webp 2x"><img></picture>

<video src="/v.mp4" poster="/poster.jpg"></video> <audio src="/stream?x=1"></audio> [{{ site.url }}/u/]({{ site.url }}/u/) [r]({{ "/v/" | absolute_url }}) [w]({{ "/w/" | relative_url }}) {{< relref "/y" >}}
`
	o := Options{Mount: "/", BaseURL: "https://feeds.example", Home: "https://blog.example"}
	result := NewParser(o).Parse("posts/a.md", []byte(text))
	a := result.Article
	var got []string
	for _, f := range a.References {
		got = append(got, f.Path+f.Name+" "+f.URLAt(o.Home))
	}
	want := []string{"/contact/ https://blog.example/contact/#form", "/posts/pic.png https://blog.example/posts/pic.png", "/x https://blog.example/x?y#z", "/lost.md ", "/posts/~/x.png ", "/x.md ",
		"/lazy.png https://blog.example/lazy.png", "/small.png https://blog.example/small.png", "/p.webp https://blog.example/p.webp",
		"/v.mp4 https://blog.example/v.mp4", "/poster.jpg https://blog.example/poster.jpg", "/u/ https://blog.example/u/", "/v/ https://blog.example/v/", "/w/ https://blog.example/w/", "y "}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, url := range []string{`src="https://blog.example/img/dyn?id=1"`, `src="https://blog.example/stream?x=1"`, `>https://blog.example/u/<`} {
		if !strings.Contains(a.HTML, url) {
			t.Errorf("the body lacks %s:\n%s", url, a.HTML)
		}
	}
	r := &reading{Parser: NewParser(o), file: "/posts/a.md", article: &Article{Path: "/posts/a", Rare: &Rare{}}}
	for _, word := range []string{"", "#", "true", "?x"} {
		if r.setCover(word, "", 0); r.article.Cover+r.article.CoverPath != "" {
			t.Errorf("%q is the cover %q", word, r.article.Cover)
		}
	}
	if a.CoverPath != "/img/cover.png" || a.Cover != "https://blog.example/img/cover.png?v=2" {
		t.Errorf("got cover %q, %q", a.CoverPath, a.Cover)
	}
	if x := a.Enclosure; x == nil || x.Path != "/posts/talk.mp3" || x.URL != "https://blog.example/posts/talk.mp3" {
		t.Errorf("got enclosure %+v", x)
	}
	if len(a.Sources) != 1 || a.Sources[0].URL != "https://blog.example/about/" {
		t.Errorf("got sources %v", a.Sources)
	}
}
