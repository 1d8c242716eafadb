package article

import (
	"bytes"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
)

// fromCodesOf returns what fromCodes makes of Markdown.
func fromCodesOf(p *Parser, rel, head, markdown string) (string, *reading) {
	r := &reading{Parser: p, name: rel, file: "/" + rel, data: []byte(head + markdown), body: len(head), article: &Article{File: "/" + rel, Path: PagePath("/" + rel), Rare: &Rare{}}}
	r.source = r.data[r.body:]
	doc, _ := r.syntax(plainLinks)
	if doc == nil {
		return "", r
	}
	src, _ := r.fromCodes(doc)
	return string(src), r
}

const zolaHead = "+++\n+++\n"

// codeCases are codes in their context, with what they become and the number of
// complaints.
var codeCases = []struct {
	head, markdown, want string
	complaints           int
}{
	{"", "no codes", "no codes", 0},
	{"", "a {{< x >}} b", "a  b", 1},
	{"", "{{< x >}}    b", "b", 1},
	{"", "{{< x\n  a=1\n  b='c d' >}}\nb", "\n\n\nb", 1},
	{"", "{{<x a=`>}}`>}}b", "b", 1},
	{"", `{{< x "a\">}}" >}}b`, "b", 1},
	{"", "{{< x/y-z.w >}}b", "b", 1},
	{"", "{{< x {{< y >}} >}}", "{{< x  >}}", 1},
	{"", "{{< x %}} {{% x >}}", "{{< x %}} {{% x >}}", 0},
	{"", `{{< x "a >}}`, `{{< x "a >}}`, 0},
	{"", "{{< /x >}}{{</ x >}}", "", 1},
	{"", "{{< notice >}}a{{< /notice >}}", "<wbr><blockquote><p><strong>Note</strong></p>a</blockquote>", 0},
	{"", "\n{{< notice >}}a{{< /notice >}}\n\n", "\n<wbr><blockquote><p><strong>Note</strong></p>a\n<!----></blockquote>\n", 0},
	{"", "a\n\n{{< notice info >}}a{{< /notice >}}\n\nb", "a\n<!----><blockquote><p><strong>Info</strong></p>\na\n<!----></blockquote>\nb", 0},
	{"", "- {{< alert icon=x >}}\n  a\n  {{< /alert >}}", "- <!----><blockquote><p><strong>Note</strong></p>\n  a\n  <!----></blockquote>", 0},
	{"", "> {% note danger %}\n> a\n> {% endnote %}", "> <!----><blockquote><p><strong>Danger</strong></p>\n> a\n> <!----></blockquote>", 0},
	{"", "{% hint style=\"warning\" %}\na\n{% endhint %}", "<!----><blockquote><p><strong>Warning</strong></p>\na\n<!----></blockquote>", 0},
	{"", "{{< admonition tip \"A *title*\" >}}\n{{< /admonition >}}", "<!----><blockquote><p><strong>A <em>title</em></strong></p>\n<!----></blockquote>", 0},
	{"", "{{< warning >}}\n{{< /warning >}}", "<!----><blockquote><p><strong>Warning</strong></p>\n<!----></blockquote>", 0},
	{"", "{{< note >}} alone", "alone", 1},
	{"", "[a]({{< ref\n  \"b.md\" >}})", "[a](/-/named/b.md\n)", 0},
	{"", "[a]: {{< ref b >}}", "[a]: /-/named/b", 0},
	{"", "[a]({{< ref \"https://example.com/\" >}})", "[a](https://example.com/)", 0},
	{"", "[a]({{< ref \"/\" >}})", "[a](/)", 0},
	{"", "<a href='{{< relref \"b/_index.md#c\" >}}'>", "<a href='/-/named/b#c'>", 0},
	{"", "{{< ref \"x[1].md\" >}}", `[x\[1\]](/-/named/x%5B1%5D.md)`, 0},
	{"", "{{< highlight \"c++\" >}}\n  a\n{{< /highlight >}}", "```c++\n  a\n```", 0},
	{"", "  {{< highlight c >}}\n  a\n  {{< /highlight >}}", "  ```c\n  a\n  ```", 0},
	{"", "{{< highlight c >}}\n```\n{{< /highlight >}}", "````c\n```\n````", 0},
	{"", "{{< highlight c >}}a\nb{{< /highlight >}}", "<!----><pre><code class=\"language-c\">a&#10;b</code></pre>\n", 0},
	{"", "x {{< highlight c >}}*{{< /highlight >}}", "x <pre><code class=\"language-c\">&#42;</code></pre>", 0},
	{"", "{% highlight c %}\na\n{% endhighlight %}", "```c\na\n```", 0},
	{"", "{% highlight c %} never", "never", 1},
	{"", "{%- comment -%}a\n{{< x >}}{%- endcomment -%}\nb", "\n\nb", 0},
	{"", "{% raw %}{% endraw %}{% if x %}y{% endif %}", "y", 1},
	{"", "    {% raw\n%}{{ site.url }}", "    {% raw\n%}https://example.org", 0},
	{"", "{%a-%}{%- b-c -%}d", "d", 2},
	{"", "{% raw %}{{ site.url }}", "{{ site.url }}", 0},
	{"", "`{% raw %}` {% x %} `{% endraw %}`", "`{% raw %}`  `{% endraw %}`", 1},
	{"", "[a]({% link b c.md %})", "[a](/b%20c.md)", 0},
	{"", "{% link The text /x %}", "[The text](/x)", 0},
	{"", "{% unclosed\n\n%}", "{% unclosed\n\n%}", 0},
	{"", "{{ site.url\n}}/x", "https://example.org\n/x", 0},
	{"", "{{ site.title }}{{site.title}}", "", 1},
	{"", "{{ 'a' | upcase | append: '/b' }}", "A/b", 0},
	{"", "{{ 'https://example.com/' | relative_url }}", "https://example.com/", 0},
	{"", "{{ x.y }} {{ 'a' }} {{ 1 + 2 }} {{}}", "{{ x.y }} {{ 'a' }} {{ 1 + 2 }} {{}}", 0},
	{"", "{{ toc() }} {{ ref('x') }} {{ config(a='b') }}", "{{ toc() }} {{ ref('x') }} {{ config(a='b') }}", 0},
	{zolaHead, "{{ toc() }} {{ ref('x') }} {{ config(a='b') }}", "{{ ref('x') }} ", 2},
	{zolaHead, "{% quote() %}\na\n{% end %}", "<!----><blockquote>\na\n<!----></blockquote>", 0},
	{zolaHead, "{% a() %}{% b() %}c{% end %}{% end %}", "c", 2},
	{zolaHead, "{% mermaid() %}\na\n{% end %}", "```mermaid\na\n```", 0},
	{"", "{{ image(src=\"a.png\",\n  alt=\"b\") }}", "<!----><img src=\"a.png\" alt=\"b\">\n", 0},
	{"", "{% figure caption: \"A *b*\" class:'c' %}\n![a](b.png)\n{% endfigure %}", "<!----><figure>\n![a](b.png)\n<!----><figcaption>A <em>b</em></figcaption></figure>", 0},
	{"", "{{< figure src=a.png >}}\nb\n{{< /figure >}}", "<!----><figure><img src=\"a.png\">\nb\n<!----></figure>", 0},
	{zolaHead, "{{ full_width_image(src=\"a.png\", alt=\"b\") }} {{ both(light_src='a.svg', dark_src='b.svg') }}", `<img src="a.png" alt="b"> <img src="a.svg" alt="">`, 0},
	{zolaHead, "{{ admonition(type=\"tip\", text=\"a *b*\") }}", "<!----><blockquote><p><strong>Tip</strong></p><p>a <em>b</em></p></blockquote>", 0},
	{zolaHead, "{{ unknown(text='a') }}", "<!----><p>a</p>", 1},
	{"", "{::nomarkdown}<i>*</i>{:/} {::comment}\nx\n{:/comment} {::options a=\"b\" /}y {::comment}z", "<i>*</i> \n\n y {::comment}z", 0},
	{"", "{% note info, a *b*, c %}", "<!----><blockquote><p><strong>Info</strong></p><p>a <em>b</em>, c</p></blockquote>", 0},
	{"", "a {% span red bold:: b %} {% kbd Ctrl %}", "a <span>b</span> <kbd>Ctrl</kbd>", 0},
	{"", "{% kbd Ctrl %}", "<kbd>Ctrl</kbd>", 0},
	{"", "{% btn solid, To it, https://example.com/ , fad fa-x %}", `<a href="https://example.com/">To it</a>`, 0},
	{"", "{% btn #top, Up, icon %} {% btn none %}", `<a href="#top">Up</a> `, 1},
	{"", "{{< button href=\"/x\" >}}To *x*{{< /button >}}", `<a href="/x">To *x*</a>`, 0},
	{"", "{% include_cached a.html %}{% include_relative b.md %}", "", 2},
	{"", "# a {#b}\n{# c {{ site.url }} #}d {# e", "# a {#b}\nd {# e", 0},
	{"", "[a]: {{ site.url }}{% post_url b %} {% post_link b 'A title' false %}", "[a]: https://example.org/-/named/b [A title](/-/named/b)", 0},
	{"", "{% asset_img left a.png 300 200 A plan %}", `<!----><img src="/-/named/a.png" alt="A plan" width="300" height="200">`, 0},
	{"", "![[a b.MP3]]", `<audio src="/-/named/a%20b.MP3" controls=""></audio>`, 0},
	{"", "`{{< x >}}` ``{% y %}`` <PRE>{{< z >}}</pre> <!-- {{< r >}} -->", "`{{< x >}}` ``{% y %}`` <PRE>{{< z >}}</pre> <!-- {{< r >}} -->", 0},
	{"", "- a\n\n      {{< code >}}\n\n  {{< text >}}", "- a\n\n      {{< code >}}\n\n  ", 1},
	{"", "$$\na {{< x >}}\n$$", "$$\na {{< x >}}\n$$", 0},
}

