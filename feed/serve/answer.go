package serve

import (
	"io"
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"dateline/feed/site"
)

// answer is the answer to one request, and what is to be known of it when it
// is done.
type answer struct {
	http.ResponseWriter
	kind   site.Kind
	status int
	bytes  int
	feed   string // path of the feed that was asked for; empty: none was

	admitted bool          // the client was looked at
	client   *rate.Limiter // nil: not limited
	over     bool          // the client gets only what it has already
	undated  bool          // Last-Modified is not told
	patience time.Duration // with the client, for each part of a file; 0: that of the connection
}

var answers = sync.Pool{New: func() any { return new(answer) }}

// WriteHeader implements http.ResponseWriter.
func (w *answer) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *answer) Write(body []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(body)
	w.bytes += n
	return n, err
}

// copying bounds what is copied of a file at a time, in bytes: as much as a
// frame of HTTP/2 holds.
const copying = 16 << 10

// sendingPart is how much of a file a client has to take within its write timeout, in
// bytes: a film lasts longer, and a slower client is none.
const sendingPart = 1 << 20

// ReadFrom implements io.ReaderFrom. A file is sent in parts, each of which has
// a time of its own.
func (w *answer) ReadFrom(src io.Reader) (n int64, err error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	all, ok := src.(*io.LimitedReader)
	if !ok || w.patience == 0 {
		return w.take(src)
	}
	for err == nil && all.N > 0 {
		_ = http.NewResponseController(w.ResponseWriter).SetWriteDeadline(time.Now().Add(w.patience)) // else that of the whole answer stays
		some := min(all.N, sendingPart)
		var m int64
		m, err = w.take(&io.LimitedReader{R: all.R, N: some})
		n, all.N = n+m, all.N-m
		if m < some {
			break
		}
	}
	return n, err
}

// take sends what a reader has. The connection takes a file from the system
// where it can.
func (w *answer) take(src io.Reader) (n int64, err error) {
	if to, ok := w.ResponseWriter.(io.ReaderFrom); ok {
		n, err = to.ReadFrom(src)
	} else {
		n, err = io.CopyBuffer(struct{ io.Writer }{w.ResponseWriter}, struct{ io.Reader }{src}, make([]byte, copying))
	}
	w.bytes += int(n)
	return n, err
}

// Direct is a ResponseWriter that takes an answer whole: header fields as they
// are sent (RFC 9112, 5), beside those of Header, and a body as long as they
// say. A file, which may be nil, has the same bytes as the body. Send gives
// how many bytes of the body it sent.
type Direct interface {
	Send(status int, lines, body []byte, file *os.File) (int, error)
}

// whole answers with a document in a coding.
func (w *answer) whole(c *coded) { w.send(http.StatusOK, c.whole, c.body, c.file) }

// empty answers with a head alone.
func (w *answer) empty(status int, h *head) { w.send(status, h, nil, nil) }

func (w *answer) send(status int, h *head, body []byte, file *os.File) {
	if direct, ok := w.ResponseWriter.(Direct); ok && !w.undated {
		w.status = status
		w.bytes, _ = direct.Send(status, h.lines, body, file) // a client that went away is no event
		return
	}
	w.set(h)
	w.WriteHeader(status)
	if body != nil {
		_, _ = w.Write(body) // the same
	}
}

// set sets the fields of a head.
func (w *answer) set(h *head) {
	header := w.Header()
	for _, f := range h.fields {
		if f.name != "Last-Modified" || !w.undated {
			header[f.name] = f.values
		}
	}
}

// counts counts requests by kind and status.
type counts [site.Kinds][600]struct{ requests, bytes atomic.Uint64 }

func (c *counts) add(w *answer) {
	if w.status < len(c[0]) {
		n := &c[w.kind][w.status]
		n.requests.Add(1)
		n.bytes.Add(uint64(w.bytes))
	}
}

// Count says how many requests of a kind were answered with a status.
type Count struct {
	Kind            site.Kind
	Status          int
	Requests, Bytes uint64 // bytes of bodies
}

// Counts are what a Handler did since it was made.
type Counts struct {
	Requests    []Count
	Asked, Made uint64 // documents that were wanted, and those that had to be made for it
	CacheBytes  uint64 // of documents that are ready
}

// Counts gives what was counted.
func (h *Handler) Counts() Counts {
	c := Counts{Asked: h.asked.Load(), Made: h.made.Load(), CacheBytes: h.documents.WeightedSize()}
	for kind := range h.counts {
		for status := range h.counts[kind] {
			n := &h.counts[kind][status]
			if requests := n.requests.Load(); requests > 0 {
				c.Requests = append(c.Requests, Count{site.Kind(kind), status, requests, n.bytes.Load()})
			}
		}
	}
	return c
}

// unavailable asks the client to come again after some seconds.
func unavailable(w *answer, why string, seconds int) {
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	http.Error(w, why, http.StatusServiceUnavailable)
}
