package archive

import (
	"strings"
	"testing"
	"time"

	"dateline/feed/article"
)

// letter is an article of a date with a title, a text and a hash.
func letter(file, date, title, html string, hash byte) Change {
	a := piece(file, date, title)
	a.HTML, a.Hash, a.Fingerprint = html, [16]byte{hash}, uint64(article.Page(title+html))
	return Change{File: file, Article: a}
}

// A removed file and an added one in the same change are one story if their bytes
// or texts match.
func TestRenames(t *testing.T) {
	const short, shorter = "<p>Happy new year to all of you, dear readers!</p>", "<p>Happy new year!</p>"
	other := strings.ReplaceAll(text, "plums", "pears")
	for name, test := range map[string]struct {
		was, is []Change
		want    string // the paths of the ids
	}{
		"another title and slug":           {[]Change{letter("/1/a.md", "2026-04-01", "Plum jam", text, 1)}, []Change{letter("/1/b.md", "2026-04-01", "All about jars", text, 2)}, "/1/b=/1/a"},
		"another title, slug and date":     {[]Change{letter("/1/a.md", "2026-04-01", "Plum jam", text, 1)}, []Change{letter("/2/b.md", "2024-04-02", "All about jars", text, 2)}, "/2/b=/1/a"},
		"the same bytes, another date":     {[]Change{letter("/2026-04-01-a.md", "2026-04-01", "", text, 1)}, []Change{letter("/2026-05-01-b.md", "2026-05-01", "", text, 1)}, "/2026-05-01-b=/2026-04-01-a"},
		"a short note, its date corrected": {[]Change{letter("/2026-04-01-a.md", "2026-04-01", "A", shorter, 1)}, []Change{letter("/2026-04-11-a.md", "2026-04-11", "A", shorter, 1)}, "/2026-04-11-a=/2026-04-01-a"},
		"a short note of a year later":     {[]Change{letter("/2024-01-01-a.md", "2024-01-01", "", shorter, 1)}, []Change{letter("/2025-01-01-a.md", "2025-01-01", "", shorter, 1)}, "/2025-01-01-a=/2025-01-01-a"},
		"a short note of another name":     {[]Change{letter("/2024-01-01.md", "2024-01-01", "", short, 1)}, []Change{letter("/2024-01-03.md", "2024-01-03", "", short, 1)}, "/2024-01-03=/2024-01-03"},
		"a short note under a title":       {[]Change{letter("/1/a.md", "2026-04-01", "", short, 1)}, []Change{letter("/1/b.md", "2026-04-01", "To all", short, 2)}, "/1/b=/1/a"},
		"a few words under a title":        {[]Change{letter("/1/a.md", "2026-04-01", "", shorter, 1)}, []Change{letter("/1/b.md", "2026-04-01", "To all", shorter, 2)}, "/1/b=/1/b"},
		"untitled notes of one day":        {[]Change{letter("/1/a.md", "2026-04-01", "", text, 1)}, []Change{letter("/1/b.md", "2026-04-01", "", other, 2)}, "/1/b=/1/b"},
		"no text":                          {[]Change{letter("/1/a.md", "2026-04-01", "One", "", 1)}, []Change{letter("/2/b.md", "2026-04-02", "Two", "", 2)}, "/2/b=/2/b"},
		"two gone with one text": {[]Change{letter("/1/a.md", "2026-04-01", "One", text, 1), letter("/2/a.md", "2026-04-02", "Two", text, 2)},
			[]Change{letter("/3/c.md", "2026-04-03", "Three", text, 3)}, "/3/c=/3/c"},
		"two come with one text": {[]Change{letter("/1/a.md", "2026-04-01", "One", text, 1)},
			[]Change{letter("/3/c.md", "2026-04-03", "Three", text, 2), letter("/4/c.md", "2026-04-04", "Four", text, 3)}, "/4/c=/4/c /3/c=/3/c"},
		"a text in Chinese": {[]Change{letter("/1/a.md", "2026-04-01", "甲", "<p>把李子切成两半，去核，装进罐子里，装到离罐口一指宽的地方为止。</p>", 1)},
			[]Change{letter("/2/b.md", "2024-04-02", "乙", "<p>把李子切成两半，去核，装进罐子里，装到离罐口一指宽的地方为止。</p>", 2)}, "/2/b=/1/a"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, test.was...)
			s.apply(append(gone(test.was), test.is...)...)
			var got []string
			for e := range s.Global().Newest() {
				got = append(got, e.Path+"="+strings.TrimPrefix(e.ID(), "tag:example.org,2026:"))
			}
			if got := strings.Join(got, " "); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			for _, c := range test.was {
				want := "is gone"
				if old := article.PagePath(c.File); strings.HasSuffix(test.want, "="+old) {
					want = "leads to " + article.PagePath(test.is[0].File)
				}
				s.wants(article.PagePath(c.File), want)
			}
		})
	}
}

// Texts are compared as long as the effort allows. Articles that were not
// compared are counted.
func TestLongTexts(t *testing.T) {
	for _, test := range []struct{ size, uncompared int }{{1000, 0}, {leastEffort / 3, 1}} {
		was, is := letter("/1/a.md", "2026-04-01", "", "", 1), letter("/2/b.md", "2026-04-02", "", "", 2)
		was.Article.HTML = strings.Repeat("x", test.size)
		is.Article.HTML = was.Article.HTML
		s, _ := with(New(options()), []Change{was})
		s, d := with(s, []Change{{File: was.File}, is})
		if _, moved := s.Moved("/1/a"); moved != (test.uncompared == 0) || d.Uncompared != test.uncompared {
			t.Errorf("%d bytes: moved %v, %d were not compared", test.size, moved, d.Uncompared)
		}
	}
}

// TestShownBesideYoung shows a draft in another folder while a young article of its
// name stands in its old place. The draft never becomes that one, so there is no
// doubt.
func TestShownBesideYoung(t *testing.T) {
	draft := sourced("/1/c.md", "Draft of the moon", "https://example.com/1")
	draft.Article.File, draft.Article.Path, draft.Article.Hidden = "/_drafts/c.md", "/_drafts/c", "draft"
	draft.File = draft.Article.File
	s := newGraceful(t, sourced("/1/c.md", "The moon is full", "https://example.com/1"))
	s.now = s.now.Add(time.Hour)
	s.apply(Change{File: "/1/c.md"}, draft)
	s.pause(time.Minute)
	s.apply(sourced("/1/c.md", "Elections in Brazil", "https://example.com/2"))
	s.pause(time.Minute)
	s.shows("/1/c=/1/c;2")
	s.apply(Change{File: draft.File}, sourced("/2/c.md", "Seen from Mars", "https://example.com/3"))
	s.shows("/1/c=/1/c;2 /2/c=/1/c")
}
