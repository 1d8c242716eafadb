package page

import (
	"cmp"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/phrases"
	"dateline/feed/render"
)

const perPage = 50 // entries on a list

// list is the data of list.html.
type list struct {
	layout
	Heading    string
	Kind       string   // the sort of thing that it is about
	Facts      []string // how many articles there are, how often they come, from when to when
	Dates      dates
	More       string // the list of its topics
	Entries    []entry
	Follow     follow
	Pager      pager
	Companions []companion
	Bars       bars
	Compose    string // the builder with what the list is about; empty if that cannot be picked there
}

// subject returns the list of a subject without its contents.
func (p *Pages) subject(sub render.Subject) list {
	in := p.Renderer.Around(sub)
	l := list{layout: p.layout(in.Language)}
	l.Title = cmp.Or(sub.Name(), in.Title)
	l.Heading = l.Title
	l.Wider = p.wider(sub)
	l.Discovered = p.discovered(sub)
	l.Follow = p.follow(sub)
	if sub.Rows() == nil {
		sub.Variant = render.Variant{}
		l.Canonical = p.site.BaseURL + sub.PagePath()
	}
	return l
}

// List renders the page of a subject whose entries are articles.
func (p *Pages) List(sub render.Subject) render.Document {
	l := p.subject(sub)
	l.Kind = kindOf(l.Words.List, sub)
	p.name(&l, sub)
	l.Dates = p.datesAround(l.Language, sub)
	entries, pager := p.turn(sub)
	l.Entries, l.Pager = p.entriesIn(sub.Directory, l.Language, entries), pager
	if len(entries) > 0 { // otherwise a selection would be read to its end again
		l.Facts = p.facts(l.layout, sub)
	}
	l.Description = strings.Join(append([]string{l.Heading}, l.Facts...), " · ")
	if sub.Part.First != nil && len(entries) > 0 {
		l.Title += " (" + span(l.Language, p.dayOf(entries[len(entries)-1]), p.dayOf(entries[0])) + ")"
	}
	l.Companions = p.companions(sub)
	l.Bars = p.bars(l.layout, sub)
	l.Compose = p.buildURL(sub)
	if f, ok := sub.Entries.(*archive.Feed); ok && f.Topic != nil && f.Topic.Kind == archive.OfContent {
		l.More = p.site.BaseURL + sub.Path + strings.TrimPrefix(render.IndexPath(archive.OfTopic), "/")
	}
	return p.document("list.html", sub.PagePath(), l)
}

// name gives a list about a date the date in words. Search engines need not index a day
// or a week of a topic, because the pages of the topic have the same articles.
func (p *Pages) name(l *list, sub render.Subject) {
	switch part := sub.Part; {
	case part.Narrowed():
		l.NoIndex = true
		l.Heading += ": " + partName(l.Words.List, l.Language, part)
	case sub.Date != "":
		l.Heading = dateName(l.Language, sub.Date)
	}
	l.Title = l.Heading
}

// kindOf returns what sort of thing a subject is, or "" for everything and for a date,
// which says it by itself.
func kindOf(words phrases.List, sub render.Subject) string {
	switch entries := sub.Entries.(type) {
	case archive.Selection:
		return words.Selection
	case *archive.Feed:
		if entries.Topic != nil {
			return [...]string{archive.OfTopic: words.Topic, archive.OfOutlet: words.Outlet, archive.OfLanguage: words.Language, archive.OfContent: words.Section}[entries.Topic.Kind]
		}
	}
	return ""
}

// wider returns links to what a subject is part of: its directory, and the same
// subject of the whole site.
func (p *Pages) wider(sub render.Subject) (list []link) {
	if sub.Directory == "" {
		return nil
	}
	d, root := p.Renderer.Around(sub), article.PathURI(sub.Directory)
	if sub.Path == root+"/" {
		return nil
	}
	list = append(list, link{d.Title, p.site.BaseURL + root + "/", d.Language})
	if name := sub.Name(); name != "" {
		list = append(list, link{p.site.Title + ": " + name, p.site.BaseURL + strings.TrimPrefix(sub.Path, root), p.site.Language})
	}
	return list
}
