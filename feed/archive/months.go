package archive

import (
	"crypto/sha256"
	"encoding/binary"
	"iter"
	"slices"
	"strconv"
	"sync"
	"time"

	"dateline/feed/article"
)

// Month summarizes the entries of a feed in a calendar month.
type Month struct {
	Number int // 12 times the year, plus the month from 0
	Len    int // number of entries
	// Sum changes whenever anything that documents say about the entries changes.
	// It is the sum of Entry.Sum, modulo 2^64.
	Sum uint64
}

// MonthOf returns the number of the month of a moment, in the moment's zone.
func MonthOf(t time.Time) int { return t.Year()*12 + int(t.Month()) - 1 }

// MonthStart returns the moment at which a month begins.
func MonthStart(number int, zone *time.Location) time.Time {
	return article.Midnight(time.Date(number/12, time.Month(number%12+1), 1, 0, 0, 0, 0, time.UTC), zone)
}

// Period returns when a year ("2026"), a month ("2026-04") or a day ("2026-04-07")
// begins in a zone, and when the next one does. ok is false if date is none of
// these.
func Period(date string, zone *time.Location) (from, until time.Time, ok bool) {
	next := map[int][3]int{len("2006"): {1, 0, 0}, len("2006-01"): {0, 1, 0}, len("2006-01-02"): {0, 0, 1}}[len(date)]
	first, err := time.Parse(time.DateOnly[:min(len(date), len(time.DateOnly))], date)
	if err != nil || next == [3]int{} {
		return from, until, false
	}
	return article.Midnight(first, zone), article.Midnight(first.AddDate(next[0], next[1], next[2]), zone), true
}

// sums is a pool of buffers, because allocating them is most of the cost of a
// sum.
var sums = sync.Pool{New: func() any { return new([]byte) }}

// Sum changes whenever anything that documents say about an entry changes, except
// related articles and the Markdown itself. It is the first 64 bits of a SHA-256.
func (e *Entry) Sum() uint64 {
	sum := e.sum.Load()
	if sum == 0 {
		sum = e.computeSum()
		e.sum.Store(sum)
	}
	return sum
}

func (e *Entry) computeSum() uint64 {
	buffer := sums.Get().(*[]byte)
	defer sums.Put(buffer)
	b := (*buffer)[:0]
	text := func(list ...string) {
		b = binary.AppendUvarint(b, uint64(len(list)))
		for _, s := range list {
			b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
		}
	}
	text(e.ID(), e.Path, e.Title, e.Summary, e.HTML, e.Language, e.Cover, e.CoverPath, e.CoverAlt)
	text(e.AuthorNames()...)
	for i, a := range e.Authors { // few authors have more than a name; without it, the sum is that of older versions
		if a.URL != "" {
			text(strconv.Itoa(i), a.URL)
		}
		if a.Mail != "" {
			text(strconv.Itoa(i), "mail", a.Mail)
		}
	}
	for _, l := range e.Sources {
		text(l.Name, l.URL)
	}
	for _, t := range e.Topics {
		text(t.Name, t.Slug)
	}
	if len(e.Links) > 0 {
		text(e.Links...)
	}
	b = binary.AppendVarint(binary.AppendVarint(b, e.published), e.updated)
	if p := e.Picture; p != nil {
		text(p.Type)
		for _, n := range [...]int64{p.Length, int64(p.Width), int64(p.Height)} {
			b = binary.AppendVarint(b, n)
		}
	}
	if x := e.Enclosure; x != nil {
		text(x.URL, x.Path, x.Type)
		b = binary.AppendVarint(binary.AppendVarint(b, x.Length), x.Duration)
	}
	if a := e.Enclosed; a != nil {
		text(a.Type)
		b = binary.AppendVarint(b, a.Length)
	}
	*buffer = b
	sum := sha256.Sum256(b)
	return binary.BigEndian.Uint64(sum[:])
}

// months are the months of a feed, oldest first. They are counted on the first
// call of Months; from then on each change of the feed updates them.
type months struct {
	zone *time.Location
	list []Month
}

// Months returns the months of a feed in a zone, oldest first. The first call
// reads all entries.
func (f *Feed) Months(zone *time.Location) []Month {
	m := f.months.Load()
	if m == nil || m.zone != zone {
		m = &months{zone: zone}
		f.entries.Scan(func(e *Entry) bool {
			m.count(e, 1)
			return true
		})
		f.months.Store(m)
	}
	return m.list
}

// count adds an entry by times, which is 1 or -1.
func (m *months) count(e *Entry, by int) {
	number := MonthOf(e.Published().In(m.zone))
	i := monthIndex(m.list, number)
	if i == len(m.list) || m.list[i].Number != number {
		m.list = slices.Insert(m.list, i, Month{Number: number})
	}
	at := &m.list[i]
	at.Len += by
	at.Sum += uint64(by) * e.Sum()
	if at.Len == 0 {
		m.list = slices.Delete(m.list, i, i+1)
	}
}

// monthIndex returns the index of the first month that is not before number.
func monthIndex(list []Month, number int) int {
	i, _ := slices.BinarySearchFunc(list, number, func(m Month, number int) int { return m.Number - number })
	return i
}

// Between returns the entries published from one moment until before another,
// newest first.
func (f *Feed) Between(from, until time.Time) iter.Seq[*Entry] {
	return f.Span(from, until).entries()
}
