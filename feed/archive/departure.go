package archive

import (
	"slices"
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
	since   int64 // Unix seconds; of a held one, since when it is held
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
	gone  []int                   // number of files that are gone, by content directory
	held  []*btree.BTreeG[ending] // those of these that are held, by the second since when; nil if there are none
}

// ending is when the grace of a file ends, or a hold of it began, in Unix seconds.
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
		ends: newEndings(),
		marks: btree.NewBTreeGOptions(func(a, b marked) bool {
			return a.mark < b.mark || a.mark == b.mark && a.file < b.file
		}, btree.Options{NoLocks: true}),
		gone: make([]int, contents), held: make([]*btree.BTreeG[ending], contents),
	}
}

func newEndings() *btree.BTreeG[ending] {
	return btree.NewBTreeGOptions(func(a, b ending) bool {
		return a.at < b.at || a.at == b.at && a.file < b.file
	}, btree.Options{NoLocks: true})
}

func (d *departures) copy() departures {
	return departures{*d.files.Copy(), d.ends.Copy(), d.marks.Copy(), slices.Clone(d.gone), copyAll(d.held)}
}

// count adds a departure of a content directory, or removes it.
func (d *departures) count(why cause, content, by int) {
	if why != dayDropped {
		d.gone[content] += by
	}
}

// heldIn returns the number of files of a content directory that are held.
func (d *departures) heldIn(content int) int {
	if d.held[content] == nil {
		return 0
	}
	return d.held[content].Len()
}

// hold adds a file to those of a content directory that are held.
func (d *departures) hold(content int, e ending) {
	if d.held[content] == nil {
		d.held[content] = newEndings()
	}
	d.held[content].Set(e)
}

// release removes a file from those that are held.
func (d *departures) release(content int, e ending) {
	if d.held[content].Delete(e); d.held[content].Len() == 0 {
		d.held[content] = nil
	}
}

// setDeparture records that an article departs.
func (tx *tx) setDeparture(file string, d departure) {
	tx.dropDeparture(file)
	tx.departures.files.Set(file, d)
	content := tx.contentOf(file)
	tx.departures.count(d.why, content, 1)
	if d.why == removalHeld {
		tx.departures.hold(content, ending{d.since, file})
	} else {
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
	content := tx.contentOf(file)
	tx.departures.count(d.why, content, -1)
	if d.why == removalHeld {
		tx.departures.release(content, ending{d.since, file})
	} else {
		tx.departures.ends.Delete(ending{d.since + tx.graceOf(file), file})
	}
	for _, m := range d.marks {
		tx.departures.marks.Delete(marked{m, file})
	}
	tx.saved[d.page] = true
	return d, true
}

// graceOf returns the grace of a file, in seconds.
func (s *Snapshot) graceOf(file string) int64 {
	return s.options.Contents[s.contentOf(file)].graceSeconds()
}

// restoreDepartures restores the articles that departed.
func (r *resolver) restoreDepartures(items []Item) {
	for i := range items {
		it := &items[i]
		if it.Leaving.IsZero() || !it.Removed.IsZero() || it.Path == "" {
			continue
		}
		id := article.Page(it.Path)
		p := r.page(id)
		if p.article == nil || p.movedTo != 0 || p.story == nil || p.story.isRemoved() || r.isWithheld(p.article) {
			continue
		}
		d := departure{page: id, since: Seconds(it.Leaving), heading: nameOf(it.Heading), marks: newLooks(nil, p.article).marks()}
		switch {
		case it.Held:
			d.why = removalHeld
		case r.leftOut(id, p.article):
			d.why = dayDropped
		}
		r.setDeparture(p.article.File, d)
		delete(r.saved, id)
	}
}

// nameOf returns a remembered name, or none if it is empty.
func nameOf(s string) (n article.Name) {
	if s != "" {
		n = unique.Make(s)
	}
	return n
}
