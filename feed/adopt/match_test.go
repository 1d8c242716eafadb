package adopt

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// prose is longer than what two texts have to share.
const prose = "The tide comes in twice a day, and so does the moon, which is the reason, as sailors have known for as long as there were sailors. It goes out twice, too."

// site makes an archive of some files, by path, and says where it is.
func site(t testing.TB, files map[string]string) Options {
	t.Helper()
	p := article.NewParser(article.Options{Mount: "/", BaseURL: "https://feeds.example", Language: "en", Zone: time.UTC})
	var changes []archive.Change
	for file, text := range files {
		r := p.Parse(file, []byte(text))
		if r.Article == nil {
			t.Fatalf("%s is no article: %v", file, r.Problems)
		}
		changes = append(changes, archive.Change{File: r.Article.File, Article: r.Article})
	}
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	s, _ := archive.New(archive.Options{Authority: "feeds.example,2026", Zone: time.UTC}).With(changes, archive.Occasion{Now: now, Imported: []string{"/"}})
	return Options{Snapshot: s, Sites: []string{"https://feeds.example", "https://blog.example", "https://old.example/blog"}, Now: now,
		Markdown: func(e *archive.Entry) (string, bool) {
			text, ok := files[strings.TrimPrefix(e.File, "/")]
			return text, ok
		}}
}

// text returns an article with a title, a date, more front matter, and a body.
func text(title, date, more, body string) string {
	return fmt.Sprintf("---\ntitle: %q\ndate: %s\n%s---\n%s\n", title, date, more, body)
}

// lines says what a table says of items and articles.
func lines(t *Table) (list []string) {
	for _, x := range t.Matches {
		list = append(list, fmt.Sprintf("%s is %s by %s", x.ID, x.Entry.Path, x.By))
	}
	for _, d := range t.Doubtful {
		list = append(list, fmt.Sprintf("%s may be%s", d.ID, paths(d.Entries)))
	}
	for _, c := range t.Conflicts {
		var ids []string
		for _, it := range c.Items {
			ids = append(ids, it.ID)
		}
		list = append(list, fmt.Sprintf("%s:%s: %s", c.Why, paths(c.Entries), strings.Join(ids, " ")))
	}
	for _, l := range t.Left {
		list = append(list, strings.TrimSpace(fmt.Sprintf("%s is left, at %s", l.ID, l.Page)))
	}
	slices.Sort(list)
	return list
}

func paths(list []*archive.Entry) (all string) {
	for _, e := range list {
		all += " " + e.Path
	}
	return all
}

// expect compares what a table says with lines.
func expect(t *testing.T, table *Table, want ...string) {
	t.Helper()
	slices.Sort(want)
	if diff := cmp.Diff(want, lines(table)); diff != "" {
		t.Error(diff)
	}
}

// item returns an RSS item.
func item(guid, link, title, date, content string) string {
	if date != "" {
		date = "<pubDate>" + date + "</pubDate>"
	}
	return fmt.Sprintf("<item><title>%s</title><link>%s</link><guid isPermaLink=\"false\">%s</guid>%s<description>%s</description></item>", title, link, guid, date, content)
}

// TestLinks checks the spellings of links that lead to an article.
func TestLinks(t *testing.T) {
	o := site(t, map[string]string{
		"2026/04/moon.md":      text("Moon", "2026-04-07", "aliases: [/old/moon/, /2019/moon.html]\n", "x"),
		"2026/04/café noir.md": text("Coffee", "2026-04-08", "", "x"),
		"2026/04/tide.md":      text("Tide", "2026-04-09", "", "x"),
		"2026/04/Tide.md":      text("Another tide", "2026-04-10", "", "x"),
	})
	for link, want := range map[string]string{
		"https://blog.example/2026/04/moon":                                      "/2026/04/moon",
		"http://www.blog.example/2026/04/moon/?utm_source=feed&amp;utm_medium=x": "/2026/04/moon",
		"HTTPS://BLOG.EXAMPLE:443/2026/04/moon/index.html#comments":              "/2026/04/moon",
		"https://blog.example/2026/04/Moon.html":                                 "/2026/04/moon",
		"https://blog.example/2026/04/moon.md":                                   "/2026/04/moon",
		"https://old.example/blog/2026/04/moon.php":                              "/2026/04/moon",
		"https://old.example/2026/04/moon":                                       "/2026/04/moon",
		"https://feeds.example/old/moon":                                         "/2026/04/moon",
		"https://blog.example/2019/moon.html":                                    "/2026/04/moon",
		"https://blog.example/2026/04/caf%c3%a9%20noir/":                         "/2026/04/café noir",
		"https://blog.example/2026/04/cafe%CC%81%20noir/":                        "/2026/04/café noir",
		"https://blog.example/2026/04/tide/":                                     "/2026/04/tide",
		"https://blog.example/2026/04/Tide/":                                     "/2026/04/Tide",
		"/2026/04/moon/":                                                         "/2026/04/moon",
		"https://blog.example/2026/04/TIDE/":                                     "", // either
		"https://elsewhere.example/2026/04/moon/":                                "",
		"https://blog.example/":                                                  "",
		"https://blog.example/2026/04/":                                          "",
		"https://blog.example/?p=12":                                             "",
	} {
		table := Find([]*Feed{read(t, rssOf(item("1", link, "", "", "")))}, o)
		got := ""
		if len(table.Matches) == 1 {
			got = table.Matches[0].Entry.Path
		}
		if got != want {
			t.Errorf("%s is %q, want %q", link, got, want)
		}
	}
}

