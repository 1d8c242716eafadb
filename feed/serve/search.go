package serve

import (
	"errors"
	"net/http"

	"dateline/feed/search"
	"dateline/feed/site"
)

// search waits for the client's turn, then renders the page or the feed of a
// search. If it cannot, it answers with an error and returns nil. The document is
// rendered for each request, because the number of possible searches is
// unlimited, and their documents would displace others in the cache.
func (h *Handler) search(w *answer, r *http.Request, a site.Answer) *ready {
	client, _ := h.clients.client(r) // clients behind one proxy count as one
	done, ok := h.turns.wait(r.Context(), client)
	if !ok {
		h.unavailable(w, r, "too many searches are running; search again later", 5)
		return nil
	}
	defer done()
	hits, err := h.Index.Find(r.Context(), a.Search.Request)
	switch {
	case errors.Is(err, search.ErrUnready):
		h.unavailable(w, r, err.Error(), 10)
		return nil
	case err != nil:
		h.unavailable(w, r, "the search took too long, or the index cannot be read; try again later", 60)
		return nil
	}
	make := a.Search.Make
	if a.Search.Page != nil && inBrowser(r) {
		make = a.Search.Page
	}
	return h.ready(a.Kind, "", make(hits))
}
