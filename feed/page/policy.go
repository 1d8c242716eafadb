package page

import (
	"net/url"
	"slices"
	"strings"
)

// Policy returns the Content-Security-Policy of pages: nothing but the site's own, and
// pictures of other hosts as far as the owner wants them.
func (p *Pages) Policy() string {
	pictures := "* data:"
	if p.Theme.LinkImages {
		pictures = strings.Join(append([]string{"'self'", "data:"}, p.hosts()...), " ")
	}
	return "default-src 'none'; img-src " + pictures + "; media-src *; font-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}

// hosts returns the origins of the base URL, which pictures in articles have even if
// somebody reads them at another address, and of the icon and the logo, as far as those
// are elsewhere.
func (p *Pages) hosts() (list []string) {
	for _, address := range []string{p.site.BaseURL, p.Theme.Icon.URL, p.Theme.Logo.URL} {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" {
			continue
		}
		if origin := u.Scheme + "://" + u.Host; !slices.Contains(list, origin) {
			list = append(list, origin)
		}
	}
	return list
}

// drawingPolicy is the Content-Security-Policy of what pages need besides themselves.
// Drawings of an owner may hold scripts, which would run as part of the site.
const drawingPolicy = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'"

// PolicyOf returns the Content-Security-Policy of a document of the theme.
func PolicyOf(mediaType string) string {
	if strings.HasPrefix(mediaType, "image/svg") {
		return drawingPolicy
	}
	return ""
}
