package render

import (
	"cmp"
	"encoding/xml"
	"math"
	"strconv"
	"time"

	"github.com/gorilla/feeds"
)

// RSS 2.0 (rssboard.org/rss-specification), with content:encoded, Dublin Core,
// Media RSS, the duration of iTunes, syndication
// (web.resource.org/rss/1.0/modules/syndication), source:markdown and atom:link.
// There is no source element, because that is for items taken from another feed.
//
// If the site has moved, feeds with recordings name their present address in
// itunes:new-feed-url, as Apple asks for besides a redirect ("A podcaster's guide to
// RSS", help.apple.com/itc/podcasts_connect): podcast directories that follow no
// redirect learn it there. It stays in the feed at the new address as long as
// site.former names the old one.

type rssDocument struct {
	XMLName    xml.Name `xml:"rss"`
	Version    string   `xml:"version,attr"`
	Atom       string   `xml:"xmlns:atom,attr"`
	Content    string   `xml:"xmlns:content,attr"`
	DublinCore string   `xml:"xmlns:dc,attr"`
	Media      string   `xml:"xmlns:media,attr"`
	ITunes     string   `xml:"xmlns:itunes,attr"`
	History    string   `xml:"xmlns:fh,attr"`
	Update     string   `xml:"xmlns:sy,attr"`
	Source     string   `xml:"xmlns:source,attr,omitempty"`
	WebFeeds   string   `xml:"xmlns:webfeeds,attr,omitempty"`
	Channel    rssChannel
}

// FeedXml makes an rssDocument a feeds.XmlFeed.
func (d *rssDocument) FeedXml() any { return d }

type rssChannel struct {
	Links []rssAtomLink `xml:"atom:link"` // before the link, because some readers take the last of the two for it
	feeds.RssFeed
	webFeeds
	NewFeed  string    `xml:"itunes:new-feed-url,omitempty"`
	Period   string    `xml:"sy:updatePeriod,omitempty"`
	Times    int       `xml:"sy:updateFrequency,omitempty"` // per period
	Archive  *struct{} `xml:"fh:archive"`
	Complete *struct{} `xml:"fh:complete"`
	Items    string    `xml:",innerxml"`
}

type rssAtomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type rssItem struct {
	Title string `xml:"title,omitempty"`
	feeds.RssItem
	Description string        `xml:"description,omitempty"` // HTML
	Content     *rssContent   // after the description, because some readers take the last of the two
	Creators    []string      `xml:"dc:creator"`
	Language    string        `xml:"dc:language,omitempty"`
	Category    []rssCategory `xml:"category"`
	Media       *rssMedia
	Duration    int64  `xml:"itunes:duration,omitempty"` // seconds
	Markdown    string `xml:"source:markdown,omitempty"`
}

type rssContent struct {
	XMLName xml.Name `xml:"content:encoded"`
	HTML    string   `xml:",cdata"`
}

type rssCategory struct {
	Domain string `xml:"domain,attr"`
	Name   string `xml:",chardata"`
}

// rssMedia is the only element of Media RSS that a picture has: several readers
// show one for each element, so that a media:thumbnail of the same file, even
// inside, would be a second picture.
type rssMedia struct {
	XMLName xml.Name `xml:"media:content"`
	URL     string   `xml:"url,attr"`
	Medium  string   `xml:"medium,attr"`
	Type    string   `xml:"type,attr,omitempty"`
	Size    int64    `xml:"fileSize,attr,omitempty"`
	Width   int      `xml:"width,attr,omitempty"`
	Height  int      `xml:"height,attr,omitempty"`
}

func rssItemOf(it item) *rssItem {
	x := &rssItem{
		Title: it.title,
		RssItem: feeds.RssItem{
			Link:    it.link,
			Guid:    &feeds.RssGuid{Id: it.id, IsPermaLink: strconv.FormatBool(it.isPermalink())},
			PubDate: it.published.Format(time.RFC1123Z),
		},
		Description: it.description(),
		Language:    it.language,
		Markdown:    it.markdown,
	}
	x.Author, x.Creators = it.rssAuthors()
	if it.contentHTML != "" {
		x.Content = &rssContent{HTML: it.contentHTML}
	}
	for _, c := range it.categories {
		x.Category = append(x.Category, rssCategory{c.url, c.name})
	}
	if list := it.enclosures(); len(list) > 0 { // an item has at most one; a length is required, so 0 means unknown
		m := list[0]
		x.Enclosure = &feeds.RssEnclosure{Url: m.URL, Length: strconv.FormatInt(m.Length, 10), Type: m.Type}
		x.Duration = m.Duration
	}
	if m := it.cover; m != nil {
		x.Media = &rssMedia{URL: m.URL, Medium: "image", Type: m.Type, Size: m.Length, Width: m.Width, Height: m.Height}
	}
	return x
}

func (r *Renderer) rss(h head) []byte {
	channel := rssChannel{
		RssFeed: feeds.RssFeed{
			Title:       h.title,
			Link:        h.home,
			Description: r.description(h),
			Language:    h.language,
			Copyright:   r.Site.License,
			Generator:   generator,
			Ttl:         int(math.Ceil(h.fresh.Minutes())),
		},
		NewFeed:  h.moved,
		Archive:  empty(h.archive),
		Complete: empty(h.complete),
		Items:    place,
	}
	if !h.updated.IsZero() {
		channel.LastBuildDate = h.updated.In(r.Site.Zone).Format(time.RFC1123Z)
	}
	channel.Period, channel.Times = updatePeriod(h.fresh)
	for _, l := range h.links() {
		channel.Links = append(channel.Links, rssAtomLink{Rel: l.rel, Type: "application/rss+xml", Href: l.href})
	}
	if image := cmp.Or(r.Site.Icon, r.Site.Logo); image != "" {
		channel.Image = &feeds.RssImage{Url: image, Title: h.title, Link: h.home}
	}
	webFeeds, namespace := r.webFeeds()
	channel.webFeeds = webFeeds
	source := ""
	if h.markdown {
		source = "http://source.scripting.com/"
	}
	return shell(&rssDocument{
		Version:    "2.0",
		Atom:       "http://www.w3.org/2005/Atom",
		Content:    "http://purl.org/rss/1.0/modules/content/",
		DublinCore: "http://purl.org/dc/elements/1.1/",
		Media:      "http://search.yahoo.com/mrss/",
		ITunes:     "http://www.itunes.com/dtds/podcast-1.0.dtd",
		History:    historyNamespace,
		Update:     "http://purl.org/rss/1.0/modules/syndication/",
		Source:     source,
		WebFeeds:   namespace,
		Channel:    channel,
	})
}

// updatePeriod returns how often to poll a feed that stays fresh for a time, in
// the terms of the syndication module. If fresh is zero, there is no period.
func updatePeriod(fresh time.Duration) (period string, times int) {
	switch {
	case fresh <= 0:
		return "", 0
	case fresh > time.Hour:
		return "daily", max(1, int(24*time.Hour/fresh))
	}
	return "hourly", int(time.Hour / fresh)
}
