// Package serve answers HTTP requests with the documents of the archive.
//
// The format of an answer comes from the extension in its URL, never from
// Accept, but a browser that is to show a feed (Sec-Fetch-Dest: document) gets
// a page; links in it come from the configured base URL, never from Host.
// Only GET and HEAD exist. Before the archive was read once the answer is
// 503 with Retry-After.
//
// # Readings of the design
//
//   - Topics combine by + or by , but not by both in one path; except/
//     takes a list with commas. A part of a path that is the name of a
//     topic, signs included ("C++"), is that topic.
//   - Packed bodies of 16 KB and more lie in files in memory too, at most
//     256, from where Linux sends them without copying (sendfile); they
//     count in cache_bytes.
//   - A client over its rate still gets 304s, up to a debt of a burst; a
//     proxy that does not say for whom it asks is not limited. A delta is
//     no-store, im, as caches that do not know RFC 3229 must not keep it.
//   - An address means the page that has it to the letter, else the one of
//     which it is a spelling: live, else former, else removed. A note has
//     no heading on its page, which would repeat its text.
package serve

import (
	"cmp"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/sync/singleflight"

	"dateline/feed/archive"
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
	// Open opens a file by its site path, as long as its bytes are those of
	// a hash (see article.Hash).
	Open func(file string, hash [16]byte) (*os.File, error)
	// OpenAsset opens a file beside articles by its site path, as long as it
	// has a length. hash is that of its bytes, zero as long as it is not known.
	OpenAsset func(file string, length int64) (f *os.File, hash [16]byte, err error)
	// MinAge is how long documents of which nothing else is known may be
	// kept without asking.
	MinAge       time.Duration
	CacheBytes   int // of documents that are kept ready to send; 0: 64 MB
	Limits       Limits
	WriteTimeout time.Duration // for each MiB of a file; 0: that of the connection, for all
	// HSTS is how long browsers are to use TLS only (RFC 6797), in whole
	// seconds; 0: no header is sent. If it is set, BaseURL is https.
	HSTS time.Duration
	// Polled hears of each request for a feed; it must not wait. nil: nobody
	// counts.
	Polled func(userAgent, feed string, conditional bool, status int)
	// Now gives the time; nil: the system's.
	Now func() time.Time
}

// Handler serves the site.
type Handler struct {
	Options
	documents *cache
	versions  *otter.Cache[string, []uint64] // sums of the items of feeds, by ETag
	making    singleflight.Group             // documents, by key
	rendering chan struct{}                  // holds one for each document that is made
	packing   chan *ready                    // asked for, to be packed better
	changed   chan struct{}                  // there are outdated feeds
	outdated  struct {
		sync.Mutex                          // guards feeds
		feeds      map[string]*archive.Feed // by path of the page
	}
	sitemaps    sitemaps
	turns       *turns // of searches
	clients     *clients
	sending     sending
	hsts        []string // the field's value; nil: nothing is said
	bodyFiles   bodyFiles
	counts      counts
	asked, made atomic.Uint64 // documents
}

const (
	cacheBytes = 64 << 20
	// maxVersions bounds the versions of feeds of which deltas can be made,
	// of about half a KB each.
	maxVersions = 10_000
)

// New returns a Handler.
func New(o Options) *Handler {
	if o.Now == nil {
		o.Now = time.Now
	}
	h := &Handler{
		Options:   o,
		documents: newCache(cmp.Or(o.CacheBytes, cacheBytes)),
		versions: otter.Must(&otter.Options[string, []uint64]{
			MaximumSize: maxVersions,
			Executor:    func(work func()) { work() },
		}),
		rendering: make(chan struct{}, runtime.GOMAXPROCS(0)),
		packing:   make(chan *ready, packQueue),
		changed:   make(chan struct{}, 1),
		turns:     newTurns(),
		clients:   newClients(o.Limits),
		sending:   sending{clients: map[netip.Addr]int{}},
		hsts:      strictTransport(o.HSTS),
	}
	h.outdated.feeds = map[string]*archive.Feed{}
	return h
}

var (
	serverName = []string{"dateline"}
	noSniff    = []string{"nosniff"}
)

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w := answers.Get().(*answer)
	*w = answer{ResponseWriter: rw}
	header := rw.Header()
	header["Server"] = serverName
	header["X-Content-Type-Options"] = noSniff
	if h.hsts != nil && h.secure(r) {
		header["Strict-Transport-Security"] = h.hsts
	}
	if r.ContentLength != 0 {
		header["Connection"] = []string{"close"} // nobody reads what comes
	}
	h.answer(w, r)
	h.charge(w)
	h.counts.add(w)
	if w.feed != "" && h.Polled != nil {
		h.Polled(r.UserAgent(), w.feed, conditional(r), w.status)
	}
	*w = answer{}
	answers.Put(w)
}

// Prove answers a request as ServeHTTP does, and counts it nowhere.
func (h *Handler) Prove(w http.ResponseWriter, r *http.Request) {
	h.answer(&answer{ResponseWriter: w}, r)
}

// answer answers a request within the limits of its client.
func (h *Handler) answer(w *answer, r *http.Request) {
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
	if d := h.hot(r, s); d != nil {
		h.asked.Add(1)
		h.write(w, r, d)
		return
	}
	switch {
	case !h.admit(w, r):
		// answered
	case h.tooLong(r):
		http.Error(w, "the address is too long", http.StatusRequestURITooLong)
	default:
		h.route(w, r, s)
	}
}

