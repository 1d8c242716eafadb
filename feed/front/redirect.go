package front

import (
	"net/http"
	"strings"

	"dateline/feed/article"
	"dateline/feed/serve"
)

// longestTarget bounds the request target that a redirect repeats, in bytes. No
// address of the site is longer.
const longestTarget = 4 << 10

// Redirect redirects requests over plain HTTP to the same path of the site. base is
// the site's absolute URL without a trailing slash.
func Redirect(base string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Server", "dateline")
		if !serve.Share(w, r) { // else pages of other sites could not follow it
			return
		}
		target := r.RequestURI
		if !strings.HasPrefix(target, "/") || len(target) > longestTarget {
			target = "/"
		}
		w.Header().Set("Location", base+article.URI(target))
		w.WriteHeader(http.StatusMovedPermanently)
	})
}
