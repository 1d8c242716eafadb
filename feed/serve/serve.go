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
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/sync/singleflight"

	"dateline/feed/archive"
	"dateline/feed/search"
	"dateline/feed/site"
)

// Options say what a Handler serves.
type Options struct {
	// Snapshot gives the present snapshot, nil before there is one.
	Snapshot func() *archive.Snapshot
	Site     *site.Catalogue
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
		sync.Mutex // guards feeds
		topics     map[*archive.Topic]bool
	}
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
