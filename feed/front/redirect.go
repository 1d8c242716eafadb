package front

import (
	"net/http"
	"strings"

	"dateline/feed/article"
)

// longest bounds the address that a redirect repeats, in bytes.
const longest = 4 << 10

// Redirect leads plain HTTP to the site: to the path that was asked for below
// its base URL, which is absolute and without a trailing slash.
func Redirect(base string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Server", "dateline")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
			return
		}
		target := r.RequestURI
		if !strings.HasPrefix(target, "/") || len(target) > longest {
			target = "/"
		}
		w.Header().Set("Location", base+article.URI(target))
		w.WriteHeader(http.StatusMovedPermanently)
	})
}
