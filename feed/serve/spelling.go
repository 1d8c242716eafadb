package serve

import (
	"cmp"
	"net/http"
	"path"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/site"
)

// lookup returns what the address of a request means. If that is nothing, empty
// and dotted parts of its path do not count, as in a path that a browser resolves
// (RFC 3986, section 5.2.4): what is there without them has moved there, with its
// query, because a document has one address.
func (h *Handler) lookup(s *archive.Snapshot, r *http.Request) site.Answer {
	a, at := h.meaning(s, r.URL.Path, r.URL.RawQuery)
	clean := cleaned(r.URL.Path)
	if a.Status == site.Unknown && clean != r.URL.Path {
		a, at = h.meaning(s, clean, r.URL.RawQuery)
	}
	switch {
	case a.Status == site.Unknown:
		if rest, ok := h.place.formerly(article.PathURI(clean), r.Host); ok {
			return site.Answer{Status: site.Moved, Address: site.Address{Path: withQuery(cmp.Or(rest, "/"), r)}}
		}
	case a.Status == site.Found && clean != r.URL.Path:
		return site.Answer{Status: site.Moved, Address: site.Address{Path: withQuery(article.PathURI(cleaned(at)), r)}}
	}
	return a
}

// meaning returns what a path means, and the path of the site that it stands for,
// without that of the base URL. See Place.
func (h *Handler) meaning(s *archive.Snapshot, path, query string) (a site.Answer, at string) {
	rest, below := cutPath(path, h.place.base.real)
	switch {
	case !below || rest == path || strings.HasPrefix(rest, "?"):
		return h.Site.Lookup(s, path, query), path
	case rest == "":
		return site.Answer{Status: site.Moved, Address: site.Address{Path: "/"}}, "/"
	}
	a = h.Site.Lookup(s, rest, query)
	if a.Status == site.Unknown || a.Status == site.Gone {
		whole := h.Site.Lookup(s, path, query)
		if whole.Status == site.Found || whole.Status == site.Moved || whole.Status == site.MovedForNow {
			return whole, path
		}
	}
	return a, rest
}

// withQuery appends the query of a request to a percent-encoded path.
func withQuery(path string, r *http.Request) string {
	if r.URL.RawQuery == "" {
		return path
	}
	return article.URI(path + "?" + r.URL.RawQuery)
}

// cleaned returns a path without empty and dotted parts.
func cleaned(p string) string {
	if !strings.HasPrefix(p, "/") {
		return p // that of "GET http://host"
	}
	clean := path.Clean(p)
	if last := p[strings.LastIndexByte(p, '/'):]; clean != "/" && (last == "/" || last == "/." || last == "/..") {
		clean += "/"
	}
	return clean
}
