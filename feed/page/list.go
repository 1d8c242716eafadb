package page

import (
	"cmp"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
)

const perPage = 50 // entries on a list

// list is the data of list.html.
type list struct {
	layout
	More    string // the list of its topics
	Entries []entry
	Follow  follow
}

// subject returns the list of a subject without its contents.
func (p *Pages) subject(sub render.Subject) list {
	in := p.Renderer.Around(sub)
	l := list{layout: p.layout(in.Language)}
	l.Title = cmp.Or(sub.Name(), in.Title)
	l.Wider = p.wider(sub)
	l.Discovered = p.discovered(sub)
	l.Follow = p.follow(sub)
	if sub.Rows() == nil {
		l.Canonical = p.site.BaseURL + sub.Path
	}
	return l
}

// List renders the page of a subject, including feeds of changes.
func (p *Pages) List(sub render.Subject) render.Document {
	l := p.subject(sub)
	if rows := sub.Rows(); rows != nil {
		for it := range rows {
			if len(l.Entries) == perPage {
				break
			}
			date, moment := render.Moment(it.At)
			l.Entries = append(l.Entries, entry{Title: it.Title, URL: it.URL, Date: date, Moment: moment})
		}
		return p.document("list.html", sub.Path, l)
	}
	l.Entries = p.entries(l.Language, sub.Entries.Latest(perPage))
	if f, ok := sub.Entries.(*archive.Feed); ok && f.Topic != nil && f.Topic.Kind == archive.OfContent {
		l.More = l.Canonical + strings.TrimPrefix(render.IndexPath(archive.OfTopic), "/")
	}
	return p.document("list.html", sub.Path, l)
}

// Volume renders the page of an archive document.
func (p *Pages) Volume(sub render.Subject, v render.Volume) render.Document {
	l := p.subject(sub)
	l.Title += " (" + v.Name + ")"
	l.Entries = p.entries(l.Language, p.Renderer.EntriesOf(sub, v))
	return p.document("list.html", sub.Path, l)
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
