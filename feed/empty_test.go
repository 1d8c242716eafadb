package feed

import (
	"slices"
	"strings"
	"testing"
)

// TestEmpty checks that there is a complaint about a directory without an article,
// that it is a mistake only if the directory has many files, and that there is none if
// there is an article, whether published, hidden or broken.
func TestEmpty(t *testing.T) {
	const page, hidden, broken = "# No date\n", "---\ntitle: T\ndate: 2026-04-01\ndraft: true\n---\n", "---\ntitle: [\n---\n"
	for name, c := range map[string]struct {
		files  []string
		others map[string]int
		empty  bool
		told   string // part of the complaint
	}{
		"nothing":                    {nil, nil, false, "there are no files of Markdown (.md, "},
		"one page":                   {[]string{page}, nil, false, "the only one has no date, content.ignore names files and folders: 4"},
		"two pages":                  {[]string{page, page}, nil, false, "none of 2 has a date"},
		"three pages":                {[]string{page, page, page}, nil, true, "none of 3 has a date"},
		"pages and another markup":   {[]string{page, page}, map[string]int{".rst": 1}, true, "none of 2 has a date, other files are not read: 1 .rst"},
		"another markup":             {nil, map[string]int{".rst": 3}, true, "there are no files of Markdown"},
		"other files":                {nil, map[string]int{".css": 3, "": 2}, false, "other files are not read: 3 .css, 2 of other kinds"},
		"a hidden article":           {[]string{page, page, hidden}, map[string]int{".rst": 9}, false, ""},
		"one that cannot be read":    {[]string{page, page, broken}, nil, false, ""},
		"an article that is founded": {[]string{page, page, "### [2026-04-1](/x.md)\n# T\n"}, nil, false, ""},
	} {
		dir := t.TempDir()
		for i, text := range c.files {
			write(t, dir, strings.Repeat("x", i+1)+".md", text)
		}
		p := publisherOf(t, Content{Dir: dir, Mount: "/"})
		p.Apply(Batch{Changed: look(t, dir), Others: c.others, Ignored: 4 * (len(c.files) % 2)})
		s := p.Current()
		told := ""
		for _, problem := range s.NoArticles {
			told += problem.Error()
			if !slices.Contains(s.Problems, problem) || problem.File != dir {
				t.Errorf("%s: dateline check does not show %v", name, problem)
			}
		}
		if s.Empty != c.empty || (told != "") != (c.told != "") || !strings.Contains(told, c.told) || told != "" && !strings.Contains(told, ": no article in "+dir+": ") {
			t.Errorf("%s: empty %v, told %q, want %v, %q", name, s.Empty, told, c.empty, c.told)
		}
	}
}

// TestFirstArticle checks that files which come and go are counted until there is an
// article, and that a directory may wait for its first one if another has some.
func TestFirstArticle(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	p := publisherOf(t, Content{Dir: one, Mount: "/"}, Content{Dir: two, Mount: "/two"})
	p.Apply(Batch{})
	p.Apply(Batch{Content: 1})
	if n := len(p.Current().NoArticles); n != 2 {
		t.Errorf("%d directories are reported, want both", n)
	}
	write(t, one, "a.md", "# A\n")
	write(t, one, "b.md", "# B\n")
	p.Apply(Batch{Changed: look(t, one)})
	p.Apply(Batch{Removed: []string{"b.md"}})
	if told := p.Current().NoArticles[0].What; !strings.Contains(told, "the only one has no date") {
		t.Errorf("after a page came and another went: %s", told)
	}
	write(t, one, "2026-04-07-c.md", "# C\n")
	p.Apply(Batch{Changed: []File{{Path: "2026-04-07-c.md"}}})
	if s := p.Current(); len(s.NoArticles) > 0 || s.Snapshot.Global().Len() != 1 {
		t.Errorf("with an article: %v", s.NoArticles)
	}
}
