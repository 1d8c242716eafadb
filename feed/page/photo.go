package page

import (
	"strings"

	"dateline/feed/render"
)

// photo is the picture of an article on its page.
type photo struct {
	URL, Alt      string
	Width, Height int  // pixels; 0 if they are unknown
	Foreign       bool // another host has it
	Link          bool // it is linked to instead of being shown
}

func (p *Pages) photo(m *render.Media, alt string) *photo {
	foreign := !strings.HasPrefix(m.URL, p.site.BaseURL+"/")
	return &photo{URL: m.URL, Alt: alt, Width: m.Width, Height: m.Height, Foreign: foreign, Link: foreign && p.Theme.LinkImages}
}
