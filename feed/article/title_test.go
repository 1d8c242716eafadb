package article

import (
	"strings"
	"testing"
)

// TestLiteral checks titles and names from front matter.
func TestLiteral(t *testing.T) {
	for in, want := range map[string]string{
		"Sorting a Vec<String> in place":             "Sorting a Vec<String> in place",
		"Map<K, V> and Vec<Box<T>>":                  "Map<K, V> and Vec<Box<T>>",
		"Hello {{ user }}, and {% raw %}":            "Hello {{ user }}, and {% raw %}",
		"When [[ -f x ]] is true":                    "When [[ -f x ]] is true",
		"What main() and free() return":              "What main() and free() return",
		"If a<b then stop, as 3 < 4":                 "If a<b then stop, as 3 < 4",
		"a<b and c>d":                                "a<b and c>d",
		"''quoted'' with __init__ and *args":         "''quoted'' with __init__ and *args",
		"-{zh-hans:a; zh-hant:b}- stays, A list []":  "-{zh-hans:a; zh-hant:b}- stays, A list []",
		"Salt &amp; vinegar, &amp;lt; and all":       "Salt & vinegar, &lt; and all",
		"&amp;amp;amp; &copy=1 &nosuch; AT&T & &#33": "&amp;amp; &copy=1 &nosuch; AT&T & &#33",
		"&lt;b&gt;x&lt;/b&gt;":                       "<b>x</b>",
		"&#x41;&#66; &nbsp; c":                       "AB c",

		`<b>Big</b> news of the <em class="x">day</em>`:             "Big news of the day",
		`<b><i>x</i></b> <b><i>y</b></i> <b>a<b>b</b>c</b>`:         "x y abc",
		`<a href="/x?a>b" title='>'>here</a> <a href=/x>there</a >`: "here there",
		"H<sub>2</sub>O, 1<sup>st</sup>, <kbd\n>Esc</kbd>":          "H2O, 1st, Esc",
		"<ruby>漢<rt>かん</rt></ruby>":                                 "漢<rt>かん</rt>",
		"one<br>two<br/>three<wbr>four <img src='x.png' alt='y'>.":  "one two threefour .",
		"closed <b>late, after all</b>":                             "closed late, after all",
		"an unclosed <b> and an <i>":                                "an unclosed <b> and an <i>",
		"</b>closed before it opens<b>":                             "</b>closed before it opens<b>",
		"<B>Loud</B> <Em>x</Em> <bold>y</bold> <picture></picture>": "<B>Loud</B> <Em>x</Em> <bold>y</bold> <picture></picture>",
		"<!-- remark --> <?php x ?> <b x=\">no":                     "<!-- remark --> <?php x ?> <b x=\">no",
		"<div>x</div> <script>y</script>":                           "<div>x</div> <script>y</script>",

		"The `<picture>` element":                        "The `<picture>` element",
		"`<b>bold</b>` &amp; <b>`x`</b>":                 "`<b>bold</b>` & `x`",
		"``a ` &amp; <b>`` and <b>c</b>":                 "``a ` &amp; <b>`` and c",
		"one ` alone &amp; <b>c</b>":                     "one ` alone & c",
		"<b>not `closed</b>` by code":                    "<b>not `closed</b>` by code",
		" two\n lines\t&#10;and  spaces ":                "two lines and spaces",
		"a\x00b &#1; \ufffe":                             "a\ufffdb \ufffd \ufffd",
		"\u2067שלום\u2069 and \u202babc\u202c":           "\u2067שלום\u2069 and \u202babc\u202c",
		"never \u202eends":                               "never ends",
		"crossed \u2067\u202e\u2069\u202c, \u2069before": "crossed , before",
		"": "",
	} {
		if got := literal(in); got != strings.TrimSpace(want) {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// FuzzLiteral checks that a literal name is one line of XML, no longer than
// entities can make it (&nGt; is six bytes), and that text without marks stays.
func FuzzLiteral(f *testing.F) {
	for _, seed := range []string{"Vec<String>", "<b>x</b> &amp; `<i>`", "a<br>b", "``x`", "<a b='>'>c</a>", "\u202ex"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := literal(s)
		if oneLine(got) != got || XML(got) != got {
			t.Errorf("%q is not one line of XML", got)
		}
		if valid := XML(s); len(got) > 2*len(valid) {
			t.Errorf("%q became longer: %q", s, got)
		}
		if !strings.ContainsAny(s, "<&`") && got != XML(oneLine(balanced(s))) {
			t.Errorf("%q became %q", s, got)
		}
		if !strings.ContainsAny(got, "<&`") && literal(got) != got {
			t.Errorf("%q becomes %q", got, literal(got))
		}
	})
}

// TestHeadingTitles checks titles from headings, in files of the founding format and in
// others, and the complaints about them.
func TestHeadingTitles(t *testing.T) {
	for _, test := range []struct{ markdown, title, complaint string }{
		{"# Sorting `Vec<Box<T>>` and Map<K, V>", "Sorting Vec<Box<T>> and Map<K, V>", ""},
		{"# A Vec<String> and `` `a` ``", "A Vec<String> and `a`", ""},
		{"# The *best* ~~old~~ soup &amp; **bread** of [Lower *Street*](https://street.example/)", "The best old soup & bread of Lower Street", ""},
		{"# What a <Panel> and a <Thing /> do", "What a <Panel> and a <Thing /> do", ""},
		{"# <a name=\"top\"></a>Top <em>of</em> the<br>page<!-- remark -->", "Top of the page", ""},
		{"# An **<b>open** tag <i>", "An <b>open tag <i>", ""},
		{"# What main() returns, and why {{ name }} stays, &lt;b&gt;", "What main() returns, and why {{ name }} stays, <b>", ""},
		{"# [[wiki]] ''quotes'' \\*escaped\\* -{a}- ()", "[[wiki]] ''quotes'' *escaped* -{a}- ()", ""},
		{"# ![a picture](x.png) beside", "a picture beside", ""},
		{"# A loaf {#loaf}", "A loaf", ""},
		{"# A loaf {#my_own_loaf .big key=\"a b\"} ##", "A loaf", ""},
		{"# A loaf {: #loaf }", "A loaf", ""},
		{"# A loaf {.unnumbered .big}\n", "A loaf", ""},
		{"# *A* `loaf` {#loaf}", "A loaf", ""},
		{"# A set {a, b}", "A set {a, b}", ""},
		{"# {{ name }}", "{{ name }}", ""},
		{"# Using `{.big}`", "Using {.big}", ""},
		{"# Room {#4} is shut", "Room {#4} is shut", ""},
		{"Underlined\nin two *lines*\n====", "Underlined in two lines", ""},
		{"```sh\n# no heading\n```\n\n# Found after code", "Found after code", ""},
		{"    # no heading\n\n# Found after code", "Found after code", ""},
		{"## Second level\n\nText.", "", ""},

		{"### 2026-04-7\n# Lamp {{citation needed}} sold to [[museum|the town museum]]", "Lamp sold to the town museum",
			`the title contains {{citation needed}}, which looks like wiki markup; published with the title Lamp sold to the town museum`},
		{"### 2026-04-7\n# ''Bridge'' &amp; [[River]] <b>closed</b> ( ) -{zh-hans:a; zh-hant:b}- <ref name=\"x\">y</ref>", "Bridge & River closed a y", ""},
		{"### 2026-04-7\n# A Vec<String> of main()", "A Vec of main()", "the title contains <String>, which"},
		{"### 2026-04-7\n# Closed [http://news.example/x Example] date=2026-04-07", "Closed", "the title contains [http://news.example/x Example] date=2026-04-07, which"},
	} {
		r := newsParser().Parse("2026/04/7/x.md", []byte(test.markdown+"\n\nText."))
		if r.Article == nil {
			t.Errorf("%q: %v", test.markdown, r.Problems)
			continue
		}
		var complaints []string
		for _, p := range r.Problems {
			complaints = append(complaints, p.Error())
		}
		got := strings.Join(complaints, "\n")
		if r.Article.Title != test.title || (got == "") != (test.complaint == "") || !strings.Contains(got, test.complaint) {
			t.Errorf("%q: got %q, want %q; %s", test.markdown, r.Article.Title, test.title, got)
		}
	}
}
