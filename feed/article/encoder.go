package article

import (
	"encoding/binary"
	"slices"
	"time"
	"unique"
)

// encoder collects the parts of a binary form.
type encoder struct {
	names   []Name
	index   map[Name]uint64 // 1 + the index of each of names
	numbers []byte
	texts   []string
}

// append appends all parts to b.
func (e *encoder) append(b []byte, format byte) []byte {
	size := 0
	for _, n := range e.names {
		size += len(n.Value())
	}
	b = append(b, format)
	b = binary.AppendUvarint(b, uint64(len(e.names)))
	b = binary.AppendUvarint(b, uint64(size))
	for _, n := range e.names {
		b = append(b, n.Value()...)
	}
	for _, n := range e.names {
		b = binary.AppendUvarint(b, uint64(len(n.Value())))
	}
	b = binary.AppendUvarint(b, uint64(len(e.numbers)))
	b = append(b, e.numbers...)
	for _, s := range e.texts {
		b = append(b, s...)
	}
	return b
}

func (e *encoder) article(a *Article) {
	e.numbers = make([]byte, 0, 128+10*len(a.Related))
	e.texts = make([]string, 0, 8+2*len(a.Sources))
	e.number(bits(a))
	e.numbers = append(e.numbers, a.Hash[:]...)
	e.numbers = binary.BigEndian.AppendUint64(e.numbers, a.Fingerprint)
	e.time(a.Date)
	e.text(a.File)
	if a.Path != PagePath(a.File) {
		e.text(a.Path)
	}
	e.text(a.Title)
	e.text(a.HTML)
	e.text(a.Cover)
	e.links(a.Sources)
	e.topics(a.Topics)
	e.claims(a.Related)
	e.name(unique.Make(a.Language))
	if !a.plain() {
		e.rare(a.Rare)
	}
	if hasMail(a) {
		for _, author := range a.Authors {
			e.text(author.Mail)
		}
	}
	if leadsHome(a) {
		for i := range a.References {
			e.text(a.References[i].AtHome)
		}
	}
}

// leadsHome reports whether a reference of a may lead to the author's own site.
func leadsHome(a *Article) bool {
	return slices.ContainsFunc(a.References, func(f Reference) bool { return f.AtHome != "" })
}

// hasMail reports whether an author of a has a mail address. Few have one, so the
// addresses follow the rest, and most articles need no byte for them.
func hasMail(a *Article) bool {
	return slices.ContainsFunc(a.Authors, func(author Author) bool { return author.Mail != "" })
}

func bits(a *Article) (set uint64) {
	if a.DateOnly {
		set |= dateOnly
	}
	if a.Path != PagePath(a.File) {
		set |= ownPath
	}
	if !a.plain() {
		set |= hasRare
	}
	if hasMail(a) {
		set |= hasMails
	}
	if leadsHome(a) {
		set |= hasHome
	}
	set |= uint64(a.Ending) * endingBit
	return set
}

func (e *encoder) rare(r *Rare) {
	e.text(r.Summary)
	e.time(r.Updated)
	encode(e, r.Authors, func(a Author) {
		e.text(a.Name)
		e.text(a.URL)
	})
	e.text(r.Hidden)
	e.time(r.Appears)
	e.time(r.Expires)
	e.bool(r.NoIndex)
	e.text(r.ID)
	e.list(r.Aliases)
	e.list(r.Perhaps)
	e.list(r.Changes)
	e.links(r.Elsewhere)
	encode(e, r.References, func(f Reference) {
		e.text(f.Path)
		e.text(f.Name)
		e.text(f.Suffix)
		e.place(f.Place)
	})
	e.enclosure(r.Enclosure)
	e.text(r.CoverAlt)
	e.text(r.CoverPath)
	e.place(Place{r.CoverLine, r.CoverColumn})
	e.place(r.IDAt)
	e.place(r.FormerAt)
}

func (e *encoder) enclosure(x *Enclosure) {
	e.bool(x != nil)
	if x == nil {
		return
	}
	e.text(x.URL)
	e.text(x.Path)
	e.text(x.Type)
	e.number(uint64(x.Length))
	e.number(uint64(x.Duration))
	e.place(x.Place)
}

func (e *encoder) number(n uint64) { e.numbers = binary.AppendUvarint(e.numbers, n) }

func (e *encoder) bool(b bool) {
	n := uint64(0)
	if b {
		n = 1
	}
	e.number(n)
}

func (e *encoder) text(s string) {
	e.number(uint64(len(s)))
	e.texts = append(e.texts, s)
}

// time writes a moment without its zone.
func (e *encoder) time(t time.Time) {
	e.numbers = binary.AppendVarint(e.numbers, t.Unix())
	e.number(uint64(t.Nanosecond()))
}

func (e *encoder) list(list []string) {
	encode(e, list, e.text)
}

func (e *encoder) links(list []Link) {
	encode(e, list, func(l Link) {
		e.text(l.Name)
		e.text(l.URL)
	})
}

func (e *encoder) place(p Place) {
	e.number(uint64(p.Line))
	e.number(uint64(p.Column))
}

// name writes a topic or a language.
func (e *encoder) name(n Name) {
	if n == (Name{}) {
		e.number(0)
		return
	}
	i := e.index[n]
	if i == 0 {
		if e.index == nil {
			e.index = map[Name]uint64{}
		}
		e.names = append(e.names, n)
		i = uint64(len(e.names))
		e.index[n] = i
	}
	e.number(i)
}

func (e *encoder) topics(list []Name) {
	encode(e, list, e.name)
}

func (e *encoder) claims(list []Claim) {
	encode(e, list, func(c Claim) {
		e.numbers = binary.BigEndian.AppendUint64(e.numbers, uint64(c.Page))
		e.name(c.Topic)
	})
}

func encode[T any](e *encoder, list []T, element func(T)) {
	e.number(uint64(len(list)))
	for _, v := range list {
		element(v)
	}
}
