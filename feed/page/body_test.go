package page

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"dateline/feed/article"
	"dateline/feed/render"
)

// linking returns the pages of a site that links to pictures of other hosts.
func linking() *Pages {
	return New(Options{Renderer: render.New(site()), Theme: Theme{LinkImages: true}})
}

func TestBody(t *testing.T) {
	for _, c := range []struct{ name, body, shown, linked string }{
		{"text", "<p>a &lt; b</p>", "<p>a &lt; b</p>", "<p>a &lt; b</p>"},
		{"own picture", `<img src="` + base + `/covers/x.png" alt="x">`, `<img src="` + base + `/covers/x.png" alt="x" loading="lazy" decoding="async">`, `<img src="` + base + `/covers/x.png" alt="x" loading="lazy" decoding="async">`},
		{"picture that is loaded at once", `<img src="` + base + `/covers/x.png" alt="" loading="eager">`, `<img src="` + base + `/covers/x.png" alt="" loading="eager" decoding="async">`, `<img src="` + base + `/covers/x.png" alt="" loading="eager" decoding="async">`},
		{"other picture", `<img src="https://img.example/a%20b.png?c=1&amp;d=2" alt="" id="p">`, `<img src="https://img.example/a%20b.png?c=1&amp;d=2" alt="" id="p" loading="lazy" decoding="async" referrerpolicy="no-referrer">`,
			`<a href="https://img.example/a%20b.png?c=1&amp;d=2" rel="noreferrer" id="p">Picture: a b.png</a>`},
		{"other host that begins alike", `<img src="` + base + `.evil.example/x.png" alt="x">`, `<img src="` + base + `.evil.example/x.png" alt="x" loading="lazy" decoding="async" referrerpolicy="no-referrer">`,
			`<a href="` + base + `.evil.example/x.png" rel="noreferrer">Picture: x</a>`},
		{"picture without a text", `<img src="https://img.example/x.png">`, `<img src="https://img.example/x.png" alt="" loading="lazy" decoding="async" referrerpolicy="no-referrer">`,
			`<a href="https://img.example/x.png" rel="noreferrer">Picture: x.png</a>`},
		{"picture in a link", `<a href="https://a.example/"><img src="https://img.example/x.png" alt="A &quot;b&quot;"></a>`,
			`<a href="https://a.example/"><img src="https://img.example/x.png" alt="A &quot;b&quot;" loading="lazy" decoding="async" referrerpolicy="no-referrer"></a>`,
			`<a href="https://a.example/"><span>A &quot;b&quot;</span></a>`},
		{"link that is only a picture", `<a href="https://a.example/"><img src="` + base + `/covers/x.png" alt=""></a>`,
			`<a href="https://a.example/"><img src="` + base + `/covers/x.png" alt="x.png" loading="lazy" decoding="async"></a>`, `<a href="https://a.example/"><img src="` + base + `/covers/x.png" alt="x.png" loading="lazy" decoding="async"></a>`},
		{"poster", `<video src="https://v.example/x.mp4" poster="https://v.example/x.png" controls=""></video>`,
			`<video src="https://v.example/x.mp4" poster="https://v.example/x.png" controls=""></video>`, `<video src="https://v.example/x.mp4" controls=""></video>`},
		{"table", `<table><tr><td align="right">1</td><td class="n" align="center"><table></table></td></tr></table>`,
			`<div class="wide" tabindex="0"><table><tr><td class="align-right">1</td><td class="n align-center"><table></table></td></tr></table></div>`,
			`<div class="wide" tabindex="0"><table><tr><td class="align-right">1</td><td class="n align-center"><table></table></td></tr></table></div>`},
		{"code", `<pre class="x"><code>a</code></pre>`, `<pre tabindex="0" class="x"><code>a</code></pre>`, `<pre tabindex="0" class="x"><code>a</code></pre>`},
		{"levels", `<h3 id="a">A</h3><h5>B</h5><h6>C</h6><h5>D</h5><h1>E</h1><h2>F</h2>`, `<h2 id="a">A</h2><h3>B</h3><h4>C</h4><h3>D</h3><h2>E</h2><h3>F</h3>`, `<h2 id="a">A</h2><h3>B</h3><h4>C</h4><h3>D</h3><h2>E</h2><h3>F</h3>`},
		{"deep levels", "<h1>a</h1><h2>a</h2><h3>a</h3><h4>a</h4><h5>a</h5><h6>a</h6>", "<h2>a</h2><h3>a</h3><h4>a</h4><h5>a</h5><h6>a</h6><h6>a</h6>", "<h2>a</h2><h3>a</h3><h4>a</h4><h5>a</h5><h6>a</h6><h6>a</h6>"},
	} {
		if got := string(pages(site()).body(c.body, "en")); got != c.shown {
			t.Errorf("%s, shown:\n%s\nwant\n%s", c.name, got, c.shown)
		}
		if got := string(linking().body(c.body, "en")); got != c.linked {
			t.Errorf("%s, linked:\n%s\nwant\n%s", c.name, got, c.linked)
		}
	}
}

