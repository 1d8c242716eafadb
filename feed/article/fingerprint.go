package article

import (
	"crypto/sha256"
	"encoding/binary"
	"html"
	"slices"
	"strings"
)

// fingerprint returns the first 64 bits of the SHA-256 of what a subscriber would
// notice as new: the title, the text of the body without markup, the summary, the
// authors, the cited pages (see citation). Topics, related articles, pictures,
// labels, dates and the place on the site do not change it.
func (r *reading) fingerprint() uint64 {
	return fingerprint(r.article, r.article.AuthorNames(), r.cited)
}

// FormerFingerprint returns the fingerprint that versions before 0.10 gave an
// article, to which every URL of a source was another one, and which called an
// author without a name by the mail address. Of an article that cites pages of the
// site it returns another number, as it does if an address stood within a name in
// another way than "Name <mail>". Such an article comes up as updated only if its
// file changes between the last run of such a version and the first of this one.
func (a *Article) FormerFingerprint() uint64 {
	cited := make([]string, len(a.Sources))
	for i, l := range a.Sources {
		cited[i] = l.URL
	}
	authors := make([]string, len(a.Authors))
	for i, author := range a.Authors {
		authors[i] = author.Name
		if local, _, _ := strings.Cut(author.Mail, "@"); local == author.Name && author.Mail != "" {
			authors[i] = author.Mail
		}
	}
	return fingerprint(a, authors, cited)
}

// fingerprint sorts cited.
func fingerprint(a *Article, authors, cited []string) uint64 {
	slices.Sort(cited)
	b := make([]byte, 0, 1024)
	b = appendField(b, a.Title)
	b = appendField(b, visible(a.HTML))
	b = appendField(b, a.Summary)
	b = appendFields(b, authors)
	b = appendFields(b, slices.Compact(cited))
	sum := sha256.Sum256(b)
	return max(binary.BigEndian.Uint64(sum[:]), 1) // 0 means that there is no fingerprint
}

// appendField appends the length of a text and the text, so that no two lists of
// fields have the same bytes.
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

// visible returns the text of a body on one line.
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
