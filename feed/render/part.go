package render

import (
	"fmt"
	"net/url"
	"time"

	"dateline/feed/archive"
)

// Part is what a page shows of a subject. The zero Part is the newest entries. Feeds
// ignore it.
type Part struct {
	// Every is Daily or Weekly if only the entries of a day or a week are shown, which
	// Name says: "2026-04-07", "2026-W15". From is the moment at which that begins.
	Every Every
	Name  string
	From  time.Time
	// First is the newest entry on the page, or nil for the newest of all.
	First *archive.Entry
}

// Parameters of pages.
const (
	BeforeParameter = "before" // a moment (Unix seconds) or a date, exclusive
	AfterParameter  = "after"  // the same
	DayParameter    = "day"
	WeekParameter   = "week"
)

// Narrowed reports whether only the entries of a day or a week are shown.
func (part Part) Narrowed() bool { return part.Every != "" }

// At returns the part that begins with an entry; nil means the newest.
func (part Part) At(first *archive.Entry) Part {
	part.First = first
	return part
}

// Seconds returns a moment in Unix seconds for ?before= and ?after=. It has five digits at
// least, because a number of four digits is a year.
func Seconds(moment int64) string {
	if moment < 0 {
		return fmt.Sprintf("%06d", moment)
	}
	return fmt.Sprintf("%05d", moment)
}

// query adds the part to the parameters of a URL.
func (part Part) query(query url.Values) {
	switch part.Every {
	case Daily:
		query.Set(DayParameter, part.Name)
	case Weekly:
		query.Set(WeekParameter, part.Name)
	}
	if part.First != nil {
		query.Set(BeforeParameter, Seconds(part.First.Published().Unix()+1))
	}
}

// Within returns a subject with the entries of a day or a week alone ("2026-04-07",
// "2026-W15"), also for a date that has only some of the days of a week: the digest
// links there. ok is false if there is no such day or week. Selections have no digest,
// so they are not narrowed.
func (r *Renderer) Within(s *archive.Snapshot, sub Subject, every Every, name string) (narrowed Subject, ok bool) {
	p, ok := r.stretchNamed(every, name)
	if !ok {
		return sub, false
	}
	switch entries := sub.Entries.(type) {
	case *archive.Feed:
		sub.Entries = entries.Span(p.from, p.over)
	case archive.Span:
		span := s.Global().Span(p.from, p.over).In(sub.within)
		sub.Entries, sub.Revision, sub.Changed = span, Revision{Serial: span.Serial()}, span.Changed()
	default:
		return sub, true
	}
	sub.Part = Part{Every: every, Name: name, From: p.from}
	return sub, true
}

// stretchNamed returns the day or week with a name.
func (r *Renderer) stretchNamed(every Every, name string) (p stretch, ok bool) {
	var year, week int
	day, err := time.ParseInLocation(time.DateOnly, name, r.Site.Zone)
	if every == Weekly {
		if _, err = fmt.Sscanf(name, "%d-W%d", &year, &week); err != nil {
			return p, false
		}
		day = time.Date(year, 1, 4+7*(week-1), 0, 0, 0, 0, r.Site.Zone) // 4 January is always in the first week
	}
	if err != nil || day.Year() < 0 || day.Year() > 9999 {
		return p, false
	}
	p = every.stretch(day.Add(12 * time.Hour))
	return p, p.name == name
}

// dated returns the entries of the page of a date. ok is false for any other page, also
// for that of a week.
func (sub Subject) dated() (span archive.Span, ok bool) {
	span, ok = sub.Entries.(archive.Span)
	return span, ok && sub.Date != "" && !sub.Part.Narrowed()
}