// TestPasses checks in which cases an item is matched by something else than its
// link, and in which it is doubtful or left.
func TestPasses(t *testing.T) {
	o := site(t, map[string]string{
		"moon.md":    text("The “Moon” & more", "2026-04-07", "", "Short."),
		"weekly1.md": text("Weekly", "2026-04-10", "", "First."),
		"weekly2.md": text("Weekly", "2026-04-17", "", "Second."),
		"twin1.md":   text("Twin", "2026-05-01", "", "One."),
		"twin2.md":   text("Twin", "2026-05-01", "", "Two."),
		"tide.md":    text("Tides", "2026-06-01", "", prose+"\n\nAnd so on."),
		"post.md":    text("Post", "2026-07-01", "wordpress_id: 12\n", "x"),
		"guid.md":    text("Guid", "2026-07-02", "guid: https://blog.example/?p=13\n", "x"),
		"named.md":   text("Named", "2026-07-03", "id: fourteen\n", "x"),
		"known.md":   text("Known", "2026-07-04", "", "x"),
	})
	blog := "https://blog.example/?"
	f := read(t, rssOf(
		item("a", blog+"a", "The &quot;moon&quot; &amp;amp; more", "Tue, 07 Apr 2026 22:30:00 -0500", ""), // the next day in UTC
		item("b", blog+"b", "Weekly", "Fri, 17 Apr 2026 09:00:00 GMT", ""),
		item("c", blog+"c", "Weekly", "Fri, 24 Apr 2026 09:00:00 GMT", ""),
		item("d", blog+"d", "Twin", "Fri, 01 May 2026 09:00:00 GMT", ""),
		item("e", blog+"e", "Other words", "Tue, 02 Jun 2026 09:00:00 GMT", "<![CDATA[<p>"+strings.Replace(prose, "tide", "<b>tide</b>", 1)+"</p>]]>"),
		item("f", blog+"f", "Nobody", "Tue, 02 Jun 2026 09:00:00 GMT", "Nothing."),
		item("g", blog+"p=12", "Renamed", "", ""),
		item("h", blog+"p=13", "Renamed", "", ""),
		item("fourteen", "", "Renamed", "", ""),
		item("tag:feeds.example,2026:/known", "https://elsewhere.example/", "Renamed", "", ""),
		item("i", "https://blog.example/drafts/secret/", "Secret", "", ""),
	))
	expect(t, Find([]*Feed{f}, o),
		"a is /moon by title and date", "b is /weekly2 by title and date", "c may be /weekly1", "d may be /twin1 /twin2", "e is /tide by text",
		"f is left, at", "g is /post by id", "h is /guid by id", "fourteen is /named by id", "tag:feeds.example,2026:/known is /known by id", "i is left, at /drafts/secret")
}

// TestTextFarAway checks that the same beginning alone does not make an item an
// article of another time, nor a short text.
func TestTextFarAway(t *testing.T) {
	o := site(t, map[string]string{"a.md": text("A", "2026-04-07", "", prose), "b.md": text("B", "2026-04-07", "", "Hello.")})
	f := read(t, rssOf(item("1", "", "Other", "Mon, 07 Apr 2025 09:00:00 GMT", prose), item("2", "", "Another", "Tue, 07 Apr 2026 09:00:00 GMT", "Hello.")))
	expect(t, Find([]*Feed{f}, o), "1 may be /a", "2 is left, at")
}

