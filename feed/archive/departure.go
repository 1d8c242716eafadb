package archive

import (
	"cmp"
	"slices"
	"time"
	"unique"

	"github.com/tidwall/btree"

	"dateline/feed/article"
)

// A removal is never urgent, and what goes often appears again under another
// name. So an article departs before it is gone: it stays published as it is,
// its file stays in the ledger, and what appears meanwhile is compared with it.

// departure is an article that stays published although its file is gone, or
// although the page of its day dropped it. Immutable.
type departure struct {
	page    article.PageID
	since   int64 // Unix seconds
	why     cause
	heading article.Name     // below which the page of its day listed it last
	marks   []article.PageID // by which articles of other dates may be the same (looks.marks)
}

// cause is why an article departs.
type cause uint8

const (
	fileGone    cause = iota
	removalHeld       // its file is gone with so many others that the removal has to be accepted, so it has no end
	dayDropped        // the page of its day no longer lists it
)

// departures are the articles that depart.
type departures struct {
	files btree.Map[string, departure]
	ends  *btree.BTreeG[ending] // of all that are not held
	marks *btree.BTreeG[marked]
	gone  []int // number of files that are gone, by content directory
	held  []int // how many of these are held
}

// ending is when the grace of a file ends, in Unix seconds.
type ending struct {
	at   int64
	file string
}

// marked is a departing file and one of its marks.
type marked struct {
	mark article.PageID
	file string
}

func newDepartures(contents int) departures {
	return departures{
		ends: btree.NewBTreeGOptions(func(a, b ending) bool {
			return a.at < b.at || a.at == b.at && a.file < b.file
		}, btree.Options{NoLocks: true}),
		marks: btree.NewBTreeGOptions(func(a, b marked) bool {
			return a.mark < b.mark || a.mark == b.mark && a.file < b.file
		}, btree.Options{NoLocks: true}),
		gone: make([]int, contents), held: make([]int, contents),
	}
}

func (d *departures) copy() departures {
	return departures{*d.files.Copy(), d.ends.Copy(), d.marks.Copy(), slices.Clone(d.gone), slices.Clone(d.held)}
}

// count adds a departure of a content directory, or removes it.
func (d *departures) count(why cause, content, by int) {
	if why != dayDropped {
		d.gone[content] += by
	}
	if why == removalHeld {
		d.held[content] += by
	}
}

// setDeparture records that an article departs.
func (tx *tx) setDeparture(file string, d departure) {
	tx.dropDeparture(file)
	tx.departures.files.Set(file, d)
	tx.departures.count(d.why, tx.contentOf(file), 1)
	if d.why != removalHeld {
		tx.departures.ends.Set(ending{d.since + tx.graceOf(file), file})
	}
	for _, m := range d.marks {
		tx.departures.marks.Set(marked{m, file})
	}
	tx.saved[d.page] = true
}

// dropDeparture records that a file no longer departs, and returns what was
// known of it.
func (tx *tx) dropDeparture(file string) (d departure, ok bool) {
	if d, ok = tx.departures.files.Delete(file); !ok {
		return d, false
	}
	tx.departures.count(d.why, tx.contentOf(file), -1)
	tx.departures.ends.Delete(ending{d.since + tx.graceOf(file), file})
	for _, m := range d.marks {
		tx.departures.marks.Delete(marked{m, file})
	}
	tx.saved[d.page] = true
	return d, true
}

// graceOf returns the grace of a file, in seconds.
func (s *Snapshot) graceOf(file string) int64 {
	return int64((s.options.Contents[s.contentOf(file)].Grace + time.Second - 1) / time.Second)
}

// Pending is an article whose fate time decides.
type Pending struct {
	File, Path string
	Since      time.Time
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
				p.Until = TimeOf(d.since + s.graceOf(file))
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

// Pends reports whether an article departs or waits, so that it matters whether
// files are still being changed (Occasion.Busy).
func (s *Snapshot) Pends() bool { return s.departures.ends.Len()+s.waiting.Len() > 0 }

// Departs reports whether the article of a file is published although the file
// is gone. If the file is there, even with the same stamp as before, it has to be
// among the changes.
func (s *Snapshot) Departs(file string) bool {
	d, ok := s.departures.files.Get(file)
	return ok && d.why != dayDropped
}

// Held returns the number of articles that are published although their files are
// gone, because the removal is so large that it has to be accepted first.
func (s *Snapshot) Held() (sum int) {
	for _, n := range s.departures.held {
		sum += n
	}
	return sum
}

// restoreDepartures restores the articles that departed. Held ones are not
// remembered: their files are found missing again.
func (r *resolver) restoreDepartures(items []Item) {
	for i := range items {
		it := &items[i]
		if it.Leaving.IsZero() || it.Path == "" {
			continue
		}
		id := article.Page(it.Path)
		p := r.page(id)
		if p.article == nil || p.movedTo != 0 || p.story == nil || p.story.isRemoved() || r.isWithheld(p.article) {
			continue
		}
		d := departure{page: id, since: Seconds(it.Leaving), heading: nameOf(it.Heading), marks: newLooks(nil, p.article).marks()}
		if r.leftOut(id, p.article) {
			d.why = dayDropped
		}
		r.setDeparture(p.article.File, d)
		delete(r.saved, id)
	}
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

// nameOf returns a remembered name, or none if it is empty.
func nameOf(s string) (n article.Name) {
	if s != "" {
		n = unique.Make(s)
	}
	return n
}
