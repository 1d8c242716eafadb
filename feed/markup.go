package feed

import (
	"fmt"
	"strings"

	"dateline/feed/article"
)

// markups are the extensions of files that other programs publish as articles
// but Dateline does not read.
var markups = []string{".adoc", ".asciidoc", ".htm", ".html", ".ipynb", ".org", ".pandoc", ".pdc", ".rest", ".rst", ".textile"}

// Markups returns how many files have another markup, given the number of files
// by extension, and a description: "47 .rst files", "3 .org and 47 .rst files";
// "" if there are none.
func Markups(others map[string]int) (n int, files string) {
	var list []string
	for _, ext := range markups {
		if others[ext] > 0 {
			n += others[ext]
			list = append(list, fmt.Sprintf("%d %s", others[ext], ext))
		}
	}
	switch last := len(list) - 1; {
	case last > 0:
		files = strings.Join(list[:last], ", ") + " and " + list[last] + " files"
	case n == 1:
		files = list[0] + " file"
	case n > 1:
		files = list[0] + " files"
	}
	return n, files
}

// unread returns the problem of files of other markup, which are not read.
func (c *content) unread() []article.Problem {
	n, files := Markups(c.others)
	if n == 0 {
		return nil
	}
	return []article.Problem{{File: c.Dir, About: article.File, What: files, Effect: "not read",
		Hint: "convert them to Markdown, or list them in content.ignore"}}
}