// TestFeedsAgree checks what several feeds, and several pages, say of one article.
func TestFeedsAgree(t *testing.T) {
	o := site(t, map[string]string{"a.md": text("A", "2026-04-07", "", "x"), "b.md": text("B", "2026-04-08", "", "x"), "c.md": text("C", "2026-04-09", "", "x")})
	at := func(day int) string {
		return time.Date(2026, 4, day, 10, 0, 0, 0, time.UTC).Format(time.RFC1123)
	}
	entry := func(id, path, published, updated string) string {
		return fmt.Sprintf("<entry><id>%s</id><title>x</title><link href='https://blog.example%s'/><published>%s</published><updated>%s</updated></entry>", id, path, published, updated)
	}
	rss := read(t, rssOf(item("1", "https://blog.example/a", "A", at(7), ""), item("2", "https://blog.example/b", "B", at(8), ""), item("3", "https://blog.example/c", "C", at(9), ""), item("4", "", "Gone", at(1), "")))
	again := read(t, rssOf(item("1", "https://blog.example/a", "A", at(7), ""), item("4", "", "Gone", at(1), "")))
	atom := read(t, atomOf(entry("1", "/a", "2026-04-07T10:00:00Z", "2026-05-07T10:00:00Z"), entry("urn:2", "/b", "2026-04-08T10:00:00Z", "2026-04-08T10:00:00Z"), entry("3", "/c", "2026-04-09T11:00:00Z", "2026-04-09T11:00:00Z")))
	table := Find([]*Feed{rss, again, atom}, o)
	expect(t, table, "1 is /a by link", "their ids differ: /b: 2 urn:2", "their times differ: /c: 3 3", "4 is left, at")
	if x := table.Matches[0]; stamp(x.Published) != "2026-04-07T10:00:00Z" || stamp(x.Updated) != "2026-05-07T10:00:00Z" {
		t.Errorf("the times of both feeds together are %s and %s", stamp(x.Published), stamp(x.Updated))
	}
	want := []archive.Adoption{{File: "/a.md", Path: "/a", ID: "1", Published: table.Matches[0].Published, Updated: table.Matches[0].Updated}, {ID: "4", Published: table.Left[0].Published}}
	if diff := cmp.Diff(want, table.Adoptions()); diff != "" {
		t.Error(diff)
	}
}

// TestTwoOfOne checks items of one feed that share an id, or an article.
func TestTwoOfOne(t *testing.T) {
	o := site(t, map[string]string{"a.md": text("A", "2026-04-07", "", "x"), "b.md": text("B", "2026-04-08", "", "x"), "log.md": text("Log", "2026-04-09", "", "x")})
	f := read(t, rssOf(item("1", "https://blog.example/a", "A", "", ""), item("1", "https://blog.example/b", "B", "", ""),
		item("2", "https://blog.example/x", "X", "", ""), item("2", "https://blog.example/y", "Y", "", ""),
		item("3", "https://blog.example/log#1", "One", "", ""), item("4", "https://blog.example/log#2", "Two", "", "")))
	expect(t, Find([]*Feed{f}, o), "items of several articles have the same id: /a /b: 1 1", "items with the same id lead to different pages:: 2 2", "their ids differ: /log: 3 4")
}

// TestOtherDomains checks what is said about links to hosts that are not of the site.
func TestOtherDomains(t *testing.T) {
	o := site(t, map[string]string{"a.md": text("A", "2026-04-07", "", "x"), "b.md": text("B", "2026-04-08", "", "x")})
	o.Sites = []string{"http://127.0.0.1:8080"}
	own := Find([]*Feed{read(t, rssOf(item("1", "https://blog.example/a", "A", "", ""), item("2", "https://news.example/b", "B", "Wed, 08 Apr 2026 09:00:00 GMT", "")))}, o)
	expect(t, own, "1 is /a by link", "2 is /b by title and date")
	var all []string
	for _, p := range own.Problems {
		all = append(all, p.Error())
	}
	for _, want := range []string{
		`feed: links of 1 item lead to https://blog.example, which is neither site.base_url nor site.home nor in site.former; they are matched by their paths as if it were yours`,
		`feed: links of 1 item lead to https://news.example, which is neither site.base_url nor site.home nor in site.former; they are matched by title, date and text alone`,
		`if your site is or was there, write home = "https://news.example" or former = ["https://news.example"] into [site]`,
	} {
		if !strings.Contains(strings.Join(all, "\n"), want) {
			t.Errorf("nothing says %q in:\n%s", want, strings.Join(all, "\n"))
		}
	}
}

