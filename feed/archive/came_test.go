package archive

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"dateline/feed/article"
)

// An edit of Related lists puts no old article into the windows of topics, but one
// of this month.
func TestTopicsInTime(t *testing.T) {
	o := few()
	o.Limits.Items = 10
	list := aged(1)
	s := subscribe(t, o, list, aged(2, "Moon"), aged(10), aged(60), aged(61), aged(62))
	s.apply(time.Hour, relates(list, "Moon", aged(10), aged(60), aged(61)))
	s.expect("/topics/moon/", "2", "10")
	s.expect("/", "1", "2", "10", "60", "61", "62")
	moon, _ := s.Topic("moon")
	if got := titles(moon.Latest(10)); !slices.Equal(got, []string{"2", "10", "60", "61"}) || moon.Len() != 4 {
		t.Errorf("the topic has %v", got)
	}
	s.apply(40*aDay, relates(list, "Moon", aged(10), aged(62))) // the first ones stay as they came
	s.expect("/topics/moon/", "2", "10")
	if n := len(s.items["tag:example.org,2026:"+aged(62).Article.Path].Came); n != 1 {
		t.Errorf("%d records are kept", n)
	}
}

// Topics that are there when an article is first seen came in time, however late
// it is, and so did all of an import, in whatever order its articles are read.
func TestTopicsFromFirstSight(t *testing.T) {
	o := few()
	s := subscribe(t, o)
	list := aged(5)
	s.apply(time.Hour, relates(list, "Moon", aged(400)))
	s.apply(time.Hour, aged(400), aged(401, "Moon"))
	s.expect("/topics/moon/", "400", "401")

	s.Snapshot = New(s.options)
	s.Snapshot, _ = s.With([]Change{aged(400)}, Occasion{Now: noon})
	s.Snapshot, _ = s.With([]Change{relates(list, "Moon", aged(400))}, Occasion{Now: noon, Imported: []string{"/"}})
	s.expect("/topics/moon/", "400")
}

// TestTopicsOverTime does something with an article of 60 days ago, which has the
// topic Moon and not the topic Mars, and checks which of these windows show it.
func TestTopicsOverTime(t *testing.T) {
	list, old := aged(1), aged(60, "Moon")
	mars := relates(list, "Mars", old)
	with := func(edit func(*article.Article)) Change { return old.with(edit) }
	own := func(topics ...string) Change {
		return with(func(a *article.Article) { a.Topics = names(topics...) })
	}
	hidden := func(topics ...string) Change {
		return own(topics...).with(func(a *article.Article) { a.Hidden = "draft" })
	}
	moved := func(topics ...string) []Change {
		c := own(topics...)
		c.File, c.Article.File, c.Article.Path = "/moved.md", "/moved.md", "/moved"
		c.Article.Aliases = []string{old.Article.Path}
		return []Change{{File: old.File}, c}
	}
	gone := Change{File: old.File}
	for _, test := range []struct {
		name     string
		fleeting bool
		steps    [][]Change
		shown    []string // feeds whose windows show it, of Moon and Mars
	}{
		{"nothing", false, nil, []string{"moon"}},
		{"another claims a topic", false, [][]Change{{mars}}, []string{"moon"}},
		{"another claims it again", false, [][]Change{{mars}, {list}, {mars}}, []string{"moon"}},
		{"it claims a topic itself", false, [][]Change{{own("Moon", "Mars")}}, []string{"moon"}},
		{"it claims another spelling", false, [][]Change{{own("MOON")}}, []string{"moon"}},
		{"it claims another spelling, and topics are fleeting", true, [][]Change{{own("MOON")}}, []string{"moon"}},
		{"it claims two spellings of another", true, [][]Change{{own("Mars")}, {own("Mars", "MARS")}, {own("mars")}}, nil},
		{"a topic goes and comes", false, [][]Change{{own()}, {old}}, []string{"moon"}},
		{"a fleeting topic goes and comes", true, [][]Change{{own()}, {old}}, nil},
		{"it is removed and comes back", false, [][]Change{{gone}, {old}}, []string{"moon"}},
		{"it is removed and comes back, and topics are fleeting", true, [][]Change{{gone}, {old}}, []string{"moon"}},
		{"it comes back with another topic", false, [][]Change{{gone}, {own("Moon", "Mars")}}, []string{"moon"}},
		{"it comes back with a topic claimed before", false, [][]Change{{mars}, {gone}, {old}}, []string{"moon"}},
		{"it comes back with a topic claimed meanwhile", false, [][]Change{{gone}, {mars}, {old}}, []string{"moon"}},
		{"it comes back with a topic claimed meanwhile, and topics are fleeting", true, [][]Change{{gone}, {mars}, {old}}, []string{"moon"}},
		{"it is hidden and comes back", false, [][]Change{{hidden("Moon")}, {old}}, []string{"moon"}},
		{"it gets a topic while it is hidden", false, [][]Change{{hidden("Moon")}, {hidden("Moon", "Mars")}, {own("Moon", "Mars")}}, []string{"moon"}},
		{"it comes out of hiding with a topic", false, [][]Change{{hidden("Moon")}, {own("Moon", "Mars")}}, []string{"moon"}},
		{"it moves", false, [][]Change{moved("Moon")}, []string{"moon"}},
		{"it moves and gets a topic", false, [][]Change{moved("Moon", "Mars")}, []string{"moon"}},
		{"it moves with a late topic", false, [][]Change{{mars}, moved("Moon")}, []string{"moon"}},
		{"a claim for its old address", false, [][]Change{moved("Moon"), {mars}}, []string{"moon"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := few()
			o.Fleeting, o.Limits.Items = test.fleeting, 10
			s := subscribe(t, o, list, old, aged(3, "Moon", "Mars"))
			for i, changes := range test.steps {
				if i%2 == 1 {
					s.restart()
				}
				s.apply(time.Hour, changes...)
			}
			var shown []string
			for _, slug := range []string{"moon", "mars"} {
				if slices.Contains(s.windows(s.Snapshot)["/topics/"+slug+"/"], "60") {
					shown = append(shown, slug)
				}
			}
			if !slices.Equal(shown, test.shown) {
				t.Errorf("it is shown in %v, not in %v", shown, test.shown)
			}
		})
	}
}

