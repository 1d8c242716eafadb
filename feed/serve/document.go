package serve

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"dateline/feed/render"
)

// ready is a document with all that its answers need. It stands for the
// revision of the archive from which it was made.
type ready struct {
	render.Document
	kind     Kind
	key      string // under which it is kept; empty: it is not
	revision any    // what it depends on, compared by identity
	// serial is that of the latest snapshot for which it is known to stand; 0
	// for none, and where time changes it too.
	serial atomic.Uint32

	tag      string              // what its ETags have in common, without quotes
	etags    map[string][]string // by coding
	identity coded
	packed   atomic.Pointer[packed]
	asked    atomic.Uint32 // times that somebody got a body, to 2: then better packing pays

	vary, caching, modified []string // header fields of every answer
	mediaType, policy       []string // of answers with a body
}

// packed are the compressed forms of a document, nil for what does not pay or
// is not there yet.
type packed struct{ gzip, brotli *coded }

// coded is a document in one coding (RFC 9110, 8.4) with its header fields.
type coded struct {
	body                 []byte
	coding, etag, length []string // coding is nil for the bytes as they are
}

// worthwhile is the size below which compression does not pay, in bytes.
const worthwhile = 512

// Policies of what a browser may do with a document, by its type.
var (
	pagePolicy  = []string{"default-src 'none'; img-src * data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"}
	imagePolicy = []string{"default-src 'none'; sandbox"}
)

// Values of Vary: of documents, of feeds, for which a browser gets a page.
var (
	varyCoding = []string{"Accept-Encoding"}
	varyFeed   = []string{"Accept-Encoding, Sec-Fetch-Dest"}
)

// ready makes a document ready to send.
func (h *Handler) ready(kind Kind, d render.Document) *ready {
	r := &ready{Document: d, kind: kind, tag: strings.Trim(d.ETag, `"`), vary: varyCoding, caching: h.caching(d.Fresh), mediaType: []string{d.Type}}
	r.etags = map[string][]string{"": {d.ETag}}
	for _, coding := range []string{"gzip", "br"} {
		r.etags[coding] = []string{`"` + r.tag + "-" + coding + `"`}
	}
	r.identity = r.coded("", d.Body)
	if !d.Modified.IsZero() {
		r.modified = []string{d.Modified.UTC().Format(http.TimeFormat)}
	}
	switch {
	case strings.HasPrefix(d.Type, "text/html"):
		r.policy = pagePolicy
	case strings.HasPrefix(d.Type, "image/"):
		r.policy = imagePolicy
	}
	if kind == Feeds || kind == Archives || kind == Searches {
		r.vary = varyFeed
	}
	r.packed.Store(&packed{gzip: r.gzip(fast)})
	return r
}

// coded gives the document in a coding. Its ETag is made of the bytes before
// coding and the name of the coding, so that it is the same wherever they
// are, however well they were packed.
func (r *ready) coded(coding string, body []byte) coded {
	c := coded{body: body, etag: r.etags[coding], length: []string{strconv.Itoa(len(body))}}
	if coding != "" {
		c.coding = []string{coding}
	}
	return c
}

// weight is about the memory that the document takes, in bytes.
func (r *ready) weight() uint32 {
	const fields = 2 << 10
	n := fields + len(r.Body) + len(r.Items)*24
	p := r.packed.Load()
	for _, c := range []*coded{p.gzip, p.brotli} {
		if c != nil {
			n += len(c.body)
		}
	}
	return uint32(n)
}

// staleIfError is how long a cache may go on showing what it has when this
// site cannot be reached: until somebody has noticed.
const staleIfError = 24 * time.Hour

// caching says how long a document may be kept without asking (RFC 9111), and
// while asking or in vain (RFC 5861).
func (h *Handler) caching(fresh time.Duration) []string {
	if fresh == render.Forever {
		return []string{fmt.Sprintf("public, max-age=%d, immutable", int(fresh.Seconds()))}
	}
	seconds := int(max(fresh, h.MinAge).Seconds())
	return []string{fmt.Sprintf("max-age=%d, stale-while-revalidate=%d, stale-if-error=%d", seconds, seconds, int(staleIfError.Seconds()))}
}
