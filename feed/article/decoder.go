package article

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"path"
	"strings"
	"time"
	"unique"
)

// decoder takes a binary form apart. After the first error it returns zero
// values, and close reports the error.
type decoder struct {
	numbers []byte
	strings string // those that have not been returned yet
	names   []Name
	damaged bool
	format  byte // of the Article or Day
}

var errDamaged = errors.New("the binary form is damaged")

// open finds the parts of data.
func (d *decoder) open(data []byte, format byte) error {
	if len(data) == 0 {
		return errDamaged
	}
	if data[0] != format {
		return fmt.Errorf("the binary form has the format %#x, not %#x", data[0], format)
	}
	d.numbers = data[1:]
	d.openNames()
	n := d.count(1)
	d.numbers, d.strings = d.numbers[:n], string(d.numbers[n:])
	return nil
}

// openNames reads the table of names. unique copies them, so that no reference to
// data is kept.
func (d *decoder) openNames() {
	count, size := d.count(1), d.count(1)
	all := string(d.bytes(size))
	d.names = make([]Name, count)
	for i := range d.names {
		n := d.number()
		if n > uint64(len(all)) {
			d.damaged = true
			return
		}
		d.names[i], all = unique.Make(all[:n]), all[n:]
	}
	d.damaged = d.damaged || all != ""
}

// close returns an error unless all of data could be decoded.
func (d *decoder) close() error {
	if d.damaged || len(d.numbers) > 0 || d.strings != "" {
		return errDamaged
	}
	return nil
}

func (d *decoder) article() (a Article) {
	bits := d.number()
	a.DateOnly = bits&dateOnly != 0
	a.Ending = Ending(bits / endingBit % uint64(len(endings)))
	d.damaged = d.damaged || bits&^knownBits != 0
	copy(a.Hash[:], d.bytes(len(a.Hash)))
	a.Fingerprint = d.word()
	a.Date = d.time()
	a.File = d.text()
	switch {
	case bits&ownPath != 0:
		a.Path = d.text()
	case d.format == format060:
		a.Path = strings.TrimSuffix(a.File, path.Ext(a.File))
	default:
		a.Path = PagePath(a.File)
	}
	a.Title, a.HTML, a.Cover = d.text(), d.text(), d.text()
	a.Sources = d.links()
	a.Topics = d.topics()
	a.Related = d.claims()
	language := d.name()
	if language == (Name{}) {
		d.damaged = true
		return a
	}
	if a.Rare = plainRare(language); bits&hasRare != 0 {
		a.Rare = d.rare(a.Language)
		for i := range a.Authors {
			if bits&hasMails != 0 {
				a.Authors[i].Mail = d.text()
			}
		}
		for i := range a.References {
			if bits&hasHome != 0 {
				a.References[i].AtHome = d.text()
			}
		}
	}
	return a
}

func (d *decoder) rare(language string) *Rare {
	r := &Rare{Language: language, Summary: d.text(), Updated: d.time()}
	if d.format == format060 {
		r.Authors = decoded(d, 1, func() Author { return Author{Name: d.text()} })
		if d.bool() {
			r.Hidden = "draft: true"
		}
		r.ID, r.Aliases = d.text(), d.list()
	} else {
		r.Authors = decoded(d, 2, func() Author { return Author{Name: d.text(), URL: d.text()} })
		r.Hidden, r.Appears, r.Expires, r.NoIndex = d.text(), d.time(), d.time(), d.bool()
		r.ID, r.Aliases, r.Perhaps = d.text(), d.list(), d.list()
	}
	r.Changes, r.Elsewhere = d.list(), d.links()
	if d.format == articleFormat {
		r.References, r.Enclosure = d.references(), d.enclosure()
	} else {
		r.References = decoded(d, 1, func() Reference { return Reference{Path: d.text()} })
	}
	r.CoverAlt, r.CoverPath = d.text(), d.text()
	cover := d.place()
	r.CoverLine, r.CoverColumn = cover.Line, cover.Column
	r.IDAt, r.FormerAt = d.place(), d.place()
	return r
}