// A new source or language does not put an old article into the window of that.
func TestOutletsAndLanguagesInTime(t *testing.T) {
	says := func(c Change, language, host string) Change {
		return c.with(func(a *article.Article) {
			a.Language, a.Sources = language, []article.Link{{Name: "Source", URL: "https://" + host + "/x"}}
		})
	}
	o := few()
	o.Limits.Items = 10
	s := subscribe(t, o, says(aged(1), "de", "b.example"), says(aged(60), "en", "a.example"))
	s.apply(time.Hour, says(aged(60), "de", "b.example"))
	s.expect("/sources/b.example/", "1")
	s.expect("/lang/de/", "1")
	s.apply(time.Hour, says(aged(60), "en", "a.example")) // it comes again, too late
	s.expect("/sources/a.example/")
	s.expect("/lang/en/")
	s.apply(time.Hour, says(aged(61), "en", "a.example"))
	s.expect("/sources/a.example/", "61")
}

// A topic that is configured as an alias later brings the window of its articles
// along, and no others.
func TestAliasLater(t *testing.T) {
	o := few()
	o.Limits.Items = 10
	list := aged(1)
	s := subscribe(t, o, list, aged(60, "U.S."), aged(61, "U.S."), aged(62), aged(2, "United States"))
	s.apply(time.Hour, relates(list, "United States", aged(60), aged(62)))
	s.expect("/topics/united-states/", "2")
	s.apply(time.Hour, relates(list, "U.S.", aged(62)))
	s.options.Same = map[string]string{"U.S.": "United States"}
	s.restart()
	s.expect("/topics/united-states/", "2", "60", "61")
	if f, ok := s.Gathered(OfTopic, Slug("U.S.")); !ok || f.Topic.Name != "United States" {
		t.Errorf("subscribers of the former name get %v", f)
	}
	s.apply(time.Hour)
	s.apply(time.Hour, aged(61, "United States"))
	s.expect("/topics/united-states/", "2", "60", "61")
	s.apply(time.Hour, relates(list, "USA", aged(62)))
	s.options.Same["USA"] = "United States"
	s.restart()
	s.expect("/topics/united-states/", "2", "60", "61")
	s.apply(time.Hour)
}

