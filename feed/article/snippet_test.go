package article

import "testing"

// TestSnippet checks that Markdown of the configuration becomes harmless HTML without
// ids, whose paths lead into the site.
func TestSnippet(t *testing.T) {
	for _, c := range []struct{ markdown, want string }{
		{"", ""},
		{"© 2026 *Ada* · [Imprint](/imprint \"x\")", "<p>© 2026 <em>Ada</em> · <a href=\"/journal/imprint\" title=\"x\">Imprint</a></p>\n"},
		{"One\n\nTwo  \nthree", "<p>One</p>\n<p>Two<br>\nthree</p>\n"},
		{"# Title", "<h1>Title</h1>\n"},
		{"[a](//other.example/) [b](mailto:a@b.example) https://c.example/", "<p>a <a href=\"mailto:a@b.example\">b</a> <a href=\"https://c.example/\">https://c.example/</a></p>\n"},
		{"[a](javascript:alert(1)) <b onclick=x>b</b><script>alert(1)</script>", "<p>a balert(1)</p>\n"},
		{"![logo](/logo.svg) a id=\"b\"", "<p><img src=\"/journal/logo.svg\" alt=\"logo\"> a id=&#34;b&#34;</p>\n"},
		{"[a](https://example.org/journal/a) [b](https://example.org/journals)", "<p><a href=\"/journal/a\">a</a> <a href=\"https://example.org/journals\">b</a></p>\n"},
	} {
		if got := Snippet(c.markdown, "https://example.org/journal"); got != c.want {
			t.Errorf("%q:\n%q, want\n%q", c.markdown, got, c.want)
		}
	}
}
