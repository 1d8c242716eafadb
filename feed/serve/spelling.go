package serve

import (
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
	a := h.Site.Lookup(s, r.URL.Path, r.URL.RawQuery)
	clean := cleaned(r.URL.Path)
	if clean == r.URL.Path {
		return a
	}
	if a.Status == site.Unknown {
		a = h.Site.Lookup(s, clean, r.URL.RawQuery)
	}
	if a.Status != site.Found {
		return a
	}
	to := article.PathURI(clean)
	if r.URL.RawQuery != "" {
		to = article.URI(to + "?" + r.URL.RawQuery)
	}
	return site.Answer{Status: site.Moved, Address: site.Address{Path: to}}
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
