package article

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDayOrArticle checks what an index in the folder of a day is, both when it is
// read for the first time and when it was the page of its day before.
func TestDayOrArticle(t *testing.T) {
	for _, test := range []struct {
		name, data    string
		story, before bool // an article: at first, for ParseDay
	}{
		{"empty", "", false, false},
		{"links below headings", "## [2026-04-7](index.md)\n\n##### Moon\n\n### [A](a.md)\n_Context: Europa, snake_case_\n\n## [Previous Day...](../6/index.md)", false, false},
		{"a title that is a link", "# [A](a.md)\n\nText of its own, a whole sentence.", false, false},
		{"a title that is a date", "# 2026-04-7\n\nText of its own, a whole sentence.", false, false},
		{"text and no title", "## Heading\n\nText of its own, a whole sentence.", false, false},
		{"a title and links", "# The day\n\n[Home](/) | [Back](../6/index.md)\n\n1. [A](a.md)\n2. [B](b.md) in a few words\n\n***\n\n<!-- remark -->\n<a name=\"x\"></a>", false, false},
		{"a title and a few words beside a link", "# The day\n\nGo to [home](/).", false, false},
		{"a title and a picture", "# The day\n\n![A picture](a.png)", false, false},
		{"other front matter", "---\ntags: [Moon]\n---\n# The day\n\n- [A](a.md)", false, false},
		{"front matter that is broken", "---\ntags: [\n---\n# The day\n\n- [A](a.md)", true, true},
		{"a title and text", "# The day\n\nText of its own, a whole sentence.", true, false},
		{"text before the title", "Text of its own, a whole sentence.\n\nThe day\n===\n", true, false},
		{"text beside a link", "# The day\n\nYesterday the bridge was opened, [they say](a.md).", true, false},
		{"a title and code", "# The day\n\n```\ncode\n```", true, false},
		{"a title and a list of its own", "# The day\n\n- bread\n- tea", true, false},
		{"a title and HTML", "# The day\n\n<p>Text of its own.</p>", true, false},
		{"a title in front matter", "---\ntitle: The day\n---\n- [A](a.md)", true, true},
		{"a title in TOML", "+++\nTitle = \"The day\"\n+++\n", true, true},
		{"a title in front matter that is broken", "---\ntitle: The day\ntags: [\n---\nText.", true, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			for rel, want := range map[string]string{"2026/04/7/index.md": "/2026/04/7/index", "2026-04-07/README.md": "/2026-04-07/README"} {
				r := newsParser().Parse(rel, []byte(test.data))
				if (r.Day == nil) != test.story {
					t.Errorf("%s: day %v, %v", rel, r.Day, r.Problems)
				}
				if r.Article != nil && r.Article.Path != want {
					t.Errorf("%s: page %s", rel, r.Article.Path)
				}
				if r := newsParser().ParseDay(rel, []byte(test.data)); (r.Day == nil) != test.before {
					t.Errorf("%s: known as a day: day %v, %v", rel, r.Day, r.Problems)
				}
			}
		})
	}
}

// The page of a day tells which articles are below which topic heading.
func TestDayHeadings(t *testing.T) {
	const page = "## [2026-4-7](index.md)\n\n### [Before](before.md)\n\n" +
		"##### Moon\n### [A](a.md)\n_Context: Europa, Io_\n### [B](b.md)\n- [C](c.md)\n\n" +
		"##### Nothing\n\n##### [[Mars|the Mars]]\n### [D](d.md)\n\n##### Moon\n### [E](e.md)\n\n##### End\n"
	r := newsParser().Parse("news/2026/04/7/index.md", []byte(page))
	if r.Day == nil {
		t.Fatal("it is not the page of a day")
	}
	var got []string
	for _, h := range r.Day.Headings {
		for _, name := range []string{"before", "a", "b", "c", "d", "e"} {
			if r.Day.Articles[h.First].Page == Page("/news/2026/04/7/"+name) {
				got = append(got, h.Text.Value()+" from "+name)
			}
		}
	}
	if want := []string{"Moon from a", "the Mars from d", "Moon from e"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	checkBinary(t, r)
	r.Day.Headings = nil
	var e encoder
	e.text(r.Day.File)
	e.time(r.Day.Date)
	e.claims(r.Day.Articles)
	old := new(Day)
	checkCodec(t, binaryForm(e.append(nil, day090)), old, func() string { return cmp.Diff(r.Day, old, sameName) })
}

// binaryForm is a binary form of an earlier version.
type binaryForm []byte

func (f binaryForm) AppendBinary(b []byte) ([]byte, error) { return append(b, f...), nil }
