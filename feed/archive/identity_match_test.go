package archive

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unique"

	"dateline/feed/article"
)

// titled is an article of 1 April with a title and sources, and a text and bytes
// of its own.
func titled(file, title string, sources ...string) Change {
	c := letter(file, "2026-04-01", title, "<p>"+file+"</p>", 0)
	c.Article.Hash = [16]byte([]byte(file + strings.Repeat(" ", 16)))
	for _, url := range sources {
		c.Article.Sources = append(c.Article.Sources, article.Link{URL: url})
	}
	return c
}

// dayPage is the page of 1 April: headings, each with the names of its articles
// ("Moon: a b").
func dayPage(headings ...string) Change {
	d := &article.Day{File: "/1/index.md", Date: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)}
	for _, h := range headings {
		name, list, _ := strings.Cut(h, ":")
		if name != "" {
			d.Headings = append(d.Headings, article.Heading{Text: unique.Make(name), First: len(d.Articles)})
		}
		for _, a := range strings.Fields(list) {
			d.Articles = append(d.Articles, article.Claim{Page: article.Page("/1/" + a)})
		}
	}
	return Change{File: d.File, Day: d}
}

// renames returns which articles continue the story of another one: "/b=/a".
func renames(s *Snapshot) string {
	var list []string
	for e := range s.Global().Newest() {
		if at := strings.TrimPrefix(e.ID(), "tag:example.org,2026:"); at != e.Path {
			list = append(list, e.Path+"="+at)
		}
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

// Articles of one date that go are matched with those that come by what their
// titles and sources say, and with none if several fit equally well.
func TestLikelyRenames(t *testing.T) {
	for name, test := range map[string]struct {
		was, is []Change
		want    string
		doubts  int
	}{
		"another spelling": {[]Change{titled("/1/a.md", "Harbour closes for repairs")}, []Change{titled("/1/b.md", "Harbor closed for repairs")}, "/1/b=/1/a", 0},
		"a title that became longer": {[]Change{titled("/1/a.md", "Mayor opens the new bridge")},
			[]Change{titled("/1/b.md", "After ten years of work the mayor opened a new bridge over the river, in the rain")}, "/1/b=/1/a", 0},
		"a title that became shorter": {[]Change{titled("/1/a.md", "After ten years of work the mayor opened a new bridge over the river, in the rain")},
			[]Change{titled("/1/b.md", "Mayor opens the new bridge")}, "/1/b=/1/a", 0},
		"a longer title in Chinese": {[]Change{titled("/1/a.md", "市長宣布新橋通車，不收費用。")},
			[]Change{titled("/1/b.md", "經過十年的工程以及多次的延誤之後，市長宣布新橋通車，不收費用，許多居民到場觀看典禮。")}, "/1/b=/1/a", 0},
		"two words":      {[]Change{titled("/1/a.md", "New bridge")}, []Change{titled("/1/b.md", "Ship collides with the pillar of a new bridge")}, "", 0},
		"a few letters":  {[]Change{titled("/1/a.md", "新橋通車")}, []Change{titled("/1/b.md", "經過十年的工程以及多次的延誤之後，新橋通車，許多居民到場。")}, "", 0},
		"common phrases": {[]Change{titled("/1/a.md", "Holidays in the Northern Islands")}, []Change{titled("/1/b.md", "Storm warnings are in force for the coast and the Northern Islands")}, "", 0},
		"words in another order": {[]Change{titled("/1/a.md", "Bridge over river closed")},
			[]Change{titled("/1/b.md", "Closed on account of floods: what the river did to every single house below the bridge")}, "", 0},
		"a shared source":  {[]Change{titled("/1/a.md", "Rain", "https://a.example/1")}, []Change{titled("/1/b.md", "Harvest is late", "https://b.example/", "https://a.example/1")}, "/1/b=/1/a", 0},
		"different titles": {[]Change{titled("/1/a.md", "Harbour closes for repairs")}, []Change{titled("/1/b.md", "Union calls a strike")}, "", 0},
		"the most similar first": {[]Change{titled("/1/a.md", "Weather report, morning")},
			[]Change{titled("/1/b.md", "Weather report, evening"), titled("/1/c.md", "Weather report, mornings")}, "/1/c=/1/a", 0},
		"two come, equally alike": {[]Change{titled("/1/a.md", "Weather report 1")},
			[]Change{titled("/1/b.md", "Weather report 2"), titled("/1/c.md", "Weather report 3"), titled("/1/d.md", "Weather reporter 44")}, "", 2},
		"two go, equally alike": {[]Change{titled("/1/a.md", "Weather report 1"), titled("/1/b.md", "Weather report 2")},
			[]Change{titled("/1/c.md", "Weather report 3")}, "", 1},
		"equal, but for one source": {[]Change{titled("/1/a.md", "Weather report 1"), titled("/1/b.md", "Weather report 2", "https://a.example/")},
			[]Change{titled("/1/c.md", "Weather report 3", "https://a.example/")}, "/1/c=/1/b", 0},
		"one source of many": {[]Change{titled("/1/a.md", "Rain", "https://a.example/"), titled("/1/b.md", "Hail", "https://a.example/")},
			[]Change{titled("/1/c.md", "Fog", "https://a.example/")}, "", 1},
		"copies under other names": {[]Change{letter("/1/a.md", "2026-04-01", "A", text, 1), letter("/1/b.md", "2026-04-01", "A", text, 1)},
			[]Change{letter("/1/c.md", "2026-04-01", "A", text, 1)}, "", 1},
		"copies under the same names": {[]Change{letter("/1/a.md", "2026-04-01", "A", text, 1), letter("/1/b.md", "2026-04-01", "A", text, 1)},
			[]Change{letter("/2/b.md", "2026-04-01", "A", text, 1), letter("/2/a.md", "2026-04-01", "A", text, 1)}, "/2/a=/1/a /2/b=/1/b", 0},
		"untitled copies of any dates": {[]Change{letter("/1/a.md", "2026-04-01", "", text, 1)},
			[]Change{letter("/2/b.md", "2026-04-02", "", text, 1), letter("/3/c.md", "2026-04-03", "", text, 1)}, "", 2},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, test.was...)
			d := s.apply(append(gone(test.was), test.is...)...)
			if got := renames(s.Snapshot); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if len(d.Doubts) != test.doubts {
				t.Errorf("got the doubts %v, want %d", d.Doubts, test.doubts)
			}
		})
	}
}