// TestWithout checks which articles subscribers do not know, and dates ahead.
func TestWithout(t *testing.T) {
	o := site(t, map[string]string{"a.md": text("A", "2020-04-07", "", "x"), "b.md": text("B", "2026-04-08", "", "x"), "c.md": text("C", "2026-05-07", "", "x"),
		"d.md": text("D", "2026-06-07", "", "x"), "e.md": text("E", "2026-07-07", "", "x")})
	table := Find([]*Feed{read(t, rssOf(item("1", "https://blog.example/b", "B", "Wed, 08 Apr 2026 09:00:00 GMT", ""), item("2", "https://blog.example/d", "D", "Sun, 07 Jun 2026 09:00:00 GMT", "")))}, o)
	if got := fmt.Sprint(paths(table.Older), " |", paths(table.Between), " |", paths(table.Newer)); got != " /a | /c | /e" {
		t.Errorf("older, between and newer: %s", got)
	}
	table = Find([]*Feed{read(t, rssOf(item("1", "https://blog.example/b", "B", "Tue, 08 Apr 2036 09:00:00 GMT", "")))}, o)
	if len(table.Problems) != 1 || !strings.Contains(table.Problems[0].What, "1 item dated in the future, first B, 2036-04-08T09:00:00Z") {
		t.Errorf("of a date ahead: %v", table.Problems)
	}
}

// TestOrder checks that the order of feeds and items changes nothing but the order of
// the table.
func TestOrder(t *testing.T) {
	o := site(t, map[string]string{"a.md": text("Twin", "2026-04-07", "", "x"), "b.md": text("Twin", "2026-04-07", "", "x"), "c.md": text("C", "2026-04-08", "", "x")})
	all := []string{item("1", "https://blog.example/a", "Twin", "Tue, 07 Apr 2026 09:00:00 GMT", ""), item("2", "", "Twin", "Tue, 07 Apr 2026 09:00:00 GMT", ""), item("3", "", "C", "Wed, 08 Apr 2026 09:00:00 GMT", "")}
	want := lines(Find([]*Feed{read(t, rssOf(all...))}, o))
	slices.Reverse(all)
	if diff := cmp.Diff(want, lines(Find([]*Feed{read(t, rssOf(all...))}, o))); diff != "" {
		t.Error(diff)
	}
	if want[1] != "2 is /b by title and date" {
		t.Errorf("an item whose article is the only one left: %v", want)
	}
}

// TestNothingChanges checks that what the archive has already is not adopted again.
func TestNothingChanges(t *testing.T) {
	o := site(t, map[string]string{"a.md": text("A", "2026-04-07T10:00:00Z", "", "x")})
	table := Find([]*Feed{read(t, rssOf(item("tag:feeds.example,2026:/a", "https://blog.example/a", "A", "Tue, 07 Apr 2026 10:00:00 GMT", "")))}, o)
	if len(table.Matches) != 1 || len(table.Adoptions()) != 0 {
		t.Errorf("%v, %v", lines(table), table.Adoptions())
	}
}

// TestUpdated adopts when items were updated, but takes back no edit that came after
// an adoption.
func TestUpdated(t *testing.T) {
	o := site(t, map[string]string{"a.md": text("A", "2026-04-07T10:00:00Z", "updated: 2026-05-07T10:00:00Z\n", "x")})
	for name, x := range map[string]struct {
		id, updated string
		adopted     bool
	}{
		"earlier than the last edit":     {"tag:feeds.example,2026:/a", "2026-04-08T10:00:00Z", false},
		"the same":                       {"tag:feeds.example,2026:/a", "2026-05-07T10:00:00Z", false},
		"later":                          {"tag:feeds.example,2026:/a", "2026-05-08T10:00:00Z", true},
		"earlier, but with another id":   {"x:1", "2026-04-08T10:00:00Z", true},
		"the same, but with another id":  {"x:1", "2026-05-07T10:00:00Z", false},
		"later, and with another id too": {"x:1", "2026-05-08T10:00:00Z", true},
	} {
		entry := fmt.Sprintf("<entry><id>%s</id><link href='https://blog.example/a'/><published>2026-04-07T10:00:00Z</published><updated>%s</updated></entry>", x.id, x.updated)
		table := Find([]*Feed{read(t, atomOf(entry))}, o)
		if got := table.Matches[0].NewUpdate(); got != x.adopted {
			t.Errorf("%s: a new time of update is %v; the article has %s", name, got, table.Matches[0].Entry.Updated())
		}
	}
}

