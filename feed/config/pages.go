package config

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// colour matches a colour of CSS in hexadecimal notation.
var colour = regexp.MustCompile(`^#(?:[0-9a-fA-F]{3}){1,2}$`)

// look checks what decides how pages look.
func (d *document) look(s *Site) {
	for _, image := range []struct{ path, value string }{{"site.icon", s.Icon}, {"site.logo", s.Logo}} {
		if IsURL(image.value) {
			_, fault := webURL(image.value)
			d.must(image.path, fault == "", fmt.Sprintf("%q %s", image.value, fault), `write the absolute URL of an image, or a file: "https://example.org/icon.png", "icon.png"`)
		}
	}
	d.must("site.accent", s.Accent == "" || colour.MatchString(s.Accent), fmt.Sprintf("%q is not a colour", s.Accent), `write it in hexadecimal: "#0a6" or "#00aa66"`)
	for i, pair := range s.Nav {
		d.must(element("site.nav", i), len(pair) == 2 && strings.TrimSpace(pair[0]) != "" && leads(pair[1]), fmt.Sprintf("%q is not a name and an address", pair),
			`write a name and a path or an absolute URL: ["About", "/about"]`)
	}
	if strings.HasPrefix(s.License, "https://") || strings.HasPrefix(s.License, "http://") {
		_, fault := webURL(s.License)
		d.must("site.license", fault == "", fmt.Sprintf("%q %s", s.License, fault), `write the absolute URL of the license, or its name: "https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"`)
	}
	s.Footer = strings.ReplaceAll(s.Footer, "\r\n", "\n") // whatever the editor writes
	d.either("site.remote_images", s.RemoteImages, Show, LinkTo)
}

// IsURL reports whether a value names a URL rather than a file.
func IsURL(s string) bool { return strings.Contains(s, "://") }

// leads reports whether a value can be the address of a link: a path of the site, or an
// absolute URL.
func leads(s string) bool {
	if strings.HasPrefix(s, "/") {
		return !strings.HasPrefix(s, "//")
	}
	_, fault := webURL(s)
	return fault == "" || strings.HasPrefix(s, "mailto:")
}

func (d *document) pages(p *Pages) {
	for i, file := range p.Files {
		ok := path.IsAbs(path.Join("/", file)) && path.Clean(file) == file && !strings.HasPrefix(file, "../") && !strings.HasPrefix(file, "/")
		d.must(element("pages.files", i), ok && strings.HasSuffix(file, ".md"), fmt.Sprintf("%q is not the path of a Markdown file below a content directory", file), `write it as "about.md" or "legal/imprint.md"`)
	}
	for i, pair := range p.Readers {
		ok := len(pair) == 2 && strings.TrimSpace(pair[0]) != "" && strings.Contains(pair[1], FeedPlaceholder)
		if ok {
			_, fault := webURL(strings.ReplaceAll(pair[1], FeedPlaceholder, ""))
			ok = fault == ""
		}
		d.must(element("pages.readers", i), ok, fmt.Sprintf("%q is not a name and an address with %s", pair, FeedPlaceholder), `write it as ["Feedly", "https://feedly.com/i/subscription/feed/{feed}"]`)
	}
}
