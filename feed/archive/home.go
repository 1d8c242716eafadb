package archive

import (
	"slices"
	"strings"

	"dateline/feed/article"
)

// The author's own site, to which links lead that lead to nothing here, and, if
// subscribers should land there, links to articles as well.

// linkTo returns what a link to the page of an article leads to.
func (s *Snapshot) linkTo(a *article.Article) string {
	if s.options.PagesAtHome {
		return a.PermalinkAt(s.options.Home)
	}
	return article.PageURI(a.Path)
}

// meansHome reports whether a link means a list or a feed of the author's own site
// rather than ours at the same address: its author wrote the host of that site, or
// subscribers should land there.
func (s *Snapshot) meansHome(f *article.Reference) bool {
	return f.URLAt(s.options.Home) != "" && (s.options.PagesAtHome || f.AtHome[0] != '/')
}

// LeftToHome returns how many links, pictures and recordings of published articles
// lead to the author's own site because there is nothing here where they lead. It
// does not count those whose authors wrote the host of that site.
func (s *Snapshot) LeftToHome() (count int) {
	for e := range s.global.Newest() {
		for i := range e.References {
			count += truth(s.isLeft(&e.References[i], e.Links[i]))
		}
		count += truth(e.CoverPath != "" && e.Picture == nil && strings.HasPrefix(e.Cover, s.options.Home+"/"))
		if x := e.Enclosure; x != nil && x.Line > 0 { // that of a link in the text has no line
			count += truth(x.Path != "" && x.URL != "" && e.Enclosed == nil)
		}
	}
	return count
}

// isLeft reports whether a reference that leads to url is left to the author's own
// site.
func (s *Snapshot) isLeft(f *article.Reference, url string) bool {
	return f.AtHome != "" && f.AtHome[0] == '/' && url == f.URLAt(s.options.Home) &&
		!slices.ContainsFunc(f.Pages(), func(page string) bool {
			_, stands := s.ownerOf(article.Page(page))
			return stands
		})
}
