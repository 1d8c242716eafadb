package serve

import (
	"encoding/hex"
	"net/http"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
)

// article serves the page of an article, or its Markdown.
func (h *Handler) article(w *answer, r *http.Request, s *archive.Snapshot, path string) {
	e, ok := s.Entry(article.PagePath(path))
	switch {
	case ok && path == e.Path:
		h.send(w, r, wanted{kind: Articles, key: article.PathURI(path), revision: s.Serial(), serial: s.Serial(),
			make: func() render.Document { return h.Renderer.Page(s, e) }})
	case ok && path == e.File:
		h.file(w, r, Articles, e.File, e.Hash, "text/markdown; charset=utf-8")
	case ok:
		h.redirect(w, article.PathURI(e.Path))
	default:
		h.former(w, s, path)
	}
}

// former leads from where a story stood to where it stands; 410 says that it
// was removed.
func (h *Handler) former(w *answer, s *archive.Snapshot, path string) {
	page := article.PagePath(path)
	e, moved := s.Moved(page)
	switch {
	case moved && path == page:
		h.redirect(w, article.PathURI(e.Path))
	case moved:
		h.redirect(w, article.PathURI(e.File))
	case s.Gone(page):
		http.Error(w, "this article was removed", http.StatusGone)
	default:
		notFound(w)
	}
}

func (h *Handler) cover(w *answer, r *http.Request, s *archive.Snapshot, file string) {
	if image, ok := s.Image(file); ok {
		h.file(w, r, Covers, file, image.Hash, image.Type)
		return
	}
	notFound(w)
}

// file sends a file of the tree, if its bytes are still those that the
// snapshot speaks of. It is sent as it is read: however slow a client takes
// it, nothing of it is held in memory.
func (h *Handler) file(w *answer, r *http.Request, kind Kind, name string, hash [16]byte, mediaType string) {
	d := h.ready(kind, "", render.Document{Path: name, Type: mediaType, ETag: `"` + hex.EncodeToString(hash[:]) + `"`})
	if h.spared(w, r, d, &d.identity) {
		return
	}
	f, err := h.Open(name, hash)
	if err != nil {
		unavailable(w, "the file is changing, or cannot be read", 2)
		return
	}
	defer f.Close()
	w.set(d.identity.whole)
	http.ServeContent(w, partsOf(r), "", time.Time{}, f)
}
