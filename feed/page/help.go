package page

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"dateline/feed/phrases"
	"dateline/feed/render"
)

// HelpPath is the path of the page that explains feeds, in the language of the site.
// In others it is below: "/help/zh/".
const HelpPath = "/help/"

// help is the data of help.html.
type help struct {
	layout
	Follow    follow
	Languages []link // the same page in other languages
}

// HelpIn returns the path of the page that explains feeds to readers of a language.
func (p *Pages) HelpIn(language string) string {
	if own := phrases.LanguageOf(language); own != phrases.LanguageOf(p.site.Language) {
		return HelpPath + own + "/"
	}
	return HelpPath
}

// HelpLanguage returns the language of the page that explains feeds at a path.
func (p *Pages) HelpLanguage(path string) (language string, ok bool) {
	for _, l := range phrases.Languages {
		if p.HelpIn(l) == path {
			return l, true
		}
	}
	return "", false
}

// Help renders the page that explains feeds in a language. It says nothing about
// articles, so it never changes.
func (p *Pages) Help(in string) render.Document {
	path := p.HelpIn(in)
	h := help{layout: p.layout(in)}
	h.Title, h.Canonical = h.Words.Follow.WhatIs, p.site.BaseURL+path
	h.Description = h.Words.Help.What
	h.Follow = p.followAt(p.site.BaseURL+render.FeedPath("/", recommended), in)
	for _, l := range phrases.Languages {
		if l != in {
			h.Languages = append(h.Languages, link{display.Self.Name(language.Make(l)), p.site.BaseURL + p.HelpIn(l), l})
		}
	}
	return p.document("help.html", path, h)
}