// headings reads the headings of a day with a number of claims.
func (d *decoder) headings(claims int) []Heading {
	return decoded(d, 2, func() Heading {
		h := Heading{d.name(), int(min(d.number(), uint64(claims)))}
		d.damaged = d.damaged || h.Text == (Name{}) || h.First == claims
		return h
	})
}

func (d *decoder) references() []Reference {
	return decoded(d, 5, func() Reference { return Reference{Path: d.text(), Name: d.text(), Suffix: d.text(), Place: d.place()} })
}

func (d *decoder) enclosure() *Enclosure {
	if !d.bool() {
		return nil
	}
	return &Enclosure{d.text(), d.text(), d.text(), d.size(), d.size(), d.place()}
}

// size reads a number that is not negative.
func (d *decoder) size() int64 {
	n := d.number()
	d.damaged = d.damaged || n > math.MaxInt64
	return int64(n)
}

// bytes reads n bytes.
func (d *decoder) bytes(n int) []byte {
	if d.damaged || n > len(d.numbers) {
		d.damaged = true
		return nil
	}
	b := d.numbers[:n]
	d.numbers = d.numbers[n:]
	return b
}

func (d *decoder) number() uint64 {
	v, n := binary.Uvarint(d.numbers)
	if d.damaged || n <= 0 {
		d.damaged = true
		return 0
	}
	d.numbers = d.numbers[n:]
	return v
}

// count reads the number of elements of a list, each of which takes at least size
// bytes. A list is therefore never much larger than the data from which it is
// read.
func (d *decoder) count(size int) int {
	n := d.number()
	if n > uint64(len(d.numbers)/size) {
		d.damaged = true
		return 0
	}
	return int(n)
}

func (d *decoder) bool() bool {
	n := d.number()
	d.damaged = d.damaged || n > 1
	return n == 1
}

func (d *decoder) word() uint64 {
	if b := d.bytes(8); b != nil {
		return binary.BigEndian.Uint64(b)
	}
	return 0
}

func (d *decoder) text() string {
	n := d.number()
	if n > uint64(len(d.strings)) {
		d.damaged = true
		return ""
	}
	s := d.strings[:n]
	d.strings = d.strings[n:]
	return s
}

func (d *decoder) time() time.Time {
	seconds, n := binary.Varint(d.numbers)
	d.bytes(max(n, 0))
	nanos := d.number()
	if d.damaged = d.damaged || n <= 0 || nanos >= uint64(time.Second); d.damaged {
		return time.Time{}
	}
	return time.Unix(seconds, int64(nanos)).UTC()
}

func (d *decoder) place() Place {
	line, column := d.number(), d.number()
	if max(line, column) > math.MaxInt32 {
		d.damaged = true
		return Place{}
	}
	return Place{int(line), int(column)}
}

func (d *decoder) name() Name {
	i := d.number()
	switch {
	case i == 0:
		return Name{}
	case i > uint64(len(d.names)):
		d.damaged = true
		return Name{}
	}
	return d.names[i-1]
}

func (d *decoder) list() []string {
	return decoded(d, 1, d.text)
}

func (d *decoder) topics() []Name {
	return decoded(d, 1, d.name)
}

func (d *decoder) links() []Link {
	return decoded(d, 2, func() Link { return Link{d.text(), d.text()} })
}

func (d *decoder) claims() []Claim {
	return decoded(d, 9, func() Claim { return Claim{PageID(d.word()), d.name()} })
}

// decoded reads a list of elements that take at least size bytes each. An empty
// list is nil.
func decoded[T any](d *decoder, size int, element func() T) []T {
	n := d.count(size)
	if n == 0 {
		return nil
	}
	list := make([]T, n)
	for i := range list {
		list[i] = element()
	}
	return list
}