// TestNightlyReshuffle edits Related lists for sixty nights. The windows of topics
// gain no entry of more than thirty days, and records are bounded.
func TestNightlyReshuffle(t *testing.T) {
	topics := []string{"Moon", "Mars", "Venus"}
	o := few()
	o.Limits.Items = 10
	var all []Change
	for days := range 90 {
		all = append(all, aged(days+1, topics[days%3]))
	}
	s := subscribe(t, o, all...)
	known := map[string]bool{}
	for night := range 60 {
		for feed, window := range s.windows(s.Snapshot) {
			for _, title := range window {
				known[feed+title] = true
			}
		}
		var changes []Change
		for i := range 5 {
			from := (night*7 + i*13) % 90
			a := all[from]
			for j := range 4 {
				a = relates(a, topics[(night+i+j)%3], all[(from*3+j*17+night)%90])
			}
			changes = append(changes, a)
		}
		s.apply(aDay, append(changes, aged(-night-1, topics[night%3]))...)
		for feed, window := range s.windows(s.Snapshot) {
			for _, title := range window {
				var days int
				fmt.Sscan(title, &days)
				if days+night+1 > 31 && !known[feed+title] {
					t.Fatalf("night %d: %s comes up in %s", night, title, feed)
				}
			}
		}
	}
	most := 0
	for _, it := range s.items {
		most = max(most, len(it.Came))
	}
	if most == 0 || most > len(topics) {
		t.Errorf("a story has %d records", most)
	}
}

// A topic, outlet or language whose first articles come late is born with them, as
// nobody subscribes to it yet; later ones stay out of its window.
func TestBirthByLateClaims(t *testing.T) {
	o := few()
	o.Limits.Items = 10
	list := aged(1)
	says := func(c Change) Change {
		return c.with(func(a *article.Article) {
			a.Language, a.Sources = "de", []article.Link{{Name: "Source", URL: "https://b.example/x"}}
		})
	}
	s := subscribe(t, o, list, aged(60, "Moon"), aged(61, "Moon"), aged(62, "Moon"))
	s.apply(time.Hour, relates(list, "Mars", aged(60), aged(61)), says(aged(61, "Moon")))
	s.expect("/topics/mars/", "60", "61")
	s.expect("/sources/b.example/", "61")
	s.expect("/lang/de/", "61")
	moon, _ := s.Topic("moon")
	mars, _ := s.Topic("mars")
	both := Selection{Groups: []Group{{Feeds: []*Feed{moon, mars}}}}
	if got := titles(both.Window(s.options.Limits)); !slices.Equal(got, []string{"60", "61"}) {
		t.Errorf("the selection shows %v", got)
	}
	s.apply(0, relates(list, "Mars", aged(60), aged(61), aged(62)), says(aged(62, "Moon")))
	s.restart()
	s.expect("/topics/mars/", "60", "61")
	s.expect("/sources/b.example/", "61")
	s.expect("/lang/de/", "61")
}

// A source or language that an old article gets while it is hidden comes late.
func TestOutletsWhileHidden(t *testing.T) {
	says := func(c Change, language, host, hidden string) Change {
		return c.with(func(a *article.Article) {
			a.Language, a.Sources, a.Hidden = language, []article.Link{{Name: "Source", URL: "https://" + host + "/x"}}, hidden
		})
	}
	o := few()
	o.Limits.Items = 10
	for _, steps := range [][]Change{
		{says(aged(60), "en", "a.example", "draft"), says(aged(60), "de", "b.example", "")},
		{says(aged(60), "en", "a.example", "draft"), says(aged(60), "de", "b.example", "draft"), says(aged(60), "de", "b.example", "")},
		{says(aged(60), "de", "b.example", "draft"), says(aged(60), "de", "b.example", "")},
	} {
		s := subscribe(t, o, says(aged(1), "de", "b.example", ""), says(aged(60), "en", "a.example", ""), says(aged(61), "en", "a.example", ""))
		for _, c := range steps {
			s.apply(time.Hour, c)
			s.restart()
		}
		s.expect("/sources/b.example/", "1")
		s.expect("/lang/de/", "1")
		s.apply(time.Hour, says(aged(61), "en", "a.example", "draft"))
		s.apply(time.Hour, says(aged(61), "en", "a.example", ""))
		s.expect("/sources/a.example/", "61")
	}
}
