package feed

import (
	"strings"
	"testing"

	"dateline/feed/article"
)

func TestMarkups(t *testing.T) {
	for _, c := range []struct {
		others map[string]int
		n      int
		files  string
	}{
		{nil, 0, ""},
		{map[string]int{".css": 3, "": 2, ".txt": 1}, 0, ""},
		{map[string]int{".rst": 1, ".css": 9}, 1, "1 .rst file"},
		{map[string]int{".rst": 47}, 47, "47 .rst files"},
		{map[string]int{".rst": 47, ".org": 1, ".html": 2}, 50, "2 .html, 1 .org and 47 .rst files"},
	} {
		if n, files := Markups(c.others); n != c.n || files != c.files {
			t.Errorf("%v: %d, %q", c.others, n, files)
		}
	}
}

// TestEmpty checks that there is a complaint about a directory of many files
// without an article, and none if there is an article, whether published, hidden
// or broken.
func TestEmpty(t *testing.T) {
	const page, hidden, broken = "# No date\n", "---\ntitle: T\ndate: 2026-04-01\ndraft: true\n---\n", "---\ntitle: [\n---\n"
	for name, c := range map[string]struct {
		files  []string
		others map[string]int
		empty  bool
	}{
		"two pages":                  {[]string{page, page}, nil, false},
		"three pages":                {[]string{page, page, page}, nil, true},
		"pages and another markup":   {[]string{page, page}, map[string]int{".rst": 1}, true},
		"another markup":             {nil, map[string]int{".rst": 3}, true},
		"other files":                {nil, map[string]int{".css": 3}, false},
		"a hidden article":           {[]string{page, page, hidden}, map[string]int{".rst": 9}, false},
		"one that cannot be read":    {[]string{page, page, broken}, nil, false},
		"an article that is founded": {[]string{page, page, "### [2026-04-1](/x.md)\n# T\n"}, nil, false},
	} {
		dir := t.TempDir()
		for i, text := range c.files {
			write(t, dir, strings.Repeat("x", i+1)+".md", text)
		}
		p := publisherOf(t, Content{Dir: dir, Mount: "/"})
		p.Apply(Batch{Changed: look(t, dir), Others: c.others})
		complaints := 0
		for _, problem := range p.Current().Problems {
			if problem.File == dir && problem.Effect == "nothing published" && problem.About == article.File {
				complaints++
			}
		}
		if p.Current().Empty != c.empty || (complaints == 1) != c.empty {
			t.Errorf("%s: empty %v, complaints %d of %v", name, p.Current().Empty, complaints, p.Current().Problems)
		}
	}
}
