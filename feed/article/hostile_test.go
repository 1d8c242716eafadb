package article

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
)

// attack is a text that is repeated below a head.
type attack struct{ name, head, unit string }

// attacks are those on Markdown and on MDX, by the name of the file.
var attacks = map[string][]attack{"2026/04/7/x.md": append(hostile, hostileHTML...), "2026/04/7/x.mdx": hostileMDX}

// hostile are known ways to keep a Markdown parser busy.
var hostile = []attack{
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
	{"keys of a metadata block", "Title: a\n", "k%d: b\n"},
	{"lines of a metadata block", "Title: a\n", " b\n"},
	{"comments above front matter", "<!--", "--><!--"},
	{"blank lines below front matter that never closes", "---\na: b\n", "\n# c\n"},
	{"objects of JSON", "{", `"a":{`},
	{"residue", "# ", "[http:a] date="},
	{"titles of tags", "# ", "<b x='<a y=\""},
	{"tags of a title in front matter", "---\ntitle: '", "<b x=``"},
	{"sections of links", "---\ntitle: t\n---\n", "### Source\n- [a](http://b.c)\n"},
	{"a section of links", "---\ntitle: t\n---\n### Related\n", "- [a](/%d.md) _Context: a_\n"},
	{"dates", "---\ndate: 2026-04-07\n---\n", "## 2026-04-07\n"},
	{"versions", "", "<<<<<<< a\n"},
	{"folds", "", "{/* truncate */}\n"},
	{"remarks", "", "a <!--more--> b\n\n"},
	{"heading attributes", "", "## a {#a%d .b c=\"d\"}\n"},
	{"attributes of one heading", "## a {", "#a%d .b "},
	{"open attributes", "## ", "{#a "},
	{"quoted attributes of headings", "## ", "{a=\""},
	{"headings", "", "## a\n"},
	{"headings with numbers", "", "## a-%d\n## a\n"},
	{"attributes of spans", "", "[a]{.b} "},
	{"open spans", "", "[a{.b "},
	{"nested spans", "", "[[]{.b}"},
	{"spans that never close", "", "[a ]{ "},
	{"lines of attributes", "a\n", "{: .b}\n"},
	{"tables of contents", "", "* a\n{:toc}\n\n"},
	{"containers", "", ":::note\n"},
	{"closed containers", "", ":::note\n:::\n"},
	{"fences of containers", "", ":::\n"},
	{"containers of an unknown kind", "", ":::a%d\n"},
	{"a fence of colons", "", ":"},
	{"lists in containers", strings.Repeat(":::a\n", maxNesting), "- a\n"},
	{"fences in open containers", strings.Repeat("::::a\n", maxNesting), ":::\n:::a\n"},
	{"containers in items", "", "- :::note\n"},
	{"admonitions", "", "!!! note\n"},
	{"admonitions with a title", "", "!!! note \"a\"\n    b\n"},
	{"admonitions before blank lines", "", "!!! a\n\n"},
	{"nested admonitions", "", growing("!!! note", maxIndent/4)},
	{"tabs of MkDocs", "", "=== \"a\"\n"},
	{"alerts", "", "> [!NOTE]\n"},
	{"separate alerts", "", "> [!NOTE]\n\n"},
	{"nested alerts", "", strings.Repeat(">", maxNesting) + " [!NOTE]\n\n"},
	{"dollars", "", "$"},
	{"formulas", "", "$a$ "},
	{"open formulas", "", "$a "},
	{"open formulas by line", "", "$a\n"},
	{"formulas and code", "", "$a `b "},
	{"formulas of two dollars", "", "$$a "},
	{"blocks of formulas", "", "$$\n"},
	{"open blocks of formulas", "", "$$ a\n\n"},
	{"brackets of formulas", "", "\\[a\n"},
	{"brackets of formulas in paragraphs", "", "\\[a\n\n"},
	{"parentheses of formulas", "", "\\(a "},
	{"highlights", "", "==a "},
	{"a run of equals signs", "x", "="},
	{"a run of tildes", "x", "~"},
	{"closed highlights", "", "==a== "},
	{"comments of Obsidian", "", "%%a "},
	{"lines of comments", "", "%%\n"},
	{"open comments", "", "%% a\n\n"},
	{"percent signs", "", "%"},
	{"block ids", "", "a ^b%d\n\n"},
	{"lines of block ids", "a\n", "^b%d\n"},
	{"carets", "", "^"},
	{"tildes", "", "~~a "},
	{"links to no part", "", "[a](#b%d) "},
	{"links to parts", "## a\n\n", "[a](#a) "},
}

