package render

import (
	"crypto/sha256"
	"encoding/xml"
	"net/url"
	"strings"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/phrases"
)

// OPML 2.0 (opml.org/spec2.opml): lists of subscriptions that readers import. The
// type "rss" stands for feeds of any kind; these are RSS, which every importer
// accepts.

const opmlType = "text/x-opml; charset=utf-8"

type opmlDocument struct {
	XMLName xml.Name   `xml:"opml"`
	Version string     `xml:"version,attr"`
	Head    opmlHead   `xml:"head"`
	Body    []*outline `xml:"body>outline"`
}

type opmlHead struct {
	Title    string `xml:"title"`
	Modified string `xml:"dateModified,omitempty"` // RFC 822 with a four-digit year
	Owner    string `xml:"ownerName,omitempty"`
	Docs     string `xml:"docs"`
}

// outline is a feed, or a group of feeds, which has only a name.
type outline struct {
	Text        string     `xml:"text,attr"`            // what lists of feeds show
	Title       string     `xml:"title,attr,omitempty"` // the title of the feed
	Type        string     `xml:"type,attr,omitempty"`
	Version     string     `xml:"version,attr,omitempty"`
	XMLURL      string     `xml:"xmlUrl,attr,omitempty"`
	HTMLURL     string     `xml:"htmlUrl,attr,omitempty"`
	Language    string     `xml:"language,attr,omitempty"`
	Description string     `xml:"description,attr,omitempty"`
	Outlines    []*outline `xml:"outline"`
}

// OPML renders the list of feeds: everything, the content directories, then the
// listed topics, the outlets, and the languages if there are several. For a content
// directory, it renders the list of the feeds below its mount.
func (r *Renderer) OPML(s *archive.Snapshot, in *archive.Feed) Document {
	body := []*outline{r.outline(Of(in))}
	if in.Topic == nil {
		for f := range s.Of(archive.OfContent) {
			body = append(body, r.outline(Of(f)))
		}
	}
	for _, k := range []archive.Kind{archive.OfTopic, archive.OfOutlet, archive.OfLanguage} {
		var list []Subject
		for f := range Gathered(s, in, k) {
			list = append(list, r.Confined(f, in))
		}
		if k == archive.OfTopic || len(list) > 1 || k == archive.OfOutlet && len(list) > 0 {
			body = append(body, r.group(r.OfFeed(in), k, list))
		}
	}
	return r.opml(in, PathIn(in, "/topics.opml"), body...)
}

// Subscriptions renders the list of the feeds of some topics, in the given order.
func (r *Renderer) Subscriptions(s *archive.Snapshot, topics []*archive.Feed) Document {
	list := make([]Subject, len(topics))
	for i, f := range topics {
		list[i] = Of(f)
	}
	return r.opml(s.Global(), SubscriptionsPath(topics), r.group(r.OfFeed(s.Global()), archive.OfTopic, list))
}

// SubscriptionsPath returns the path of that list, including the query.
func SubscriptionsPath(topics []*archive.Feed) string {
	slugs := make([]string, len(topics))
	for i, f := range topics {
		slugs[i] = url.QueryEscape(f.Topic.Slug)
	}
	return "/opml?topics=" + strings.Join(slugs, ",")
}

// Subscription is a feed in a format.
type Subscription struct {
	Subject
	Format Format
}

// Path returns the percent-encoded path of the feed, including the query.
func (s Subscription) Path() string { return s.FeedPath(s.Format) }

// Feeds renders the list of some feeds, in the given order.
func (r *Renderer) Feeds(s *archive.Snapshot, feeds []Subscription) Document {
	body := make([]*outline, len(feeds))
	for i, f := range feeds {
		body[i] = r.outline(f.Subject)
		body[i].XMLURL = r.Site.BaseURL + f.Path()
		body[i].HTMLURL = r.Site.BaseURL + f.Plain().PagePath()
		if f.Format != RSS {
			body[i].Version = ""
		}
	}
	return r.opml(s.Global(), FeedsPath(feeds), body...)
}

// FeedsPath returns the path of that list, including the query.
func FeedsPath(feeds []Subscription) string {
	query := url.Values{}
	for _, f := range feeds {
		query.Add("feed", f.Path())
	}
	return "/opml?" + query.Encode()
}

func (r *Renderer) opml(in *archive.Feed, path string, body ...*outline) Document {
	d := opmlDocument{
		Version: "2.0",
		Head:    opmlHead{Title: r.OfFeed(in).Title, Owner: strings.Join((&article.Rare{Authors: r.authors}).AuthorNames(), ", "), Docs: "http://opml.org/spec2.opml"},
		Body:    body,
	}
	if window := in.Latest(r.Site.Items); len(window) > 0 {
		d.Head.Modified = updated(window).In(r.Site.Zone).Format(time.RFC1123Z)
	}
	return xmlDocument(path, opmlType, d)
}

// group returns an outline with the feeds of a kind. Readers make a folder of it,
// whose name has to say of which site or directory it is.
func (r *Renderer) group(in Directory, k archive.Kind, list []Subject) *outline {
	g := &outline{Text: in.Title + ": " + phrases.In(in.Language).Kind(k)}
	for _, sub := range list {
		g.Outlines = append(g.Outlines, r.outline(sub))
	}
	return g
}

// outline returns the outline of the feed of a subject.
func (r *Renderer) outline(sub Subject) *outline {
	in := r.Around(sub)
	o := &outline{
		Text:        in.Title,
		Title:       in.Title,
		Type:        "rss",
		Version:     "RSS2",
		XMLURL:      r.Site.BaseURL + sub.FeedPath(RSS),
		HTMLURL:     r.Site.BaseURL + sub.Path,
		Language:    in.Language,
		Description: r.Site.Description,
	}
	if name := sub.Name(); name != "" {
		o.Text = name
		o.Title += ": " + name
	}
	return o
}

// xmlDocument encodes a struct of this package, which cannot fail, because it
// holds only strings. Characters that XML 1.0 does not allow become U+FFFD.
func xmlDocument(path, mediaType string, v any) Document {
	text, err := xml.MarshalIndent(v, "", " ")
	if err != nil {
		panic(err)
	}
	body := append([]byte(xml.Header), text...)
	body = append(body, '\n')
	return Document{Path: path, Type: mediaType, Body: body, ETag: ETag(sha256.Sum256(body))}
}
