package serve

import "net/http"

// Everything here is public, so pages of any site may read it (CORS; Fetch
// Standard, section 3.3): readers that run in a browser need no server of their
// own.
var (
	anyOrigin = []string{"*"}
	// exposed are the fields of answers that such pages may read, besides those
	// that the standard always shows.
	exposed = []string{"Content-Range, ETag, IM, Link, Retry-After"}
)

const (
	// allowed are the fields that the requests of such pages may have: what
	// subscribers send, besides what the standard always permits.
	allowed = "A-IM, Cache-Control, If-Modified-Since, If-None-Match, If-Range, Range"
	// allowedFor is how long a browser need not ask again, in seconds; some ask
	// more often anyway.
	allowedFor = "86400"
)

// Share lets pages of any site read the answer to a request, and reports whether
// the request only reads. If it does not, Share answers it: browsers that ask
// whether a page may send a request learn that it may, and all other methods are
// refused.
func Share(w http.ResponseWriter, r *http.Request) bool {
	header := w.Header()
	header["Access-Control-Allow-Origin"] = anyOrigin
	header["Access-Control-Expose-Headers"] = exposed
	switch {
	case r.Method == http.MethodGet, r.Method == http.MethodHead:
		return true
	case isPreflight(r):
		header.Set("Access-Control-Allow-Methods", "GET, HEAD")
		header.Set("Access-Control-Allow-Headers", allowed)
		header.Set("Access-Control-Max-Age", allowedFor)
		w.WriteHeader(http.StatusNoContent)
	default:
		header.Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD are allowed", http.StatusMethodNotAllowed)
	}
	return false
}

// isPreflight reports whether a browser asks whether a page of another site may
// send a request.
func isPreflight(r *http.Request) bool {
	return r.Method == http.MethodOptions && r.Header.Get("Origin") != "" && r.Header.Get("Access-Control-Request-Method") != ""
}
