package manual

import (
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

func TestEveryFileIsAChapter(t *testing.T) {
	found, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, c := range Chapters() {
		listed = append(listed, c.Name+".md")
		if !strings.HasPrefix(c.Markdown, "# "+c.Title+"\n\n") || c.Title == "" {
			t.Errorf("%s does not begin with a title", c.Name)
		}
	}
	slices.Sort(listed)
	if !slices.Equal(found, listed) {
		t.Errorf("there are %q, but listed are %q", found, listed)
	}
}

// The README and the chapters link to each other and to files of the source;
// the README links to every chapter.
func TestLinks(t *testing.T) {
	fromReadme := links(t, "../../README.md")
	for _, c := range Chapters() {
		if to := "feed/manual/" + c.Name + ".md"; !slices.Contains(fromReadme, to) {
			t.Errorf("the README does not link to %s", to)
		}
		checkLinks(t, c.Name+".md", links(t, c.Name+".md"))
	}
	checkLinks(t, "../../README.md", fromReadme)
}

func checkLinks(t *testing.T, from string, list []string) {
	t.Helper()
	for _, link := range list {
		u, err := url.Parse(link)
		if err != nil {
			t.Errorf("%s: %v", from, err)
			continue
		}
		if u.Host != "" {
			continue
		}
		target := from
		if u.Path != "" {
			target = path.Join(path.Dir(from), u.Path)
		}
		if _, err := os.Stat(target); err != nil {
			t.Errorf("%s links to %s: %v", from, link, err)
		} else if u.Fragment != "" && !slices.Contains(headings(t, target), u.Fragment) {
			t.Errorf("%s links to %s, but %s has no such heading", from, link, target)
		}
	}
}

// links returns where the links of a Markdown file lead.
func links(t *testing.T, file string) (list []string) {
	t.Helper()
	walk(t, file, func(n ast.Node, _ []byte) {
		if l, ok := n.(*ast.Link); ok {
			list = append(list, string(l.Destination))
		}
	})
	return list
}

// headings returns the ids of the headings of a Markdown file, as GitHub makes
// them of plain words.
func headings(t *testing.T, file string) (list []string) {
	t.Helper()
	walk(t, file, func(n ast.Node, _ []byte) {
		if id, ok := n.AttributeString("id"); ok && n.Kind() == ast.KindHeading {
			list = append(list, string(id.([]byte)))
		}
	})
	return list
}

func walk(t *testing.T, file string, see func(ast.Node, []byte)) {
	t.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc := goldmark.New(goldmark.WithParserOptions(parser.WithAutoHeadingID())).Parser().Parse(text.NewReader(source))
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			see(n, source)
		}
		return ast.WalkContinue, nil
	})
}

// Every chapter has a text, in which no line that can be wrapped is too long and
// code is as it stands in the file.
func TestEveryChapterHasAText(t *testing.T) {
	const width = 60
	for _, c := range Chapters() {
		narrow, wide := written(t, c, Format{Width: width}), written(t, c, Format{Width: 1 << 20})
		if !slices.Equal(strings.Fields(wide), strings.Fields(narrow)) {
			t.Errorf("%s: wrapping changes the words", c.Name)
		}
		code := codeLines(t, c.Name+".md")
		for line := range strings.Lines(narrow) {
			line = strings.TrimSuffix(line, "\n")
			if length(line) > width && !slices.Contains(code, line) && strings.Contains(strings.TrimLeft(line, " -"), " ") {
				t.Errorf("%s: a line has %d characters: %s", c.Name, length(line), line)
			}
		}
		if !hasLines(narrow, code) {
			t.Errorf("%s: its code is not as it stands in the file", c.Name)
		}
	}
}

// codeLines returns the lines of code blocks, indented as the files indent them.
func codeLines(t *testing.T, file string) (lines []string) {
	t.Helper()
	walk(t, file, func(n ast.Node, source []byte) {
		if n.Kind() == ast.KindCodeBlock {
			for i := range n.Lines().Len() {
				segment := n.Lines().At(i)
				lines = append(lines, strings.TrimRight("    "+string(segment.Value(source)), " \n"))
			}
		}
	})
	return lines
}

// hasLines reports whether s has all of the lines in this order.
func hasLines(s string, lines []string) bool {
	for line := range strings.Lines(s) {
		if len(lines) > 0 && strings.TrimSuffix(line, "\n") == lines[0] {
			lines = lines[1:]
		}
	}
	return len(lines) == 0
}

func written(t *testing.T, c Chapter, f Format) string {
	t.Helper()
	var b strings.Builder
	if err := c.Text(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const sample = "# A title\n\n" +
	"Some *words*\n**with** `a.code = \" \"` <https://example.org/a>.\n\n" +
	"    first {\n\n        second\n    }\n\n" +
	"## A part\n\n" +
	"- See [another chapter](deploy.md#systemd) or [this part](#a-part).\n" +
	"- [A file](../../config.toml), [a site](https://example.org/).\n\n" +
	"3. three\n4. four\n\n" +
	"| path | example | what it is |\n|---|---|---|\n| `/a` | `/a/b` | the first of all of the paths |\n| `/c` | `/d` | the second |\n"

const sampleText = `A title
=======

Some words with
` + "`a.code = \" \"`" + `
https://example.org/a.

    first {

        second
    }

A part
------

- See another chapter
  (dateline help deploy) or
  this part.
- A file, a site
  (https://example.org/).

3. three
4. four

` + "`/a`" + `
    example: ` + "`/a/b`" + `
    the first of all of the
    paths
` + "`/c`" + `
    example: ` + "`/d`" + `
    the second
`

func TestText(t *testing.T) {
	c := Chapter{Name: "sample", Title: "A title", Markdown: sample}
	if got := written(t, c, Format{Width: 28}); got != sampleText {
		t.Errorf("got:\n%s", got)
	}
	bold := regexp.MustCompile(`(?m)^(.+)\n[=-]+$`).ReplaceAllString(sampleText, "\x1b[1m$1\x1b[0m")
	if got := written(t, c, Format{Width: 28, Bold: true}); got != bold {
		t.Errorf("got:\n%q", got)
	}
}
