package serve

import (
	"net/http"
	"regexp"

	"dateline/feed/archive"
	"dateline/feed/render"
)

// volume are archive documents: of a month or a year, in a revision or, with
// none, in the present one.
var volume = regexp.MustCompile(`^archive/(\d{4}(?:-\d{2})?)(?:-([0-9a-f]+))?\.(atom|rss|json)$`)

// archive serves an archive document (RFC 5005). What stands at the name of a
// revision stays the same for ever; a name without one, or with a former
// one, leads to the present one, or to the feed where that has it all.
func (h *Handler) archive(w *answer, r *http.Request, s *archive.Snapshot, sub render.Subject, file string) {
	m := volume.FindStringSubmatch(file)
	name, revision, format := m[1], m[2], render.Format(m[3])
	sub, ok := h.variant(w, r, sub)
	if !ok {
		return
	}
	sub.Variant.Limit = 0
	v, ok := h.Renderer.Volume(sub, name)
	switch {
	case !ok:
		h.missing(w, r, s, "nothing was published then; "+h.BaseURL+sub.FeedPath(format)+" leads to all that was")
	case revision != "" && !v.Was(revision):
		h.missing(w, r, s, "there never was such a revision; the present one is "+h.BaseURL+sub.VolumePath(v, format))
	case revision == "" || revision != v.Revision:
		w.Header().Set("Cache-Control", h.caching(0))
		w.Header().Set("Location", h.BaseURL+sub.VolumePath(v, format))
		w.WriteHeader(http.StatusFound)
	case inBrowser(r):
		h.send(w, r, wanted{kind: Pages, key: forBrowsers + sub.VolumePath(v, format),
			make: func() render.Document { return h.Renderer.VolumePage(sub, v) }})
	default:
		h.send(w, r, wanted{kind: Archives, key: sub.VolumePath(v, format),
			make: func() render.Document { return h.Renderer.Archive(s, sub, v, format) }})
	}
}
