package render

import (
	"crypto/sha256"
	"encoding/xml"
	"iter"
	"net/url"
	"slices"
	"strings"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
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

// OPML renders the list of feeds: everything, then the listed topics, the
// outlets, and the languages if there are several.
func (r *Renderer) OPML(s *archive.Snapshot) Document {
	body := []*outline{r.outline(s.Global()), r.group(archive.OfTopic, s.Listed())}
	for _, k := range []archive.Kind{archive.OfOutlet, archive.OfLanguage} {
		if g := r.group(k, s.Of(k)); len(g.Outlines) > 1 || k == archive.OfOutlet && len(g.Outlines) > 0 {
			body = append(body, g)
		}
	}
	return r.opml(s, "/topics.opml", body...)
}

// Subscriptions renders the list of the feeds of some topics, in the given order.
func (r *Renderer) Subscriptions(s *archive.Snapshot, topics []*archive.Feed) Document {
	return r.opml(s, SubscriptionsPath(topics), r.group(archive.OfTopic, slices.Values(topics)))
}

// SubscriptionsPath returns the path of that list, including the query.
func SubscriptionsPath(topics []*archive.Feed) string {
	slugs := make([]string, len(topics))
	for i, f := range topics {
		slugs[i] = url.QueryEscape(f.Topic.Slug)
	}
	return "/opml?topics=" + strings.Join(slugs, ",")
}

func (r *Renderer) opml(s *archive.Snapshot, path string, body ...*outline) Document {
	d := opmlDocument{
		Version: "2.0",
		Head:    opmlHead{Title: r.site.Title, Owner: strings.Join((&article.Rare{Authors: r.authors}).AuthorNames(), ", "), Docs: "http://opml.org/spec2.opml"},
		Body:    body,
	}
	if window := s.Global().Latest(r.site.Items); len(window) > 0 {
		d.Head.Modified = updated(window).In(r.site.Zone).Format(time.RFC1123Z)
	}
	return xmlDocument(path, opmlType, d)
}

// group returns an outline with the feeds of a kind. Readers make a folder of it,
// whose name has to say of which site it is.
func (r *Renderer) group(k archive.Kind, feeds iter.Seq[*archive.Feed]) *outline {
	g := &outline{Text: r.site.Title + ": " + wordsOf(r.site.Language).kind(k)}
	for f := range feeds {
		g.Outlines = append(g.Outlines, r.outline(f))
	}
	return g
}

// outline returns the outline of a feed.
func (r *Renderer) outline(f *archive.Feed) *outline {
	o := &outline{
		Text:        r.site.Title,
		Title:       r.site.Title,
		Type:        "rss",
		Version:     "RSS2",
		XMLURL:      r.site.BaseURL + FeedPath(TopicPath(f.Topic), RSS),
		HTMLURL:     r.site.BaseURL + TopicPath(f.Topic),
		Language:    r.site.Language,
		Description: r.site.Description,
	}
	if name := nameOf(f); name != "" {
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
	return Document{Path: path, Type: mediaType, Body: body, ETag: etag(sha256.Sum256(body))}
}
