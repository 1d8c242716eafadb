package article

import (
	"sort"
	"strconv"
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
	{"setext headings", "", "a b c d e f g h\n===\n"},
	{"underlines", "a\n", strings.Repeat("=", 190) + "\n"},
	{"pipes", "|a|\n|-|\n", strings.Repeat("|", 200) + "\n"},
	{"backslashes", "", `\`},
	{"tabs", "x", "\t"},
	{"autolinks", "", "<a:b>"},
	{"bare addresses", "", "http://a.bc "},
	{"bare address", "http://a.bc/", ")"},
	{"named entities", "", "&CounterClockwiseContourIntegral;"},
	{"uses of a definition", "[a]: b\n\n", "[a]\n\n"},
	{"uses of the last definition", strings.Repeat("[b]: c\n", 1990) + "[a]: b\n\n", "[a]\n\n"},
	{"attributes", "<a ", "b=c "},
	{"nested elements", "", strings.Repeat("<b>", 100) + "\n\n"},
	{"fences", "", "``` " + strings.Repeat("a", 100) + "\n"},
	{"blank lines in nested lists", strings.Repeat("- ", maxNesting-1) + "a\n", "\n"},
	{"lazy lines in nested quotes", strings.Repeat(">", maxNesting) + "a\n", "b\n"},
	{"lines of marks", "", "*a _b [c\n\n"},
	{"Chinese", "", "的"},
	{"control characters", "x", "\x01"},
	{"a context", "### Related:\n- [a](/a.md) _Context: ", "a%d, "},
	{"claims", "### Related:\n", "- [a](/%d.md) _Context: a%d, b_\n"},
	{"earlier paths", "### Changes:\n", "- [](/%d.md)\n"},
	{"refused sources", "### Sources:\n", "- [](x:%d)\n"},
	{"covers", "### Sources:\n", "- [IMG](c)\n"},
	{"topics", "##### ", "a%d, "},
	{"signs as topics", "##### ", "%d!, "},
	{"tags of front matter", "---\ntags: ", "a%d, "},
	{"residue", "# ", "[http:a] date="},
}

// TestHostile checks that no such text gives more than limits allow.
func TestHostile(t *testing.T) {
	p := newsParser()
	for _, h := range hostile {
		r := p.Parse("2026/04/7/x.md", repeated(h.head, h.unit, MaxSize/8))
		if a := r.Article; a != nil && len(a.HTML) > 2*maxHTML {
			t.Errorf("%s: %d bytes of HTML", h.name, len(a.HTML))
		}
		if a := r.Article; a != nil && max(len(a.Topics), len(a.Sources), len(a.Changes)) > MaxTopics {
			t.Errorf("%s: %s", h.name, lengths(a))
		}
		if len(r.Problems) > maxProblems+1 {
			t.Errorf("%s: %d problems", h.name, len(r.Problems))
		}
	}
}

// BenchmarkHostile shows what each costs at the largest size that is within
// the limits. Two seconds and a gigabyte are too much.
func BenchmarkHostile(b *testing.B) {
	p := newsParser()
	for _, h := range hostile {
		b.Run(strings.ReplaceAll(h.name, " ", "-"), func(b *testing.B) {
			size := sort.Search(MaxSize, func(n int) bool {
				offset, _ := tooMuch(repeated(h.head, h.unit, n+1))
				return offset >= 0
			})
			data := repeated(h.head, h.unit, size)
			b.ReportAllocs()
			for b.Loop() {
				p.Parse("2026/04/7/x.md", data)
			}
		})
	}
}

// repeated gives a file of about the size. %d is the number of a unit.
func repeated(head, unit string, size int) []byte {
	if !strings.HasPrefix(head, "# ") && !strings.HasPrefix(head, "##### ") && !strings.HasPrefix(head, "---") {
		head = "# t\n\n" + head
	}
	var b strings.Builder
	b.WriteString(head)
	for i := 0; b.Len()+len(unit) <= size; i++ {
		b.WriteString(strings.ReplaceAll(unit, "%d", strconv.Itoa(i)))
	}
	return []byte(b.String())
}
