package article

import "testing"

func TestLineBreaks(t *testing.T) {
	p := newsParser()
	for text, want := range map[string]string{
		"It ends.\nIt begins":    "<p>It ends.\nIt begins</p>",
		"one,\ntwo":              "<p>one,\ntwo</p>",
		"one\n(two)":             "<p>one\n(two)</p>",
		"a&amp;\nb":              "<p>a&amp;\nb</p>",
		"*one*\ntwo\n*three*":    "<p><em>one</em>\ntwo\n<em>three</em></p>",
		"電車が\n走る":                "<p>電車が走る</p>",
		"通车，\n人多":                "<p>通车，人多</p>",
		"通车。\nTrams":             "<p>通车。Trams</p>",
		"Trams\n（电车）":            "<p>Trams（电车）</p>",
		"电车\nTrams":              "<p>电车\nTrams</p>",
		"다리\n열다":                 "<p>다리\n열다</p>",
		"a\u200B\nb":             "<p>a\u200Bb</p>",
		"電車  \n走る":               "<p>電車<br>\n走る</p>",
		"- 電車が\n  走る\n\n\n  1 年": "<ul>\n<li>\n<p>電車が走る</p>\n<p>1 年</p>\n</li>\n</ul>",
	} {
		a := p.Parse("2026/04/7/x.md", []byte("# t\n\n"+text)).Article
		if a.HTML != want {
			t.Errorf("%q: got %q, want %q", text, a.HTML, want)
		}
	}
}
