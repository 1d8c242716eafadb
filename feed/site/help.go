package site

import (
	"strings"

	"dateline/feed/page"
	"dateline/feed/phrases"
	"dateline/feed/render"
)

// help finds the page that explains feeds, in the language of the site and in others,
// and reports whether the path is that of one.
func (l lookup) help() (Answer, bool) {
	if language, ok := l.Pages.HelpLanguage(l.path); ok {
		return found(l.helpIn(language)), true
	}
	if !strings.HasPrefix(l.path, page.HelpPath) && l.path != strings.TrimSuffix(page.HelpPath, "/") {
		return Answer{}, false
	}
	name := strings.Trim(strings.TrimPrefix(l.path, strings.TrimSuffix(page.HelpPath, "/")), "/")
	for _, language := range append([]string{l.Renderer.Site.Language}, phrases.Languages...) {
		if name == "" || name == language {
			return moved(l.Pages.HelpIn(language)), true
		}
	}
	return Answer{}, false
}

// helpIn returns the address of that page in a language. It never changes.
func (l lookup) helpIn(language string) Address {
	return Address{Kind: Pages, Path: l.Pages.HelpIn(language), Make: func() render.Document { return l.Pages.Help(language) }}
}
