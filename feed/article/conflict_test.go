package article

import (
	"strings"
	"testing"
)

// TestConflict checks the line at which a conflict is found; 0 means that there is none.
func TestConflict(t *testing.T) {
	const marks = "<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> topic\n"
	for _, test := range []struct {
		name, data string
		line       int
	}{
		{"in the text", "# T\n\n" + marks, 3},
		{"at the start", marks, 1},
		{"in front matter", "---\n<<<<<<< HEAD\ntitle: [a\n=======\ntitle: b\n>>>>>>> topic\n---\nText.", 2},
		{"in front matter of TOML", "+++\ntitle = \"x\"\n" + marks + "+++\nText.", 3},
		{"of three versions", "# T\n<<<<<<< a\none\n||||||| base\nnone\n=======\ntwo\n>>>>>>> b", 2},
		{"with CR LF", strings.ReplaceAll("# T\n"+marks, "\n", "\r\n"), 2},
		{"one version opens code", "# T\n<<<<<<< a\n```\none\n=======\n~~~\ntwo\n>>>>>>> b\n```\n", 2},
		{"after code", "```\ncode\n```\n" + marks, 4},
		{"after an open fence of another kind", "~~~\n```\n~~~\n" + marks, 4},
		{"in fenced code", "# T\n```\n" + marks + "```\n", 0},
		{"in code with a long fence", "# T\n````diff\n```\n" + marks + "````\n", 0},
		{"in code to the end", "# T\n~~~\n" + marks, 0},
		{"in indented code", "# T\n\n    " + strings.ReplaceAll(marks, "\n", "\n    "), 0},
		{"in code of an item", "# T\n- ```\n  " + strings.ReplaceAll(marks, "\n", "\n  ") + "```\n", 0},
		{"in a quote", "# T\n> " + strings.ReplaceAll(marks, "\n", "\n> "), 0},
		{"within lines", "# T\nLines of `<<<<<<< x`, `=======` and `>>>>>>> y`.\n\n=======\n>>>>>>> y", 0},
		{"unfinished", "# T\n<<<<<<< HEAD\none\n=======\ntwo\n", 0},
		{"in another order", "# T\n=======\n>>>>>>> a\n<<<<<<< b\n", 0},
		{"an underlined heading", "T\n=======\nText.", 0},
		{"without labels", "# T\n<<<<<<<\n=======\n>>>>>>>\n", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newsParser().Parse("2026/04/7/x.md", []byte(test.data))
			if test.line == 0 {
				if r.Article == nil {
					t.Error(r.Problems)
				}
				return
			}
			if r.Article != nil || len(r.Problems) != 1 || r.Problems[0].Line != test.line || !strings.Contains(r.Problems[0].Error(), "keep one version and remove the markers") {
				t.Errorf("article %v, %v", r.Article != nil, r.Problems)
			}
		})
	}
}
