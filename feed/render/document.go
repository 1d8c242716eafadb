package render

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"time"

	"dateline/feed/archive"
)

// Document is something that can be served as it is.
type Document struct {
	Path string // percent-encoded path of its URL
	Type string // media type with charset
	Body []byte
	ETag string // a strong validator made of the bytes, with its quotes
	// Modified is when the document last brought something new, in whole
	// seconds: the latest update or first sight of what it holds. Removals and
	// looks do not move it, only the ETag. Zero means unknown.
	Modified time.Time
	// Fresh is how long the document may be kept without asking: Forever, or as
	// long as is usual if it is zero.
	Fresh time.Duration
	// Items are the items of an XML feed, as they stand in Body.
	Items []Item
	// Partial reports whether something could not be read for it, so that
	// it is not to be kept.
	Partial bool
}

// Forever is the Fresh of a document that never changes under its name.
const Forever = 365 * 24 * time.Hour

// Item is an item of a feed: where it stands in the body, and what stands for
// its bytes.
type Item struct {
	Begin, End int // offsets of its first byte, and of the byte after its last
	Sum        uint64
}

// Delta returns the body without the items that somebody has, by their sums
// (RFC 3229 with the instance manipulation "feed").
func (d Document) Delta(has []uint64) []byte {
	if len(d.Items) == 0 {
		return d.Body
	}
	first, last := d.Items[0], d.Items[len(d.Items)-1]
	body := slices.Clone(d.Body[:first.Begin])
	for _, it := range d.Items {
		if !slices.Contains(has, it.Sum) {
			body = append(append(body, d.Body[it.Begin:it.End]...), '\n')
		}
	}
	return append(body, d.Body[last.End:]...)
}

// etag makes a validator of the first half of a sum.
func etag(sum [sha256.Size]byte) string { return `"` + hex.EncodeToString(sum[:16]) + `"` }

// short is the beginning of a sum.
func short(sum [sha256.Size]byte) uint64 { return binary.BigEndian.Uint64(sum[:]) }

// modified is when the latest entry of a window came, or was changed.
func modified(window []*archive.Entry) (latest time.Time) {
	for _, e := range window {
		for _, t := range []time.Time{e.Updated(), e.FirstSeen()} {
			if t.After(latest) {
				latest = t
			}
		}
	}
	return latest.Truncate(time.Second)
}

// often is how many times a feed is to be asked for while one more item
// comes: news is not late by more than a tenth of what is usual.
const often = 10

// fresh returns how long a feed of n items may be kept without asking, newest
// first: a part of the usual time between two of them, in whole minutes as
// ttl has them where it is one at least.
func (r *Renderer) fresh(n int, published func(int) time.Time) time.Duration {
	var usual time.Duration
	if n > 1 {
		usual = published(0).Sub(published(n-1)) / time.Duration(n-1)
	}
	age := min(max(usual/often, r.site.MinAge), r.site.MaxAge)
	if age > time.Minute {
		age = age.Truncate(time.Minute)
	}
	return age.Truncate(time.Second)
}
