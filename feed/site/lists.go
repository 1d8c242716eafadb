package site

import (
	"fmt"
	"slices"
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

func (l lookup) sitemap(maps *render.Sitemaps, path string) Address {
	return l.page(Lists, path, func() render.Document {
		d, _ := maps.Document(path)
		return d
	})
}

// subscriptions finds the list of some topics: /opml?topics=a,b,c.
func (l lookup) subscriptions() Answer {
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
