package watch

import (
	"cmp"
	"maps"
	"slices"
)

// top is the relative path of the root.
const top = "."

// A dir is what one look found in a directory and below it. It is immutable once that look is over; the next look
// shares every dir in which nothing changed, so that comparing two states skips equal parts by their address.
type dir struct {
	id        identity
	files     []file  // sorted by name
	dirs      []child // sorted by name
	faults    []Fault // with its entries
	err       error   // why it cannot be read; the other fields are from the last time it could
	unread    bool    // it could never be read
	unwatched bool    // the system sends no events for it
	linked    bool    // it holds symbolic links, whose targets may change without an event here
	others    tally   // files passed over because of their extension
	ignored   int     // entries that a pattern of Options.Ignore names
	total     total
}

// A file is what one look found: the version that batches have named or name now, and the version that is being
// written, if there is one.
type file struct {
	name string
	stamp
	coming *coming
}

// given reports whether the file has a complete version, which has been or will be in a batch.
func (f file) given() bool { return f.stamp != stamp{} }

type child struct {
	name string
	dir  *dir
}

// A total counts a directory and everything below it.
type total struct {
	files, dirs, faults, blind, linked, coming, ignored int
	kept                                                int // the faults with the effect Kept
	others                                              tally
}

// blind reports whether the directory may change without an event, and so has to be polled.
func (d *dir) blind() bool { return d.err != nil || d.unwatched }

// count sets the total of a dir whose other fields are complete.
func (d *dir) count() {
	d.total = total{files: len(d.files), dirs: 1, ignored: d.ignored, others: sum(d.others, d.dirs)}
	for _, f := range d.wrong(top) {
		d.total.faults++
		if f.Effect == Kept {
			d.total.kept++
		}
	}
	if d.blind() {
		d.total.blind++
	}
	if d.linked {
		d.total.linked++
	}
	for _, f := range d.files {
		if f.coming != nil {
			d.total.coming++
		}
	}
	for _, c := range d.dirs {
		t := c.dir.total
		d.total.files += t.files
		d.total.dirs += t.dirs
		d.total.faults += t.faults
		d.total.kept += t.kept
		d.total.blind += t.blind
		d.total.linked += t.linked
		d.total.coming += t.coming
		d.total.ignored += t.ignored
	}
}

func (d *dir) equal(e *dir) bool {
	return d.id == e.id && d.unwatched == e.unwatched && d.linked == e.linked && d.ignored == e.ignored && sameText(d.err, e.err) &&
		slices.Equal(d.files, e.files) && slices.Equal(d.dirs, e.dirs) && sameFaults(d.faults, e.faults) && maps.Equal(d.others, e.others)
}

// unreadable returns prev, or an empty directory, with the reason why there is no newer state.
func unreadable(prev *dir, err error) *dir {
	if prev == nil {
		prev = &dir{unread: true}
	}
	if sameText(prev.err, err) {
		return prev
	}
	d := *prev
	d.err = err
	d.count()
	return &d
}

// child returns the subdirectory of that name, or nil.
func (d *dir) child(name string) *dir {
	if d == nil {
		return nil
	}
	i, ok := slices.BinarySearchFunc(d.dirs, name, func(c child, n string) int { return cmp.Compare(c.name, n) })
	if !ok {
		return nil
	}
	return d.dirs[i].dir
}

// file returns the last known state of the file with that name.
func (d *dir) file(name string) (file, bool) {
	if d == nil {
		return file{}, false
	}
	i, ok := slices.BinarySearchFunc(d.files, name, func(f file, n string) int { return cmp.Compare(f.name, n) })
	if !ok {
		return file{}, false
	}
	return d.files[i], true
}

// allFaults returns everything that is wrong with the tree d, and with the root itself, sorted by path.
func (d *dir) allFaults(root error) []Fault {
	var all []Fault
	if root != nil {
		all = append(all, Fault{top, root, Kept})
	}
	d.visit(top, func(t total) bool { return t.faults > 0 }, func(rel string, d *dir) { all = append(all, d.wrong(rel)...) })
	slices.SortStableFunc(all, func(a, b Fault) int { return cmp.Compare(a.Path, b.Path) })
	return all
}

// wrong returns what is wrong with the directory d, whose path is rel, and with its entries.
func (d *dir) wrong(rel string) []Fault {
	switch {
	case d.err == nil:
		return d.faults
	case d.unread:
		return []Fault{{rel, d.err, Unread}}
	}
	return append([]Fault{{rel, d.err, Kept}}, d.faults...)
}

// visit calls do for every directory whose total is accepted by into.
func (d *dir) visit(rel string, into func(total) bool, do func(rel string, d *dir)) {
	if !into(d.total) {
		return
	}
	do(rel, d)
	for _, c := range d.dirs {
		c.dir.visit(join(rel, c.name), into, do)
	}
}

func sameFaults(a, b []Fault) bool {
	return slices.EqualFunc(a, b, func(a, b Fault) bool { return a.Path == b.Path && a.Effect == b.Effect && sameText(a.Err, b.Err) })
}

func sameText(a, b error) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Error() == b.Error()
}

// join returns the path of the entry name in the directory rel.
func join(rel, name string) string {
	if rel == top {
		return name
	}
	return rel + "/" + name
}
