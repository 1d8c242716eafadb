package adopt

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// rssOf returns an RSS document with some items in a channel of blog.example.
func rssOf(items ...string) string {
	return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Blog</title><link>https://blog.example/</link><description>d</description>` + strings.Join(items, "\n") + `</channel></rss>`
}

// atomOf returns an Atom document with some entries of blog.example.
func atomOf(entries ...string) string {
	return `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title><id>urn:blog</id>
<link rel="alternate" href="https://blog.example/"/><link rel="self" href="https://blog.example/atom.xml"/>` + strings.Join(entries, "\n") + `</feed>`
}

func read(t *testing.T, document string) *Feed {
	t.Helper()
	f, err := parse("feed", "", []byte(document))
	if err != nil {
		t.Fatal(err)
	}
	f.tell()
	return f
}

// TestItems reads one item in each form of each format.
func TestItems(t *testing.T) {
	for name, x := range map[string]struct{ document, want string }{
		"guid to the letter": {rssOf(`<item><title>A &amp;amp; B</title><link>https://blog.example/a/</link><guid isPermaLink="false">  https://Blog.Example/?p=12&amp;x=%c3%A9 </guid><pubDate>Tue, 07 Apr 2026 10:00:00 +0200</pubDate></item>`),
			`https://Blog.Example/?p=12&x=%c3%A9 | https://blog.example/a/ | 2026-04-07T08:00:00Z | `},
		"guid in CDATA with spaces inside": {rssOf(`<item><guid><![CDATA[12 at <blog>]]></guid><link>https://blog.example/a</link></item>`),
			`12 at <blog> | https://blog.example/a |  | `},
		"guid and link in CDATA with spaces around": {rssOf(`<item><guid><![CDATA[
 12 at <blog> ]]></guid><link><![CDATA[ https://blog.example/a ]]></link></item>`),
			`12 at <blog> | https://blog.example/a |  | `},
		"guid of spaces in CDATA": {rssOf(`<item><guid><![CDATA[ ]]></guid><link><![CDATA[ https://blog.example/a ]]></link></item>`),
			`https://blog.example/a | https://blog.example/a |  | `},
		"Atom id in CDATA":           {atomOf(`<entry><id><![CDATA[ x:1 ]]></id></entry>`), `x:1 |  |  | `},
		"JSON Feed with spaces":      {`{"version":"https://jsonfeed.org/version/1","home_page_url":"https://blog.example/","items":[{"id":" ","url":" /a"}]}`, `https://blog.example/a | https://blog.example/a |  | `},
		"relative link without guid": {rssOf(`<item><link>/a/</link></item>`), `https://blog.example/a/ | https://blog.example/a/ |  | `},
		"no guid": {rssOf(`<item><title>A</title><link>https://blog.example/a?utm_source=rss</link></item>`),
			`https://blog.example/a?utm_source=rss | https://blog.example/a?utm_source=rss |  | `},
		"guid alone":    {rssOf(`<item><guid>https://blog.example/a</guid></item>`), `https://blog.example/a | https://blog.example/a |  | `},
		"relative link": {rssOf(`<item><guid isPermaLink="false">1</guid><link>/a/</link></item>`), `1 | https://blog.example/a/ |  | `},
		"dc:date":       {rssOf(`<item><guid>x:1</guid><link>https://blog.example/a</link><dc:date>2026-04-07T10:00:00.75Z</dc:date></item>`), `x:1 | https://blog.example/a | 2026-04-07T10:00:00Z | `},
		"atom:updated in RSS": {rssOf(`<item><guid>x:1</guid><link>https://blog.example/a</link><pubDate>Tue, 07 Apr 2026 10:00:00 GMT</pubDate><atom:updated>2026-04-08T10:00:00Z</atom:updated></item>`),
			`x:1 | https://blog.example/a | 2026-04-07T10:00:00Z | 2026-04-08T10:00:00Z`},
		"RSS 1.0": {`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://blog.example/"><title>B</title><link>https://blog.example/</link></channel><item rdf:about="https://blog.example/?item=1"><title>A</title><link>https://blog.example/a</link><dc:date>2026-04-07</dc:date></item></rdf:RDF>`,
			`https://blog.example/?item=1 | https://blog.example/a | 2026-04-07T00:00:00Z | `},
		"RSS 0.91": {`<rss version="0.91"><channel><title>B</title><link>https://blog.example/</link><item><title>A</title><link>https://blog.example/a</link></item></channel></rss>`,
			`https://blog.example/a | https://blog.example/a |  | `},
		"Atom": {atomOf(`<entry><id>tag:blog.example,2026:/A%7e</id><title type="html">A</title><link href="https://blog.example/a"/><published>2026-04-07T10:00:00+02:00</published><updated>2026-04-08T10:00:00Z</updated></entry>`),
			`tag:blog.example,2026:/A%7e | https://blog.example/a | 2026-04-07T08:00:00Z | 2026-04-08T10:00:00Z`},
		"Atom id that gofeed would resolve": {`<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://blog.example/"><entry><id> a b/é </id><link href="a"/><updated>2026-04-08T10:00:00Z</updated></entry></feed>`,
			`a b/é | https://blog.example/a | 2026-04-08T10:00:00Z | `},
		"Atom, updated before published": {atomOf(`<entry><id>x:1</id><published>2026-04-08T10:00:00Z</published><updated>2026-04-07T10:00:00Z</updated></entry>`), `x:1 |  | 2026-04-08T10:00:00Z | `},
		"Atom 0.3": {`<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><id>x:1</id><link rel="alternate" href="https://blog.example/a"/><issued>2026-04-07T10:00:00Z</issued><modified>2026-04-08T10:00:00Z</modified></entry></feed>`,
			`x:1 | https://blog.example/a | 2026-04-07T10:00:00Z | 2026-04-08T10:00:00Z`},
		"Atom without id": {atomOf(`<entry><link href="https://blog.example/a"/></entry>`), `https://blog.example/a | https://blog.example/a |  | `},
		"JSON Feed": {`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"x:1","url":"https://blog.example/a","date_published":"2026-04-07T10:00:00Z","date_modified":"2026-04-08T10:00:00Z"}]}`,
			`x:1 | https://blog.example/a | 2026-04-07T10:00:00Z | 2026-04-08T10:00:00Z`},
		"JSON Feed with a number": {`{"version":"https://jsonfeed.org/version/1","home_page_url":"https://blog.example/","items":[{"id":12,"url":"/a"}]}`, `12 | https://blog.example/a |  | `},
		"another character set":   {"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><rss version=\"2.0\"><channel><item><guid>caf\xe9</guid><link>https://blog.example/a</link></item></channel></rss>", `café | https://blog.example/a |  | `},
		"control characters":      {rssOf("<item><title>A\x03</title><guid>x:\x011</guid></item>"), `x:1 |  |  | `},
		"entities are not expanded": {`<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><rss version="2.0"><channel><item><guid>&b;</guid><link>https://blog.example/a</link></item></channel></rss>`,
			`&b; | https://blog.example/a |  | `},
		"an item of another vocabulary": {rssOf(`<item xmlns="urn:x"><guid>no</guid></item><item><guid>x:1</guid></item>`), `x:1 |  |  | `},
	} {
		t.Run(name, func(t *testing.T) {
			f := read(t, x.document)
			if len(f.Items) != 1 {
				t.Fatalf("%d items", len(f.Items))
			}
			it := f.Items[0]
			if got := strings.Join([]string{it.ID, it.Link, stamp(it.Published), stamp(it.Updated)}, " | "); got != x.want {
				t.Errorf("got  %s\nwant %s", got, x.want)
			}
		})
	}
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// TestAddresses checks which URLs may be that of an item's page, in their order.
func TestAddresses(t *testing.T) {
	f := read(t, rssOf(`<item><link>https://feeds.example/~r/1</link><feedburner:origLink>https://blog.example/a</feedburner:origLink><guid>https://blog.example/?p=1</guid></item>`))
	if diff := cmp.Diff([]string{"https://blog.example/a", "https://feeds.example/~r/1", "https://blog.example/?p=1"}, f.Items[0].addresses); diff != "" {
		t.Error(diff)
	}
	f = read(t, atomOf(`<entry><id>urn:uuid:1</id><link rel="enclosure" href="https://blog.example/a.mp3"/><link href="https://blog.example/a"/><link rel="alternate" hreflang="fr" href="https://blog.example/fr/a"/></entry>`))
	if diff := cmp.Diff([]string{"https://blog.example/a", "https://blog.example/fr/a"}, f.Items[0].addresses); diff != "" {
		t.Error(diff)
	}
}

// TestNoFeed checks that what is not a whole feed is refused, with the effect and a
// hint.
func TestNoFeed(t *testing.T) {
	for name, x := range map[string]struct{ document, want string }{
		"nothing": {" \n", "the feed is empty; nothing is adopted;"},
		"text":    {"hello", "this is not a feed (RSS, Atom or JSON Feed); nothing is adopted;"},
		"gzip":    {"\x1f\x8b\x08\x00", "this is compressed with gzip; nothing is adopted; unpack it"},
		"UTF-16":  {"\xff\xfe<\x00r\x00", "this is in UTF-16; nothing is adopted; convert it to UTF-8"},
		"OPML":    {"<opml version='2.0'><body/></opml>", "this is not a feed"},
		"HTML": {`<!DOCTYPE html><html><head><link rel="alternate" type="application/rss+xml" href="/index.xml"><link rel=alternate type=application/atom+xml href="https://x.example/atom.xml"></head>`,
			"this is HTML, not a feed; nothing is adopted; its feeds are: https://blog.example/index.xml https://x.example/atom.xml"},
		"HTML without feeds": {"<html><body>Not found</body></html>", "this is HTML, not a feed; nothing is adopted; give the address"},
		"JSON":               {`{"posts":[]}`, "no JSON Feed"},
		"broken JSON":        {`{"version":"https://jsonfeed.org/version/1","items":[{"id":"1"`, "nothing is adopted"},
		"cut off":            {strings.TrimSuffix(rssOf(`<item><guid>1</guid></item>`), "</channel></rss>"), "it is broken or not complete"},
		"not UTF-8":          {rssOf("<item><guid>caf\xe9</guid></item>"), "invalid UTF-8"},
		"nested":             {rssOf("<item><x:a xmlns:x='urn:x'>" + strings.Repeat("<a>", 100_000) + strings.Repeat("</a>", 100_000) + "</x:a></item>"), "nested more than 500 deep"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := parse("feed", "https://blog.example/", []byte(x.document))
			if err == nil {
				t.Fatalf("it was read: %+v", f)
			}
			if !strings.Contains(err.Error(), x.want) || !strings.HasPrefix(err.Error(), "feed: ") || strings.Count(err.Error(), "; ") < 2 {
				t.Errorf("got %q, want %q in it", err, x.want)
			}
		})
	}
}

