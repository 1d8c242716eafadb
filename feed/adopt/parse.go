package adopt

import (
	"bytes"
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"
)

// maxHead bounds what may stand before the first element of a feed.
const maxHead = 64 << 10

// parse returns the feed in a document. address is where the document was read, or
// empty.
func parse(name, address string, data []byte) (*Feed, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, fmt.Errorf("%s: the feed is empty; nothing is adopted; give the file or the URL of a feed", name)
	}
	f := &Feed{Name: name, URL: address, Pages: 1}
	var err error
	switch gofeed.DetectFeedType(bytes.NewReader(data[:min(len(data), maxHead)])) {
	case gofeed.FeedTypeRSS, gofeed.FeedTypeAtom:
		err = f.parseXML(data)
	case gofeed.FeedTypeJSON:
		err = f.parseJSON(data)
	default:
		return nil, notFeed(name, address, data)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w; nothing is adopted; get the feed again, or see what a feed validator says", name, err)
	}
	return f, nil
}

func (f *Feed) parseXML(data []byte) error {
	ids, err := scan(data)
	if err != nil {
		return err
	}
	if gofeed.DetectFeedType(bytes.NewReader(data[:min(len(data), maxHead)])) == gofeed.FeedTypeAtom {
		return f.parseAtom(data, ids)
	}
	return f.parseRSS(data, ids)
}

func (f *Feed) parseRSS(data []byte, ids []string) error {
	doc, err := (&rss.Parser{}).Parse(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("reading it as RSS: %w", err)
	}
	all, err := (&gofeed.DefaultRSSTranslator{}).Translate(doc)
	if err != nil {
		return fmt.Errorf("reading it as RSS: %w", err)
	}
	f.begin("RSS", doc.Version, all)
	for _, l := range doc.Extensions["atom"]["link"] {
		f.link(l.Attrs["rel"], l.Attrs["href"])
	}
	for i, x := range doc.Items {
		it := f.add(all.Items[i])
		about, guid := at(ids, len(doc.Items), i), ""
		if x.GUID != nil {
			guid = strings.TrimSpace(x.GUID.Value) // gofeed keeps the spaces of CDATA
		}
		it.ID = cmp.Or(guid, about, it.Link)
		it.address(extension(x.Extensions, "feedburner", "origLink"))
		it.address(x.Link)
		for _, l := range x.Extensions["atom"]["link"] {
			if cmp.Or(l.Attrs["rel"], "alternate") == "alternate" {
				it.address(l.Attrs["href"])
			}
		}
		if strings.Contains(guid, "://") {
			it.address(guid)
		}
	}
	return nil
}

func (f *Feed) parseAtom(data []byte, ids []string) error {
	doc, err := (&atom.Parser{}).Parse(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("reading it as Atom: %w", err)
	}
	all, err := (&gofeed.DefaultAtomTranslator{}).Translate(doc)
	if err != nil {
		return fmt.Errorf("reading it as Atom: %w", err)
	}
	f.begin("Atom", doc.Version, all)
	f.ID = doc.ID
	for _, l := range doc.Links {
		f.link(l.Rel, l.Href)
	}
	for i, x := range doc.Entries {
		it := f.add(all.Items[i])
		it.address(extension(x.Extensions, "feedburner", "origLink"))
		for _, l := range x.Links {
			if l.Rel == "alternate" {
				it.address(l.Href)
			}
		}
		it.ID = cmp.Or(at(ids, len(doc.Entries), i), x.ID)
		if it.address(it.ID); it.ID == "" && len(it.addresses) > 0 {
			it.ID = it.addresses[0]
		}
	}
	return nil
}

func (f *Feed) parseJSON(data []byte) error {
	doc, err := (&json.Parser{}).Parse(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("reading it as JSON Feed: %w", err)
	}
	_, version, ok := strings.Cut(doc.Version, "jsonfeed.org/version/")
	if !ok {
		return fmt.Errorf("it is JSON, but no JSON Feed, whose version is a URL of jsonfeed.org")
	}
	all, err := (&gofeed.DefaultJSONTranslator{}).Translate(doc)
	if err != nil {
		return fmt.Errorf("reading it as JSON Feed: %w", err)
	}
	f.begin("JSON Feed", version, all)
	f.link("self", doc.FeedURL)
	f.link("next", doc.NextURL)
	for i, x := range doc.Items {
		it := f.add(all.Items[i])
		it.ID = cmp.Or(strings.TrimSpace(x.ID), it.Link)
		it.address(x.URL)
		it.address(x.ID)
		if x.ContentHTML == "" && x.ContentText != "" {
			it.html = x.ContentText
		}
	}
	return nil
}

// begin takes what all formats say about the feed itself.
func (f *Feed) begin(format, version string, all *gofeed.Feed) {
	f.Format = strings.TrimSpace(format + " " + version)
	f.Home = absolute(f.URL, all.Link)
}

// link takes a link of the feed to another document.
func (f *Feed) link(rel, href string) {
	switch href = absolute(cmp.Or(f.URL, f.Home), href); {
	case href == "":
	case rel == "self" && f.URL == "":
		f.URL = href
	case rel == "next" || rel == "prev-archive":
		f.next = href
	}
}

// add adds an item with what all formats say in the same way.
func (f *Feed) add(x *gofeed.Item) *Item {
	it := &Item{Feed: f, Title: strings.Join(strings.Fields(x.Title), " "), Published: second(x.PublishedParsed), Updated: second(x.UpdatedParsed),
		html: cmp.Or(x.Content, x.Description)}
	it.Link = f.resolve(x.Link)
	if it.Published.IsZero() {
		it.Published = it.Updated
	}
	if !it.Updated.After(it.Published) {
		it.Updated = time.Time{}
	}
	if x.PublishedParsed == nil && x.Published != "" {
		it.undated = x.Published
	} else if x.UpdatedParsed == nil {
		it.undated = x.Updated
	}
	f.Items = append(f.Items, it)
	return it
}

// address adds a URL that may be that of the page.
func (it *Item) address(link string) {
	link = it.Feed.resolve(link)
	if u, err := url.Parse(link); err != nil || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "" || link == "" {
		return
	}
	if it.addresses = append(it.addresses, link); it.Link == "" {
		it.Link = link
	}
}

// resolve returns a link of an item as an absolute URL, if the feed says of what it
// is part.
func (f *Feed) resolve(link string) string {
	return absolute(cmp.Or(f.Home, f.URL), strings.TrimSpace(link))
}

// absolute resolves a reference to a URL. It returns the reference itself if that
// is absolute, to the letter.
func absolute(base, link string) string {
	u, err := url.Parse(link)
	if err != nil || u.IsAbs() || link == "" {
		return link
	}
	b, err := url.Parse(base)
	if err != nil || base == "" {
		return link
	}
	return b.ResolveReference(u).String()
}

// second returns a time in whole seconds, or the zero time.
func second(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Second)
}

// extension returns the text of an element of another vocabulary, or "".
func extension(e ext.Extensions, prefix, name string) string {
	if list := e[prefix][name]; len(list) > 0 {
		return strings.TrimSpace(list[0].Value)
	}
	return ""
}

// at returns the id of an item from a scan, if that counts as many items.
func at(ids []string, items, i int) string {
	if len(ids) != items {
		return ""
	}
	return ids[i]
}
