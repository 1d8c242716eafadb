package archive

import (
	"path"
	"strings"

	"dateline/feed/article"
)

// What the bodies of articles lead to: pages, files, and names that are to be
// found. The archive keeps who uses what, so that an entry is made again when
// what its links lead to comes, moves or goes, and no other.

// uses calls yield for the keys of all that an article leads to and shows.
func uses(a *article.Article, yield func(article.PageID)) {
	for i := range a.References {
		switch f := &a.References[i]; {
		case f.Name != "":
			yield(nameID(f.Name))
		case article.IsAsset(f.Path):
			yield(article.Page(f.Path))
		default:
			yield(article.Page(f.Page()))
		}
	}
	if a.CoverPath != "" {
		yield(article.Page(a.CoverPath))
	}
	if a.Enclosure != nil && a.Enclosure.Path != "" {
		yield(article.Page(a.Enclosure.Path))
	}
}

// nameID returns the key of what is looked for by a name: the last part of a
// path, without the extension of Markdown. Case, Unicode form, and what is
// neither letter nor digit do not matter: "Tool shed" is tool-shed.md.
func nameID(name string) article.PageID {
	name = path.Base(strings.TrimSuffix(name, "/"))
	if article.IsMarkdown(name) {
		name = strings.TrimSuffix(name, path.Ext(name))
	}
	return article.Page("name:" + Slug(name))
}

// relink has the entries made again that lead to pages of this change at which
// something else stands now, or nothing.
func (n *next) relink(shown []bool) {
	if n.users.Len() == 0 || n.loading {
		return
	}
	for i, d := range n.due {
		old, _ := n.old.pages.Get(d.id)
		stays := shown[i] == (d.entry != nil) && (old == nil && d.heir == 0 || old != nil && old.heir == d.heir && old.article == d.article)
		if stays {
			continue
		}
		for id := range n.usersOf(d.id) {
			n.page(id)
		}
	}
}

// linksOf returns what the references of an article lead to: URL paths with
// their query and fragment, empty for what is not there.
func (n *next) linksOf(a *article.Article) []string {
	if len(a.References) == 0 {
		return nil
	}
	links := make([]string, len(a.References))
	for i := range a.References {
		if at := n.find(&a.References[i]); at != "" {
			links[i] = at + a.References[i].Suffix
		}
	}
	return links
}

// find returns the URL path of what a reference leads to, "" for nothing. What
// was removed is still told at its address, and what is Dateline's own is there.
func (n *next) find(f *article.Reference) string {
	if f.Name != "" {
		return ""
	}
	if article.IsAsset(f.Path) {
		if _, ok := n.assets.Get(f.Path); ok {
			return article.CoverPath(f.Path)
		}
		return ""
	}
	page := f.Page()
	id := n.holder(article.Page(page))
	p, ok := n.pages.Get(id)
	_, day := n.dayPages.Get(f.Path)
	switch {
	case ok && n.isStanding(p):
		return article.PageURI(p.article.Path)
	case n.Gone(page), day, article.Reserved(page) && !article.IsMarkdown(f.Path):
		return article.PathURI(strings.TrimSuffix(page, "/")) + f.Path[len(strings.TrimSuffix(f.Path, "/")):]
	}
	if e, ok := n.ownerOf(article.Page(page)); ok {
		return article.PageURI(e.Path)
	}
	return ""
}

// astray returns complaints about the links and pictures of an entry that lead
// nowhere.
func (e *Entry) astray() (list []article.Problem) {
	for i, at := range e.Links {
		if f := e.References[i]; at == "" {
			list = append(list, article.Problem{File: e.File, Line: f.Line, Column: f.Column, About: article.Links,
				What: "link to " + article.Shorten(f.Path+f.Name+f.Suffix, 80) + " leads nowhere", Effect: "shown as text", Mend: "correct the link"})
		}
	}
	return list
}

// isStanding reports whether a page has an entry, or is about to.
func (n *next) isStanding(p *page) bool {
	if p.serial == n.serial {
		return p.shown
	}
	return p.entry != nil
}