// TestCodes checks codeCases.
func TestCodes(t *testing.T) {
	for _, c := range codeCases {
		got, r := fromCodesOf(newsParser(), "2026/04/7/x.md", c.head, c.markdown)
		if got != c.want || len(r.problems) != c.complaints {
			t.Errorf("%q\ngot  %q\nwant %q", c.markdown, got, c.want)
			for _, p := range r.problems {
				t.Error(p.Error())
			}
		}
	}
}

// codeBombs are texts that are crafted to keep the scan for codes busy.
var codeBombs = []attack{
	{"shortcodes that never end", "", "{{<"},
	{"open strings", "", "{{< a \""},
	{"open strings of two kinds", "", "{{< a \"{{< a `"},
	{"tags that never end", "", "{%"},
	{"named tags that never end", "", "{% a "},
	{"values that never end", "", "{{ a "},
	{"wiki links that never end", "", "[[a "},
	{"pictures of wikis", "", "![[a"},
	{"remarks that never end", "", "{{</*"},
	{"calls that never end", "", "{{ a(b=["},
	{"open pairs", "", "{{< details >}}\n\n"},
	{"shortcodes in one line", "", "{{< details >}}"},
	{"pairs one in another", strings.Repeat("{{<a>}}", 100_000/4), strings.Repeat("{{</a>}}", 10)},
	{"raw text that never ends", "", "{% raw %}"},
	{"code that never ends", "", "{% highlight %}"},
	{"names", "", "{{< a%d >}}\n"},
	{"code and text", "", "`{% raw %}` {% raw %}{% endraw %}"},
	{"shown codes in code", "```\n", "{{</* {{/* a() {%/* a() {{%/*"},
	{"raw text in code", "```\n", "{% raw %} {% verbatim %}"},
	{"names of code", "", "{% code %}{{< html >}}{{< raw >}}"},
	{"players", "", "{{<yt a>}}"},
	{"values", "", "{{site.url}}"},
	{"formulas", "", "${{<a>}} $ "},
	{"elements of code", "", "<pre {{<"},
	{"captions", "", "{{<fig a caption=\"*_*_*_*\">}}"},
	{"lines of tags", "", "{{<a>}}\n    b\n"},
}

