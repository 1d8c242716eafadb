package article

import (
	"crypto/sha256"
	"encoding/binary"
	"html"
	"slices"
	"strings"
)

// fingerprint gives the first 64 bits of the SHA-256 of what a subscriber
// could see as new: the title, the text of the body without its markup, the
// summary, the authors, the pages that are cited. Topics, related articles,
// pictures, labels, dates and the place on the site leave it as it is.
func (r *reading) fingerprint() uint64 {
	a := r.article
	slices.Sort(r.cited)
	b := make([]byte, 0, 1024)
	b = appendField(b, a.Title)
	b = appendField(b, visible(a.HTML))
	b = appendField(b, a.Summary)
	b = appendFields(b, a.AuthorNames())
	b = appendFields(b, slices.Compact(r.cited))
	sum := sha256.Sum256(b)
	return max(binary.BigEndian.Uint64(sum[:]), 1) // 0 stands for none
}

// appendField writes a text after its length, so that no two lists of fields
// give the same bytes.
func appendField(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func appendFields(b []byte, list []string) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	for _, s := range list {
		b = appendField(b, s)
	}
	return b
}

// visible returns the text of a body as one line.
func visible(markup string) string {
	var b strings.Builder
	b.Grow(len(markup))
	for markup != "" {
		var text string
		text, _, markup = cutTag(markup)
		b.WriteString(text)
	}
	return oneLine(html.UnescapeString(b.String()))
}
