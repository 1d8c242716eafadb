package archive

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// nested are options with a content directory below another one.
func nested() Options {
	o := few()
	for _, mount := range []string{"/", "/zh", "/zh/old"} {
		o.Contents = append(o.Contents, Content{Mount: mount, MaxRemoval: 100})
	}
	return o
}

// mounted returns an article of a change in another directory.
func mounted(mount string, c Change) Change {
	a := *c.Article
	a.File = mount + c.File
	a.Path = mount + a.Path
	return Change{File: a.File, Article: &a}
}

// Each content directory with a mount has a feed, which lacks the articles of one
// that is mounted below it.
func TestFeedsOfContents(t *testing.T) {
	s := subscribe(t, nested(), aged(10), mounted("/zh", aged(11)), mounted("/zh/old", aged(12)))
	s.expect("/", "10", "11", "12")
	s.expect("/zh/", "11")
	s.expect("/zh/old/", "12")
	was := s.Snapshot
	s.apply(time.Hour, mounted("/zh/old", aged(0, "Moon")))
	var changed []string
	for _, f := range s.delta.Feeds {
		changed = append(changed, feedKey(f.Topic))
	}
	if diff := cmp.Diff([]string{"/", "/topics/moon/", "/zh/old/"}, changed); diff != "" {
		t.Errorf("changed feeds (-want +got):\n%s", diff)
	}
	if a, b := feedAt(was, "/zh"), feedAt(s.Snapshot, "/zh"); a != b {
		t.Error("the feed of /zh was made again, although nothing changed in it")
	}
}

func feedAt(s *Snapshot, address string) *Feed {
	f, _, _ := s.ContentAt(address)
	return f
}

// An address belongs to the directory with the longest mount above it.
func TestContentAt(t *testing.T) {
	s := New(nested())
	for _, c := range []struct{ address, mount, below string }{
		{"/", "", ""}, {"/zhang/", "", ""}, {"/topics/zh/", "", ""},
		{"/zh", "/zh", ""}, {"/zh/", "/zh", "/"}, {"/zh/topics/moon/", "/zh", "/topics/moon/"},
		{"/zh/older", "/zh", "/older"}, {"/zh/old", "/zh/old", ""}, {"/zh/old/feed.rss", "/zh/old", "/feed.rss"},
	} {
		f, below, ok := s.ContentAt(c.address)
		mount := ""
		if ok {
			mount = f.Topic.Name
		}
		if mount != c.mount || below != c.below {
			t.Errorf("%s is %q in %q, want %q in %q", c.address, below, mount, c.below, c.mount)
		}
	}
	lone := New(Options{Contents: []Content{{Mount: "/zh"}}})
	if _, _, ok := lone.ContentAt("/2026/x"); ok {
		t.Error("an address outside all directories belongs to one")
	}
}

// An old article that moves into a directory is on its page, and in the window of
// its feed only if it fits where it is; one that is new there is in its window.
func TestArticleMovesToContent(t *testing.T) {
	s := subscribe(t, nested(), aged(1), aged(60), mounted("/zh", aged(70)))
	s.apply(time.Hour, Change{File: aged(60).File}, mounted("/zh", aged(60)))
	s.expect("/zh/", "70")
	if n := feedAt(s.Snapshot, "/zh").Len(); n != 2 {
		t.Errorf("/zh has %d articles", n)
	}
	if e, ok := s.Moved(aged(60).Article.Path); !ok || e.Directory == nil || e.Directory.Name != "/zh" {
		t.Errorf("the article did not move: %v", e)
	}
	s.apply(time.Hour, mounted("/zh", aged(0)))
	s.expect("/zh/", "0", "70")
	s.apply(time.Hour, Change{File: aged(1).File}, mounted("/zh", aged(1)))
	s.expect("/zh/", "0", "1", "70")
}

// A directory about which the ledger knows nothing, as one of an earlier version,
// shows what its window would have held, and nothing later that is old.
func TestUpgradeOfContents(t *testing.T) {
	s := subscribe(t, nested(), mounted("/zh", aged(5)), mounted("/zh", aged(6)), mounted("/zh", aged(7)), mounted("/zh", aged(8)))
	delete(s.book.feeds, "/zh/")
	s.restart()
	if _, ok := s.book.feeds["/zh/"]; !ok {
		t.Error("the state of the feed is not remembered")
	}
	if feedAt(s.Snapshot, "/zh").Changed().IsZero() {
		t.Error("it is not known when the feed changed")
	}
	s.expect("/zh/", "5", "6", "7")
	s.apply(time.Hour, Change{File: "/zh" + aged(5).File})
	s.expect("/zh/", "6", "7")
}

