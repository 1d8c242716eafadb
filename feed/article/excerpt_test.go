package article

import (
	"strings"
	"testing"
	"time"
)

// TestExcerpt checks that an excerpt has the words of the body as they are read, with
// spaces between blocks, whether it is the beginning or what precedes a mark.
func TestExcerpt(t *testing.T) {
	p := NewParser(Options{Mount: "/", BaseURL: "https://example.org", Language: "en", Zone: time.UTC})
	for text, want := range map[string]string{
		"E=mc<sup>2</sup>, H<sub>2</sub>O, 1<sup>st</sup> x<sup>*2*</sup>.":                                                               "E=mc2, H2O, 1st x2.",
		"One[^1], two<sup>[[2](#n2)]</sup>, three<sup id=\"n3\"><a href=\"#n3\">3</a></sup>.\n\n[^1]: N":                                  "One, two[2], three.",
		"m<sup>[2](https://a.example/)</sup> <sup><a href='https://a.example/'>3</a></sup>.":                                              "m2 3.",
		"<p>One.</p><p>Two.</p><ul><li>Three</li><li>Four</li></ul>Five<br>Six<hr>Seven":                                                  "One. Two. Three Four Five Six Seven",
		"<dl><dt>Term</dt><dd>Words</dd></dl><figure><figcaption>Of what</figcaption></figure><section>In<aside>Beside</aside></section>": "Term Words Of what In Beside",
		"- a\n- b\n\n> c\n\n1. d\n\n   e\n\nf\\\ng":                                                                                       "a b c d e f g",
		"A<b>B</b>C `c` <kbd>K</kbd> <mark>m</mark> ~~s~~ ![alt](https://a.example/x.png) d":                                              "ABC c K m s d",
		"<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>の話":                                                                      "漢字の話",
		"<details><summary>More</summary><details>x</details>y</details>Words.":                                                           "Words.",
		"<table><tr><td>1</td></tr></table>\n\nWords.\n\n| a |\n|---|\n| b |\n\n# H\n\nMore.":                                             "Words. More.",
		"> [!NOTE]\n> One.\n\n> [!tip] Do `this` now\n> Two.\n\nThree.":                                                                   "One. Two. Three.",
		"::: info\nOne.\n:::\n\n!!! note \"Titled\"\n\n    Two.\n\nThree.<br>":                                                            "One. Two. Three.",
		"> **Moved to another place.**\n\n> **Bold** and **bold**\n\n> **One**\n> two":                                                    "Moved to another place. Bold and bold One two",
		"> [!NOTE]\n\n> [!NOTE]\n> ```\n> x\n> ```\n\nWords.":                                                                             "Note Words.",
		"<iframe src='https://www.youtube.com/embed/dQtea00001x'></iframe>\n\nWords.":                                                     "Words.",
		"1 < 2 &amp; 3 &lt;b&gt; \\<i> &copy;":                                                                                            "1 < 2 & 3 <b> <i> ©",
		"<div>1 < 2 and <!-- a > b --> 3 > 2</div>":                                                                                       "1 < 2 and 3 > 2",
		"مرحبا <b>بكم</b>\n\nثانيا":                                                                                                       "مرحبا بكم ثانيا",
	} {
		head := "---\ntitle: T\n---\n"
		for _, c := range []struct{ text, note string }{{text, ""}, {text + "\n\n<!--more-->\n\nBelow.", " above a mark"}} {
			if strings.Contains(c.text, "[^1]:") && c.note != "" {
				continue // the mark would be in the note
			}
			r := p.Parse("2024/03/01/x.md", []byte(head+c.text+"\n"))
			if got := r.Article.Excerpt(300); got != want {
				t.Errorf("%s%s:\n got %q\nwant %q", text, c.note, got, want)
			}
		}
	}
}

// TestExcerptOfPlayers checks that an address is the summary only if there is no text.
func TestExcerptOfPlayers(t *testing.T) {
	for _, c := range [][2]string{
		{`<p><a href="https://far.example/a?b&amp;c">Embedded: A talk</a> <a href="https://far.example/a?b&amp;c">Embedded: far.example/a?b&amp;c</a> Words.</p>`, "Embedded: A talk Words."},
		{`<p><a href="https://far.example/"><img src="https://far.example/p.jpg" alt=""><br>Video: far.example</a></p>`, "Video: far.example"},
		{`<p><a href="https://far.example/">x</a> Video: elsewhere.example</p>`, "x Video: elsewhere.example"},
	} {
		if got := (&Article{HTML: c[0], Rare: &Rare{}}).Excerpt(300); got != c[1] {
			t.Errorf("%s: got %q, want %q", c[0], got, c[1])
		}
	}
}
