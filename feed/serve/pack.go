package serve

import (
	"bytes"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
)

// Levels of compression: fast while a client waits for a document, small
// afterwards. Their effect on an Atom feed of some 200 KB (BenchmarkPack):
const (
	fast     = gzip.BestSpeed       // 0.23 ms, 23.6 % are left
	small    = gzip.BestCompression // 1.5 ms, 21.2 %
	smallest = 9                    // for brotli: 12 ms, 20.1 %; 11 would take 280 ms
)

// packQueue is how many documents may wait for better compression.
const packQueue = 256

// gzipWriters are pools of writers by level, because each writer has tables of
// some hundred KB.
var gzipWriters = map[int]*sync.Pool{fast: gzipPool(fast), small: gzipPool(small)}

func gzipPool(level int) *sync.Pool {
	return &sync.Pool{New: func() any {
		z, _ := gzip.NewWriterLevel(nil, level) // the levels above are valid
		return z
	}}
}

// brotliWriters have a window of 512 KB, because feeds are seldom longer, and the
// window determines how much memory a writer takes.
var brotliWriters = sync.Pool{New: func() any {
	return brotli.NewWriterOptions(nil, brotli.WriterOptions{Quality: smallest, LGWin: 19})
}}

// compressible reports whether packing a document may pay off. It is false for
// files, which have no body here and are sent unchanged.
func (r *ready) compressible() bool { return len(r.Body) >= worthwhile }

// gzip compresses the document, or returns nil if that does not pay off.
func (r *ready) gzip(level int) *coded {
	if !r.compressible() {
		return nil
	}
	z := gzipWriters[level].Get().(*gzip.Writer)
	defer gzipWriters[level].Put(z)
	b := bytes.NewBuffer(make([]byte, 0, len(r.Body)/3))
	z.Reset(b)
	_, _ = z.Write(r.Body) // a bytes.Buffer returns no error
	_ = z.Close()
	return r.paying("gzip", b.Bytes())
}

// brotli compresses the document, or returns nil if that does not pay off.
func (r *ready) brotli() *coded {
	b := bytes.NewBuffer(make([]byte, 0, len(r.Body)/3))
	z := brotliWriters.Get().(*brotli.Writer)
	defer brotliWriters.Put(z)
	z.Reset(b)
	_, _ = z.Write(r.Body) // a bytes.Buffer returns no error
	_ = z.Close()
	return r.paying("br", b.Bytes())
}

func (r *ready) paying(coding string, body []byte) *coded {
	if len(body) >= len(r.Body) {
		return nil
	}
	c := r.coded(coding, bytes.Clone(body))
	return &c
}

// improve queues a document for better compression by Run when its body is sent
// for the second time; a document that is requested once is not worth the time.
// If the queue is full, the next request tries again.
func (h *Handler) improve(r *ready) {
	if r.key == "" || !r.compressible() || r.asked.Load() > 1 || r.asked.Add(1) != 2 {
		return
	}
	select {
	case h.packing <- r:
	default:
		r.asked.Store(1)
	}
}

// pack makes the small forms of a document, if it is still in the cache.
func (h *Handler) pack(r *ready) {
	if kept, ok := h.documents.GetIfPresent(r.key); !ok || kept != r {
		return
	}
	better := &packed{gzip: r.gzip(small), brotli: r.brotli()}
	if fast := r.packed.Load().gzip; fast != nil && better.gzip != nil && len(fast.body) <= len(better.gzip.body) {
		better.gzip = fast
	}
	better.gzip, better.brotli = h.bodyFiles.with(better.gzip), h.bodyFiles.with(better.brotli)
	r.packed.Store(better)
	h.keep(r)
}
