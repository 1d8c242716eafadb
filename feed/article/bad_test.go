package article

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// newsParser reads the founding format of an English archive at "/".
func newsParser() *Parser {
	return NewParser(Options{Dir: "news", Mount: "/", BaseURL: "https://example.org", Language: "en", Zone: time.UTC, Grammar: languages()})
}

const (
	simplify = "; article not published; split the article or simplify this part"
	flat     = "; article not published; keep front matter short and flat"
	fenced   = "; article not published; add a line of %s after the last key"
	quoting  = "; article not published; quote values that contain a colon or a bracket"
	braced   = "; article not published; write a single object, with its closing } on a line of its own"
	zoned    = "; article not published; write 2026-04-07 or 2026-04-07T18:30:00+02:00"
)

// TestBad checks the complaint about every kind of bad input; "" means that the
// input is harmless. Only complaints about parts of an article are not fatal.
func TestBad(t *testing.T) {
	rep := strings.Repeat
	bomb := "a: &a [x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c < 'k'; c++ {
		bomb += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.TrimSuffix(rep("*"+string(c-1)+", ", 8), ", "))
	}
	for _, test := range []struct{ name, rel, data, want string }{
		{"not UTF-8", "", "# \xff", `:1:3: the file is not UTF-8; article not published; save it as UTF-8`},
		{"UTF-16", "", "\xff\xfe#\x00", `:1:1: the file is not UTF-8; article not published; save it as UTF-8`},
		{"cut character", "", "# é\n\nx\xc3", `:3:2: the file is not UTF-8; article not published; save it as UTF-8`},
		{"empty", "", "", `:1:1: the article has neither a title nor text; article not published; write some text, or remove the file`},
		{"no title", "", "### [2026-04-7](x.md)\n\nText.", ""},
		{"blank title", "", "\n# &nbsp; <b></b>\n", `:2:3: the article has neither a title nor text; article not published; write some text, or remove the file`},
		{"title of residue", "", "### 2026-04-7\n# {{x}} ()\n", `:2:3: the title contains {{x}}, which looks like wiki markup; published with the title ""; remove it from the heading, or write title: in front matter` + "\n:2:3: the article has neither a title nor text; article not published; write some text, or remove the file"},
		{"endless list", "", "# t\n\n" + rep("- a\n", 40_000), `:15002:1: more than 30000 lines and list items` + simplify},
		{"10 MB", "", rep("word ", 2<<20), `: the file is larger than 512 KiB; article not published; split the article`},

		{"heading", "", "### 2026-02-30\n# t", `:1:5: date "2026-02-30" is not a calendar date; article not published; write 2026-02-28`},
		{"heading of zeros", "", "### [0000-00-00](x)\n# t", `:1:6: date "0000-00-00" is not a calendar date; article not published; write 2000-01-01`},
		{"heading with day first", "", "### 2026-13-7\n# t", `:1:5: date "2026-13-7" is not a calendar date; article not published; write 2026-07-13`},
		{"path", "2026/13/7/x.md", "# t", `: the path has the date "2026/13/7", which is not a calendar date; article not published; correct the date in the path to 2026-07-13`},
		{"path of zeros", "0000-00-00-x.md", "# t", `: the path has the date "0000-00-00", which is not a calendar date; article not published; correct the date in the path to 2000-01-01`},
		{"front matter date", "", "---\ndate: 2026-02-30\n---\n# t", `:2:7: date "2026-02-30" is not a calendar date; article not published; write 2026-02-28`},
		{"JSON key in escapes", "", "{\"title\": \"x\", \"dat\\u0065\": \"2026-02-30\"}\n# t", `:1:17: date "2026-02-30" is not a calendar date; article not published; write 2026-02-28`},
		{"front matter zeros", "", "---\ndate: 0000-00-00 00:00:00\n---\n# t", `:2:7: date "0000-00-00 00:00:00" is not a calendar date; article not published; write 2000-01-01`},
		{"front matter words", "", "---\ndate: next week\n---\n# t", `:2:7: date "next week" is not a date` + zoned},
		{"front matter unknown zone", "", "---\ndate: 2026-04-07 18:30:00 XYZ\n---\n# t", `:2:7: date "2026-04-07 18:30:00 XYZ" names the time zone XYZ, whose offset is ambiguous; article not published; write the offset, as in 2026-04-07T18:30:00+02:00`},
		{"front matter ambiguous date", "", "---\ntitle: t\ndate: 04/01/2024\n---\n", `:3:7: date "04/01/2024" is ambiguous: it may be 4 January or 1 April; article not published; write 2024-01-04 or 2024-04-01`},
		{"front matter list as date", "", "---\ndate: [2026, 4]\n---\n# t", `:2:7: front matter date is a list or an object, not text; article not published; write a single value after date:`},
		{"endless date", "", "---\ndate: " + rep("9", 5000) + "\n---\n# t", `:2:7: date "` + rep("9", 79) + `…" is in a format that Dateline does not read` + zoned},
		{"no date", "about.md", "# t", `: no date in front matter, heading or path; not an article; add a date, or list the file in pages.files if it is a page, or in content.ignore`},

		{"draft maybe", "", "---\ndraft: maybe\n---\n# t", `:2:8: front matter draft is "maybe", not true or false; article not published; write true or false`},
		{"draft list", "", "---\ndraft: [yes]\n---\n# t", `:2:8: front matter draft is a list or an object, not text; article not published; write a single value after draft:`},
		{"title object", "", "+++\ntitle = {a = 1}\n+++\n", `:2:1: front matter title is a list or an object, not text; article not published; write a single value after title:`},
		{"id list", "", "{\"id\": [1]}\n# t", `:1:3: front matter id is a list or an object, not text; article not published; write a single value after id:`},
		{"endless id", "", "---\nid: " + rep("é", maxID+1) + "\n---\n# t", `:2:5: id "` + rep("é", 79) + `…" has 501 characters (at most 500); article published without it; write one word, or a URI such as tag:example.org,2026:story`},
		{"long id", "", "---\nid: " + rep("é", maxID) + "\n---\n# t", ""},
		{"YAML unclosed", "", "---\ntitle: x\n# t", `:1:1: front matter opens with --- but is never closed` + fmt.Sprintf(fenced, "---")},
		{"TOML unclosed", "", "+++\ntitle = 'x'\n# t", `:1:1: front matter opens with +++ but is never closed` + fmt.Sprintf(fenced, "+++")},
		{"JSON unclosed", "", "{\"title\": \"x\"\n# t", `:2:1: front matter is not valid JSON: invalid character '#' after object key:value pair` + braced},
		{"YAML syntax", "", "---\ntitle: [x\n---\n# t", `:3:1: front matter is not valid YAML: did not find expected ',' or ']'` + quoting},
		{"YAML tab", "", "---\na:\n\tb: c\n---\n# t", `:3:1: front matter is not valid YAML: found character that cannot start any token` + quoting},
		{"TOML syntax", "", "+++\ntitle = x\n+++\n# t", `:2:9: front matter is not valid TOML: unexpected character U+0078 'x' at start of value; article not published; quote text, and write dates as 2026-04-07`},
		{"YAML twice", "", "---\ntitle: a\ndate: 2026-04-07\ntitle: b\n---\n", `:4:8: front matter sets title twice; article not published; keep one of them`},
		{"metadata block with a stray line", "", "Title: t\nStatus: draft\nText.\n\nMore.\n", `:3:1: the metadata block has a line that is neither a key nor indented; article not published; add a blank line below the last key`},
		{"TOML twice", "", "+++\na = 1\na = 2\n+++\n# t", `:3:1: front matter sets a twice; article not published; keep one of them`},
		{"JSON syntax", "", "{\"title\": x}\n# t", `:1:11: front matter is not valid JSON: invalid character 'x' looking for beginning of value` + braced},
		{"JSON key", "", "{\"title\": \"x\", 5: 6}\n# t", `:1:16: front matter is not valid JSON: invalid character '5' looking for beginning of object key string` + braced},
		{"YAML list", "", "---\n- a\n- b\n---\n# t", `:2:1: front matter is not a list of keys and values; article not published; write title: … on a line of its own`},
		{"YAML text", "", "---\njust text\n---\n# t", `:2:1: front matter is not a list of keys and values; article not published; write title: … on a line of its own`},
		{"YAML bomb", "", "---\n" + bomb + "---\n# t", `:5:4: front matter expands to too many values` + flat},
		{"YAML alias of itself", "", "---\na: &a [*a]\n---\n# t", `:2:4: front matter expands to too many values` + flat},
		{"YAML of brackets", "", "---\na: " + rep("[", 50_000) + "\n---\n# t", `:2:1: a run of 50000 brackets or marks (at most 200)` + simplify},
		{"YAML of dashes", "", "---\n" + rep("- ", 30_000) + "\n---\n# t", `:2:1: quotes and lists nested 30000 deep (at most 50)` + simplify},
		{"YAML of braces", "", "---\na: " + rep("{a: ", 15_000) + "\n---\n# t", `:2:40004: front matter is not valid YAML: exceeded max depth of 10000` + quoting},
		{"TOML of brackets", "", "+++\na = " + rep("[", 50_000) + rep("]", 5) + "\n+++\n# t", `:2:1: a run of 50000 brackets or marks (at most 200)` + simplify},
		{"TOML closed brackets", "", "+++\na = " + rep("[", 30_000) + rep("]", 30_000) + "\n+++\n# t", `:2:1: a run of 30000 brackets or marks (at most 200)` + simplify},
		{"TOML dots", "", "+++\n" + rep("a.", 30_000) + "a = 1\n+++\n# t", `:2:1: front matter expands to too many values` + flat},
		{"JSON of brackets", "", "{\"a\": " + rep("[", 50_000) + "\n# t", `:1:1: a run of 50000 brackets or marks (at most 200)` + simplify},
		{"JSON closed brackets", "", "{\"a\": " + rep("[", 9000) + rep("]", 9000) + "}\n# t", `:1:1: a run of 9000 brackets or marks (at most 200)` + simplify},
		{"JSON too long", "", "{\"a\": \"" + rep("x", 70_000) + "\"}\n# t", `:1:1: front matter has 70013 bytes (at most 65536); article not published; shorten it`},
		{"YAML too long", "", "---\na: " + rep("x", 70_000) + "\n---\n# t", `:2:1: front matter has 70004 bytes (at most 65536); article not published; shorten it`},
		{"YAML too many", "", "---\na: [" + rep("1,", 3000) + "]\n---\n# t", `:2:4: front matter expands to too many values` + flat},

		{"table bomb", "", "# t\n\n" + rep("|a", 3000) + "\n" + rep("|-", 3000) + "\n" + rep("|\n", 3000), `:10:1: tables with more than 20000 cells` + simplify},
		{"table bomb with a narrow row", "", "# t\n\n" + rep("|a", 500) + "\n" + rep("|-", 500) + "\n|-|\n" + rep("|\n", 500), `:44:1: tables with more than 20000 cells` + simplify},
		{"table bomb with a form feed", "", "# t\n\n" + rep("|a", 500) + "\n" + rep("|-", 500) + "\n\f\n" + rep("|\n", 500), `:44:1: tables with more than 20000 cells` + simplify},
		{"reference bomb", "", "# t\n\n[a]: /x \"" + rep("y", 25_000) + "\"\n\n" + rep("[a]\n\n", 6000), `: links that expand to more than 4096 KiB` + simplify},
		{"destination bomb", "", "# t\n\n[a]: /" + rep("y", 25_000) + "\n\n" + rep("[a]\n\n", 6000), `: links that expand to more than 4096 KiB` + simplify},
		{"definitions", "", "# t\n\n" + rep("[a]: b\n", 50_000), `:3:3: 50000 definitions of links and footnotes (at most 2000)` + simplify},
		{"footnotes", "", "# t\n\n" + rep("[^1] ", 5000) + "\n\n[^1]: x", `:3:1: 5001 footnotes (at most 2000)` + simplify},
		{"quotes", "", "# t\n\n" + rep(">", 1000) + " x", `:3:1: quotes and lists nested 1000 deep (at most 50)` + simplify},
		{"lists", "", "# t\n\n" + rep("- ", 1000) + "x", `:3:1: quotes and lists nested 1000 deep (at most 50)` + simplify},
		{"growing lists", "", "# t\n\n" + growing("- x", 400), `:203:1: a line indented by 402 columns (at most 400)` + simplify},
		{"brackets", "", "# t\n\n" + rep("[", 30_000), `:3:1: a run of 30000 brackets or marks (at most 200)` + simplify},
		{"spaced brackets", "", "# t\n\n" + rep("[ ", 30_000), `:3:1: too many brackets and marks in one paragraph or line` + simplify},
		{"stars", "", "# t\n\n" + rep("*", 30_000) + "x", `:3:1: a run of 30000 brackets or marks (at most 200)` + simplify},
		{"emphasis", "", "# t\n\n" + rep("*a _b\n", 20_000), `:3:1: too many brackets and marks in one paragraph or line` + simplify},
		{"backticks", "", "# t\n\n" + rep("`", 30_000), `:3:1: a run of 30000 brackets or marks (at most 200)` + simplify},
		{"code spans", "", "# t\n\nx" + rep("``\n\\", 20_000), `:3:1: too many brackets and marks in one paragraph or line` + simplify},
		{"less-than", "", "# t\n\n" + rep("<", 30_000), `:3:1: a run of 30000 brackets or marks (at most 200)` + simplify},
		{"long line", "", "# t\n\n" + rep("word ", 100_000), ""},
		{"picture in the text", "", "# t\n\n![x](data:image/png;base64," + rep("ABCD", 100_000) + ")", `:3:3: image data:image/png;base64,ABCDABCDABCDABCDABCDABCDABCDABCDABCDABCDABCDABCDABCDABCDA… is neither an http(s) URL nor an image file in the tree; article published without it; use a PNG, JPEG, GIF, WebP, AVIF or SVG file`},
		{"huge heading", "", "# " + rep("word ", 10_000), `:1:3: the title has 49999 characters (at most 2000); article not published; shorten the title, and put the rest into the text`},
		{"setext heading", "", rep("word\n", 10_000) + "===\n", `:1:1: the title has 49999 characters (at most 2000); article not published; shorten the title, and put the rest into the text`},

		{"control characters", "", "# t\x00\x01\n\na\x02b &#3;", ""},
		{"control characters in YAML", "", "---\ntitle: \"a\\x01b\"\n---\n", ""},
		{"raw control characters in YAML", "", "---\ntitle: a\x01b\n---\n", `:2:1: front matter is not valid YAML: control characters are not allowed (value: 1)` + quoting},
		{"javascript", "", "# t\n\n[x](javascript:alert(1))", `:3:2: link has the scheme javascript:, which is not allowed; article published without it; link to an http or https URL`},
		{"data", "", "# t\n\n![x](data:text/html,x)", `:3:3: image data:text/html,x is neither an http(s) URL nor an image file in the tree; article published without it; use a PNG, JPEG, GIF, WebP, AVIF or SVG file`},
		{"source", "", "### 2026-04-7\n# t\n### Source:\n- [x](JavaScript:alert(1))", `:4:4: source JavaScript:alert(1) is not an http(s) link; article published without it; write the full URL`},
		{"name that forges", "2026/04/7/a\nb.md", "", `"news/2026/04/7/a\nb.md":1:1: the article has neither a title nor text; article not published; write some text, or remove the file`},
	} {
		t.Run(test.name, func(t *testing.T) {
			rel := test.rel
			if rel == "" {
				rel = "2026/04/7/x.md"
			}
			r := newsParser().Parse(rel, []byte(test.data))
			var got []string
			for _, p := range r.Problems {
				got = append(got, strings.TrimPrefix(p.Error(), "news/"+rel))
				if p.Fatal && r.Article != nil && r.Article.Hidden == "" {
					t.Errorf("article %v beside %s", r.Article != nil, p.Error())
				}
			}
			if strings.Join(got, "\n") != test.want {
				t.Errorf("got  %.300q\nwant %.300q", got, test.want)
			}
			if test.want == "" && r.Article == nil {
				t.Error("no article")
			}
		})
	}
}

// growing returns n lines, each indented by two columns more.
func growing(text string, n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("  ", i) + text + "\n")
	}
	return b.String()
}

func TestManyProblems(t *testing.T) {
	r := newsParser().Parse("2026/04/7/x.md", []byte("# t\n\n"+strings.Repeat("[x](a:b)\n\n", 1000)))
	if r.Article == nil || len(r.Problems) != maxProblems {
		t.Fatalf("article %v, %d problems", r.Article != nil, len(r.Problems))
	}
	last := r.Problems[maxProblems-1].Error()
	if want := "news/2026/04/7/x.md:101:2: the file has more than 50 problems; article published without it; fix those above first"; last != want {
		t.Errorf("got %q, want %q", last, want)
	}
}
