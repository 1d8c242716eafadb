// Package serve answers HTTP requests with the documents of the archive.
//
// The format of an answer comes from the extension in its URL, never from
// Accept, but a browser that is to show a feed (Sec-Fetch-Dest: document) gets
// a page; links in it come from the configured base URL, never from Host.
// Only GET and HEAD exist. Before the archive was read once the answer is
// 503 with Retry-After.
package serve

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/maypok86/otter/v2"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
	"dateline/feed/search"
)

// Options say what a Handler serves.
type Options struct {
	// Snapshot gives the present snapshot, nil before there is one.
	Snapshot func() *archive.Snapshot
	Renderer *render.Renderer
	BaseURL  string // absolute, without trailing slash: where redirects lead
	// Index finds articles; nil: nothing is searched.
	Index *search.Index
	// Read gives a file by its site path, as long as its bytes are those of
	// a hash (see article.Hash).
	Read func(file string, hash [16]byte) ([]byte, error)
	// Now gives the time; nil: the system's.
	Now func() time.Time
}

// Handler serves the site.
type Handler struct {
	Options
	documents *otter.Cache[string, *ready]
	sitemaps  sitemaps
	searching chan struct{} // holds one for each search that is answered
}

// cacheBytes bounds the documents that are kept ready to send.
const cacheBytes = 64 << 20

// New returns a Handler.
func New(o Options) *Handler {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Handler{Options: o, searching: make(chan struct{}, searches), documents: otter.Must(&otter.Options[string, *ready]{
		MaximumWeight: cacheBytes,
		Weigher:       func(_ string, r *ready) uint32 { return uint32(len(r.Body) + len(r.gzip)) },
		Executor:      func(work func()) { work() },
	})}
}

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Server", "dateline")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	s := h.Snapshot()
	if s == nil {
		unavailable(w, "the archive is being read", 2)
		return
	}
	h.route(w, r, s)
}

// aliases are the addresses that readers probe for a feed; they answer
// themselves, as some probes follow no redirect.
var aliases = map[string]render.Format{
	"/rss.xml": render.RSS, "/feed.xml": render.RSS, "/index.xml": render.RSS, "/feed/": render.RSS,
	"/atom.xml": render.Atom,
}

// route finds what a path names.
func (h *Handler) route(w http.ResponseWriter, r *http.Request, s *archive.Snapshot) {
	path := r.URL.Path
	if format, ok := aliases[path]; ok {
		h.feed(w, r, s, render.Of(s.Global()), format)
		return
	}
	if file, ok := strings.CutPrefix(path, "/"); ok && isFile(file) {
		h.subject(w, r, s, render.Of(s.Global()), file)
		return
	}
	switch {
	case path == "/":
		h.send(w, r, "/", s, func() render.Document { return h.Renderer.Landing(s) })
	case path == "/feed":
		h.redirect(w, path+"/")
	case strings.HasPrefix(path, "/covers/"):
		h.cover(w, r, s, strings.TrimPrefix(path, "/covers"))
	case h.search(w, r, s, path), h.list(w, r, s, path), h.date(w, r, s, path):
		// answered
	default:
		h.named(w, r, s, path)
	}
}

// named serves what is below the directories of topics, outlets and
// languages, else an article.
func (h *Handler) named(w http.ResponseWriter, r *http.Request, s *archive.Snapshot, path string) {
	directory, rest, below := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	kind, ok := render.KindOf(directory)
	switch {
	case !ok || !strings.HasPrefix(path, "/"):
		h.article(w, r, s, path)
	case !below:
		h.redirect(w, path+"/")
	case rest == "":
		h.send(w, r, path, s, func() render.Document { return h.Renderer.Index(s, kind) })
	default:
		h.selection(w, r, s)
	}
}

// isFile reports whether a name is that of a feed beside a page: "feed.rss",
// "changes.rss", "digest/daily.rss", or of an archive document:
// "archive/2026-04.rss".
func isFile(name string) bool {
	feed, format, _ := strings.Cut(name, ".")
	switch feed {
	case "feed", "changes", "digest/daily", "digest/weekly":
		return render.Format(format).Known()
	}
	return volume.MatchString(name)
}

