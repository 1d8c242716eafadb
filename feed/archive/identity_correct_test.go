package archive

import (
	"strings"
	"testing"
	"time"

	"dateline/feed/article"
)

// essay is a post with a date in its name and a text of some of the sentences of
// plan, by their letters, and others of its own.
func essay(file, title, plan string, sources ...string) Change {
	long := map[rune]string{
		'a': "We wrote this because many of you asked how the project is paid for.",
		'b': "Most of the money comes from a few companies, and from readers who give monthly.",
		'c': "Last year three people worked on it full time, and two others part of the week.",
		'd': "From now on we pay everybody the same, whatever country they live in.",
		'e': "If nothing changes, what we have saved lasts until the end of next summer.",
		'x': "Nobody has to give anything, and the program will stay free in any case.",
		'y': "There is a table of all that came in and all that was spent since spring.",
		'z': "Ask us anything about it on the list, or come to the meeting in October.",
		's': "Hello all!",
	}
	var html strings.Builder
	for _, r := range plan {
		html.WriteString("<p>" + long[r] + " " + strings.ToUpper(long[r]) + "</p>")
	}
	c := letter(file, file[1:11], title, html.String(), 0)
	c.Article.Hash = [16]byte([]byte(file + plan + title + strings.Repeat(" ", 16)))
	for _, url := range sources {
		c.Article.Sources = append(c.Article.Sources, article.Link{URL: url})
	}
	return c
}

