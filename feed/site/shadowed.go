package site

import (
	"fmt"
	"maps"
	"slices"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// maxShadowed bounds the complaints about aliases.
const maxShadowed = 50

// Shadowed returns complaints about aliases of feeds that are addresses of articles,
// which come first. They name no file. Of the aliases with a star, only those that
// pages of present articles have are found.
func (c *Catalogue) Shadowed(s *archive.Snapshot) (list []article.Problem) {
	add := func(alias Alias, page string) {
		if len(list) < maxShadowed {
			list = append(list, article.Problem{About: article.File, What: fmt.Sprintf("the path %q of a [[feeds.alias]] is that of the article %s", alias.Path, page),
				Effect: "the article stays there, and " + alias.Feed + " does not answer at that address", Hint: "remove the alias, or give the article another address"})
		}
	}
	for _, path := range slices.Sorted(maps.Keys(c.aliases.exact)) {
		alias := c.aliases.exact[path]
		for _, at := range []string{path, path + "/"} {
			if e, page := c.lookup(s, at, "").standing(); e != nil && page != "" {
				add(alias, article.PageURI(e.Path))
				break
			}
		}
	}
	if len(c.aliases.starred) == 0 {
		return list
	}
	for e := range s.Global().Newest() {
		address := article.Address(e.Path)
		for i := range c.aliases.starred {
			if _, ok := c.aliases.starred[i].star(unslashed(address)); ok {
				add(c.aliases.starred[i].Alias, article.PageURI(e.Path))
			}
		}
	}
	return list
}
