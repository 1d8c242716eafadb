package render

import (
	"slices"

	"github.com/gorilla/feeds"

	"dateline/feed/article"
)

// Authors stand in every item of RSS and JSON, because not every reader looks
// for those of the feed, which RSS does not have at all: an article that names
// none is by the authors of the site. In Atom, entries name only their own, as the
// feed has the others (RFC 4287, 4.2.1). An item about a change has no author.

// shown returns authors as feeds show them: with their mail addresses only if the
// site publishes these.
func (s Site) shown(authors []article.Author) []article.Author {
	hasMail := func(a article.Author) bool { return a.Mail != "" }
	if s.Emails || !slices.ContainsFunc(authors, hasMail) {
		return authors
	}
	authors = slices.Clone(authors)
	for i := range authors {
		authors[i].Mail = ""
	}
	return authors
}

// feedAuthors returns the authors of the feed, for entries without one: those of
// the site, or else the site itself.
func (r *Renderer) feedAuthors() []article.Author {
	if len(r.authors) > 0 {
		return r.authors
	}
	return []article.Author{{Name: r.Site.Title}}
}

// credited returns the authors of an item, or else those of the site.
func (it item) credited() []article.Author {
	if len(it.authors) > 0 {
		return it.authors
	}
	return it.siteAuthors
}

// rssAuthors returns the authors of an item of RSS, in either of its elements but
// never in both, which would mean the same twice: the only author in
// <author> as "mail (Name)" if there is an address to show, which that element
// requires; any others by name, in a dc:creator each. So the addresses of several
// authors are only in Atom. JSON Feed has no place for addresses.
func (it item) rssAuthors() (author string, creators []string) {
	list := it.credited()
	if len(list) == 1 && list[0].Mail != "" {
		return list[0].Mail + " (" + list[0].Name + ")", nil
	}
	return "", (&article.Rare{Authors: list}).AuthorNames()
}

func atomAuthors(authors []article.Author) (list []feeds.AtomAuthor) {
	for _, a := range authors {
		list = append(list, feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: a.Name, Uri: uri(a.URL), Email: a.Mail}})
	}
	return list
}

func jsonAuthors(authors []article.Author) (list []*feeds.JSONAuthor) {
	for _, a := range authors {
		list = append(list, &feeds.JSONAuthor{Name: a.Name, Url: uri(a.URL)})
	}
	return list
}
