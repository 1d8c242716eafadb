package serve

import (
	"net/http"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/page"
	"dateline/feed/printable"
	"dateline/feed/site"
)

// route looks up the address of a request and answers. The outcome of the lookup
// determines the HTTP status.
func (h *Handler) route(w *answer, r *http.Request, s *archive.Snapshot) {
	switch a := h.lookup(s, r); a.Status {
	case site.Found:
		h.found(w, r, s, a)
	case site.Moved:
		w.Header().Set("Cache-Control", h.cachingNothing())
		h.redirect(w, http.StatusMovedPermanently, a.Path)
	case site.MovedForNow:
		w.Header().Set("Cache-Control", h.caching(site.Other, 0))
		h.redirect(w, http.StatusFound, a.Path)
	case site.AtHome:
		// It may be here again: the configuration says where it is.
		w.Header().Set("Cache-Control", h.cachingNothing())
		w.Header().Set("Location", a.Path)
		w.WriteHeader(http.StatusFound)
	case site.Gone:
		w.Header().Set("Cache-Control", h.cachingNothing())
		h.fail(w, r, a.Why, page.Failure{Status: http.StatusGone, Was: a.Was, At: a.At})
	case site.Refused:
		h.fail(w, r, h.explanation(a), page.Failure{Status: http.StatusBadRequest, Reason: a.Why, Near: h.suggestions(a)})
	default:
		w.Header().Set("Cache-Control", h.cachingNothing())
		h.missing(w, r, a)
	}
}

// found answers with a document or a file. A browser would show a feed as plain
// text, so it gets a page with the feed's addresses instead.
func (h *Handler) found(w *answer, r *http.Request, s *archive.Snapshot, a site.Answer) {
	switch {
	case a.Search != nil:
		if d := h.search(w, r, a); d != nil {
			h.write(w, r, d)
		}
	case a.File != nil && a.File.Hash == [16]byte{}:
		h.unreadFile(w, r, a.Address)
	case a.File != nil:
		h.file(w, r, a.Address)
	case a.Page.Make != nil && inBrowser(r):
		a.Page.Path = forBrowsers + a.Page.Path
		h.write(w, r, h.document(s, a.Page))
	default:
		h.write(w, r, h.document(s, a.Address))
	}
}

// forBrowsers is the prefix of the cache keys of pages that browsers get instead
// of feeds. It cannot collide with an address, because no address has a space.
const forBrowsers = "page "

// inBrowser reports whether a browser will display the answer.
func inBrowser(r *http.Request) bool {
	return r.Header.Get("Sec-Fetch-Dest") == "document"
}

// leave redirects a request for a former host.
func (h *Handler) leave(w *answer, r *http.Request, to string) {
	if h.acceptable(w, r) {
		w.Header().Set("Cache-Control", h.cachingNothing())
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusMovedPermanently)
	}
}

// redirect redirects to a path of the configured site, never to the host in the
// request.
func (h *Handler) redirect(w *answer, status int, path string) {
	w.Header().Set("Location", h.BaseURL+path)
	w.WriteHeader(status)
}

// missing answers that there is nothing at an address, with suggestions.
func (h *Handler) missing(w *answer, r *http.Request, a site.Answer) {
	f := page.Failure{Status: http.StatusNotFound, Wanted: r.URL.Path}
	if a.Why != site.Nothing {
		f.Reason = a.Why
	}
	if wantsPage(r) && mayShowPages(r.URL.Path) {
		f.Near = h.suggestions(a)
	}
	h.fail(w, r, h.explanation(a), f)
}

// suggestions returns the pages that may help instead of an address at which there is
// nothing. To find them takes as long as to render a page.
func (h *Handler) suggestions(a site.Answer) (list []page.Suggestion) {
	if a.See != "" {
		list = append(list, page.Suggestion{Name: a.See, Path: a.See})
	}
	near := a.Near
	if a.Nearby != nil && a.See == "" {
		h.rendering <- struct{}{}
		near = a.Nearby()
		<-h.rendering
	}
	for _, n := range near {
		list = append(list, page.Suggestion(n))
	}
	return list
}

// explanation returns the message that there is nothing at an address, with
// suggestions, as text.
func (h *Handler) explanation(a site.Answer) string {
	var text strings.Builder
	text.WriteString(a.Why)
	if a.See != "" {
		text.WriteString("; see " + h.BaseURL + a.See)
	}
	for i, n := range a.Near {
		if i == 0 {
			text.WriteString("\n\ndid you mean:\n")
		}
		text.WriteString(n.Name + "  " + h.BaseURL + n.Path + "\n")
	}
	return printable.Text(text.String())
}