// A file that gets another date in its name while it is edited stays one story if
// enough of it is the same.
func TestEditedAndCorrected(t *testing.T) {
	const old, a, b = "/2026-04-10-a.md", "/2026-04-11-a.md", "/2026-04-11-b.md"
	for name, test := range map[string]struct {
		was, is []Change
		want    string
	}{
		"an edited text":               {[]Change{essay(old, "How we are paid", "abcd")}, []Change{essay(a, "How we are paid", "abcxd")}, "/2026-04-11-a=/2026-04-10-a"},
		"an edited text, another name": {[]Change{essay(old, "How we are paid", "abcd")}, []Change{essay(b, "How we are paid for", "abcx")}, "/2026-04-11-b=/2026-04-10-a"},
		"another name and title":       {[]Change{essay(old, "How we are paid", "abcde")}, []Change{essay(b, "Money", "abcdex")}, "/2026-04-11-b=/2026-04-10-a"},
		"another title, half the text": {[]Change{essay(old, "How we are paid", "abcd")}, []Change{essay(b, "Money", "abcxy")}, ""},
		"at its date, too":             {[]Change{essay(old, "How we are paid", "abcde")}, []Change{essay("/2026-04-10-b.md", "Money", "abcdex")}, "/2026-04-10-b=/2026-04-10-a"},
		"half the text":                {[]Change{essay(old, "How we are paid", "ab")}, []Change{essay(a, "How we are paid", "axy")}, ""},
		"another text":                 {[]Change{essay(old, "How we are paid", "abcd")}, []Change{essay(a, "How we are paid", "xyz")}, ""},
		"short sentences":              {[]Change{essay(old, "Hello", "sa")}, []Change{essay(a, "Hello", "sx")}, ""},
		"the next of a series":         {[]Change{essay(old, "Weekly notes 12", "abcdx")}, []Change{essay(a, "Weekly notes 13", "abcdy")}, ""},
		"the next under one title":     {[]Change{essay(old, "Weekly notes", "sabxy")}, []Change{essay(a, "Weekly notes", "sabzcd")}, ""},
		"too late":                     {[]Change{essay(old, "How we are paid", "abcd")}, []Change{essay("/2026-05-12-a.md", "How we are paid", "abcxd")}, ""},
		"two come, equally alike": {[]Change{essay(old, "How we are paid", "abcd")},
			[]Change{essay(a, "How we are paid", "abcx"), essay(b, "How we are paid", "abcx")}, ""},
		"the more similar one": {[]Change{essay(old, "How we are paid", "abcd")},
			[]Change{essay(a, "How we are paid", "abcx"), essay(b, "How we are paid", "abcdx")}, "/2026-04-11-b=/2026-04-10-a"},
		"no text, but a source": {[]Change{essay(old, "How we are paid", "", "https://a.example/")},
			[]Change{essay(a, "How we get paid", "", "https://a.example/")}, "/2026-04-11-a=/2026-04-10-a"},
		"no text, another name": {[]Change{essay(old, "How we are paid", "", "https://a.example/")},
			[]Change{essay(b, "How we get paid", "", "https://a.example/")}, ""},
		"no text and no source": {[]Change{essay(old, "How we are paid", "")}, []Change{essay(a, "How we get paid", "")}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, test.was...)
			s.apply(append(gone(test.was), test.is...)...)
			if got := renames(s.Snapshot); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestCorrectedOverTime writes an edited file with another date before and after
// the old one goes. The story keeps its id and gets the corrected date; while
// likeness does not count yet, readers see one of the two.
func TestCorrectedOverTime(t *testing.T) {
	const from, to = "/2026-04-10-a.md", "/2026-04-11-b.md"
	for _, order := range []string{"removed first", "at once", "written first"} {
		for _, restarts := range []bool{false, true} {
			s := newGraceful(t, essay(from, "How we are paid", "abcd"))
			s.restarts = restarts
			s.now = s.now.Add(time.Hour)
			is, gone := essay(to, "How we are paid", "abcxd"), Change{File: from}
			switch order {
			case "at once":
				s.apply(is, gone)
				s.shows("/2026-04-10-a=/2026-04-10-a")
			case "removed first":
				s.apply(gone)
				s.pause(3 * time.Second)
				s.apply(is)
				s.shows("/2026-04-10-a=/2026-04-10-a")
			default:
				s.apply(is)
				s.pause(3 * time.Second)
				s.apply(gone)
			}
			s.pause(10 * time.Second)
			s.shows("/2026-04-11-b=/2026-04-10-a")
			if e, ok := s.Entry("/2026-04-11-b"); !ok || e.Published().Format(time.DateOnly) != "2026-04-11" {
				t.Errorf("%s: the story is not published at the corrected date", order)
			}
		}
	}
}

// TestEffortOfTexts compares as many texts as the effort allows.
func TestEffortOfTexts(t *testing.T) {
	was, is := essay("/2026-04-10-a.md", "How we are paid", "abcd"), essay("/2026-04-11-b.md", "How we are paid", "abcx")
	s, _ := with(New(options()), []Change{was})
	r := s.next(Occasion{Now: noon}).identity
	lost, found := []looks{newLooks(&candidate{page: &page{}}, was.Article)}, []looks{newLooks(&candidate{page: &page{}}, is.Article)}
	l, f := newEdited(lost[0]), newEdited(found[0])
	r.matcher.effort = 2*int64(len(l.HTML)+len(f.HTML)) + l.effort(f) - 1
	if lost, _ := r.matcher.matchEdited(lost, found); len(lost) != 1 || r.delta.Uncompared != 1 {
		t.Errorf("%d are left, %d were not compared", len(lost), r.delta.Uncompared)
	}
}

// TestReplacedByDeclaration renames an article and has its old file taken by
// another one, which declares where that one was: each keeps its id, and nothing
// is left of the topics that only the article in the old file gave to others.
func TestReplacedByDeclaration(t *testing.T) {
	for _, restarts := range []bool{false, true} {
		o := options()
		o.Contents = []Content{{Mount: "/", MaxRemoval: 20, Grace: 2 * time.Minute}}
		s := newGracefulWith(t, o, titled("/1/a.md", "Harbour closes for repairs"), titled("/1/b.md", "Union calls a strike"))
		s.restarts = restarts
		s.now = s.now.Add(time.Hour)
		s.apply(Change{File: "/1/a.md"}, titled("/1/c.md", "Harbor closed for repairs"))
		taking := titled("/1/a.md", "Union calls for a strike")
		taking.Article.Aliases, taking.Article.Hash = []string{"/1/b"}, [16]byte{1}
		s.apply(Change{File: "/1/b.md"}, taking)
		s.shows("/1/a=/1/b /1/c=/1/a")

		away := titled("/2/a.md", "Museum shows early maps")
		away.Article.Related = []article.Claim{claimFor("/1/c", names("Moon")[0])}
		s.apply(away)
		s.apply(Change{File: "/2/a.md"})
		taking = titled("/2/a.md", "Harbour is closed")
		taking.Article.Aliases, taking.Article.Hash = []string{"/1/c"}, [16]byte{2}
		s.apply(Change{File: "/1/c.md"}, taking)
		if e, ok := s.Entry("/2/a"); !ok || e.ID() != "tag:example.org,2026:/1/a" || len(e.Topics) > 0 {
			t.Errorf("%v", e)
		}
	}
}

// TestWaitsWithAnotherDate corrects the date of a new article that waits for what
// it resembles, which is just gone.
func TestWaitsWithAnotherDate(t *testing.T) {
	for _, restarts := range []bool{false, true} {
		s := newGraceful(t, sourced("/1/b.md", "Plums", "https://example.com/1"))
		s.restarts = restarts
		s.now = s.now.Add(time.Hour)
		s.apply(sourced("/1/n.md", "Plum jam", "https://example.com/1"))
		s.now = s.now.Add(time.Second)
		s.apply(Change{File: "/1/b.md"})
		other := sourced("/1/n.md", "Plum jam", "https://example.com/1")
		other.Article.Date = other.Article.Date.AddDate(0, 0, -1)
		other.Article.Hash = [16]byte{9}
		s.apply(other)
		s.shows("/1/n=/1/b")
		if e, _ := s.Entry("/1/n"); !e.Published().Equal(other.Article.Date) {
			t.Errorf("it is published at %s", e.Published())
		}
	}
}

// TestNewWhereRemoved writes an article whose old file goes with this change to a
// file whose article was removed before. It waits there for its own story.
func TestNewWhereRemoved(t *testing.T) {
	for _, restarts := range []bool{false, true} {
		s := newGraceful(t, titled("/1/a.md", "Harbour closes for repairs"), titled("/1/b.md", "Union calls a strike"))
		s.restarts = restarts
		s.now = s.now.Add(time.Hour)
		s.apply(Change{File: "/1/b.md"})
		s.pause(10 * time.Minute)
		s.apply(Change{File: "/1/a.md"}, titled("/1/b.md", "Harbor closed for repairs"))
		s.shows("/1/a=/1/a")
		s.pause(10 * time.Second)
		s.shows("/1/b=/1/a")
	}
}

// TestHiddenBesideYoung removes a hidden article, of which a new one with the same
// name is no copy.
func TestHiddenBesideYoung(t *testing.T) {
	s := newGraceful(t, titled("/1/b.md", "Union calls a strike"))
	s.now = s.now.Add(time.Hour)
	s.apply(letter("/2/b.md", "2026-04-02", "Harbour closes for repairs", "", 3))
	hide := *titled("/1/b.md", "Union calls a strike").Article
	hide.HTML, hide.Rare = "", &article.Rare{Hidden: "draft"}
	s.apply(Change{File: hide.File, Article: &hide})
	s.apply(Change{File: hide.File})
	s.shows("/2/b=/2/b")
}
