package page

import (
	"cmp"
	"slices"

	"dateline/feed/archive"
	"dateline/feed/render"
)

const landingTopics = 60 // topics on the landing page, the largest ones

// landing is the data of landing.html.
type landing struct {
	list
	Archives   []link // the content directories
	Topics     []topic
	TopicCount int
}

// Landing renders the page at the root of the site.
func (p *Pages) Landing(s *archive.Snapshot) render.Document {
	l := landing{list: p.subject(render.Of(s.Global()))}
	l.Description = p.site.Description
	for f := range s.Of(archive.OfContent) {
		d := p.Renderer.OfFeed(f)
		l.Archives = append(l.Archives, link{d.Title, p.site.BaseURL + render.TopicPath(f.Topic), d.Language})
	}
	l.Topics = p.topics(s, s.Global(), archive.OfTopic)
	if l.TopicCount = len(l.Topics); l.TopicCount > landingTopics {
		slices.SortStableFunc(l.Topics, func(a, b topic) int { return cmp.Compare(b.Count, a.Count) })
		l.Topics = l.Topics[:landingTopics]
		l.More = p.site.BaseURL + "/topics/"
	}
	l.Entries = p.entries(l.Language, s.Global().Latest(perPage))
	return p.document("landing.html", "/", l)
}