// TestCodeBombs checks the bounds of the looks, the memory and the complaints that
// such a text causes.
func TestCodeBombs(t *testing.T) {
	p := newsParser()
	for _, b := range codeBombs {
		checkCodeBomb(t, p, b, MaxSize)
		b.unit += "\n\n" // which limits of lines and paragraphs let pass
		checkCodeBomb(t, p, b, MaxSize/8)
	}
}

func checkCodeBomb(t *testing.T, p *Parser, b attack, size int) {
	data := repeated(b.head, b.unit, smallerIfRaced(size))
	data = bytes.Replace(data, []byte("### 2026-04-7\n"), nil, 1) // no file of the founding format
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r := p.Parse("2026/04/7/x.md", data)
	runtime.ReadMemStats(&after)
	if total := after.TotalAlloc - before.TotalAlloc; total > 400<<20 && !isRaced() { // most of it is freed on the way
		t.Errorf("%s: %d MiB allocated", b.name, total>>20)
	}
	checkHostile(t, b.name, r)
}

// isRaced reports whether the race detector runs, under which pools forget what
// they hold.
func isRaced() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// smallerIfRaced returns the size that a hostile file has. Parsing it uses one
// goroutine, and takes ten times as long under the race detector, which has
// nothing to find; the tests on 32 bits run without it.
func smallerIfRaced(size int) int {
	if isRaced() {
		return size / 8
	}
	return size
}