// hostileMDX are ways to keep the translation of MDX busy.
var hostileMDX = []attack{
	{"braces", "", "{"},
	{"expressions", "", "{a}"},
	{"strings", "", "{'"},
	{"templates", "", "{`\n"},
	{"remarks", "", "{/*"},
	{"components", "", "<A b={c}>"},
	{"open components", "", "<A\n"},
	{"open attributes", "", "<A b={"},
	{"open strings", "", "<A b=\""},
	{"nested components", "", "<A>\n\n"},
	{"closed components", "", "</A>"},
	{"other components", "", "<A%d>"},
	{"crossed components", strings.Repeat("<A>\n", 20_000), "</B>"},
	{"remarks of HTML", "", "<!--"},
	{"exports", "", "export const a = {\n\n"},
	{"formulas", "", "$a $$b "},
	{"code", "", "``a `b "},
	{"brackets between components", "", "[<A/>"},
}

// TestHostile checks that no such text exceeds the limits.
func TestHostile(t *testing.T) {
	p := newsParser()
	for rel, list := range attacks {
		for _, h := range list {
			checkHostile(t, h.name, p.Parse(rel, repeated(h.head, h.unit, smallerIfRaced(MaxSize/8))))
		}
	}
}

// checkHostile checks that the result for a file does not exceed the limits.
func checkHostile(t *testing.T, name string, r Result) {
	if a := r.Article; a != nil && len(a.HTML) > 2*maxHTML {
		t.Errorf("%s: %d bytes of HTML", name, len(a.HTML))
	}
	if a := r.Article; a != nil && max(len(a.Topics), len(a.Sources), len(a.Changes)) > MaxTopics {
		t.Errorf("%s: %s", name, lengths(a))
	}
	if len(r.Problems) > maxProblems+1 {
		t.Errorf("%s: %d problems", name, len(r.Problems))
	}
}

// BenchmarkHostile measures the cost of each attack at the largest size within the
// limits. Two seconds, or a gigabyte, would be too much.
func BenchmarkHostile(b *testing.B) {
	p := newsParser()
	for rel, list := range attacks {
		for _, h := range list {
			b.Run(strings.ReplaceAll(h.name, " ", "-"), func(b *testing.B) {
				size := sort.Search(MaxSize, func(n int) bool {
					offset, _ := tooMuch(repeated(h.head, h.unit, n+1))
					return offset >= 0
				})
				data := repeated(h.head, h.unit, size)
				b.ReportAllocs()
				for b.Loop() {
					p.Parse(rel, data)
				}
			})
		}
	}
}

// repeated returns a file of about the given size. %d becomes the number of the unit.
func repeated(head, unit string, size int) []byte {
	begins := func(start string) bool { return strings.HasPrefix(head, start) }
	if !slices.ContainsFunc([]string{"# ", "##### ", "---", "Title: ", "<!--", "{"}, begins) {
		head = "# t\n\n" + head
	}
	if !strings.HasPrefix(head, "---") {
		head = "### 2026-04-7\n" + head
	}
	var b strings.Builder
	b.WriteString(head)
	for i := 0; b.Len()+len(unit) <= size; i++ {
		b.WriteString(strings.ReplaceAll(unit, "%d", strconv.Itoa(i)))
	}
	return []byte(b.String())
}
