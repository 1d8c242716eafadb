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

// answer is the answer to one request, with what is counted after it.
type answer struct {
	http.ResponseWriter
	kind   site.Kind
	status int
	bytes  int
	feed   string // path of the feed that was asked for; empty if it was something else

	admitted bool          // the limit of the client was checked
	client   *rate.Limiter // nil if the client is not limited
	over     bool          // the client is over its limit, and may only get a 304
	undated  bool          // Last-Modified is left out
	patience time.Duration // for each part of a file; 0 means the timeout of the connection
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

// copying is how many bytes of a file are copied at a time: the size of an HTTP/2
// frame.
const copying = 16 << 10

// sendingPart is how many bytes of a file a client has to take within the write
// timeout. A film as a whole takes longer, and a client slower than this only
// ties up the connection.
const sendingPart = 1 << 20

// ReadFrom implements io.ReaderFrom. It sends a file in parts, each with its own
// deadline.
func (w *answer) ReadFrom(src io.Reader) (n int64, err error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	all, ok := src.(*io.LimitedReader)
	if !ok || w.patience == 0 {
		return w.take(src)
	}
	for err == nil && all.N > 0 {
		_ = http.NewResponseController(w.ResponseWriter).SetWriteDeadline(time.Now().Add(w.patience)) // on error, the deadline of the whole answer stays
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

// take sends the contents of a reader, by sendfile if the connection supports it.
func (w *answer) take(src io.Reader) (n int64, err error) {
	if to, ok := w.ResponseWriter.(io.ReaderFrom); ok {
		n, err = to.ReadFrom(src)
	} else {
		n, err = io.CopyBuffer(struct{ io.Writer }{w.ResponseWriter}, struct{ io.Reader }{src}, make([]byte, copying))
	}
	w.bytes += int(n)
	return n, err
}

// Direct is a ResponseWriter that can send a complete answer at once. lines are
// encoded header fields (RFC 9112, 5), sent besides those of Header; their
// Content-Length is that of body. file, which may be nil, holds the same bytes as
// the body. Send returns how many bytes of the body it sent.
type Direct interface {
	Send(status int, lines, body []byte, file *os.File) (int, error)
}

// whole sends a document in a coding.
func (w *answer) whole(c *coded) { w.send(http.StatusOK, c.whole, c.body, c.file) }

// empty sends a head without a body.
func (w *answer) empty(status int, h *head) { w.send(status, h, nil, nil) }

func (w *answer) send(status int, h *head, body []byte, file *os.File) {
	if direct, ok := w.ResponseWriter.(Direct); ok && !w.undated {
		w.status = status
		w.bytes, _ = direct.Send(status, h.lines, body, file) // a client that has gone away is normal
		return
	}
	w.set(h)
	w.WriteHeader(status)
	if body != nil {
		_, _ = w.Write(body) // likewise
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

// counts are the numbers of requests by kind and status.
type counts [site.Kinds][600]struct{ requests, bytes atomic.Uint64 }

func (c *counts) add(w *answer) {
	if w.status < len(c[0]) {
		n := &c[w.kind][w.status]
		n.requests.Add(1)
		n.bytes.Add(uint64(w.bytes))
	}
}

// Count is the number of requests of a kind that were answered with a status.
type Count struct {
	Kind            site.Kind
	Status          int
	Requests, Bytes uint64 // bytes of bodies
}

// Counts are the statistics of a Handler since New.
type Counts struct {
	Requests    []Count
	Asked, Made uint64 // how often a document was requested, and had to be rendered
	CacheBytes  uint64 // of documents that are ready to send
}

// Counts returns the statistics of the handler.
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

// unavailable sends 503 and asks the client to retry after some seconds. Browsers that
// show the answer do. why is constant.
func (h *Handler) unavailable(w *answer, r *http.Request, why string, seconds int) {
	after := strconv.Itoa(seconds)
	w.Header().Set("Retry-After", after)
	w.Header().Set("Cache-Control", passing)
	if wantsPage(r) && mayShowPages(r.URL.Path) {
		w.Header().Set("Refresh", after) // HTML Standard, 7.4.6; validators object to the same in a page
	}
	h.refuse(w, r, http.StatusServiceUnavailable, why, why)
}