// hot gives the document that stands at the very address of a request, if it
// is known to stand for the snapshot.
func (h *Handler) hot(r *http.Request, s *archive.Snapshot) *ready {
	d, ok := h.documents.GetIfPresent(r.RequestURI)
	if !ok || d.serial.Load() != s.Serial() || r.Header["Sec-Fetch-Dest"] != nil {
		return nil
	}
	return d
}

// tooLong reports whether the target of a request is longer than any that
// means something here.
func (h *Handler) tooLong(r *http.Request) bool {
	path, query, _ := strings.Cut(r.RequestURI, "?")
	l := h.Limits
	return l.PathBytes > 0 && len(path) > l.PathBytes || l.QueryBytes > 0 && len(query) > l.QueryBytes
}

// aliases are the addresses that readers probe for a feed; they answer
// themselves, as some probes follow no redirect.
var aliases = map[string]render.Format{
	"/rss.xml": render.RSS, "/feed.xml": render.RSS, "/index.xml": render.RSS, "/feed/": render.RSS,
	"/atom.xml": render.Atom,
}

// route finds what a path names.
func (h *Handler) route(w *answer, r *http.Request, s *archive.Snapshot) {
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
	case path == "/", path == "": // of "GET http://host HTTP/1.1"
		h.page(w, r, s, "/", func() render.Document { return h.Renderer.Landing(s) })
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
func (h *Handler) named(w *answer, r *http.Request, s *archive.Snapshot, path string) {
	directory, rest, below := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	kind, ok := render.KindOf(directory)
	switch {
	case !ok || !strings.HasPrefix(path, "/"):
		h.article(w, r, s, path)
	case !below:
		h.redirect(w, path+"/")
	case rest == "":
		h.page(w, r, s, path, func() render.Document { return h.Renderer.Index(s, kind) })
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
func (h *Handler) subject(w *answer, r *http.Request, s *archive.Snapshot, sub render.Subject, file string) {
	name, format, _ := strings.Cut(file, ".")
	ok := true
	switch plain, _ := url.PathUnescape(sub.Path); {
	case r.URL.Path != plain+file:
		h.redirect(w, sub.Path+file)
		return
	case file == "":
		h.listed(w, r, s, sub, sub.Path)
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
		h.missing(w, r, s, nothing)
	}
}

// feed serves the feed of a subject, in the variant that the query asks for.
// A browser that shows it to somebody, which would be plain text, gets a page
// with its addresses.
func (h *Handler) feed(w *answer, r *http.Request, s *archive.Snapshot, sub render.Subject, format render.Format) {
	sub, ok := h.variant(w, r, sub)
	if !ok {
		return
	}
	if inBrowser(r) {
		h.listed(w, r, s, sub, forBrowsers+sub.FeedPath(""))
		return
	}
	h.send(w, r, h.ofFeed(s, sub, format))
}

// forBrowsers begins the key of a page that stands at the address of a feed.
// No address has a space.
const forBrowsers = "page "

// ofFeed is the feed of a subject.
func (h *Handler) ofFeed(s *archive.Snapshot, sub render.Subject, format render.Format) wanted {
	return wanted{kind: Feeds, key: sub.FeedPath(format), revision: h.Renderer.FeedRevision(s, sub), serial: lasting(s, sub),
		make: func() render.Document { return h.Renderer.Feed(s, sub, format) }}
}

// lasting gives the serial of a snapshot for documents that change only with
// it.
func lasting(s *archive.Snapshot, sub render.Subject) uint32 {
	if sub.Revision.Period == 0 {
		return s.Serial()
	}
	return 0
}

// listed serves the page of a subject.
func (h *Handler) listed(w *answer, r *http.Request, s *archive.Snapshot, sub render.Subject, key string) {
	h.send(w, r, wanted{kind: Pages, key: key, revision: sub.Revision, serial: lasting(s, sub),
		make: func() render.Document { return h.Renderer.List(sub) }})
}

// page serves a page that depends on the whole snapshot.
func (h *Handler) page(w *answer, r *http.Request, s *archive.Snapshot, key string, make func() render.Document) {
	h.send(w, r, wanted{kind: Pages, key: key, revision: render.Revision{Serial: s.Global().Serial()}, serial: s.Serial(), make: make})
}

// variant reads the query of a feed. Where it cannot, it answers.
func (h *Handler) variant(w *answer, r *http.Request, sub render.Subject) (render.Subject, bool) {
	if r.URL.RawQuery == "" {
		return sub, true
	}
	var err error
	if sub.Variant, err = h.Renderer.VariantOf(r.URL.Query()); err != nil {
		refuse(w, err.Error())
	}
	return sub, err == nil
}

// inBrowser reports whether the answer is for a browser to show.
func inBrowser(r *http.Request) bool {
	return r.Header.Get("Sec-Fetch-Dest") == "document"
}

// redirect leads to a path of the site for good.
func (h *Handler) redirect(w *answer, path string) {
	w.Header().Set("Location", h.BaseURL+path)
	w.WriteHeader(http.StatusMovedPermanently)
}
