package serve

import (
	"encoding/hex"
	"net/http"
	"os"
	"time"

	"dateline/feed/render"
	"dateline/feed/site"
)

// file sends a file of the tree, if its bytes are still those in the snapshot. It
// is streamed from disk, so that a slow client does not keep it in memory.
func (h *Handler) file(w *answer, r *http.Request, a site.Address) {
	d := h.fileOf(a, a.File.Hash)
	if h.spared(w, r, d, &d.identity) {
		return
	}
	h.whileSending(w, r, func() {
		f, err := h.Open(a.File.Name, a.File.Hash)
		if err != nil {
			h.unavailable(w, r, unsteady, 2)
			return
		}
		defer f.Close()
		sendFile(w, r, d, f)
	})
}

// unreadFile sends a file of which the snapshot knows only the length. Until its
// hash is known, it has no ETag, but ranges of it can be requested all the same.
func (h *Handler) unreadFile(w *answer, r *http.Request, a site.Address) {
	h.whileSending(w, r, func() {
		f, hash, err := h.OpenAsset(a.File.Name, a.File.Length)
		if err != nil {
			h.unavailable(w, r, unsteady, 2)
			return
		}
		defer f.Close()
		if d := h.fileOf(a, hash); !h.spared(w, r, d, &d.identity) {
			sendFile(w, r, d, f)
		}
	})
}

func sendFile(w *answer, r *http.Request, d *ready, f *os.File) {
	w.set(d.identity.whole)
	http.ServeContent(w, partsOf(r), "", time.Time{}, f)
}

// fileOf returns a file as a document without a body, which is sent from disk.
func (h *Handler) fileOf(a site.Address, hash [16]byte) *ready {
	tag := ""
	if hash != [16]byte{} {
		tag = `"` + hex.EncodeToString(hash[:]) + `"`
	}
	return h.ready(a.Kind, "", render.Document{Path: a.Path, Type: a.File.Type, ETag: tag})
}

const unsteady = "the file is changing or cannot be read now; try again soon"

// whileSending sends a file if there is room for one more.
func (h *Handler) whileSending(w *answer, r *http.Request, send func()) {
	client := h.taker(r)
	if !h.sending.beginFile(client) {
		h.unavailable(w, r, tooSlow, 1)
		return
	}
	defer h.sending.endFile(client)
	w.patience = h.WriteTimeout
	send()
}
