package article

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"pgregory.net/rapid"
)

// reparsed returns HTML as a browser would read it, in the spelling of bodies.
func reparsed(t rapid.TB, markup string) string {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(markup), body)
	if err != nil {
		t.Fatalf("%v in %q", err, markup)
	}
	var b strings.Builder
	for _, n := range nodes {
		if err := html.Render(&b, n); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// respelled returns HTML with its tags and text as x/net/html writes them.
func respelled(markup string) string {
	z := html.NewTokenizer(strings.NewReader(markup))
	var b strings.Builder
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			token.Type = html.StartTagToken
			if voids[token.Data] {
				token.Type = html.SelfClosingTagToken
			}
			slices.SortStableFunc(token.Attr, func(a, b html.Attribute) int { return strings.Compare(a.Key, b.Key) })
			b.WriteString(token.String())
		default:
			token := z.Token()
			b.WriteString(token.String())
		}
	}
}

var voids = map[string]bool{"br": true, "col": true, "hr": true, "img": true, "source": true, "track": true, "wbr": true}

// checkBody checks what holds for every body: the parser of HTML finds nothing to
// repair, and the body contains nothing that the policy does not allow.
func checkBody(t rapid.TB, markup string) {
	once := respelled(markup)
	if again := respelled(reparsed(t, markup)); again != once {
		t.Errorf("not balanced:\n%q\nis read as\n%q", once, again)
	}
	ids := map[string]bool{}
	z := html.NewTokenizer(strings.NewReader(markup))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		if kind == html.CommentToken || kind == html.DoctypeToken {
			t.Errorf("a remark in %q", markup)
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		token := z.Token()
		switch token.Data {
		case "script", "style", "iframe", "object", "embed", "form", "input", "svg", "math", "link", "meta", "base":
			t.Errorf("<%s> in %q", token.Data, markup)
		}
		if !inBodies[token.Data] {
			t.Errorf("<%s> in %q", token.Data, markup)
		}
		for _, a := range token.Attr {
			pattern := attributes[token.Data][a.Key]
			if pattern == nil {
				pattern = globals[a.Key]
			}
			if a.Key != "role" && (pattern == nil || !pattern.MatchString(a.Val)) {
				t.Errorf("%s=%q of <%s> in %q", a.Key, a.Val, token.Data, markup)
			}
			switch {
			case strings.HasPrefix(a.Key, "on"):
				t.Errorf("attribute %s in %q", a.Key, markup)
			case strings.HasPrefix(a.Val, referenceScheme), a.Key == "href" && strings.HasPrefix(a.Val, "#"): // see Frame
			case a.Key == "href" && !schemes[scheme(a.Val)], a.Key == "src" && scheme(a.Val) != "http" && scheme(a.Val) != "https":
				t.Errorf("%s %q in %q", a.Key, a.Val, markup)
			}
			if a.Key == "id" && ids[a.Val] {
				t.Errorf("id %q twice in %q", a.Val, markup)
			}
			if a.Key == "id" {
				ids[a.Val] = true
			}
		}
	}
}

// inBodies are the elements that bodies may contain.
var inBodies = func() map[string]bool {
	names := map[string]bool{"img": true, "audio": true, "video": true, "source": true, "track": true}
	for _, e := range elements {
		names[e.as] = e.as != "" && e.as != gone
	}
	return names
}()

// FuzzBody checks what holds for every body, with and without raw HTML.
func FuzzBody(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(string(seed.Data))
	}
	for _, text := range bodies {
		f.Add(text)
	}
	p := newsParser()
	f.Fuzz(func(t *testing.T, text string) {
		a := p.Parse("2026/04/7/x.md", []byte(text)).Article
		if a == nil {
			t.Skip("no article")
		}
		checkBody(t, a.HTML)
		sameWithHTML(t, a.HTML)
	})
}

