package watch

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// A tally counts files by their extension, lower case with the dot; under "" those without one, and those whose
// extension is one too many. Immutable once the look is over; nil is empty.
type tally map[string]int

// Bounds of a tally: whoever names files by hash or number makes no list of a million kinds.
const (
	maxKinds     = 100
	maxExtension = 12 // bytes, with the dot
)

// add counts a file. It returns t, or what takes its place.
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

// count adds n files of a kind. All that is one kind too many is of no kind.
func (t tally) count(ext string, n int) {
	if _, known := t[ext]; !known && len(t) >= maxKinds {
		ext = ""
	}
	t[ext] += n
}

// sum returns the tally of a directory and all below it. It shares one of its terms where that is all of it.
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
	for _, ext := range slices.Sorted(maps.Keys(u)) { // which kinds are too many depends on no order of a map
		t.count(ext, u[ext])
	}
}
