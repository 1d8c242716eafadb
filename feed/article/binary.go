package article

import (
	"encoding"
	"errors"
	"fmt"
)

// An Article and a Day have a binary form for stores on disk. Numbers are varints.
// The strings come last, one after the other, so that one allocation holds them all:
//
//	format    1 byte
//	names     count, size of their text, text, size of each
//	numbers   size, then dates, counts, sizes of strings, topics as 1 + index
//	          of a name (0 is no topic), pages as 8 bytes
//	text      every string, in the order of its size among the numbers
//
// Topics and the language are names, which are held once for all articles.

// Formats of an Article and of a Day. A change of the layout takes a new number.
//
// Earlier formats are still read, so that a ledger keeps its articles when
// Dateline is upgraded. Until 0.6.0 a draft was a boolean, authors
// were names, and a bundle had its own page below its folder. Until 0.7.0 HTML
// had the URLs of everything on the site, and the article a list of its pictures.
// Until 0.9.0 a Day had no headings.
const (
	format060     byte = 0x01
	format070     byte = 0x02
	articleFormat byte = 0x03
	day090        byte = 0x81
	dayFormat     byte = 0x82
)

// Bits of the first number of an Article.
const (
	dateOnly  = 1 << iota
	ownPath   // Path is not the PagePath of File
	hasRare   // Rare is not the one that articles of that language share
	hasMails  // the mail addresses of the authors follow, "" for one without
	hasHome   // AtHome of the References follows
	endingBit // the lowest bit of the ending of the Permalink
)

// knownBits are those of the flags and the ending.
const knownBits = uint64(endingBit*len(endings) - 1)

var (
	_ encoding.BinaryAppender    = (*Article)(nil)
	_ encoding.BinaryUnmarshaler = (*Article)(nil)
	_ encoding.BinaryAppender    = (*Day)(nil)
	_ encoding.BinaryUnmarshaler = (*Day)(nil)
)

// AppendBinary appends the binary form of the whole article to b. The only error
// is a missing Rare.
func (a *Article) AppendBinary(b []byte) ([]byte, error) {
	if a.Rare == nil {
		return b, errors.New("article: Rare is nil")
	}
	var e encoder
	e.article(a)
	return e.append(b, articleFormat), nil
}

// UnmarshalBinary sets a to what AppendBinary wrote, and does not change it if
// data is anything else. It keeps no reference to data, and allocates at most a
// small multiple of its size.
func (a *Article) UnmarshalBinary(data []byte) error {
	d := decoder{format: articleFormat}
	if len(data) > 0 && (data[0] == format060 || data[0] == format070) {
		d.format = data[0]
	}
	if err := d.open(data, d.format); err != nil {
		return fmt.Errorf("decoding an article: %w", err)
	}
	decoded := d.article()
	if err := d.close(); err != nil {
		return fmt.Errorf("decoding an article: %w", err)
	}
	*a = decoded
	return nil
}

// AppendBinary appends the binary form to b. The error is always nil.
func (day *Day) AppendBinary(b []byte) ([]byte, error) {
	var e encoder
	e.text(day.File)
	e.time(day.Date)
	e.claims(day.Articles)
	encode(&e, day.Headings, func(h Heading) {
		e.name(h.Text)
		e.number(uint64(h.First))
	})
	return e.append(b, dayFormat), nil
}

// UnmarshalBinary is like that of Article.
func (day *Day) UnmarshalBinary(data []byte) error {
	d := decoder{format: dayFormat}
	if len(data) > 0 && data[0] == day090 {
		d.format = day090
	}
	if err := d.open(data, d.format); err != nil {
		return fmt.Errorf("decoding a day: %w", err)
	}
	decoded := Day{File: d.text(), Date: d.time(), Articles: d.claims()}
	if d.format == dayFormat {
		decoded.Headings = d.headings(len(decoded.Articles))
	}
	if err := d.close(); err != nil {
		return fmt.Errorf("decoding a day: %w", err)
	}
	*day = decoded
	return nil
}
