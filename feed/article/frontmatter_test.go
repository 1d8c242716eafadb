package article

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestFindFrontMatter checks the keys of front matter, and how the rest begins. "none"
// means that the whole file is Markdown.
func TestFindFrontMatter(t *testing.T) {
	for _, test := range []struct{ name, data, keys, rest string }{
		{"YAML", "---\ntitle: a\n---\nrest", "title=a", "rest"},
		{"TOML", "+++\ntitle = 'a'\n+++\nrest", "title=a", "rest"},
		{"JSON", "{\"title\": \"a\"}\nrest", "title=a", "\nrest"},
		{"dots", "---\ntitle: a\n...\nrest", "title=a", "rest"},
		{"nothing else", "---\ntitle: a\n---", "title=a", ""},
		{"empty block", "---\n---\nrest", "", "rest"},
		{"blank block", "---\n\n---\nrest", "", "rest"},
		{"remark alone", "---\n# nothing yet\n---\nrest", "", "rest"},
		{"null", "---\n~\n---\nrest", "", "rest"},
		{"mark", "\ufeff---\ntitle: a\n---\nrest", "title=a", "rest"},
		{"mark after blank lines", "\n\n\ufeff---\ntitle: a\n---\nrest", "title=a", "rest"},
		{"two marks", "\ufeff\ufeff---\ntitle: a\n---\nrest", "title=a", "rest"},
		{"blank lines", "\n \t\n---\ntitle: a\n---\nrest", "title=a", "rest"},
		{"remark", "<!-- x -->\n---\ntitle: a\n---\nrest", "title=a", "rest"},
		{"remarks of several lines", "\ufeff<!-- x\n---\ny: z\n---\n--><!---->\n\n<!-- > -->  \n+++\ntitle = 'a'\n+++\nrest", "title=a", "rest"},
		{"text after a remark", "<!-- x --> y\n---\ntitle: a\n---\nrest", "none", ""},
		{"open remark", "<!-- x\n---\ntitle: a\n---\nrest", "none", ""},
		{"text above", "x\n\n---\ntitle: a\n---\nrest", "none", ""},
		{"JSON after a remark", "<!-- x -->\n\n{\"title\": \"a\"}\nrest", "title=a", "\nrest"},
		{"space after", "--- \t\ntitle: a\n---\t\nrest", "title=a", "rest"},
		{"YAML remark", "---  # x\ntitle: a\n---\nrest", "title=a", "rest"},
		{"TOML remark", "+++ # x\ntitle = 'a'\n+++\nrest", "title=a", "rest"},
		{"four signs", "++++\ntitle = 'a'\n++++\nrest", "none", ""},
		{"no YAML remark", "---# x\n\ntext\n\n---\nrest", "none", ""},
		{"indented", " ---\ntitle: a\n ---\nrest", "none", ""},
		{"line in a block scalar", "---\ntitle: |\n  x\n  ---\n  y\n---\nrest", "title=x\n---\ny\n", "rest"},
		{"indented keys", "---\n  title: a\n  date: b\n---\nrest", "date=b title=a", "rest"},
		{"rule", "---\n\n# A heading\n\ntext", "none", ""},
		{"text between rules", "---\n\nIt begins.\n\n---\nrest", "none", ""},
		{"text with a colon between rules", "<!-- x -->\n\n---\n\n**Note**: it begins.\n\n---\nrest", "none", ""},
		{"heading between rules", "---\n\n# A heading\n\nText.\n\n---\n", "none", ""},
		{"text between rules with a key", "---\n\n* * *\n\ntitle: a\n\n---\n", "error", ""},
		{"keys below a blank line", "---\n\nlayout: post\n---\nrest", "layout=post", "rest"},
		{"an object below a blank line", "---\n\n{title: a}\n---\nrest", "title=a", "rest"},
		{"rule above text", "---\ntext: it is https://example.org\n\nmore of it", "error", ""},
		{"rule above a URL", "---\nhttps://example.org\n", "none", ""},
		{"rule and words", "--- so it was ---\n\ntext\n\n---\n", "none", ""},
		{"rule above a heading and a colon", "---\n\n# A heading\n\nSummary: none\n", "none", ""},
		{"key below YAML remarks", "---\n\n# A remark\n# and more\ntitle: a\n", "error", ""},
		{"quoted key that never closes", "---\n\"title\": a\n", "error", ""},
		{"words after the dashes", "--- draft\ntitle: a\n---\n", "error", ""},
		{"a program", "---js\n{ title: 'a' }\n---\n", "error", ""},
		{"text for YAML", "---\njust text\n---\n", "error", ""},
		{"two documents", "---\ntitle: a\n--- # b\ndraft: true\n---\n", "error", ""},
		{"end of a document", "---\ntitle: a\n... # b\ndraft: true\n---\n", "error", ""},
		{"open TOML", "+++\n\ntext", "error", ""},
		{"text after JSON", "---json\n{\"title\": \"a\"} x\n---\n", "error", ""},
		{"open JSON", "{\"title\": \"a\",\n\ntext", "error", ""},
		{"four dashes", "----\n\ntext\n\n----\n", "none", ""},
		{"Hexo's dashes", "-----\ntitle: a\n-----\nrest", "title=a", "rest"},
		{"dashes that never close", "-----\ntitle: a\n\nrest", "none", ""},
		{"gray-matter's TOML", "---toml\ntitle = 'a'\n---\nrest", "title=a", "rest"},
		{"gray-matter's JSON", "---json\n{\n\"title\": \"a\"\n}\n---\nrest", "title=a", "rest"},
		{"gray-matter's YAML", "--- YAML\ntitle: a\n---\nrest", "title=a", "rest"},
		{"template tag", "{% raw %}\n", "none", ""},
		{"shortcode", "{{< x >}}\n", "none", ""},
		{"empty file", "", "none", ""},
		{"only a fence", "---", "none", ""},
		{"only a mark", "\ufeff", "none", ""},

		{"pairs", "Title: a: b\nDate:   c\n\nrest\n---\n", "date=c title=a: b", "rest\n---\n"},
		{"pairs after a mark", "\ufeffTitle: a\n\nrest", "title=a", "rest"},
		{"pairs alone", "Title: a\nDate: b", "date=b title=a", ""},
		{"pairs go on", "Title: a\n    b\n\tc: d\nBase Header Level: 2\n\nrest", "baseheaderlevel=2 title=a\nb\nc: d", "rest"},
		{"pairs without a value", "Title: a\nTags:\n\nrest", "tags= title=a", "rest"},
		{"pairs slightly indented", "Title: a\n  x: y\n Status: draft\n\nrest", "status=draft title=a\nx: y", "rest"},
		{"code that looks like pairs", "    Title: a\n    Date: b\n\nrest", "none", ""},
		{"pairs are no YAML", "Title: [a\nTags: 'b\n\nrest", "tags='b title=[a", "rest"},
		{"an unknown first key", "Remember: the kettle is hot.\nTitle: a\n\nrest", "none", ""},
		{"an unknown key before two", "Template: x\nTitle: a\nStatus: draft\n\nrest", "status=draft template=x title=a", "rest"},
		{"an unknown key before two and text", "We met: him.\nTitle: a\nStatus: draft\nshe said.\n\nrest", "none", ""},
		{"a heading first", "# Title: a\nDate: b\n\nrest", "none", ""},
		{"a blank line first", "\nTitle: a\n\nrest", "none", ""},
		{"prose among them", "Title: a\nwas the title of it.\n\nrest", "none", ""},
		{"prose below two keys", "Title: a\nStatus: draft\nwas the title of it.\n\nrest", "error", ""},
		{"prose below a key that means nothing", "Title: a\nNote: b\nwas the title of it.\n\nrest", "none", ""},
		{"Hexo's YAML below a key that means nothing", "layout: post\ntitle: a\ndate: b\n---\nrest", "date=b layout=post title=a", "rest"},
		{"Hexo's YAML with a blank line", "title: a\ndate: b\n\n---\nrest", "date=b title=a", "---\nrest"},
		{"a URL among them", "Title: a\nhttps://example.org/\n\nrest", "none", ""},
		{"a long key", "Title: a\nIn the end we all went home, and there we sat and sat and sat and: rest\n\n", "none", ""},
		{"Hexo's YAML", "title: a\ntags:\n- b\n- c\nlong: |\n  d\n---\nrest", "long=d\n tags=[b c] title=a", "rest"},
		{"Hexo's title", "title: a\n---\nrest", "title=a", "rest"},
		{"heading underlined", "Summary: a\n---\nrest", "none", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			meta, body, err := splitFrontMatter([]byte(test.data))
			got := "none"
			if err != nil {
				got = "error"
			} else if meta != nil {
				got = printedKeys(meta)
			}
			if rest := test.data[body:]; got != test.keys || meta != nil && rest != test.rest {
				t.Errorf("%q (%v) and %q, want %q and %q", got, err, rest, test.keys, test.rest)
			}
		})
	}
}

func printedKeys(meta metadata) string {
	var all []string
	for _, path := range slices.Sorted(maps.Keys(meta)) {
		all = append(all, fmt.Sprintf("%s=%v", path, meta[path].value))
	}
	return strings.Join(all, " ")
}