// An article that leaves a heading of the page of its day and one that comes below
// it are one story, if they are alone there and not wholly different.
func TestRenamesBelowHeadings(t *testing.T) {
	const a, b, c, d, e = "/1/a.md", "/1/b.md", "/1/c.md", "/1/d.md", "/1/e.md"
	old, edited := titled(a, "Fire in the old harbour"), titled(b, "Harbour: second night of fire, ten people hurt")
	stranger, other := titled(c, "Union calls a strike"), titled(d, "Museum shows early maps")
	for name, test := range map[string]struct {
		was, is []Change
		want    string
	}{
		"alone":              {[]Change{dayPage("Port: a"), old}, []Change{dayPage("Port: b"), edited}, "/1/b=/1/a"},
		"deleted, too":       {[]Change{dayPage("Port: a"), old}, []Change{dayPage("Port: b"), edited, {File: a}}, "/1/b=/1/a"},
		"without headings":   {[]Change{dayPage(":a"), old}, []Change{dayPage(":b"), edited}, ""},
		"below another":      {[]Change{dayPage("Port: a"), old}, []Change{dayPage("Town: b"), edited}, ""},
		"wholly different":   {[]Change{dayPage("Port: a"), old}, []Change{dayPage("Port: c"), stranger}, ""},
		"not the first":      {[]Change{dayPage("Port: d a"), other, old}, []Change{dayPage("Port: d b"), edited}, "/1/b=/1/a"},
		"one heading of two": {[]Change{dayPage("Port: a", "Work: d"), old, other}, []Change{dayPage("Port: b", "Work: c"), edited, stranger}, "/1/b=/1/a"},
		"a heading twice":    {[]Change{dayPage("Port: a", "Work: d", "Port:"), old, other}, []Change{dayPage("Work: d", "Port: b"), edited}, "/1/b=/1/a"},
		"with a stranger":    {[]Change{dayPage("Port: a"), old}, []Change{dayPage("Port: c b"), edited, stranger}, "/1/b=/1/a"},
		"two that fit":       {[]Change{dayPage("Port: a"), old}, []Change{dayPage("Port: b e"), edited, titled(e, edited.Article.Title)}, ""},
		"by a source":        {[]Change{dayPage("Port: a"), titled(a, "Fire", "https://a.example/")}, []Change{dayPage("Port: c"), titled(c, "Union calls a strike", "https://a.example/")}, "/1/c=/1/a"},
		"in Chinese": {[]Change{dayPage("Port: a"), titled(a, "舊港口昨夜發生大火，消防員到場滅火。")},
			[]Change{dayPage("Port: b"), titled(b, "大火持續到第二夜，舊港口十人受傷，消防員仍在現場。")}, "/1/b=/1/a"},
		"an empty page": {[]Change{dayPage("Port: a"), old}, []Change{dayPage(), edited}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, test.was...)
			s.apply(test.is...)
			if got := renames(s.Snapshot); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// A doubt names the articles that fit equally well. The doubts of one change are
// bounded.
func TestDoubts(t *testing.T) {
	was := []Change{titled("/1/a.md", "Weather report 1"), titled("/1/b.md", "Weather report 2")}
	s := newSite(t, was...)
	d := s.apply(append(gone(was), titled("/1/c.md", "Weather report 3"))...)
	if len(d.Doubts) != 1 || d.Doubts[0].File != "/1/c.md" || d.Doubts[0].What != "it may be /1/a or /1/b under a new name, equally likely" {
		t.Errorf("got %v", d.Doubts)
	}
	many := []Change{{File: "/1/c.md"}}
	for i := range 2 * maxDoubts {
		many = append(many, titled(fmt.Sprintf("/2/%03d.md", i), fmt.Sprintf("Weather report %07b", i)))
	}
	d = s.apply(many...)
	if len(d.Doubts) != maxDoubts || d.Doubts[0].What != "it or /2/001 may be /1/c under a new name, equally likely" {
		t.Errorf("%d doubts, first %v", len(d.Doubts), d.Doubts[:min(len(d.Doubts), 1)])
	}
}

// Titles are compared by their words in order, of which only the beginning counts.
func TestTitleWords(t *testing.T) {
	for _, test := range []struct {
		a, b     string
		contains bool
		letters  int // in common words
	}{
		{"", "", false, 0},
		{"Floods", "flooding", false, 4},
		{"the river floods the town", "a river flooded the towns", true, 15},
		{"one two three", "three two one", false, 4},
		{"état d’urgence levé", "l’état d’urgence est levé à midi", true, 13},
		{"3 of 10 dams", "10 dams, 3 broken", false, 6},
		{"火星探測器今日成功著陸預定地點", "好消息：火星探測器今日成功著陸預定地點了", true, 15},
		{"火星探測器", "好消息：火星探測器今日成功著陸", false, 5},
		{"달에 착륙한 탐사선이 첫 신호", "달에 착륙한 탐사선의 첫 신호를 보냈다", true, 11},
		{"\xff\xfe broken bytes here", "broken bytes here", true, 12},
	} {
		a, b := titleWords(strings.ToLower(test.a)), titleWords(strings.ToLower(test.b))
		if got := contains(a, b); got != test.contains || contains(b, a) != got {
			t.Errorf("%q contains %q: %v", test.b, test.a, got)
		}
		if got := commonLetters(a, b); got != test.letters || commonLetters(b, a) != got {
			t.Errorf("%q and %q have %d letters in common", test.a, test.b, got)
		}
	}
	long := titleWords(strings.Repeat("字", 300))
	if got := commonLetters(long, long); got != 300 {
		t.Errorf("a long title has %d letters in common with itself", got)
	}
}

// What alone left a heading and what alone came below it are matched at once, in
// any order of the writes, also if the daemon restarts between them.
func TestBelowHeadingsOverTime(t *testing.T) {
	old, edited := titled("/1/a.md", "Fire in the old harbour"), titled("/1/b.md", "Harbour: second night of fire, ten people hurt")
	steps := map[string]Change{"delete": {File: "/1/a.md"}, "add": edited, "day": dayPage("Port: b", "Town: c")}
	for _, order := range []string{"delete add day", "delete day add", "add delete day", "add day delete", "day delete add", "day add delete", "day add", "add day"} {
		for _, restarts := range []bool{false, true} {
			t.Run(fmt.Sprint(order, restarts), func(t *testing.T) {
				s := newGraceful(t, old, titled("/1/c.md", "Museum shows early maps"), dayPage("Port: a", "Town: c"))
				s.restarts = restarts
				s.now = s.now.Add(time.Hour)
				for _, step := range strings.Fields(order) {
					s.pause(time.Second)
					s.apply(steps[step])
				}
				if got := renames(s.Snapshot); got != "/1/b=/1/a" {
					t.Errorf("got %q", got)
				}
			})
		}
	}
}

// An article below a heading is not alone while the page of its day lists another
// one there whose file is still to come.
func TestStillToCome(t *testing.T) {
	old, edited := titled("/1/a.md", "Fire in the old harbour"), titled("/1/b.md", "Harbour: second night of fire, ten people hurt")
	s := newGraceful(t, old, dayPage("Port: a"))
	s.now = s.now.Add(time.Hour)
	s.apply(Change{File: "/1/a.md"}, edited, dayPage("Port: b e"))
	if got := renames(s.Snapshot); got != "" {
		t.Errorf("at once %q", got)
	}
	s.pause(time.Second)
	s.apply(titled("/1/e.md", "Fire in old harbour"))
	s.pause(time.Minute)
	if got := renames(s.Snapshot); got != "/1/e=/1/a" {
		t.Errorf("when the change is over %q", got)
	}
}

// A new article resembles a live one if they share a source or a text, or their
// titles are similar, as far as the effort allows.
func TestResembles(t *testing.T) {
	live := []looks{newLooks(nil, titled("/1/x.md", "Museum shows early maps").Article), newLooks(nil, titled("/1/a.md", "Fire in the old harbour", "https://a.example/").Article)}
	same := letter("/1/d.md", "2026-04-01", "Union calls a strike", text, 1).Article
	live = append(live, newLooks(nil, letter("/1/e.md", "2026-04-01", "Snow", text, 2).Article))
	for name, test := range map[string]struct {
		is   *article.Article
		want bool
	}{
		"source": {titled("/1/b.md", "Union calls a strike", "https://a.example/").Article, true},
		"title":  {titled("/1/b.md", "Fires in the old harbour").Article, true},
		"longer": {titled("/1/b.md", "After a night of work: fire in the old harbour is out, and no one is hurt").Article, true},
		"text":   {same, true},
		"none":   {titled("/1/b.md", "Union calls a strike").Article, false},
	} {
		m := matcher{effort: leastEffort}
		if got := m.resembles(newLooks(nil, test.is), live); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
		m.effort = 0
		if m.resembles(newLooks(nil, test.is), live) {
			t.Errorf("%s: it is compared without effort", name)
		}
	}
}
