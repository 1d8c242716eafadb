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
	switch share(w.Header(), r) {
	case shared:
		return true
	case asked:
		w.WriteHeader(http.StatusNoContent)
	default:
		http.Error(w, onlyReading, http.StatusMethodNotAllowed)
	}
	return false
}

// onlyReading is why other methods are refused.
const onlyReading = "only GET and HEAD are allowed"

// sharing is what a request wants.
type sharing uint8

const (
	shared    sharing = iota // to read
	asked                    // to know whether it may read
	forbidden                // anything else
)

// share sets the fields that let pages of any site read the answer to a request, and
// says what the request wants.
func share(header http.Header, r *http.Request) sharing {
	header["Access-Control-Allow-Origin"] = anyOrigin
	header["Access-Control-Expose-Headers"] = exposed
	switch {
	case r.Method == http.MethodGet, r.Method == http.MethodHead:
		return shared
	case isPreflight(r):
		header.Set("Access-Control-Allow-Methods", "GET, HEAD")
		header.Set("Access-Control-Allow-Headers", allowed)
		header.Set("Access-Control-Max-Age", allowedFor)
		return asked
	}
	header.Set("Allow", "GET, HEAD")
	return forbidden
}

// isPreflight reports whether a browser asks whether a page of another site may
// send a request.
func isPreflight(r *http.Request) bool {
	return r.Method == http.MethodOptions && r.Header.Get("Origin") != "" && r.Header.Get("Access-Control-Request-Method") != ""
}
