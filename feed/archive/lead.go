package archive

import (
	"net/url"
	"slices"
	"strings"

	"dateline/feed/article"
)

// lead is what a link leads to.
type lead struct {
	url    string // path, percent-encoded, with query and fragment; empty for nothing
	astray bool   // not to what is meant
	own    bool   // an address of Dateline's own: whether it answers is known when all entries stand
}

// links are what the references of an article lead to, as Entry.Links has them.
type links struct {
	urls        []string
	astray, own bool // see lead
}

// linksOf returns what the references of an article lead to. Before is its last
// entry, nil for none.
func (n *next) linksOf(a *article.Article, before *Entry) (l links) {
	if len(a.References) == 0 {
		return l
	}
	l.urls = make([]string, len(a.References))
	for i := range a.References {
		to := n.find(&a.References[i], a)
		if to.own && !n.placed && before != nil && before.Article == a {
			to.url, to.astray = before.Links[i], before.Links[i] == ""
		}
		l.urls[i], l.astray, l.own = to.url, l.astray || to.astray, l.own || to.own
	}
	return l
}

// find returns what a reference of an article leads to: what stands there; what
// stood there, or declares that; the page of a date; what is Dateline's own. The
// address of what was removed stays, as readers are told so there.
func (n *next) find(f *article.Reference, from *article.Article) lead {
	n.delta.resolved++
	if f.Name != "" {
		return n.findNamed(f, from)
	}
	if n.asset(f.Path) != nil {
		return lead{url: article.CoverPath(f.Path) + f.Suffix}
	}
	pages := f.Pages()
	for _, page := range pages {
		if a := n.standing(article.Page(page)); a != nil && a.Path == page {
			return n.atPart(a, f.Suffix)
		}
	}
	for _, page := range pages {
		if id, ok := n.owner(article.Page(page), n.standing); ok {
			return n.atPart(n.standing(id), f.Suffix)
		}
	}
	if to, ok := n.findOwn(f, pages); ok {
		return to
	}
	for _, page := range pages {
		if p, ok := n.pages.Get(n.holder(article.Page(page))); ok && isGone(p) {
			return lead{url: article.PageURI(page) + f.Suffix, astray: true}
		}
	}
	return lead{astray: true}
}

// standing returns the article that is shown at a page, or is about to be; nil
// for none.
func (n *next) standing(id article.PageID) *article.Article {
	p, ok := n.pages.Get(id)
	if ok && (p.serial == n.serial && p.shown || p.serial != n.serial && p.entry != nil) {
		return p.article
	}
	return nil
}

// atPart returns the address of an article, and of the part that is meant if it
// has that.
func (n *next) atPart(a *article.Article, suffix string) lead {
	query, part := partIn(suffix)
	if part == "" {
		return lead{url: article.PageURI(a.Path) + suffix}
	}
	id, ok := n.partAt(a, part)
	if !ok {
		return lead{url: article.PageURI(a.Path) + query, astray: true}
	}
	return lead{url: article.PageURI(a.Path) + query + "#" + id}
}

// partAt returns the part of an article that a fragment means, as it stands in a
// URL: the id that it is, else one that differs in case, in Unicode form, or as
// a heading does from its id.
func (n *next) partAt(a *article.Article, fragment string) (id string, ok bool) {
	plain, err := url.PathUnescape(fragment)
	if err != nil {
		plain = fragment
	}
	ids, known := n.parts[a]
	if !known {
		ids = map[string]string{}
		for id := range a.Parts {
			ids[id] = id
			if _, taken := ids[Fold(id)]; !taken {
				ids[Fold(id)] = id
			}
		}
		n.parts[a] = ids
	}
	for _, form := range []string{plain, Fold(plain), Fold(article.HeadingID(plain))} {
		if id, ok := ids[form]; ok {
			if id == plain {
				return fragment, true
			}
			return article.URI(strings.ReplaceAll(id, "%", "%25")), true
		}
	}
	return "", false
}

// haveSameParts reports whether two articles have the same ids in their bodies.
func haveSameParts(a, b *article.Article) bool {
	return a.HTML == b.HTML || slices.Equal(slices.Collect(a.Parts), slices.Collect(b.Parts))
}