// subject serves the page of a subject, or the feed or archive document of a
// file beside it, at its one address; any other leads there.
func (h *Handler) subject(w http.ResponseWriter, r *http.Request, s *archive.Snapshot, sub render.Subject, file string) {
	name, format, _ := strings.Cut(file, ".")
	ok := true
	switch plain, _ := url.PathUnescape(sub.Path); {
	case r.URL.Path != plain+file:
		h.redirect(w, sub.Path+file)
		return
	case file == "":
		h.send(w, r, sub.Path, sub.Revision, func() render.Document { return h.Renderer.List(sub) })
		return
	case strings.HasPrefix(name, "archive/"):
		h.archive(w, r, s, sub, file)
		return
	case name == "changes":
		sub, ok = h.Renderer.Changes(s, sub)
	case name != "feed":
		sub, ok = h.Renderer.Digest(s, sub, render.Every(strings.TrimPrefix(name, "digest/")), h.Now())
	}
	if ok {
		h.feed(w, r, s, sub, render.Format(format))
	} else {
		notFound(w)
	}
}

// feed serves the feed of a subject, in the variant that the query asks for.
// A browser that shows it to somebody, which would be plain text, gets a page
// with its addresses.
func (h *Handler) feed(w http.ResponseWriter, r *http.Request, s *archive.Snapshot, sub render.Subject, format render.Format) {
	sub, ok := h.variant(w, r, sub)
	if !ok {
		return
	}
	if inBrowser(w, r) {
		h.send(w, r, sub.FeedPath("")+"#", sub.Revision, func() render.Document { return h.Renderer.List(sub) })
		return
	}
	h.send(w, r, sub.FeedPath(format), h.Renderer.Revision(s, sub), func() render.Document { return h.Renderer.Feed(s, sub, format) })
}

// variant reads the query of a feed. Where it cannot, it answers.
func (h *Handler) variant(w http.ResponseWriter, r *http.Request, sub render.Subject) (render.Subject, bool) {
	if r.URL.RawQuery == "" {
		return sub, true
	}
	var err error
	if sub.Variant, err = h.Renderer.VariantOf(r.URL.Query()); err != nil {
		refuse(w, err.Error())
	}
	return sub, err == nil
}

// inBrowser reports whether the answer is for a browser to show, and has
// caches know.
func inBrowser(w http.ResponseWriter, r *http.Request) bool {
	w.Header().Add("Vary", "Sec-Fetch-Dest")
	return r.Header.Get("Sec-Fetch-Dest") == "document"
}

// article serves the page of an article, or its Markdown.
func (h *Handler) article(w http.ResponseWriter, r *http.Request, s *archive.Snapshot, path string) {
	e, ok := s.Entry(article.PagePath(path))
	switch {
	case ok && path == e.Path:
		h.write(w, r, makeReady(h.Renderer.Page(s, e), nil))
	case ok && path == e.File:
		h.file(w, r, e.File, e.Hash, "text/markdown; charset=utf-8")
	case ok:
		h.redirect(w, article.PathURI(e.Path))
	default:
		h.former(w, s, path)
	}
}

// former leads from where a story stood to where it stands; 410 says that it
// was removed.
func (h *Handler) former(w http.ResponseWriter, s *archive.Snapshot, path string) {
	page := article.PagePath(path)
	e, moved := s.Moved(page)
	switch {
	case moved && path == page:
		h.redirect(w, article.PathURI(e.Path))
	case moved:
		h.redirect(w, article.PathURI(e.File))
	case s.Gone(page):
		http.Error(w, "this article was removed", http.StatusGone)
	default:
		notFound(w)
	}
}

func (h *Handler) cover(w http.ResponseWriter, r *http.Request, s *archive.Snapshot, file string) {
	if image, ok := s.Image(file); ok {
		h.file(w, r, file, image.Hash, image.Type)
		return
	}
	notFound(w)
}

// redirect leads to a path of the site for good.
func (h *Handler) redirect(w http.ResponseWriter, path string) {
	w.Header().Set("Location", h.BaseURL+path)
	w.WriteHeader(http.StatusMovedPermanently)
}

func notFound(w http.ResponseWriter) {
	http.Error(w, "nothing here; the feeds are listed at /", http.StatusNotFound)
}

// unavailable asks the client to come again after some seconds.
func unavailable(w http.ResponseWriter, why string, seconds int) {
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	http.Error(w, why, http.StatusServiceUnavailable)
}
