package setup

import (
	"fmt"
	"html"
	"html/template"
	"os"

	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/page"
)

// Theme returns how pages look. It reads the files that the configuration names.
func Theme(c *config.Config) (page.Theme, error) {
	t := page.Theme{Accent: c.Site.Accent, LinkImages: c.Site.RemoteImages == config.LinkTo, License: c.Site.License,
		Footer: template.HTML(html.EscapeString(c.Site.Footer))}
	for _, pair := range c.Site.Nav {
		t.Nav = append(t.Nav, page.Link{Name: pair[0], URL: pair[1]})
	}
	for _, pair := range c.Pages.Readers {
		t.Readers = append(t.Readers, page.Reader{Name: pair[0], URL: pair[1]})
	}
	for _, picture := range []struct {
		value string
		to    *page.Picture
	}{{c.Site.Icon, &t.Icon}, {c.Site.Logo, &t.Logo}} {
		read, err := pictureAt(picture.value)
		if err != nil {
			return t, err
		}
		*picture.to = read
	}
	if c.Site.CSS != "" {
		data, err := os.ReadFile(c.Site.CSS)
		if err != nil {
			return t, fmt.Errorf("reading site.css: %w", err)
		}
		t.CSS = data
	}
	return t, nil
}

// pictureAt returns the picture at a URL or in a file.
func pictureAt(s string) (page.Picture, error) {
	if s == "" || config.IsURL(s) {
		return page.Picture{URL: s}, nil
	}
	data, err := os.ReadFile(s)
	if err != nil {
		return page.Picture{}, fmt.Errorf("reading a picture: %w", err)
	}
	return page.Picture{Name: s, Type: article.ImageType(s), Data: data}, nil
}
