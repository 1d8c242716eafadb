package serve

import (
	"errors"
	"net/http"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/render"
	"dateline/feed/search"
)

// searches is how many are answered at once.
const searches = 4

// search serves the page of searches and the feeds of what they find, and
// reports whether path is one of them. What is found is made for each
// request: there is no end of searches, and their documents would drive others
// out of the cache.
func (h *Handler) search(w *answer, r *http.Request, s *archive.Snapshot, path string) bool {
	file, below := strings.CutPrefix(path, render.SearchPath)
	switch {
	case h.Index == nil:
		return false
	case path == "/search":
		h.redirect(w, render.SearchPath)
	case !below || file != "" && (!isFile(file) || !strings.HasPrefix(file, "feed.")):
		return false
	case file == "" && !r.URL.Query().Has("q"):
		h.send(w, r, wanted{kind: Searches, key: path, serial: s.Serial(),
			make: func() render.Document { return h.Renderer.Search(render.Subject{}) }})
	default:
		sub, ok := h.found(w, r, s)
		switch {
		case !ok:
		case file == "" || inBrowser(r):
			h.write(w, r, h.ready(Searches, "", h.Renderer.Search(sub)))
		default:
			h.write(w, r, h.ready(Searches, "", h.Renderer.Feed(s, sub, render.Format(strings.TrimPrefix(file, "feed.")))))
		}
	}
	return true
}

// found gives what the query of a request finds. Where it cannot, it answers.
func (h *Handler) found(w *answer, r *http.Request, s *archive.Snapshot) (sub render.Subject, ok bool) {
	query, err := search.Parse(r.URL.Query().Get("q"))
	if err != nil {
		refuse(w, err.Error())
		return sub, false
	}
	if sub, ok = h.variant(w, r, h.Renderer.Found(query.Text)); !ok {
		return sub, false
	}
	select {
	case h.searching <- struct{}{}:
		defer func() { <-h.searching }()
	case <-r.Context().Done():
		return sub, false
	}
	moments, err := h.Index.Find(r.Context(), query, h.Renderer.Most(sub))
	switch {
	case errors.Is(err, search.ErrUnready):
		unavailable(w, err.Error(), 10)
	case err != nil:
		unavailable(w, "this search takes too long, or the index cannot be read", 60)
	default:
		sub.Entries = render.At(s, moments)
	}
	return sub, err == nil
}
