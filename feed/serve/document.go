package serve

import (
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

// ready is a document with everything that answers need. It is immutable after
// make, except for the atomic fields.
type ready struct {
	render.Document
	kind     site.Kind
	key      string // its key in the cache; empty if it is not cached
	revision render.Revision
	dated    time.Time // the Modified of its address
	made     time.Time // when it was made ready
	// serial is that of the latest snapshot for which the document is known to be
	// current. It is 0 if there is none, or if the document also changes with
	// time.
	serial atomic.Uint32

	policy, disposition string // Content-Security-Policy and Content-Disposition; may be empty

	tag      string           // the common part of its ETags, without quotes
	same     map[string]*head // the head of a 304, by the coding in its ETag
	identity coded
	packed   atomic.Pointer[packed]
	asked    atomic.Uint32 // how often a body was sent, up to 2, when better compression pays off
}

// packed holds the compressed forms of a document. A form is nil if it does not
// pay off or has not been made yet.
type packed struct{ gzip, brotli *coded }

// coded is a document in one coding (RFC 9110, 8.4).
type coded struct {
	coding string // empty for the unencoded bytes
	body   []byte
	whole  *head    // the head of a 200
	file   *os.File // has the same contents as the body; may be nil
}

// head is a set of header fields that many answers share. It is immutable.
type head struct {
	fields []field
	lines  []byte // the encoded fields (RFC 9112, 5)
}

// field is a header field.
type field struct {
	name   string // in canonical form
	values []string
}

// with returns the head with further fields. Fields with an empty value are left
// out.
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

// worthwhile is the size in bytes below which compression does not pay off.
const worthwhile = 512

// Values of Vary: for documents, and for feeds, instead of which a browser gets a
// page.
const (
	varyCoding = "Accept-Encoding"
	varyFeed   = "Accept-Encoding, Sec-Fetch-Dest"
)

// ready makes a document ready to send. key is its key in the cache, or empty if
// it will not be cached.
func (h *Handler) ready(kind site.Kind, key string, d render.Document) *ready {
	r := &ready{Document: d, kind: kind, key: key, made: h.Now(), tag: strings.Trim(d.ETag, `"`), same: map[string]*head{}}
	vary, modified := varyCoding, ""
	if kind == site.Feeds || kind == site.Archives || kind == site.Searches || strings.HasPrefix(key, forBrowsers) {
		vary = varyFeed
	}
	if !d.Modified.IsZero() {
		modified = d.Modified.UTC().Format(http.TimeFormat)
	}
	common := new(head).with("Vary", vary, "Cache-Control", h.caching(kind, d.Fresh), "Last-Modified", modified)
	for _, coding := range []string{"", "gzip", "br"} {
		r.same[coding] = common.with("Etag", r.etag(coding))
	}
	r.policy, r.disposition = h.handling(kind, d.Type)
	r.identity = r.coded("", d.Body)
	r.packed.Store(&packed{gzip: r.gzip(fast)})
	return r
}

// etag returns the ETag of the document in a coding, or "" if its bytes have not
// been read yet. It is made from the unencoded bytes and the name of the coding
// ("x", "x-gzip", "x-br"), so that all replicas have the same one, however well
// they compressed the body.
func (r *ready) etag(coding string) string {
	switch {
	case r.tag == "":
		return ""
	case coding == "":
		return `"` + r.tag + `"`
	}
	return `"` + r.tag + "-" + coding + `"`
}

// coded returns the document in a coding.
func (r *ready) coded(coding string, body []byte) coded {
	return coded{coding: coding, body: body, whole: r.same[coding].with("Content-Type", r.Type, "Content-Security-Policy", r.policy, "Content-Disposition", r.disposition,
		"Content-Encoding", coding, "Content-Length", strconv.Itoa(len(body)))}
}

// weight returns roughly how many bytes of memory the document takes.
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
