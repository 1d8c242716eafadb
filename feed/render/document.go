package render

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"time"
)

// Document is a finished document that can be served unchanged.
type Document struct {
	Path string // percent-encoded path of its URL
	Type string // media type with charset
	Body []byte
	ETag string // a strong validator made from the bytes, with quotes
	// Modified is when an archive document was last modified, in whole seconds.
	// Zero means unknown, as it is for other documents: see PageChanged,
	// FeedChanged and Subject.Changed.
	Modified time.Time
	// Fresh is how long caches may use the document without asking. Zero means
	// the configured default.
	Fresh time.Duration
	// Items are the items of an XML feed, in the order of Body.
	Items []Item
	// Partial means that something could not be read for the document, so it must
	// not be cached.
	Partial bool
}

// Forever is the Fresh of a document that never changes at its address.
const Forever = 365 * 24 * time.Hour

// Item is the position of a feed's item in the body, and a sum of its bytes.
type Item struct {
	Begin, End int // offsets of its first byte, and of the byte after its last
	Sum        uint64
}

// Delta returns the body without the items whose sums are in has (RFC 3229 with
// the instance manipulation "feed").
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

// ETag returns a validator made from the first half of a sum.
func ETag(sum [sha256.Size]byte) string { return `"` + hex.EncodeToString(sum[:16]) + `"` }

// short returns the first 64 bits of a sum.
func short(sum [sha256.Size]byte) uint64 { return binary.BigEndian.Uint64(sum[:]) }

// often is how many polls of a feed there should be for each new item. So news is
// late by at most a tenth of the usual interval.
const often = 10

// calm is the shortest time over which the usual interval is taken. News and
// changes come in bursts: two of them within a minute do not mean that there will
// be another one in the next.
const calm = 24 * time.Hour

// fresh returns how long caches may use a feed of n items, newest first, without
// asking: a fraction of the usual interval between items. It is in whole minutes,
// like ttl, if it is at least one. A feed with fewer than two items has no usual
// interval, so caches ask as often as the site allows.
func (r *Renderer) fresh(n int, published func(int) time.Time) time.Duration {
	var usual time.Duration
	if n > 1 {
		usual = max(published(0).Sub(published(n-1)), calm) / time.Duration(n-1)
	}
	age := min(max(usual/often, r.Site.MinAge), r.Site.MaxAge)
	if age > time.Minute {
		age = age.Truncate(time.Minute)
	}
	return age.Truncate(time.Second)
}
