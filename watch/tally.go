package watch

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// A tally counts files by their extension, in lower case and with the dot. Files without an extension, and those whose
// extension is one too many, count under "". A tally is immutable once the look is over; nil is empty.
type tally map[string]int

// Bounds of a tally, so that a tree with files named by hash or number does not make a list of a million extensions.
const (
	maxKinds     = 100
	maxExtension = 12 // bytes, with the dot
)

// add counts a file. It returns t, or the tally that replaces it.
func (t tally) add(name string) tally {
	ext := strings.ToLower(path.Ext(name))
	if len(ext) > maxExtension || !printable(ext) || ext == "." {
		ext = ""
	}
	if t == nil {
		t = tally{}
	}
	t.count(ext, 1)
	return t
}

// count adds n files of an extension. An extension beyond maxKinds counts as none.
func (t tally) count(ext string, n int) {
	if _, known := t[ext]; !known && len(t) >= maxKinds {
		ext = ""
	}
	t[ext] += n
}

// sum returns the tally of a directory and everything below it. If only one of them has files, that one is shared.
func sum(own tally, dirs []child) tally {
	all, shared := own, true
	for _, c := range dirs {
		switch t := c.dir.total.others; {
		case len(t) == 0:
		case len(all) == 0:
			all = t
		default:
			if shared {
				all, shared = maps.Clone(all), false
			}
			all.merge(t)
		}
	}
	return all
}

func (t tally) merge(u tally) {
	if len(t)+len(u) <= maxKinds {
		for ext, n := range u {
			t[ext] += n
		}
		return
	}
	for _, ext := range slices.Sorted(maps.Keys(u)) { // sorted, so that the extensions beyond maxKinds do not depend on the order of a map
		t.count(ext, u[ext])
	}
}
