package article

import (
	"strings"
	"testing"
)

// hostile are the known ways to keep a Markdown parser busy, each as text
// that is repeated. Head opens the file.
var hostile = []struct{ name, head, unit string }{
	{"prose", "", "word "},
	{"brackets", "", "[ "},
	{"links", "", "[a]( "},
	{"unclosed links", "", "[x](/y "},
	{"images", "", "![ "},
	{"closing", "", "]["},
	{"emphasis", "", "*a _b "},
	{"emphasis by line", "", "_\t*\n"},
	{"strikethrough", "", "~~a *b "},
	{"code spans", "x", "``\n\\"},
	{"tags", "", "<a "},
	{"quoted attributes", "", "<a b='\n"},
	{"comments", "", "x <!-- "},
	{"instructions", "", "x <?"},
	{"declarations", "", "x <!A"},
	{"data sections", "", "x <![CDATA["},
	{"definitions", "", "[a]: b\n"},
	{"lists", "", "- a\n"},
	{"nested quotes", "", strings.Repeat(">", maxNesting) + " a\n"},
	{"nested lists", "", strings.Repeat("- ", maxNesting) + "a\n"},
	{"growing lists", "", growing("- a", maxIndent/2)},
	{"lists in quotes", "", "> - a\n>   - b\n"},
	{"setext and table", "", "a|b\n-|-\n===\n"},
	{"tables", "|a|b|\n|-|-|\n", "|a|b|\n"},
	{"escaped cells", "|a|b|\n|-|-|\n", "|`\\|`|b|\n"},
	{"cells of escaped pipes", "|a|\n|-|\n", "|`" + strings.Repeat(`\|`, 12) + "`|\n"},
	{"many escaped cells", "|a|\n|-|\n", "|`\\|`|\n"},
	{"footnotes", "[^1]: x\n\n", "[^1]\n\n"},
	{"www", "", "www.a "},
	{"mail", "", "a@b.cc "},
	{"mail with HTML", "<b>x</b>\n\n", "a@b.cc\n\n"},
	{"schemes", "", "http:// "},
	{"dots before mail", "", "a.b+c"},
	{"html blocks", "", "<div>\n\n"},
	{"html lines", "", "<a\n"},
	{"html links", "<p>\n", "<a href=x>\n"},
	{"refused links", "", "[a](b:c)\n\n"},
	{"topic headings", "", "##### a, b, c\n"},
	{"contexts", "### Related:\n", "- _Context: a_\n"},
	{"open contexts", "### Related:\n- ", "_Context: \n"},
	{"wiki", "# ", "[[a|{{b-{"},
	{"titles", "", "# a\n"},
	{"entities", "", "&amp;&#1;&x"},
	{"bare ampersands", "", "&"},
	{"cut front matter", "---\n", "a: b\n"},
}

// TestHostile checks that no such text gives more than limits allow.
func TestHostile(t *testing.T) {
	p := newsParser()
	for _, h := range hostile {
		r := p.Parse("2026/04/7/x.md", repeated(h.head, h.unit, MaxSize/8))
		if a := r.Article; a != nil && len(a.HTML) > 2*maxHTML {
			t.Errorf("%s: %d bytes of HTML", h.name, len(a.HTML))
		}
		if len(r.Problems) > maxProblems+1 {
			t.Errorf("%s: %d problems", h.name, len(r.Problems))
		}
	}
}

// BenchmarkHostile shows what each costs at the largest size.
func BenchmarkHostile(b *testing.B) {
	p := newsParser()
	for _, h := range hostile {
		b.Run(strings.ReplaceAll(h.name, " ", "-"), func(b *testing.B) {
			data := repeated(h.head, h.unit, MaxSize)
			b.ReportAllocs()
			for b.Loop() {
				p.Parse("2026/04/7/x.md", data)
			}
		})
	}
}

// repeated gives a file of the size.
func repeated(head, unit string, size int) []byte {
	if !strings.HasPrefix(head, "#") && !strings.HasPrefix(head, "---") {
		head = "# t\n\n" + head
	}
	return []byte(head + strings.Repeat(unit, (size-len(head))/len(unit)))
}
