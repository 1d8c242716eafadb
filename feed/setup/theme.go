package setup

import (
	"html/template"
	"path/filepath"

	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/page"
	"dateline/feed/render"
)

// Pages returns the pages of a site. An error says which template of the owner cannot be
// used. failed is page.Options.Failed.
func Pages(c *config.Config, r *render.Renderer, failed func(*page.TemplateError)) (*page.Pages, error) {
	p := page.New(page.Options{Renderer: r, Theme: Theme(c), Failed: failed})
	return p, p.Check()
}

// Theme returns how pages look.
func Theme(c *config.Config) page.Theme {
	t := page.Theme{Accent: c.Site.Accent, LinkImages: c.Site.RemoteImages == config.LinkTo, License: c.Site.License,
		Icon: picture(c, c.Site.Icon), Logo: picture(c, c.Site.Logo), CSS: c.Files[c.Site.CSS], Footer: template.HTML(article.Snippet(c.Site.Footer, c.Site.BaseURL))}
	for _, pair := range c.Site.Nav {
		t.Nav = append(t.Nav, page.Link{Name: pair[0], URL: pair[1]})
	}
	for _, pair := range c.Pages.Readers {
		t.Readers = append(t.Readers, page.Reader{Name: pair[0], URL: pair[1]})
	}
	if c.Pages.Templates != "" {
		t.Templates, t.Directory = map[string]string{}, c.Pages.Templates
	}
	for name, data := range c.Files {
		if t.Templates != nil && filepath.Dir(name) == filepath.Clean(c.Pages.Templates) && config.IsTemplate(name) {
			t.Templates[filepath.Base(name)] = string(data)
		}
	}
	return t
}

// picture returns the picture at a URL or in a file.
func picture(c *config.Config, value string) page.Picture {
	if value == "" || config.IsURL(value) {
		return page.Picture{URL: value}
	}
	data := c.Files[value]
	return page.Picture{Name: value, Type: config.PictureType(data), Data: data}
}
