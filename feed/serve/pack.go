package serve

import (
	"bytes"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
)

// Levels of compression: fast while somebody waits for a document, small
// afterwards. What they do to an Atom feed of some 200 KB (BenchmarkPack):
const (
	fast     = gzip.BestSpeed       // 0.23 ms, 23.6 % are left
	small    = gzip.BestCompression // 1.5 ms, 21.2 %
	smallest = 9                    // of brotli: 12 ms, 20.1 %; 11 would take 280 ms
)

// packQueue is how many documents may wait to be packed better.
const packQueue = 256

// gzipWriters are kept by level: each has tables of some hundred KB.
var gzipWriters = map[int]*sync.Pool{fast: gzipPool(fast), small: gzipPool(small)}

func gzipPool(level int) *sync.Pool {
	return &sync.Pool{New: func() any {
		z, _ := gzip.NewWriterLevel(nil, level) // the levels above are valid
		return z
	}}
}

// brotliWriters look back by 512 KB, as feeds are seldom longer: their tables
// take memory by that.
var brotliWriters = sync.Pool{New: func() any {
	return brotli.NewWriterOptions(nil, brotli.WriterOptions{Quality: smallest, LGWin: 19})
}}

// compressible reports whether packing a document may pay. Files have no body
// here: they are sent as they are.
func (r *ready) compressible() bool { return len(r.Body) >= worthwhile }

// gzip compresses the document, or returns nil if that does not pay.
func (r *ready) gzip(level int) *coded {
	if !r.compressible() {
		return nil
	}
	z := gzipWriters[level].Get().(*gzip.Writer)
	defer gzipWriters[level].Put(z)
	b := bytes.NewBuffer(make([]byte, 0, len(r.Body)/3))
	z.Reset(b)
	_, _ = z.Write(r.Body) // a buffer takes all
	_ = z.Close()
	return r.paying("gzip", b.Bytes())
}

// brotli compresses the document, or returns nil if that does not pay.
func (r *ready) brotli() *coded {
	b := bytes.NewBuffer(make([]byte, 0, len(r.Body)/3))
	z := brotliWriters.Get().(*brotli.Writer)
	defer brotliWriters.Put(z)
	z.Reset(b)
	_, _ = z.Write(r.Body) // a buffer takes all
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

// improve has the goroutine of Run compress a document better when somebody gets its
// body for the second time: what is asked for once is not worth the time. If Run is
// busy, the next request tries again.
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

// pack makes the small forms of a document, while it is still kept.
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
