package feed

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"dateline/feed/article"
)

// manyTexts is the number of files, of Markdown and other markup, from which a
// content directory without an article is considered a mistake.
const manyTexts = 3

// note counts a file that was read and is not an article, as long as there is none.
func (c *content) note(r reading) {
	switch {
	case r.change.Article != nil:
		c.hasArticle, c.texts = true, nil
	case !c.hasArticle && r.change.Page == nil && article.IsMarkdown(r.rel):
		if c.texts == nil {
			c.texts = map[string]bool{}
		}
		c.texts[r.rel] = true
	}
}

// empty reports whether a directory of many files has no article, not even one
// that is hidden or cannot be published.
func (c *content) empty() bool {
	n, _ := Markups(c.others)
	return c.barren() && len(c.texts)+n >= manyTexts
}

// barren reports whether a directory that was read has no article, not even one that
// is hidden or cannot be published.
func (c *content) barren() bool {
	if !c.scanned || c.hasArticle {
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

// noArticles returns the problems of directories without an article: of those that
// have many files, and of all if nothing is published. One of several directories may
// wait for its first article.
func (p *Publisher) noArticles() (list []article.Problem) {
	nothing := len(p.snapshot.Global().Latest(1)) == 0
	for _, c := range p.contents {
		if c.empty() || nothing && c.barren() {
			list = append(list, c.noArticle())
		}
	}
	return list
}

// noArticle says what was looked for in a directory without an article, and what was
// there instead.
func (c *content) noArticle() article.Problem {
	markdown := "files of Markdown (" + strings.Join(article.Extensions(), ", ") + ")"
	found := []string{"there are no " + markdown}
	if n := len(c.texts); n == 1 {
		found[0] = "of the " + markdown + ", the only one has no date"
	} else if n > 1 {
		found[0] = fmt.Sprintf("of the %s, none of %d has a date", markdown, n)
	}
	if n, kinds := tally(c.others); n > 0 {
		found = append(found, fmt.Sprintf("other files are not read: %s", kinds))
	}
	if c.ignored > 0 {
		found = append(found, fmt.Sprintf("content.ignore names files and folders: %d", c.ignored))
	}
	return article.Problem{File: c.Dir, About: article.File, What: fmt.Sprintf("no article in %s: %s", filepath.Clean(c.place(c.Dir)), strings.Join(found, ", ")), Effect: "nothing published",
		Hint: "check that content.dir is the folder of the articles, and give each a date: in its front matter (date: 2026-04-07), in a heading above its title (### 2026-04-07), in its name (2026-04-07-title.md) or its folders (2026/04/07/title.md)"}
}

// most is how many extensions a message names.
const most = 5

// tally returns the number of files, and the numbers by extension, the largest first.
func tally(files map[string]int) (n int, kinds string) {
	extensions := slices.SortedFunc(maps.Keys(files), func(a, b string) int { return cmp.Or(cmp.Compare(files[b], files[a]), cmp.Compare(a, b)) })
	var list []string
	rest := files[""]
	for _, ext := range extensions {
		n += files[ext]
		switch {
		case ext == "":
		case len(list) < most:
			list = append(list, fmt.Sprintf("%d %s", files[ext], ext))
		default:
			rest += files[ext]
		}
	}
	if rest > 0 {
		list = append(list, fmt.Sprintf("%d of other kinds", rest))
	}
	return n, strings.Join(list, ", ")
}