// FuzzCodes checks that a translation keeps the number of lines and the code, and
// is the same at the second time.
func FuzzCodes(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(string(seed.Data))
	}
	for _, c := range codeCases {
		f.Add(c.markdown)
	}
	p := newsParser()
	f.Fuzz(func(t *testing.T, markdown string) {
		data := strings.ToValidUTF8(strings.ReplaceAll(markdown, "\r", ""), "")
		if offset, _ := tooMuch([]byte(data)); offset >= 0 || len(data) > MaxSize {
			t.Skip("too much")
		}
		got, r := fromCodesOf(p, "2026/04/7/x.md", "", data)
		if got == "" && len(r.problems) > 0 {
			return // too much
		}
		if a, b := strings.Count(data, "\n"), strings.Count(got, "\n"); a != b {
			t.Errorf("%d line breaks, %d came of\n%s\n%s", b, a, data, got)
		}
		again, _ := fromCodesOf(p, "2026/04/7/x.md", "", data)
		if again != got {
			t.Error("another result at the second time")
		}
		code := fmt.Sprintf("```\n%s\n```\n", strings.NewReplacer("`", "", "~", "", "*", "", "%", "").Replace(data))
		if got, _ := fromCodesOf(p, "2026/04/7/x.md", "", code); got != code {
			t.Errorf("code became\n%s", got)
		}
	})
}

// BenchmarkCodes reads a file full of codes. Its floor is the same without their
// marks; "x-plain" is the ratio.
func BenchmarkCodes(b *testing.B) {
	coded := []byte("---\ntitle: t\n---\n" + strings.Repeat("Text {{< weather >}} and [a]({{< ref \"b.md\" >}}), {{ site.url }} {% x %} [[c|d]].\n\n{{< figure src=\"e.png\" caption=\"f *g*\" >}}\n\n", 200))
	plain := []byte(strings.NewReplacer("{{<", "", ">}}", "", "{{", "", "}}", "", "{%", "", "%}", "", "[[", "[", "]]", "]").Replace(string(coded)))
	p := newsParser()
	compare(b, "x-plain", func() {
		p.Parse("2026/04/7/x.md", coded)
	}, func() {
		p.Parse("2026/04/7/x.md", plain)
	})
}
