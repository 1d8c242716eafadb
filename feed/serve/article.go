package serve

import (
	"encoding/hex"
	"net/http"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
)

// article serves the page of an article, or its Markdown, at the one address
// of each.
func (h *Handler) article(w *answer, r *http.Request, s *archive.Snapshot, path string) {
	e, ok := s.Entry(article.PageAt(article.PagePath(path)))
	switch {
	case !ok:
		h.former(w, s, path)
	case path == article.Address(e.Path):
		h.send(w, r, wanted{kind: Articles, key: article.PathURI(path), revision: s.Serial(), serial: s.Serial(),
			make: func() render.Document { return h.Renderer.Page(s, e) }})
	case path == e.MarkdownAt():
		h.file(w, r, Articles, e.File, e.Hash, "text/markdown; charset=utf-8")
	case path == e.File:
		h.redirect(w, article.PathURI(e.MarkdownAt()))
	default:
		h.redirect(w, article.PageURI(e.Path))
	}
}

// former leads from where a story stood to where it stands; 410 says that it
// was removed.
func (h *Handler) former(w *answer, s *archive.Snapshot, path string) {
	file := article.PageAt(path)
	page := article.PagePath(file)
	e, moved := s.Moved(page)
	switch {
	case moved && file == page:
		h.redirect(w, article.PageURI(e.Path))
	case moved:
		h.redirect(w, article.PathURI(e.MarkdownAt()))
	case s.Gone(page):
		http.Error(w, "this article was removed", http.StatusGone)
	default:
		http.Error(w, nothing, http.StatusNotFound)
	}
}

const nothing = "nothing here; the feeds are listed at /"

// missing answers a request for an address of Dateline's own at which there
// is nothing. An article may have been meant, whose page stands elsewhere for
// the sake of that address.
func (h *Handler) missing(w *answer, r *http.Request, s *archive.Snapshot, what string) {
	page := article.PagePath(r.URL.Path)
	_, here := s.Entry(page)
	if _, moved := s.Moved(page); article.Reserved(page) && (here || moved || s.Gone(page)) {
		h.article(w, r, s, r.URL.Path)
		return
	}
	http.Error(w, what, http.StatusNotFound)
}

func (h *Handler) cover(w *answer, r *http.Request, s *archive.Snapshot, file string) {
	if image, ok := s.Image(file); ok {
		h.file(w, r, Covers, file, image.Hash, image.Type)
		return
	}
	h.missing(w, r, s, nothing)
}

// file sends a file of the tree, if its bytes are still those that the
// snapshot speaks of. It is sent as it is read: however slow a client takes
// it, nothing of it is held in memory.
func (h *Handler) file(w *answer, r *http.Request, kind Kind, name string, hash [16]byte, mediaType string) {
	d := h.ready(kind, "", render.Document{Path: name, Type: mediaType, ETag: `"` + hex.EncodeToString(hash[:]) + `"`})
	if h.spared(w, r, d, &d.identity) {
		return
	}
	client := h.taker(r)
	if !h.sending.begin(client, true) {
		unavailable(w, tooSlow, 1)
		return
	}
	defer h.sending.end(client, true)
	f, err := h.Open(name, hash)
	if err != nil {
		unavailable(w, "the file is changing, or cannot be read", 2)
		return
	}
	defer f.Close()
	w.set(d.identity.whole)
	http.ServeContent(w, partsOf(r), "", time.Time{}, f)
}
