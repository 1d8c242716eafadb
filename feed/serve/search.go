package serve

import (
	"errors"
	"net/http"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/render"
	"dateline/feed/search"
)

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
		if found := h.found(w, r, s, file); found != nil {
			h.write(w, r, found)
		}
	}
	return true
}

// found waits for the client's turn, then makes the page, or the feed with a file
// name, of what the query of a request finds. If it cannot, it answers with an
// error and returns nil.
func (h *Handler) found(w *answer, r *http.Request, s *archive.Snapshot, file string) *ready {
	query, err := search.Parse(r.URL.Query().Get("q"))
	if err != nil {
		refuse(w, err.Error())
		return nil
	}
	sub, ok := h.variant(w, r, h.Renderer.Found(query.Text))
	if !ok {
		return nil
	}
	client, _ := h.clients.client(r) // who stands for many takes turns as one
	done, ok := h.turns.wait(r.Context(), client)
	if !ok {
		unavailable(w, "too many searches at once; search again later", 5)
		return nil
	}
	defer done()
	moments, err := h.Index.Find(r.Context(), query, h.Renderer.Most(sub))
	switch {
	case errors.Is(err, search.ErrUnready):
		unavailable(w, err.Error(), 10)
		return nil
	case err != nil:
		unavailable(w, "this search takes too long, or the index cannot be read", 60)
		return nil
	}
	sub.Entries = render.At(s, moments)
	if file == "" || inBrowser(r) {
		return h.ready(Searches, "", h.Renderer.Search(sub))
	}
	return h.ready(Searches, "", h.Renderer.Feed(s, sub, render.Format(strings.TrimPrefix(file, "feed."))))
}
