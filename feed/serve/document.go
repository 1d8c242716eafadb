package serve

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"dateline/feed/render"
	"dateline/feed/site"
)

// ready is a document with all that its answers need. It stands for the
// revision of the archive from which it was made.
type ready struct {
	render.Document
	kind     site.Kind
	key      string // under which it is kept; empty: it is not
	revision render.Revision
	// serial is that of the latest snapshot for which it is known to stand; 0
	// for none, and where time changes it too.
	serial atomic.Uint32

	tag      string           // what its ETags have in common, without quotes
	same     map[string]*head // of a 304, by the coding of its ETag
	identity coded
	packed   atomic.Pointer[packed]
	asked    atomic.Uint32 // times that somebody got a body, to 2: then better packing pays
}

// packed are the compressed forms of a document, nil for what does not pay or
// is not there yet.
type packed struct{ gzip, brotli *coded }

// coded is a document in one coding (RFC 9110, 8.4).
type coded struct {
	coding string // empty for the bytes as they are
	body   []byte
	whole  *head    // of a 200
	file   *os.File // of the body; nil: it lies in none
}

// head are header fields that many answers have in common.
type head struct {
	fields []field
	lines  []byte // the same as they are sent (RFC 9112, 5)
}

// field is a header field.
type field struct {
	name   string // in canonical form
	values []string
}

// with adds fields to a head. Those without a value do not count.
func (h *head) with(namesAndValues ...string) *head {
	more := &head{slices.Clip(h.fields), slices.Clip(h.lines)}
	for i := 0; i < len(namesAndValues); i += 2 {
		name, value := namesAndValues[i], namesAndValues[i+1]
		if value == "" {
			continue
		}
		more.fields = append(more.fields, field{name, []string{value}})
		more.lines = append(more.lines, name+": "+value+"\r\n"...)
	}
	return more
}

// worthwhile is the size below which compression does not pay, in bytes.
const worthwhile = 512

// pagePolicy says what a browser may do with a page.
const pagePolicy = "default-src 'none'; img-src * data:; media-src *; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// Values of Vary: of documents, of feeds, for which a browser gets a page.
const (
	varyCoding = "Accept-Encoding"
	varyFeed   = "Accept-Encoding, Sec-Fetch-Dest"
)

// ready makes a document ready to send. key is the address under which it is
// to be kept; empty: it is not.
func (h *Handler) ready(kind site.Kind, key string, d render.Document) *ready {
	r := &ready{Document: d, kind: kind, key: key, tag: strings.Trim(d.ETag, `"`), same: map[string]*head{}}
	vary, modified := varyCoding, ""
	if kind == site.Feeds || kind == site.Archives || kind == site.Searches || strings.HasPrefix(key, forBrowsers) {
		vary = varyFeed
	}
	if !d.Modified.IsZero() {
		modified = d.Modified.UTC().Format(http.TimeFormat)
	}
	common := new(head).with("Vary", vary, "Cache-Control", h.caching(d.Fresh), "Last-Modified", modified)
	for _, coding := range []string{"", "gzip", "br"} {
		r.same[coding] = common.with("Etag", r.etag(coding))
	}
	r.identity = r.coded("", d.Body)
	r.packed.Store(&packed{gzip: r.gzip(fast)})
	return r
}

// etag gives the ETag of the document in a coding. It is made of the bytes
// before coding and the name of the coding, so that it is the same wherever
// they are, however well they were packed; empty if nobody has read them yet.
func (r *ready) etag(coding string) string {
	switch {
	case r.tag == "":
		return ""
	case coding == "":
		return `"` + r.tag + `"`
	}
	return `"` + r.tag + "-" + coding + `"`
}

// coded gives the document in a coding.
func (r *ready) coded(coding string, body []byte) coded {
	policy, disposition := "", ""
	switch {
	case r.kind == site.Covers:
		policy, disposition = handling(r.Type)
	case strings.HasPrefix(r.Type, "text/html"):
		policy = pagePolicy
	}
	return coded{coding: coding, body: body, whole: r.same[coding].with("Content-Type", r.Type, "Content-Security-Policy", policy, "Content-Disposition", disposition,
		"Content-Encoding", coding, "Content-Length", strconv.Itoa(len(body)))}
}

// weight is about the memory that the document takes, in bytes.
func (r *ready) weight() uint32 {
	const fields = 6 << 10
	n := fields + len(r.Body) + len(r.Items)*24
	p := r.packed.Load()
	for _, c := range []*coded{p.gzip, p.brotli} {
		if c == nil {
			continue
		}
		n += len(c.body)
		if c.file != nil {
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
func (h *Handler) caching(fresh time.Duration) string {
	if fresh == render.Forever {
		return fmt.Sprintf("public, max-age=%d, immutable", int(fresh.Seconds()))
	}
	seconds := int(max(fresh, h.MinAge).Seconds())
	return fmt.Sprintf("max-age=%d, stale-while-revalidate=%d, stale-if-error=%d", seconds, seconds, int(staleIfError.Seconds()))
}
