package serve

import (
	"bytes"
	"net/http"
	"time"

	"dateline/feed/render"
)

// send answers with the document of an address, which is made again only when
// the revision behind it is another one.
func (h *Handler) send(w *answer, r *http.Request, d wanted) {
	h.write(w, r, h.document(d))
}

// write sends a document in the coding that suits the client, or what of it
// the client does not have.
func (h *Handler) write(w *answer, r *http.Request, d *ready) {
	if w.kind = d.kind; d.kind == Feeds {
		w.feed = d.Path
	}
	header := w.Header()
	header["Vary"] = d.vary
	header["Cache-Control"] = d.caching
	if d.modified != nil && h.Now().Sub(d.Modified) >= time.Second { // more may come in the same second
		header["Last-Modified"] = d.modified
	}
	c := d.selected(r.Header["Accept-Encoding"])
	header["Etag"] = c.etag
	if !d.precondition(r, c) {
		w.WriteHeader(http.StatusPreconditionFailed)
		return
	}
	if etag, ok := d.unmodified(r, c); ok {
		header["Etag"] = etag
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if !h.admit(w, r) {
		return
	}
	if w.over {
		h.tooMany(w)
		return
	}
	header["Content-Type"] = d.mediaType
	if d.policy != nil {
		header["Content-Security-Policy"] = d.policy
	}
	if len(d.Items) > 0 && wantsDelta(r) {
		if items, ok := h.has(r); ok {
			h.delta(w, r, d, items)
			return
		}
	}
	h.improve(d)
	if c.coding == nil && ranged(r) {
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(c.body))
		return
	}
	w.body(r, c, http.StatusOK)
}

// body sends a document in a coding.
func (w *answer) body(r *http.Request, c *coded, status int) {
	header := w.Header()
	if c.coding != nil {
		header["Content-Encoding"] = c.coding
	}
	header["Content-Length"] = c.length
	w.WriteHeader(status)
	if r.Method == http.MethodGet {
		_, _ = w.Write(c.body) // a client that went away is no event
	}
}

// delta sends a feed without the items that the client has (RFC 3229). Only
// caches that know of such answers may keep it.
func (h *Handler) delta(w *answer, r *http.Request, d *ready, has []uint64) {
	part := h.ready(d.kind, render.Document{Type: d.Type, Body: d.Delta(has), ETag: d.ETag})
	w.Header()["Im"] = []string{"feed"}
	w.Header()["Cache-Control"] = []string{"no-store, im"}
	w.body(r, part.selected(r.Header["Accept-Encoding"]), http.StatusIMUsed)
}