// bodies are texts with broken HTML.
var bodies = []string{
	"<b>bold <i>and slanted\n\n<div class=\"x\"><p>a\n\nb", "a</div></article>\n\n**b**</span></p></td></table>\n\nc",
	"<table><tr><td>a<tr><td>b\n\n<div>c\n\nd", "<ul><li>a<li>b <li>c\n\n<li>d</li>\n\n</ul></ol>\n\ne",
	"<a href=\"https://a.example/\">a <a href=\"https://b.example/\">b</a></a>\n\n<p><div>c</div></p>\n\n<b><p>d</b> e</p>",
	"a <x-y>b</x-y> <T> <title>c <textarea/> d<br>", "<table><a href=x><table><a href=y>", "<p><table><p>a<b><p>b</table>c",
	"<h1><font><h2>a</h1>b</h2>", "<svg><p>a</svg><math><mi>b<p>c</math>d", "<pre>\n\na</pre><listing>\n\nb", "<ruby>a<rt>b<rp>c</ruby>",
	"| a |\n|:-:|\n| <td> <b> </table> |\n| x |\n\n- <li>\n- </ul> <table>\n\na", "<video><source src=a.mp4><p>b</video>c",
	"<dl><dt>a<dd>b<dd><dl><dt>c", "# a <h2>b\n\n<summary>c<details>d", "[a <b>](x) b</b> [c<a id=z>](y)</a>", "<a id=x><a id=x name=y>a</a><p id=x>",
	"<picture><source srcset=a.png><img></picture>\n<img data-src=b.png><noscript><img src=b.png></noscript>", "[a[^1]<http://b.example>](c)\n\n[^1]: d",
	"[a](hTtp:) <a href=hTtp:>b</a>", "<nobr><b><nobr>", "<caption>a<table><caption>b<caption><b>c<col><td>d", "<form><form>a</form><button><p>b<button>c", "<!-- a", "<?a", "<![CDATA[a", "<!A",
	"- <table>a\n- b\n- <i>c", "<dl><dt><table>a<dd>b<dt>c", "<ul><li><table>a<div><li>b", "{#a}\n\n<p id=b></p>c", "<a id=\"a\x7fb\">c</a> <a id=\"(d)\">e</a>",
	"|a|\n|-|\n|b {#c}|\n|{: #d}\n{: #e}\n",
}

// TestBodies checks them one by one and in pairs.
func TestBodies(t *testing.T) {
	p := newsParser()
	for _, a := range bodies {
		for _, b := range bodies {
			if article := p.Parse("2026/04/7/x.md", []byte("# t\n"+a+"\n\n"+b)).Article; article != nil {
				checkBody(t, article.HTML)
				sameWithHTML(t, article.HTML)
			}
		}
	}
}

// TestDeepEmphasis checks that emphasis is not nested too deeply for parsers of HTML.
func TestDeepEmphasis(t *testing.T) {
	p := newsParser()
	for _, marks := range []string{"*", "~~", "_"} {
		text := "# t\n" + strings.Repeat(marks+"a ", 1000) + strings.Repeat("b"+marks+" ", 1000)
		for _, beside := range []string{"", "<br>\n\n"} {
			a := p.Parse("2026/04/7/x.md", []byte(strings.Replace(text, "\n", "\n"+beside, 1))).Article
			if a == nil || !strings.Contains(a.HTML, "a a a") {
				t.Fatalf("no article with deep %s", marks)
			}
			checkBody(t, a.HTML)
		}
	}
}

// TestOneWay checks that HTML in an article does not change the rest of it: each
// golden file has the same body with and without a <br> above it.
func TestOneWay(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no golden files", err)
	}
	tried := 0
	for _, file := range archives {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		p := goldenParser(option(a))
		for _, f := range inputs(a) {
			if article := p.Parse(f.Name, f.Data).Article; article != nil {
				sameWithHTML(t, article.HTML)
				tried++
			}
		}
	}
	if tried < 20 {
		t.Errorf("only %d articles were tried", tried)
	}
}

// sameWithHTML checks that a body is the same if it is processed like one with HTML.
func sameWithHTML(t rapid.TB, markup string) {
	if got, ok := parsedHTML([]byte(markup)); !ok || got != markup {
		t.Errorf("with HTML elsewhere\n%q\nwithout\n%q", got, markup)
	}
}

// TestOneWayRandom is TestOneWay for random Markdown.
func TestOneWayRandom(t *testing.T) {
	p := newsParser()
	piece := rapid.SampledFrom([]string{"a", " ", "\n", "\n\n", "*", "**", "`", "```\n", "~~", "[", "](b.md)", "![", "](c.png)", "](x:y)", "> ", "- ", "1. ", "# ", "|", "\n|-|\n",
		"&nbsp;", "&quot;", "\"", "'", "&", "\\", "    ", "\t", "http://a.example/?b=1&c=%d", "<http://a.example>", "[^1]", "\n\n[^1]: d", "é", "的", "\u00a0", "{", "}", "$", "==", "\" 'é'", "***\n"})
	rapid.Check(t, func(t *rapid.T) {
		text := "# t\n" + strings.Join(rapid.SliceOfN(piece, 0, 40).Draw(t, "pieces"), "")
		alone := p.Parse("2026/04/7/x.md", []byte(text)).Article
		if alone == nil || strings.Contains(alone.HTML, "footnotes") {
			return
		}
		beside := p.Parse("2026/04/7/x.md", []byte("# t\n<span>.</span><br>\n\n"+strings.TrimPrefix(text, "# t\n"))).Article
		got := strings.TrimSpace(strings.TrimPrefix(beside.HTML, "<p><span>.</span><br></p>"))
		if got != alone.HTML {
			t.Fatalf("of %q with a <br>\n%q\nwithout\n%q", text, got, alone.HTML)
		}
		sameWithHTML(t, alone.HTML)
		checkBody(t, alone.HTML)
	})
}
