package serve

import (
	"bytes"
	"net/http"
	"time"

	"dateline/feed/render"
	"dateline/feed/site"
)

// write sends a document in the coding that suits the client, or only the part
// that the client does not have.
func (h *Handler) write(w *answer, r *http.Request, d *ready) {
	c := d.selected(r.Header["Accept-Encoding"])
	if h.spared(w, r, d, c) {
		return
	}
	if len(d.Body) > light && r.Method == http.MethodGet {
		client := h.taker(r)
		if !h.sending.begin(client) {
			h.unavailable(w, r, tooSlow, 1)
			return
		}
		defer h.sending.end(client)
	}
	if len(d.Items) > 0 && wantsDelta(r) {
		if items, ok := h.has(r); ok {
			h.delta(w, r, d, items)
			return
		}
	}
	h.improve(d)
	switch {
	case r.Method == http.MethodHead:
		w.empty(http.StatusOK, c.whole)
	case c.coding == "" && ranged(r):
		w.set(c.whole)
		http.ServeContent(w, partsOf(r), "", time.Time{}, bytes.NewReader(c.body))
	default:
		w.whole(c)
	}
}

const tooSlow = "too many responses are being sent to this client; finish reading them before you request more"

// spared reports whether a request for a document in some coding needs no body;
// if so, it answers the request.
func (h *Handler) spared(w *answer, r *http.Request, d *ready, c *coded) bool {
	if w.kind = d.kind; d.kind == site.Feeds {
		w.feed = d.Path
	}
	now := h.Now()
	w.undated = d.isRecent(now)
	if !d.precondition(r, c) {
		w.set(d.same[c.coding])
		w.Header().Set("Cache-Control", passing)
		w.WriteHeader(http.StatusPreconditionFailed)
		return true
	}
	if same := d.unmodified(r, c, now); same != nil {
		w.empty(http.StatusNotModified, same)
		return true
	}
	if !h.admit(w, r) {
		return true
	}
	if w.over {
		h.tooMany(w, r)
	}
	return w.over
}

// delta sends a feed without the items that the client has (RFC 3229). It sends
// "no-store, im", because caches that do not know such answers must not store
// them.
func (h *Handler) delta(w *answer, r *http.Request, d *ready, has []uint64) {
	part := h.ready(d.kind, "", render.Document{Type: d.Type, Body: d.Delta(has), ETag: d.ETag, Modified: d.Modified})
	c := part.selected(r.Header["Accept-Encoding"])
	w.set(c.whole)
	w.Header()["Im"] = []string{"feed"}
	w.Header()["Cache-Control"] = []string{"no-store, im"}
	w.WriteHeader(http.StatusIMUsed)
	if r.Method == http.MethodGet {
		_, _ = w.Write(c.body) // a client that has gone away is normal
	}
}
