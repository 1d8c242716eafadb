package serve

import (
	"bytes"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"

	"dateline/feed/render"
)

// ready is a document with its compressed form. It stands for the revision
// of the archive from which it was made.
type ready struct {
	render.Document
	gzip     []byte // nil where it does not pay
	revision any    // the snapshot or feed, compared by identity
}

// worthwhile is the size below which gzip does not pay, in bytes.
const worthwhile = 512

func makeReady(d render.Document, revision any) *ready {
	r := &ready{Document: d, revision: revision}
	if len(d.Body) < worthwhile {
		return r
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(d.Body); err != nil || z.Close() != nil {
		return r
	}
	r.gzip = b.Bytes()
	return r
}

// send answers with the document of a path, which is made again only when
// the revision behind it is another one.
func (h *Handler) send(w http.ResponseWriter, r *http.Request, path string, revision any, make func() render.Document) {
	d, ok := h.documents.GetIfPresent(path)
	if !ok || d.revision != revision {
		d = makeReady(make(), revision)
		if !d.Partial {
			h.documents.Set(path, d)
		}
	}
	h.write(w, r, d)
}

// freshness is how long a cache may answer without asking, in seconds. Every
// answer after that is a 304 or news.
const freshness = "max-age=60"

// forever is for what never changes.
const forever = "public, max-age=31536000, immutable"

// write sends a document, or 304 where the client has it (RFC 9110, 13).
func (h *Handler) write(w http.ResponseWriter, r *http.Request, d *ready) {
	body, etag := d.Body, d.ETag
	header := w.Header()
	header.Add("Vary", "Accept-Encoding")
	if header.Get("Cache-Control") == "" {
		header.Set("Cache-Control", freshness)
	}
	if d.gzip != nil && acceptsGzip(r.Header["Accept-Encoding"]) {
		body, etag = d.gzip, strings.TrimSuffix(d.ETag, `"`)+`-gzip"`
	}
	header.Set("ETag", etag)
	if matches(r.Header["If-None-Match"], d.ETag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if len(body) != len(d.Body) {
		header.Set("Content-Encoding", "gzip")
	}
	header.Set("Content-Type", d.Type)
	header.Set("Content-Length", strconv.Itoa(len(body)))
	if strings.HasPrefix(d.Type, "text/html") {
		header.Set("Content-Security-Policy", "default-src 'none'; img-src * data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
	}
	if r.Method == http.MethodGet {
		_, _ = w.Write(body) // a client that went away is no event
	}
}

// matches reports whether a list of validators names the document, by weak
// comparison (RFC 9110, 8.8.3.2). Its codings count as the same document.
func matches(lists []string, etag string) bool {
	tag := strings.Trim(etag, `"`)
	for _, list := range lists {
		for v := range strings.SplitSeq(list, ",") {
			v = strings.TrimSpace(v)
			if v == "*" {
				return true
			}
			v = strings.TrimSuffix(strings.Trim(strings.TrimPrefix(v, "W/"), `"`), "-gzip")
			if v == tag {
				return true
			}
		}
	}
	return false
}

// acceptsGzip reads Accept-Encoding (RFC 9110, 12.5.3): gzip counts unless
// its weight, else that of *, is zero.
func acceptsGzip(lists []string) bool {
	any := false
	for _, list := range lists {
		for entry := range strings.SplitSeq(list, ",") {
			coding, parameter, _ := strings.Cut(entry, ";")
			accepted := true
			if q, ok := strings.CutPrefix(strings.TrimSpace(parameter), "q="); ok {
				weight, err := strconv.ParseFloat(q, 64)
				accepted = err == nil && weight > 0
			}
			switch strings.ToLower(strings.TrimSpace(coding)) {
			case "gzip", "x-gzip":
				return accepted
			case "*":
				any = accepted
			}
		}
	}
	return any
}

// file sends a file of the tree, if its bytes are still those that the
// snapshot speaks of.
func (h *Handler) file(w http.ResponseWriter, r *http.Request, name string, hash [16]byte, mediaType string) {
	d := &ready{Document: render.Document{Path: name, Type: mediaType, ETag: `"` + hex.EncodeToString(hash[:]) + `"`}}
	if !matches(r.Header["If-None-Match"], d.ETag) {
		var err error
		if d.Body, err = h.Read(name, hash); err != nil {
			unavailable(w, "the file is changing", 1)
			return
		}
	}
	if strings.HasPrefix(mediaType, "image/") {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	}
	h.write(w, r, d)
}
