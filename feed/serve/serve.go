// Package serve answers HTTP requests for the addresses of a site.
//
// The catalogue of feed/site determines what an address means. This package adds
// what is specific to HTTP: conditional requests (RFC 9110), codings, caching
// (RFC 9111), limits of clients, statuses. The format of an answer comes from the
// extension in its URL, never from Accept, except that a browser that would
// display a feed (Sec-Fetch-Dest: document) gets a page. Links come from the
// configured base URL, never from Host; a Host of a former base URL is redirected
// to it (see Place). The only methods are GET and HEAD, which pages of any site may
// send (CORS). Until the archive has been read once, the answer is 503 with
// Retry-After.
package serve

import (
	"cmp"
	"net/http"
	"net/netip"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/sync/singleflight"

	"dateline/feed/archive"
	"dateline/feed/audience"
	"dateline/feed/search"
	"dateline/feed/site"
)

// Options configure a Handler.
type Options struct {
	// Snapshot returns the present snapshot, or nil before there is one.
	Snapshot func() *archive.Snapshot
	Site     *site.Catalogue
	BaseURL  string   // absolute, without trailing slash: where redirects lead
	Former   []string // base URLs that the site had earlier; see Place
	// Index finds articles. It may be nil if the Site has no search.
	Index *search.Index
	// Open opens a file by its site path, if its bytes still have the hash (see
	// article.Hash).
	Open func(file string, hash [16]byte) (*os.File, error)
	// OpenAsset opens a file beside articles by its site path, if it still has
	// the length. hash is that of its bytes, or zero until it is known.
	OpenAsset func(file string, length int64) (f *os.File, hash [16]byte, err error)
	// MinAge is how long caches may use a document without asking, if the
	// document itself does not specify it.
	MinAge time.Duration
	// SharedAge is how long caches between readers and the site may use a document
	// without asking, if it may be used for longer; 0 means that they ask each time.
	SharedAge    time.Duration
	CacheBytes   int // for documents that are ready to send; 0 means 64 MB
	Limits       Limits
	WriteTimeout time.Duration // for each MiB of a file; 0 means that the connection's timeout applies to the whole file
	// HSTS is how long browsers must use TLS only (RFC 6797), in whole seconds.
	// If it is 0, no header is sent; otherwise BaseURL must be https.
	HSTS time.Duration
	// Polled is called for each request for a feed, and must not block. nil means
	// that polls are not counted.
	Polled func(audience.Poll)
	// Elsewhere is called when a client that is neither on this machine nor in a
	// private network polls a feed whose ids are provisional, and must not block. It
	// may be nil.
	Elsewhere func()
	// Access is called for each request once it is answered, and must not block.
	// nil means that nobody is told, which costs nothing.
	Access func(Access)
	// Now returns the time; nil means the system's clock.
	Now func() time.Time
}

// Handler serves the site.
type Handler struct {
	Options
	place     *Place
	documents *cache
	versions  *otter.Cache[string, []uint64] // the sums of a feed's items, by ETag
	making    singleflight.Group             // documents, by key
	rendering chan struct{}                  // holds a value for each document being rendered
	packing   chan *ready                    // documents for Run to compress better
	changed   chan struct{}                  // holds a value while there are outdated feeds
	outdated  struct {
		sync.Mutex                         // guards topics
		topics     map[*archive.Topic]bool // the feeds that changed; nil is that of everything
	}
	turns       *turns // of searches
	clients     *clients
	sending     sending
	hsts        []string // the field's value; nil: not sent
	failures    sync.Map // by text: *ready, the pages of errors that are always the same
	bodyFiles   bodyFiles
	counts      counts
	asked, made atomic.Uint64 // documents
}

const (
	cacheBytes = 64 << 20
	// maxVersions bounds the versions of feeds that deltas can start from, at
	// about half a KB each.
	maxVersions = 10_000
)

// New returns a Handler.
func New(o Options) *Handler {
	if o.Now == nil {
		o.Now = time.Now
	}
	h := &Handler{
		Options:   o,
		place:     NewPlace(o.BaseURL, o.Former),
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
	h.outdated.topics = map[*archive.Topic]bool{}
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
		header["Connection"] = []string{"close"} // the rest of the request is not read
	}
	var began time.Time
	if h.Access != nil {
		began = h.Now()
	}
	h.answer(w, r)
	h.charge(w)
	h.counts.add(w)
	if w.feed != "" && h.Polled != nil {
		h.Polled(audience.Poll{UserAgent: r.UserAgent(), Feed: w.feed, Conditional: conditional(r), Status: w.status, Bytes: w.bytes})
	}
	if w.feed != "" && h.Elsewhere != nil && h.comesFromElsewhere(r) {
		h.Elsewhere()
	}
	if h.Access != nil {
		h.Access(h.access(w, r, began))
	}
	*w = answer{}
	answers.Put(w)
}

// Prove answers a request as ServeHTTP does, without counting it, because it does
// not come from a reader.
func (h *Handler) Prove(w http.ResponseWriter, r *http.Request) {
	h.answer(&answer{ResponseWriter: w}, r)
}

// answer answers a request within the limits of its client.
func (h *Handler) answer(w *answer, r *http.Request) {
	switch share(w.Header(), r) {
	case shared:
	case asked:
		w.WriteHeader(http.StatusNoContent)
		return
	default:
		h.refuse(w, r, http.StatusMethodNotAllowed, onlyReading, "")
		return
	}
	if to, ok := h.place.Redirect(r); ok {
		h.leave(w, r, to)
		return
	}
	s := h.Snapshot()
	if s == nil {
		h.unavailable(w, r, "the archive is still being read; try again soon", 2)
		return
	}
	if d := h.hot(r, s); d != nil {
		h.asked.Add(1)
		h.write(w, r, d)
		return
	}
	if h.acceptable(w, r) {
		h.route(w, r, s)
	}
}

// acceptable reports whether a request is within the limits of its client and of the
// site. If it is not, acceptable answers it.
func (h *Handler) acceptable(w *answer, r *http.Request) bool {
	if !h.admit(w, r) {
		return false
	}
	if h.tooLong(r) {
		h.refuse(w, r, http.StatusRequestURITooLong, "the address is too long", "")
		return false
	}
	return true
}

// hot returns the cached document for the exact address of a request, with or
// without the path of the base URL, if it is known to be current for the snapshot.
// It saves most polls a lookup and any allocation.
func (h *Handler) hot(r *http.Request, s *archive.Snapshot) *ready {
	d, ok := h.documents.GetIfPresent(h.place.below(r.RequestURI))
	if !ok || d.serial.Load() != s.Serial() || r.Header["Sec-Fetch-Dest"] != nil {
		return nil
	}
	return d
}

// tooLong reports whether the target of a request is longer than any address of
// the site.
func (h *Handler) tooLong(r *http.Request) bool {
	path, query, _ := strings.Cut(h.place.below(r.RequestURI), "?")
	l := h.Limits
	return l.PathBytes > 0 && len(path) > l.PathBytes || l.QueryBytes > 0 && len(query) > l.QueryBytes
}
