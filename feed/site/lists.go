package site

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/feed/archive"
	"dateline/feed/render"
)

// Lists for programs: subscriptions as OPML, sitemaps for crawlers.

const (
	topicsPath = "/topics.opml"
	newsPath   = "/news-sitemap.xml"
)

// maxSubscriptions bounds the topics that a request for an OPML document may
// list.
const maxSubscriptions = 100

// list finds such a list, and reports whether the path is that of one.
func (l lookup) list() (Answer, bool) {
	switch {
	case l.rest == topicsPath:
		return found(l.topics()), true
	case l.in.Topic != nil:
		return Answer{}, false
	case l.path == "/opml":
		return l.subscriptions(), true
	case l.path == render.RobotsPath:
		return found(l.robots()), true
	case l.path == render.LLMsPath:
		return found(l.overview()), true
	case l.path == newsPath:
		return found(l.news()), true
	case strings.HasPrefix(l.path, "/sitemap"):
		maps := l.sitemaps()
		if !maps.Has(l.path) {
			return Answer{}, false
		}
		return found(l.sitemap(maps, l.path)), true
	}
	return Answer{}, false
}

func (l lookup) topics() Address {
	return l.page(Lists, render.PathIn(l.in, topicsPath), func() render.Document { return l.Renderer.OPML(l.s, l.in) })
}

// robots is what crawlers may visit.
func (l lookup) robots() Address {
	return Address{Kind: Lists, Path: render.RobotsPath, Make: l.Renderer.Robots}
}

// overview is what there is, for language models.
func (l lookup) overview() Address {
	return l.page(Lists, render.LLMsPath, func() render.Document { return l.Renderer.LLMs(l.s) })
}

// machines returns the addresses of what programs look for at the root, except for what
// belongs to the theme.
func (l lookup) machines() []Address {
	list := l.ownersFiles()
	for _, a := range []Address{l.robots(), l.overview()} {
		if !slices.ContainsFunc(list, func(own Address) bool { return own.Path == a.Path }) {
			list = append(list, a)
		}
	}
	return list
}

// news is the sitemap of the latest articles. An article leaves it after a fixed
// age, so the document is rendered as of the end of the current hour.
func (l lookup) news() Address {
	hour := l.Now().Truncate(time.Hour)
	a := l.page(Lists, newsPath, func() render.Document { return l.Renderer.NewsSitemap(l.s, hour.Add(time.Hour)) })
	a.Revision.Period = hour.Unix()
	if hour.After(a.Modified) && !a.Modified.IsZero() {
		a.Modified = hour.UTC()
	}
	return a
}

// sitemap returns the address of a sitemap. If there ever was a page without a date, it
// is not known when the list of these last changed.
func (l lookup) sitemap(maps *render.Sitemaps, path string) Address {
	a := l.page(Lists, path, func() render.Document {
		d, _ := maps.Document(path)
		return d
	})
	if serial := l.s.SheetSerial(); serial > 0 {
		a.Revision.Serial, a.Modified = max(a.Revision.Serial, serial), time.Time{}
	}
	return a
}

// subscriptions finds the list of some topics, or of some feeds: /opml?topics=a,b,c.
func (l lookup) subscriptions() Answer {
	if l.parameters().Has("feed") {
		return l.listedFeeds()
	}
	words := strings.SplitN(l.parameters().Get("topics"), ",", maxSubscriptions+1)
	if len(words) > maxSubscriptions {
		return refused(fmt.Sprintf("a list holds at most %d topics", maxSubscriptions))
	}
	if words[0] == "" {
		return refused("name the topics that you want, as in /opml?topics=a,b,c; all topics are listed in /topics.opml")
	}
	feeds, a, ok := l.operands(archive.OfTopic, words)
	if !ok {
		return a
	}
	var topics []*archive.Feed
	for _, f := range feeds {
		if !slices.Contains(topics, f) {
			topics = append(topics, f)
		}
	}
	return found(l.page(Lists, render.SubscriptionsPath(topics), func() render.Document { return l.Renderer.Subscriptions(l.s, topics) }))
}

// listedFeeds finds the list of some feeds: /opml?feed=/topics/a/feed.rss&feed=/feed.rss.
func (l lookup) listedFeeds() Answer {
	query := l.parameters()
	switch addresses := query["feed"]; {
	case query.Has("topics"):
		return refused("a list is of topics or of feeds, not of both")
	case len(addresses) > maxSubscriptions:
		return refused(fmt.Sprintf("a list holds at most %d feeds", maxSubscriptions))
	}
	var feeds []render.Subscription
	for _, address := range query["feed"] {
		f, a, ok := l.feedAt(address)
		if !ok {
			return a
		}
		if !slices.ContainsFunc(feeds, func(o render.Subscription) bool { return o.Path() == f.Path() }) {
			feeds = append(feeds, f)
		}
	}
	return found(l.page(Lists, render.FeedsPath(feeds), func() render.Document { return l.Renderer.Feeds(l.s, feeds) }))
}

// feedAt returns the feed at an address of the site, of which the base URL may be a
// part. If ok is false, there is none, and a says so.
func (l lookup) feedAt(address string) (f render.Subscription, a Answer, ok bool) {
	path := "/" + strings.TrimPrefix(strings.TrimPrefix(address, l.Renderer.Site.BaseURL), "/")
	for range maxHops {
		if a = l.LookupURI(l.s, path); a.Status != Moved && a.Status != MovedForNow {
			break
		}
		path = a.Path
	}
	if a.Status == Found && a.Feed != nil {
		return *a.Feed, a, true
	}
	why := "at " + strconv.Quote(address) + " is no feed"
	if a.Why != "" {
		why += ": " + a.Why
	}
	return f, Answer{Status: Refused, Why: why, Near: a.Near}, false
}

// cut holds the sitemaps of a snapshot.
type cut struct {
	of *archive.Snapshot
	*render.Sitemaps
}

// sitemaps returns the sitemaps of the snapshot. The catalogue keeps those of the
// last snapshot, because dividing the pages into sitemaps scans all entries.
func (l lookup) sitemaps() *render.Sitemaps {
	if last := l.lastCut.Load(); last != nil && last.of == l.s {
		return last.Sitemaps
	}
	now := &cut{l.s, l.Renderer.Sitemaps(l.s)}
	l.lastCut.Store(now)
	return now.Sitemaps
}
