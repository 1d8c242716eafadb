package serve

import (
	"net/http"
	"path"
	"strings"

	"dateline/feed/article"
	"dateline/feed/page"
	"dateline/feed/render"
	"dateline/feed/site"
)

// Errors are pages for people and text for programs. Whoever asks for a page says so:
// a browser, by Sec-Fetch-Dest or by an Accept that names HTML. At the addresses of
// feeds and files everybody gets text, so that those answers depend on nothing.

// varyFailure is the Vary of errors at addresses where people see pages. A cache that
// ignored it could give a feed reader a page, or a visitor text.
const varyFailure = "Accept, Accept-Encoding, Sec-Fetch-Dest"

// fail answers with an error. text is what programs get, and f what people see.
func (h *Handler) fail(w *answer, r *http.Request, text string, f page.Failure) {
	switch {
	case !mayShowPages(r.URL.Path):
		http.Error(w, text, f.Status)
	case !wantsPage(r):
		w.Header().Set("Vary", varyFailure)
		http.Error(w, text, f.Status)
	default:
		h.show(w, r, f.Status, h.newFailure(h.Site.Pages.Failure(f)))
	}
}

// refuse is fail for an error that does not depend on the address. Its page is rendered
// once, because such errors are frequent when there is much to do. reason is constant.
func (h *Handler) refuse(w *answer, r *http.Request, status int, text, reason string) {
	if !mayShowPages(r.URL.Path) || !wantsPage(r) {
		h.fail(w, r, text, page.Failure{Status: status})
		return
	}
	f := page.Failure{Status: status, Reason: reason}
	d, ok := h.failures.Load(text)
	if !ok {
		d, _ = h.failures.LoadOrStore(text, h.newFailure(h.Site.Pages.Failure(f)))
	}
	h.show(w, r, status, d.(*ready))
}

// newFailure makes the page of an error ready to send. It has no validators.
func (h *Handler) newFailure(d render.Document) *ready {
	f := &ready{Document: d, kind: site.Other, same: map[string]*head{}, policy: h.Site.Pages.Policy()}
	for _, coding := range []string{"", "gzip"} {
		f.same[coding] = new(head).with("Vary", varyFailure)
	}
	f.identity = f.coded("", d.Body)
	f.packed.Store(&packed{gzip: f.gzip(fast)})
	return f
}

// show sends the page of an error.
func (h *Handler) show(w *answer, r *http.Request, status int, f *ready) {
	c := f.selected(r.Header["Accept-Encoding"])
	if r.Method == http.MethodHead {
		w.empty(status, c.whole)
		return
	}
	w.send(status, c.whole, c.body, nil)
}

// wantsPage reports whether a request asks for something to display.
func wantsPage(r *http.Request) bool {
	if inBrowser(r) {
		return true
	}
	for entry := range entries(r.Header["Accept"]) {
		mediaType, parameters, _ := strings.Cut(entry, ";")
		if strings.EqualFold(strings.TrimSpace(mediaType), "text/html") && !isRefusal(parameters) {
			return true
		}
	}
	return false
}

// isRefusal reports whether parameters of a media type have a weight of 0, with which a
// client refuses it.
func isRefusal(parameters string) bool {
	for p := range strings.SplitSeq(parameters, ";") {
		if p = strings.TrimSpace(p); len(p) > 1 && strings.EqualFold(p[:2], "q=") {
			return weight(p) == 0
		}
	}
	return false
}

// listExtensions are those of documents for programs that are neither feeds nor files
// of the tree.
var listExtensions = map[string]bool{".opml": true, ".xml": true, ".css": true, ".js": true, ".ico": true, ".webmanifest": true}

// mayShowPages reports whether people see pages at a path: not where feeds, files or
// lists for programs are.
func mayShowPages(p string) bool {
	switch path.Base(p) {
	case "feed", "rss", "atom", "opml":
		return false
	}
	if strings.HasPrefix(p, "/covers/") || strings.HasPrefix(p, "/-/") {
		return false
	}
	ext := strings.ToLower(path.Ext(p))
	return ext == "" || !listExtensions[ext] && !render.Format(ext[1:]).Known() && !article.IsMarkdown(p) && !article.IsAsset(p)
}
