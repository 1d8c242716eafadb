package readers

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"dateline/feed/render"
)

// plain is the content of a document, read without interpretation.
type plain struct {
	items    []item
	texts    []string // what readers show of each item, in HTML
	self     string   // URL of the document
	previous string   // URL of the archive document before it, empty for none
}

// The elements and members of the three formats that matter here.
type (
	link struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	}
	xmlFeed struct {
		XMLName xml.Name
		Links   []link     `xml:"http://www.w3.org/2005/Atom link"`
		Entries []xmlEntry `xml:"http://www.w3.org/2005/Atom entry"`
		Channel struct {
			Links []link     `xml:"http://www.w3.org/2005/Atom link"`
			Items []xmlEntry `xml:"item"`
		} `xml:"channel"`
	}
	xmlEntry struct {
		GUID  string `xml:"guid"`
		ID    string `xml:"id"`
		Title string `xml:"title"`
		Link  []struct {
			link
			Text string `xml:",chardata"`
		} `xml:"link"`
		Topics []struct {
			Label string `xml:"label,attr"`
			Text  string `xml:",chardata"`
		} `xml:"category"`
		PubDate     string `xml:"pubDate"`
		Published   string `xml:"published"`
		Encoded     string `xml:"http://purl.org/rss/1.0/modules/content/ encoded"`
		Description string `xml:"description"`
		Content     string `xml:"http://www.w3.org/2005/Atom content"`
		Summary     string `xml:"http://www.w3.org/2005/Atom summary"`
	}
	jsonFeed struct {
		FeedURL string `json:"feed_url"`
		NextURL string `json:"next_url"`
		Items   []struct {
			ID, Title, URL string
			Published      time.Time `json:"date_published"`
			Tags           []string
			Content        string `json:"content_html"`
			Summary        string
		}
	}
)

// topics returns topics as an item has them.
func (e xmlEntry) topics() string {
	var names []string
	for _, t := range e.Topics {
		names = append(names, t.Label+t.Text)
	}
	return strings.Join(names, "\n")
}

// read decodes a document without interpreting it, and records its format.
func (d *document) read(t *testing.T) (p plain) {
	t.Helper()
	if bytes.HasPrefix(d.body, []byte("{")) {
		d.format = render.JSON
		var f jsonFeed
		if err := json.Unmarshal(d.body, &f); err != nil {
			t.Fatalf("%s: %v", d.path, err)
		}
		for _, it := range f.Items {
			p.items = append(p.items, item{ID: it.ID, Title: it.Title, Link: it.URL, Published: it.Published.Unix(), Topics: strings.Join(it.Tags, "\n")})
			p.texts = append(p.texts, cmp.Or(it.Content, it.Summary))
		}
		p.self, p.previous = f.FeedURL, f.NextURL
		return p
	}
	var f xmlFeed
	if err := xml.Unmarshal(d.body, &f); err != nil {
		t.Fatalf("%s: %v", d.path, err)
	}
	d.format = render.RSS
	links, entries, layout := f.Channel.Links, f.Channel.Items, time.RFC1123Z
	if f.XMLName.Local == "feed" {
		d.format = render.Atom
		links, entries, layout = f.Links, f.Entries, time.RFC3339
	}
	for _, l := range links {
		switch l.Rel {
		case "self":
			p.self = l.Href
		case "prev-archive":
			p.previous = l.Href
		}
	}
	for _, e := range entries {
		published, err := time.Parse(layout, e.PubDate+e.Published)
		if err != nil || len(e.Link) == 0 {
			t.Fatalf("%s: item %s of %d links: %v", d.path, e.ID+e.GUID, len(e.Link), err)
		}
		p.items = append(p.items, item{ID: e.ID + e.GUID, Title: e.Title, Link: e.Link[0].Href + e.Link[0].Text, Published: published.Unix(), Topics: e.topics()})
		p.texts = append(p.texts, cmp.Or(e.Encoded, e.Content, e.Description, e.Summary))
	}
	return p
}

// TestPrevious checks that the link to the archive document before a feed is
// found in every format.
func TestPrevious(t *testing.T) {
	const atom = ` xmlns:a="http://www.w3.org/2005/Atom"`
	for body, format := range map[string]render.Format{
		`<a:feed` + atom + `><a:link rel="self" href="s"/><a:link rel="prev-archive" href="p"/></a:feed>`:              render.Atom,
		`<rss` + atom + `><channel><a:link rel="self" href="s"/><a:link rel="prev-archive" href="p"/></channel></rss>`: render.RSS,
		`{"feed_url": "s", "next_url": "p"}`: render.JSON,
	} {
		d := document{path: "/", body: []byte(body)}
		if p := d.read(t); d.format != format || p.self != "s" || p.previous != "p" {
			t.Errorf("%s document at %q, before it %q: %s", d.format, p.self, p.previous, body)
		}
	}
}
