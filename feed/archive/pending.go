package archive

import (
	"cmp"
	"slices"
	"time"

	"dateline/feed/article"
)

// Pending is an article whose fate time decides.
type Pending struct {
	File, Path string
	Since      time.Time // when it began; of a removal that has to be accepted, when it was first held
	Until      time.Time // zero if a removal has to be accepted first
}

// Departing returns, by file, the articles that are still published although
// their files are gone, or although the pages of their days leave them out and
// that hides them.
func (s *Snapshot) Departing() (list []Pending) {
	s.departures.files.Scan(func(file string, d departure) bool {
		if d.why != dayDropped || s.options.Contents[s.contentOf(file)].HideSuperseded {
			p := s.pending(file, d.page, d.since)
			if d.why != removalHeld {
				p.Until = s.GraceEnd(file)
			}
			list = append(list, p)
		}
		return true
	})
	return list
}

// Waiting returns, by file, the new articles that are not yet published, because
// they resemble live ones of their dates and may turn out to be these.
func (s *Snapshot) Waiting() (list []Pending) {
	s.waiting.Scan(func(id article.PageID, since int64) bool {
		p := s.pending(s.page(id).article.File, id, since)
		p.Until = TimeOf(s.waitEnd(since))
		list = append(list, p)
		return true
	})
	slices.SortFunc(list, func(a, b Pending) int { return cmp.Compare(a.File, b.File) })
	return list
}

func (s *Snapshot) pending(file string, id article.PageID, since int64) Pending {
	p := Pending{File: file, Since: TimeOf(since)}
	if a := s.page(id).article; a != nil {
		p.Path = a.Path
	}
	return p
}

// Pends reports whether an article departs or waits, or has lost its text, so that
// it matters whether files are still being changed (Occasion.Busy).
func (s *Snapshot) Pends() bool { return s.departures.ends.Len()+s.waiting.Len()+s.textless.Len() > 0 }

// Departs reports whether the article of a file is published although the file
// is gone. If the file is there, even with the same stamp as before, it has to be
// among the changes.
func (s *Snapshot) Departs(file string) bool {
	d, ok := s.departures.files.Get(file)
	return ok && d.why != dayDropped
}

// GraceEnd returns when the grace of a file that departs ends.
func (s *Snapshot) GraceEnd(file string) time.Time {
	d, _ := s.departures.files.Get(file)
	return TimeOf(d.since + s.graceOf(file))
}

// ends returns the next moments at which graces and waits end. A grace ends only
// in a directory whose files are known.
func (s *Snapshot) ends() (times []int64) {
	s.departures.ends.Scan(func(e ending) bool {
		known := s.known[s.contentOf(e.file)]
		if known {
			times = append(times, e.at)
		}
		return !known
	})
	s.waiting.Scan(func(_ article.PageID, since int64) bool {
		times = append(times, s.waitEnd(since))
		return true
	})
	if s.touched != 0 && s.Pends() {
		times = append(times, s.touched+quiet)
	}
	return times
}
