package page

import (
	"dateline/feed/archive"
	"dateline/feed/phrases"
	"dateline/feed/render"
)

// index is the data of index.html.
type index struct {
	layout
	Topics []topic
}

// topic is a topic, an outlet or a language in a list.
type topic struct {
	Name, URL string
	Language  string // of a language; empty for a topic and an outlet
	Count     int
}

// Index renders the list of all topics, outlets or languages, of the site or of a
// content directory.
func (p *Pages) Index(s *archive.Snapshot, in *archive.Feed, k archive.Kind) render.Document {
	d, path := p.Renderer.OfFeed(in), render.PathIn(in, render.IndexPath(k))
	x := index{layout: p.layout(d.Language)}
	x.Title, x.Canonical = x.Words.Kind(k), p.site.BaseURL+path
	x.Wider = p.wider(render.Subject{Path: path, Directory: d.Mount, Name: func() string { return phrases.In(p.site.Language).Kind(k) }})
	x.Topics = p.topics(s, in, k)
	return p.document("index.html", path, x)
}

// topics returns what belongs in the lists of the site or of a content directory.
func (p *Pages) topics(s *archive.Snapshot, in *archive.Feed, k archive.Kind) (list []topic) {
	for f, n := range render.Gathered(s, in, k) {
		list = append(list, topic{render.NameOf(f), p.site.BaseURL + render.PathIn(in, render.TopicPath(f.Topic)), render.LanguageOfTopic(f.Topic), n})
	}
	return list
}
