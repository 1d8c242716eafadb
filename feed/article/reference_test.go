package article

import "testing"

// TestBody checks bodies in frames: links with and without a target, and ids with and
// without a prefix.
func TestBody(t *testing.T) {
	for _, c := range []struct {
		html, prefix, want string
		links              []string
	}{
		{html: `<p>a &lt; b</p>`, prefix: "p-", want: `<p>a &lt; b</p>`},
		{`<p><a href="dateline:0" title="x">to</a> <a href="dateline:1">gone</a>.</p>`, "", `<p><a href="https://example.org/x?a=1&amp;b#c" title="x">to</a> gone.</p>`, []string{"/x?a=1&b#c", ""}},
		{`<img src="dateline:0" alt="A &amp; B"><img src="dateline:1" alt="C &amp; D" width="3">`, "", `A &amp; B<img src="https://example.org/c.png" alt="C &amp; D" width="3">`, []string{"", "/c.png"}},
		{`<video poster="dateline:0" controls=""><source src="dateline:1"></video>`, "", `<video controls=""><source src="https://example.org/v.mp4"></video>`, []string{"", "/v.mp4"}},
		{`<h2 id="x">X</h2><a href="#x">x</a><a id="y" href="dateline:0">y</a>`, "p-", `<h2 id="p-x">X</h2><a href="#p-x">x</a><a id="p-y">y</a>`, []string{""}},
		{`<h2 id="x">X</h2><a href="#x">x</a>`, "", `<h2 id="x">X</h2><a href="#x">x</a>`, nil},
		{`<img src="dateline:0" alt="dateline:0" title="dateline:1" class="dateline:2">`, "", `<img src="https://example.org/x.png" alt="dateline:0" title="dateline:1" class="dateline:2">`, []string{"/x.png", ""}},
		{`<img src="dateline:0" alt="A" id="x"> <a href="#x">x</a>`, "p-", `<span id="p-x">A</span> <a href="#p-x">x</a>`, []string{""}},
		{`<h2 id="dateline:0">X</h2><a href="#dateline:0">x</a>`, "p-", `<h2 id="p-dateline:0">X</h2><a href="#p-dateline:0">x</a>`, []string{"/x"}},
		{`<p><img src="dateline:0" alt=""></p><figure><a href="https://x.example/" title="t"><img src="dateline:1"></a></figure><p>a</p>`, "", `<p>a</p>`, []string{"", ""}},
		{"<p><img src=\"dateline:0\" alt=\"\">\n<img src=\"dateline:0\" alt=\"\"></p><figure><a href=\"dateline:0\"><img src=\"dateline:0\" alt=\"\"></a><figcaption>c</figcaption></figure>", "", "<figure><figcaption>c</figcaption></figure>", []string{""}},
		{`<p><img src="dateline:0" alt=""></p><p id="x"><img src="dateline:0" alt=""></p><td><img src="dateline:0" alt=""></td>`, "", `<p id="x"></p><td></td>`, []string{""}},
		{`<p><img src="dateline:0" alt=""></p><p></p>`, "", `<p><img src="https://example.org/c.png" alt=""></p><p></p>`, []string{"/c.png"}},
		{`<a href="dateline:9">x</a><a href="dateline:">y</a>`, "", `xy`, []string{"/x"}},
	} {
		a := &Article{HTML: c.html, Rare: &Rare{References: make([]Reference, len(c.links))}}
		if len(c.links) == 0 {
			a.References = nil
		}
		if got := a.Body(Frame{BaseURL: "https://example.org", Links: c.links, Prefix: c.prefix}); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.html, got, c.want)
		}
	}
}
