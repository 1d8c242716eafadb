package front

import (
	"net/http"
	"net/url"

	"dateline/feed/serve"
)

// longestTarget bounds the request target that a redirect repeats, in bytes. No
// address of the site is longer.
const longestTarget = 4 << 10

// Redirect redirects requests over plain HTTP to the same path of the site, in one
// step even from its former hosts.
func Redirect(to *serve.Place) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Server", "dateline")
		if !serve.Share(w, r) { // else pages of other sites could not follow it
			return
		}
		if len(r.RequestURI) > longestTarget {
			r = &http.Request{Host: r.Host, URL: &url.URL{Path: "/"}}
		}
		w.Header().Set("Location", to.Canonical(r))
		w.WriteHeader(http.StatusMovedPermanently)
	})
}
