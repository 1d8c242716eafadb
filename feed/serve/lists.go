package serve

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"dateline/feed/archive"
	"dateline/feed/render"
)

// Lists for programs: subscriptions as OPML, sitemaps for crawlers.

// maxSubscriptions is how many topics one OPML document may be asked for.
const maxSubscriptions = 100

// list serves what path names of them, and reports whether that is one.
func (h *Handler) list(w *answer, r *http.Request, s *archive.Snapshot, path string) bool {
	switch {
	case path == "/topics.opml":
		h.send(w, r, wanted{kind: Lists, key: path, revision: render.Revision{Serial: s.Global().Serial()}, serial: s.Serial(),
			make: func() render.Document { return h.Renderer.OPML(s) }})
	case path == "/opml":
		h.subscriptions(w, r, s)
	case path == "/news-sitemap.xml":
		hour := h.Now().Truncate(time.Hour)
		h.send(w, r, wanted{kind: Lists, key: path, revision: render.Revision{Serial: s.Global().Serial(), Period: hour.Unix()},
			make: func() render.Document { return h.Renderer.NewsSitemap(s, hour.Add(time.Hour)) }})
	case strings.HasPrefix(path, "/sitemap"):
		maps := h.sitemaps.of(s, h.Renderer)
		if !maps.Has(path) {
			return false
		}
		h.send(w, r, wanted{kind: Lists, key: path, revision: render.Revision{Serial: s.Global().Serial()}, serial: s.Serial(), make: func() render.Document {
			d, _ := maps.Document(path)
			return d
		}})
	default:
		return false
	}
	return true
}

// subscriptions serves /opml?topics=a,b,c.
func (h *Handler) subscriptions(w *answer, r *http.Request, s *archive.Snapshot) {
	words := strings.SplitN(r.URL.Query().Get("topics"), ",", maxSubscriptions+1)
	if len(words) > maxSubscriptions {
		refuse(w, fmt.Sprintf("at most %d topics make a list", maxSubscriptions))
		return
	}
	if words[0] == "" {
		refuse(w, "name topics: /opml?topics=a,b,c; all of them are in /topics.opml")
		return
	}
	feeds, ok := h.find(w, r, s, archive.OfTopic, words)
	if !ok {
		return
	}
	var topics []*archive.Feed
	for _, f := range feeds {
		if !slices.Contains(topics, f) {
			topics = append(topics, f)
		}
	}
	h.write(w, r, h.ready(Lists, "", h.Renderer.Subscriptions(s, topics)))
}

// sitemaps keeps how the pages of the latest snapshot are cut into files.
type sitemaps struct{ latest atomic.Pointer[cut] }

type cut struct {
	of *archive.Snapshot
	*render.Sitemaps
}

func (m *sitemaps) of(s *archive.Snapshot, r *render.Renderer) *render.Sitemaps {
	if c := m.latest.Load(); c != nil && c.of == s {
		return c.Sitemaps
	}
	c := &cut{s, r.Sitemaps(s)}
	m.latest.Store(c)
	return c.Sitemaps
}
