package front

import (
	"net/http"
	"strings"

	"dateline/feed/article"
)

// longestTarget bounds the request target that a redirect repeats, in bytes. No
// address of the site is longer.
const longestTarget = 4 << 10

// Redirect redirects requests over plain HTTP to the same path of the site. base is
// the site's absolute URL without a trailing slash.
func Redirect(base string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Server", "dateline")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD are allowed", http.StatusMethodNotAllowed)
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