// The feed of a directory has the tombstones of its articles.
func TestTombstonesOfContents(t *testing.T) {
	s := subscribe(t, nested(), aged(1), mounted("/zh", aged(2)), mounted("/zh/old", aged(3)))
	s.apply(time.Hour, Change{File: aged(1).File}, Change{File: "/zh" + aged(2).File}, Change{File: "/zh/old" + aged(3).File})
	for mount, want := range map[string]string{"/zh": "/zh" + aged(2).Article.Path, "/zh/old": "/zh/old" + aged(3).Article.Path} {
		for _, of := range []*Snapshot{s.Snapshot, s.load(s.options)} {
			list := feedAt(of, mount).Tombstones(9)
			if len(list) != 1 || list[0].ID != of.TagURI(want) {
				t.Errorf("tombstones in %s: %v", mount, list)
			}
		}
	}
}

// A day in a directory has the articles of both, and changes with the days of the
// whole archive, not with the whole directory.
func TestSpanInContent(t *testing.T) {
	s := subscribe(t, nested(), aged(2), mounted("/zh", aged(3)), mounted("/zh", aged(5)))
	day := func(days int) Span {
		from := noon.Truncate(aDay).AddDate(0, 0, -days)
		return s.Global().Span(from, from.Add(aDay)).In(feedAt(s.Snapshot, "/zh"))
	}
	if got := titles(day(3).Window(s.options.Limits)); !slices.Equal(got, []string{"3"}) {
		t.Errorf("the day shows %v", got)
	}
	if got := titles(day(2).Latest(9)); len(got) != 0 {
		t.Errorf("the day shows %v of another directory", got)
	}
	was := day(3)
	s.apply(time.Hour, Change{File: "/zh" + aged(5).File})
	if is := day(3); is.Serial() != was.Serial() || !is.Changed().Equal(was.Changed()) {
		t.Error("a day changed with another one")
	}
	if day(5).Serial() == was.Serial() {
		t.Error("a day does not show that it changed")
	}
}

// A selection with a directory has the articles of both.
func TestSelectionInContent(t *testing.T) {
	s := subscribe(t, nested(), aged(1, "Moon"), mounted("/zh", aged(2, "Moon")), mounted("/zh", aged(3)), mounted("/zh/old", aged(4, "Moon")))
	moon, _ := s.Topic("moon")
	sel := Selection{Groups: []Group{{Feeds: []*Feed{moon}}, {Feeds: []*Feed{feedAt(s.Snapshot, "/zh")}}}}
	if got := titles(sel.Latest(9)); !slices.Equal(got, []string{"2"}) {
		t.Errorf("the topic in the directory has %v", got)
	}
}

// Links to what stands below a mount lead there as soon as it answers.
func TestLinksBelowContents(t *testing.T) {
	day := noon.AddDate(0, 0, -3).Format("/2006/01/02/")
	cases := [][2]string{{"/zh/", "/zh/"}, {"/zh", "/zh/"}, {"/zh/feed.rss", "/zh/feed.rss"}, {"/zh/index.md", "/zh/"}, {"/zh/topics/", "/zh/topics/"}, {"/zh/topics/moon/", "/zh/topics/moon/"},
		{"/zh/topics/mars/", ""}, {"/zh/topics.opml", "/zh/topics.opml"}, {"/zh/changes.rss", ""}, {"/zh/search/", ""}, {"/zh/sitemap.xml", ""}, {"/zh/nothing", ""}, {"/zh/topics/tea", "/zh/topics/tea"},
		{"/zh" + day, ""}, {"/zh/old" + day, ""}, {"/zh/2026/", "/zh/2026/"}}
	var to, want []string
	for _, c := range cases {
		to, want = append(to, c[0]), append(want, c[1])
	}
	from := linkingPiece("/from.md", to...)
	tea := Change{File: "/zh/topics/tea.md", Article: piece("/zh/topics/tea.md", "2026-04-03", "Tea")}
	s := subscribe(t, nested(), from, tea, aged(3, "Moon"))
	expect := func() {
		t.Helper()
		for _, of := range []*Snapshot{s.Snapshot, s.load(s.options)} {
			if diff := cmp.Diff(want, linksAt(t, of, "/from")); diff != "" {
				t.Errorf("links (-want +got):\n%s", diff)
			}
		}
	}
	expect()
	s.apply(time.Hour, mounted("/zh", aged(3)))
	want[13] = "/zh" + day
	expect()
	s.apply(time.Hour, Change{File: "/zh" + aged(3).File}, mounted("/zh/old", aged(3, "Mars")))
	want[13], want[14], want[6] = "", "/zh/old"+day, "/zh/topics/mars/"
	expect()
}

// A new story is young as long as the longest grace of all directories.
func TestLongestGrace(t *testing.T) {
	o := nested()
	o.Contents[1].Grace = 90*time.Second + time.Millisecond
	if got := New(o).longestGrace(); got != 91 {
		t.Errorf("%d seconds", got)
	}
}