// FuzzBody checks that a page shows all the text of an article and that its tags stay
// balanced, that no heading leaves out a level, and that no picture of another host is
// asked for if they are links.
func FuzzBody(f *testing.F) {
	for _, seed := range []string{
		"# t\n\ntext ![a](https://img.example/x.png) and [![](y.png)](https://a.example)\n", "# t\n\n#### deep\n\n## up\n\n|a|b|\n|-:|:-:|\n|1|2|\n",
		"# t\n\n<table><tr><td><table><tr><td>x</table></table><video src=https://v.example/x.mp4 poster=https://v.example/p.png></video>\n",
		"# t\n\n<a href=https://a.example><img src=//b.example/z.png><h3>x</h3></a>\n\n    code\n", "# t\n\n<picture><source srcset=https://i.example/a><img src=https://i.example/b alt='\" loading=\"'></picture>",
	} {
		f.Add(seed)
	}
	parser := article.NewParser(article.Options{Mount: "/", BaseURL: base, Language: "en", Zone: time.UTC})
	show, link := pages(site()), linking()
	f.Fuzz(func(t *testing.T, markdown string) {
		a := parser.Parse("2026/04/7/x.md", []byte(markdown)).Article
		if a == nil {
			return
		}
		markup := a.Body(article.Frame{BaseURL: base, Links: make([]string, len(a.References))})
		before, shown, linked := seenIn(t, markup), seenIn(t, string(show.body(markup, "en"))), seenIn(t, string(link.body(markup, "en")))
		if shown.text != before.text {
			t.Errorf("text %q became %q", before.text, shown.text)
		}
		if shown.elements != before.elements {
			t.Errorf("the tree of\n%s\nbecame\n%s", before.elements, shown.elements)
		}
		if shown.skips {
			t.Errorf("headings leave out a level: %s", shown.elements)
		}
		for _, src := range linked.pictures {
			if strings.HasPrefix(src, "http") && !strings.HasPrefix(src, base+"/") {
				t.Errorf("the picture %s is asked for", src)
			}
		}
	})
}

// seen is what a browser makes of a body.
type seen struct {
	text     string
	elements string   // names, with h for any heading, and without the boxes of tables
	pictures []string // URLs
	skips    bool     // a heading leaves out a level
}

func seenIn(t *testing.T, markup string) (s seen) {
	t.Helper()
	root, err := html.Parse(strings.NewReader("<!doctype html><body>" + markup))
	if err != nil {
		t.Fatal(err)
	}
	level := byte('1')
	var visit func(*html.Node)
	visit = func(n *html.Node) {
		name := n.Data
		switch {
		case n.Type == html.TextNode:
			s.text += n.Data
			return
		case len(name) == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6':
			s.skips = s.skips || name[1] > level+1
			level, name = name[1], "h"
		}
		for _, a := range n.Attr {
			if n.Data == "img" && a.Key == "src" || a.Key == "poster" {
				s.pictures = append(s.pictures, a.Val)
			}
		}
		box := n.Data == "div" && len(n.Attr) == 2 && n.Attr[0].Val == "wide"
		if n.Type == html.ElementNode && !box {
			s.elements += "(" + name
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			visit(c)
		}
		if n.Type == html.ElementNode && !box {
			s.elements += ")"
		}
	}
	visit(root)
	return s
}
