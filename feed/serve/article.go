package serve

import (
	"encoding/hex"
	"net/http"
	"slices"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
)

// article serves the page of an article and its Markdown, each at its one
// address, and leads to files beside articles. Whatever else an address may be,
// a spelling of these or one that they had before, leads to the one or the
// other; 410 says that the article was removed.
func (h *Handler) article(w *answer, r *http.Request, s *archive.Snapshot, address string) {
	e, page := standing(s, address)
	switch {
	case page == "":
		if _, ok := s.Asset(s.FileOf(address)); ok {
			h.redirect(w, article.AssetPath(address))
			return
		}
		http.Error(w, nothing, http.StatusNotFound)
	case e == nil:
		http.Error(w, "this article was removed", http.StatusGone)
	case address == article.Address(e.Path):
		h.send(w, r, wanted{kind: Articles, key: article.PathURI(address), revision: h.Renderer.PageRevision(s, e), serial: s.Serial(),
			make: func() render.Document { return h.Renderer.Page(s, e) }})
	case address == e.MarkdownAt():
		h.file(w, r, Articles, e.File, e.Hash, "text/markdown; charset=utf-8")
	case article.IsMarkdown(address) && page != article.PageAt(address):
		h.redirect(w, article.PathURI(e.MarkdownAt()))
	default:
		h.redirect(w, article.PageURI(e.Path))
	}
}

// standing returns the entry that an address means, and the page by which it
// is found: one that is there, else one at which its story stood before. The
// entry is nil where the article was removed, and page empty where nothing ever
// was.
func standing(s *archive.Snapshot, address string) (e *archive.Entry, page string) {
	pages := article.PagesAt(address)
	for _, find := range []func(string) (*archive.Entry, bool){s.Entry, s.Moved} {
		for _, page := range pages {
			if e, ok := find(page); ok {
				return e, page
			}
		}
	}
	if i := slices.IndexFunc(pages, s.Gone); i >= 0 {
		return nil, pages[i]
	}
	return nil, ""
}

const nothing = "nothing here; the feeds are listed at /"

// missing answers a request for an address of Dateline's own at which there
// is nothing. An article may have been meant, whose page stands elsewhere for
// the sake of that address.
func (h *Handler) missing(w *answer, r *http.Request, s *archive.Snapshot, what string) {
	if _, page := standing(s, r.URL.Path); page != "" {
		h.article(w, r, s, r.URL.Path)
		return
	}
	http.Error(w, what, http.StatusNotFound)
}

// cover serves a file beside articles, a cover or another one.
func (h *Handler) cover(w *answer, r *http.Request, s *archive.Snapshot, file string) {
	file = s.FileOf(file)
	switch asset, ok := s.Asset(file); {
	case !ok:
		h.missing(w, r, s, nothing)
	case asset.Hash != [16]byte{}:
		h.file(w, r, Covers, file, asset.Hash, asset.Type)
	default:
		h.asset(w, r, file, asset)
	}
}

// file sends a file of the tree, if its bytes are still those that the
// snapshot speaks of. It is sent as it is read: however slow a client takes
// it, nothing of it is held in memory.
func (h *Handler) file(w *answer, r *http.Request, kind Kind, name string, hash [16]byte, mediaType string) {
	d := h.fileOf(kind, name, hash, mediaType)
	if h.spared(w, r, d, &d.identity) {
		return
	}
	h.whileSending(w, r, func() {
		f, err := h.Open(name, hash)
		if err != nil {
			unavailable(w, unsteady, 2)
			return
		}
		defer f.Close()
		w.set(d.identity.whole)
		http.ServeContent(w, partsOf(r), "", time.Time{}, f)
	})
}

// asset sends a file of which the snapshot knows no more than its length. While
// its hash is not known, it has no ETag, and can be asked for in parts all the
// same.
func (h *Handler) asset(w *answer, r *http.Request, name string, a *archive.Asset) {
	h.whileSending(w, r, func() {
		f, hash, err := h.OpenAsset(name, a.Length)
		if err != nil {
			unavailable(w, unsteady, 2)
			return
		}
		defer f.Close()
		d := h.fileOf(Covers, name, hash, a.Type)
		if h.spared(w, r, d, &d.identity) {
			return
		}
		w.set(d.identity.whole)
		http.ServeContent(w, partsOf(r), "", time.Time{}, f)
	})
}

// fileOf is a file as a document whose body is sent otherwise.
func (h *Handler) fileOf(kind Kind, name string, hash [16]byte, mediaType string) *ready {
	tag := ""
	if hash != [16]byte{} {
		tag = `"` + hex.EncodeToString(hash[:]) + `"`
	}
	return h.ready(kind, "", render.Document{Path: name, Type: mediaType, ETag: tag})
}

const unsteady = "the file is changing, or cannot be read"

// whileSending has a file sent if there is room for one more.
func (h *Handler) whileSending(w *answer, r *http.Request, send func()) {
	client := h.taker(r)
	if !h.sending.begin(client, true) {
		unavailable(w, tooSlow, 1)
		return
	}
	defer h.sending.end(client, true)
	w.patience = h.WriteTimeout
	send()
}