// TestOwnUpdate checks that an article keeps when it was updated if the feed does not
// say it, as RSS does not.
func TestOwnUpdate(t *testing.T) {
	o := site(t, map[string]string{"a.md": text("A", "2026-04-07T10:00:00Z", "updated: 2026-05-07T10:00:00Z\n", "x"), "b.md": text("B", "2026-04-08T10:00:00Z", "", "x")})
	f := read(t, rssOf(item("1", "https://blog.example/a", "A", "Mon, 06 Apr 2026 09:00:00 GMT", ""), item("2", "https://blog.example/b", "B", "Mon, 06 Apr 2026 10:00:00 GMT", "")))
	got := map[string]string{}
	for _, a := range Find([]*Feed{f}, o).Adoptions() {
		got[a.ID] = stamp(a.Updated)
	}
	if diff := cmp.Diff(map[string]string{"1": "2026-05-07T10:00:00Z", "2": ""}, got); diff != "" {
		t.Error(diff)
	}
}

// TestSeries matches a series, whose articles have one title: by date, or else by text.
// If neither tells, an item names a bounded number of articles.
func TestSeries(t *testing.T) {
	const length = maxNear + 50
	files, by := map[string]string{}, map[Basis][]string{}
	for i := range length {
		at := time.Date(2020, 1, 1+7*i, 9, 0, 0, 0, time.UTC)
		body := fmt.Sprint("Number ", i, ": ", prose)
		files[fmt.Sprintf("links/%d.md", i)] = text("Links", at.Format(time.RFC3339), "", body)
		by[ByTitle] = append(by[ByTitle], item(fmt.Sprint(i), "", "Links", at.Add(20*time.Hour).Format(time.RFC1123Z), ""))
		by[ByText] = append(by[ByText], item(fmt.Sprint(i), "", "Links", "", body))
		by[""] = append(by[""], item(fmt.Sprint(i), "", "Links", "", ""))
	}
	o := site(t, files)
	for basis, items := range by {
		table := Find([]*Feed{read(t, rssOf(items...))}, o)
		for _, x := range table.Matches {
			if x.By != basis || x.Entry.Path != "/links/"+x.ID {
				t.Errorf("%s is %s by %s, want by %s", x.ID, x.Entry.Path, x.By, basis)
			}
		}
		for _, d := range table.Doubtful {
			if basis != "" || len(d.Entries) != maxNear {
				t.Errorf("by %q, %s may be %d articles", basis, d.ID, len(d.Entries))
			}
		}
		if len(table.Matches)+len(table.Doubtful) != length {
			t.Errorf("by %q, %d items match, %d are doubtful", basis, len(table.Matches), len(table.Doubtful))
		}
	}
}

// TestFormerID lists an item whose id an article had before another adoption, or has
// although it was removed, and adopts the others.
func TestFormerID(t *testing.T) {
	o := site(t, map[string]string{"a.md": text("A", "2026-04-07", "", "x"), "b.md": text("B", "2026-04-08", "", "x"), "c.md": text("C", "2026-04-09", "", "x")})
	next := func(changes []archive.Change, adopted ...archive.Adoption) {
		o.Snapshot, _ = o.Snapshot.With(changes, archive.Occasion{Now: o.Now, Live: true, Adopted: adopted})
	}
	next(nil, archive.Adoption{File: "/a.md", ID: "1"}, archive.Adoption{File: "/b.md", ID: "2"})
	next(nil, archive.Adoption{File: "/a.md", ID: "another"})
	next([]archive.Change{{File: "/b.md"}})
	again := site(t, map[string]string{"new.md": text("B", "2026-04-08", "", "y")})
	e, _ := again.Snapshot.Entry("/new")
	next([]archive.Change{{File: "/new.md", Article: e.Article}})
	f := read(t, rssOf(item("1", "https://blog.example/a", "A", "", ""), item("2", "", "B", "Wed, 08 Apr 2026 09:00:00 GMT", ""), item("3", "https://blog.example/c", "C", "", "")))
	table := Find([]*Feed{f}, o)
	expect(t, table, "3 is /c by link", `id "1", for /a.md, was that of an article that has another one now: /a: 1`, `id "2", for /new.md, is that of an article that was removed: /new: 2`)
	if err := o.Snapshot.CheckAdoptions(table.Adoptions()); err != nil {
		t.Errorf("the rest cannot be adopted: %v", err)
	}
}
