package serve

import (
	"strings"

	"dateline/feed/page"
	"dateline/feed/site"
)

// handling returns the Content-Security-Policy of a document, and its
// Content-Disposition if a browser should only save it.
func (h *Handler) handling(kind site.Kind, mediaType string) (policy, disposition string) {
	switch {
	case kind == site.Covers:
		return handling(mediaType)
	case kind == site.Themes:
		return page.PolicyOf(mediaType), ""
	case strings.HasPrefix(mediaType, "text/html"):
		return h.Site.Pages.Policy(), ""
	}
	return "", ""
}

// handling returns the Content-Security-Policy of a file beside articles, and its
// Content-Disposition if a browser should only save it. The files are the
// author's, but drawings and XML could hold scripts, which would run as part of
// the site. X-Content-Type-Options keeps browsers from taking a file for another
// media type than it has.
func handling(mediaType string) (policy, disposition string) {
	const nothing = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
	switch kind, _, _ := strings.Cut(mediaType, "/"); {
	case kind == "image", kind == "text":
		return nothing, ""
	case kind == "audio", kind == "video":
		// A browser wraps these in a page of its own, which loads them again.
		return "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'", ""
	case mediaType == "application/pdf":
		// Chrome's viewer is a page of its own, too: in a sandbox it shows
		// nothing, and without its styles and plugin only a corner. Scripts in a
		// PDF run in the viewer, which is not part of the site.
		return "", ""
	}
	return nothing, "attachment"
}