// TestUnknowable checks that items which no reader can know again are dropped, and
// that this and unreadable dates are told.
func TestUnknowable(t *testing.T) {
	f := read(t, rssOf(`<item><title>Moon</title></item><item><title>Tide</title></item><item><guid>2</guid><title>Undated</title></item>`, `<item><title>Long</title><guid>`+strings.Repeat("x", maxID+1)+`</guid></item>`,
		"<item><title>Lines</title><guid>a\nb</guid></item>", `<item><title>Kept</title><guid>1</guid><pubDate>next tuesday</pubDate></item>`))
	if fmt.Sprint(ids(f)) != "[2 1]" {
		t.Fatalf("kept %v", f.Items)
	}
	var all []string
	for _, p := range f.Problems {
		all = append(all, p.Error())
	}
	for _, want := range []string{
		`feed: 1 item with a date that cannot be read: Kept, "next tuesday"; without another date, its article keeps the time that it has here; correct the feed`,
		"feed: 2 items with neither an id nor a link: Moon; not adopted, so subscribers may see it as new; give the feed",
		fmt.Sprintf("feed: 1 item with an id of more than %d bytes: Long", maxID),
		"feed: 1 item with an id with a control character: Lines",
		"feed: 1 item with no date: Undated;",
	} {
		if !strings.Contains(strings.Join(all, "\n"), want) {
			t.Errorf("nothing says %q in:\n%s", want, strings.Join(all, "\n"))
		}
	}
	if f := read(t, rssOf()); len(f.Problems) != 1 || !strings.Contains(f.Problems[0].What, "no items") {
		t.Errorf("of an empty feed: %v", f.Problems)
	}
}

// TestFeedItself checks what is read of the feed.
func TestFeedItself(t *testing.T) {
	f := read(t, atomOf())
	if f.Format != "Atom 1.0" || f.ID != "urn:blog" || f.URL != "https://blog.example/atom.xml" || f.Home != "https://blog.example/" {
		t.Errorf("%+v", f)
	}
	f, err := parse("feed", "https://mirror.example/feed.xml", []byte(atomOf()))
	if err != nil || f.URL != "https://mirror.example/feed.xml" {
		t.Errorf("%+v, %v", f, err)
	}
}
