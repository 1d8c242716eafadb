package page

import (
	"bytes"
	"image"
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"
	"strings"

	_ "golang.org/x/image/webp"
)

// frame is what is the same on all pages because of the theme.
type frame struct {
	Logo             *Logo // instead of the title; nil for none
	Nav              []Link
	Icons            []Icon
	License          string // the URL of the license; empty if there is none or it is a text
	Paper, DarkPaper string // the colours of the background
}

// Logo is the picture at the top of all pages.
type Logo struct {
	URL           string
	Width, Height int // in pixels; 0 if they are unknown
}

// Icon is a picture that stands for the site.
type Icon struct{ Rel, URL, Type, Sizes string }

// framed returns the frame of the theme.
func (p *Pages) framed() frame {
	f := frame{Paper: lightPapers[0].String(), DarkPaper: darkPapers[0].String()}
	for _, l := range p.Theme.Nav {
		if strings.HasPrefix(l.URL, "/") {
			l.URL = basePath(p.site.BaseURL) + l.URL
		}
		f.Nav = append(f.Nav, l)
	}
	if license := p.Theme.License; strings.HasPrefix(license, "https://") || strings.HasPrefix(license, "http://") {
		f.License = license
	}
	if logo := p.Theme.Logo; logo.URL != "" || logo.Data != nil {
		width, height := logo.size()
		f.Logo = &Logo{p.keep("logo", logo), width, height}
	}
	f.Icons = p.addIcons()
	return f
}

// keep keeps a picture of the owner and returns its absolute URL.
func (p *Pages) keep(name string, picture Picture) string {
	if picture.Data != nil {
		p.add(name, extensions[picture.Type], picture.Type, picture.Data)
	}
	return Address(p.site.BaseURL, name, picture)
}

// Address returns the absolute URL of a picture of the owner at the site with a base URL:
// its own, or that of the file, which name describes ("icon"). It is empty if there is no
// picture.
func Address(baseURL, name string, picture Picture) string {
	if picture.Data == nil {
		return picture.URL
	}
	return baseURL + pathOfAsset(name, extensions[picture.Type], picture.Data)
}

// extensions are those of pictures by their media types.
var extensions = map[string]string{"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp",
	"image/svg+xml": ".svg", "image/vnd.microsoft.icon": ".ico"}

// size returns the size of a picture in pixels, or 0 if it is unknown.
func (picture Picture) size() (width, height int) {
	c, _, err := image.DecodeConfig(bytes.NewReader(picture.Data))
	if err != nil {
		return 0, 0
	}
	return c.Width, c.Height
}
