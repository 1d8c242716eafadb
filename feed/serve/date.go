package serve

import (
	"net/http"
	"regexp"
	"strings"

	"dateline/feed/archive"
)

// dated are the paths of date pages and their feeds.
var dated = regexp.MustCompile(`^/(\d{4})(?:/(\d{1,2}))?(?:/(\d{1,2}))?(/?)(.+)?$`)

// date serves a year, a month or a day, and reports whether path is of one.
func (h *Handler) date(w *answer, r *http.Request, s *archive.Snapshot, path string) bool {
	m := dated.FindStringSubmatch(path)
	if m == nil || m[5] != "" && (m[4] == "" || !isFile(m[5])) {
		return false
	}
	date := m[1]
	for _, part := range m[2:4] {
		if part != "" {
			date += "-" + strings.Repeat("0", 2-len(part)) + part
		}
	}
	sub, ok := h.Renderer.OfDate(s, date)
	switch {
	case !ok:
		h.missing(w, r, s, "no such date")
	case len(sub.Entries.Window(1)) == 0:
		h.missing(w, r, s, "no article is of that date")
	default:
		h.subject(w, r, s, sub, m[5])
	}
	return true
}
