package feed

import (
	"fmt"
	"slices"
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

// manyTexts is the number of files, of Markdown and other markup, from which a
// content directory without an article is considered a mistake.
const manyTexts = 3

// unread returns the problems of a directory as a whole: files of other markup,
// which are not read, or no article at all.
func (c *content) unread() (list []article.Problem) {
	n, files := Markups(c.others)
	if n > 0 {
		list = append(list, article.Problem{File: c.Dir, About: article.File, What: files, Effect: "not read",
			Hint: "convert them to Markdown, or list them in content.ignore"})
	}
	if c.empty() {
		list = append(list, article.Problem{File: c.Dir, About: article.File, What: fmt.Sprintf("%d files of Markdown or other markup, but no article", c.texts+n), Effect: "nothing published",
			Hint: "check that content.dir is the folder of the articles, and give them a date in their front matter, heading or path"})
	}
	return list
}

// empty reports whether a directory of many files has no article, not even one
// that is hidden or cannot be published.
func (c *content) empty() bool {
	if n, _ := Markups(c.others); !c.scanned || c.hasArticle || c.texts+n < manyTexts {
		return false
	}
	for _, list := range c.problems {
		if slices.ContainsFunc(list, isFatal) {
			return false
		}
	}
	return true
}

func isFatal(p article.Problem) bool { return p.Fatal }
