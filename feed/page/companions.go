package page

import (
	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
)

const mostNearby = 12 // topics beside a list

// companion is a topic that the articles of a list have, too.
type companion struct {
	Name, URL string
	Count     int // 0: not counted
	// Both leads to what is about the subject of the list and the topic. It is empty if
	// that is where URL leads.
	Both, BothName string
}

// companions returns the topics of the newest articles of a feed, and what a selection is
// made of.
func (p *Pages) companions(sub render.Subject) (list []companion) {
	switch entries := sub.Entries.(type) {
	case archive.Selection:
		return p.operands(entries)
	case *archive.Feed:
		if entries.Topic == nil || sub.Snapshot == nil {
			return nil
		}
		for _, t := range sub.Snapshot.Alongside(entries, mostNearby) {
			if f, ok := sub.Snapshot.Topic(t.Slug); ok {
				list = append(list, p.companion(sub, entries, f, t.Count))
			}
		}
	}
	return list
}

// companion returns a topic beside the list of a feed.
func (p *Pages) companion(sub render.Subject, of, f *archive.Feed, count int) companion {
	both := p.Renderer.Select(together(of, f))
	x := companion{Name: f.Topic.Name, URL: p.site.BaseURL + article.PathURI(sub.Directory) + render.TopicPath(f.Topic), Count: count}
	if url := p.site.BaseURL + both.Path; url != x.URL {
		x.Both, x.BothName = url, both.Name()
	}
	return x
}

// together returns what is in two feeds.
func together(a, b *archive.Feed) archive.Selection {
	if a.Topic.Kind == b.Topic.Kind {
		return archive.Selection{Groups: []archive.Group{{Feeds: []*archive.Feed{a, b}}}}
	}
	return archive.Selection{Groups: []archive.Group{{Feeds: []*archive.Feed{a}}, {Feeds: []*archive.Feed{b}}}}
}

// operands returns the topics, outlets and languages of which a selection is made.
func (p *Pages) operands(sel archive.Selection) (list []companion) {
	for _, g := range sel.Groups {
		for _, f := range g.Feeds {
			if f.Topic.Kind != archive.OfContent { // the page links to its directory anyway
				list = append(list, companion{Name: render.NameOf(f), URL: p.site.BaseURL + render.TopicPath(f.Topic)})
			}
		}
	}
	return list
}
