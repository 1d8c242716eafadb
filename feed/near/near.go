// Package near finds the names that a mistyped name may have meant.
//
// Names are compared without regard to case, by the cheapest of three
// readings: an edit (Levenshtein distance over characters), a beginning, a
// part.
//
//	donald-trmp   donald-trump                one edit
//	trump         trump-tower, donald-trump   a beginning, then a part
package near

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"golang.org/x/text/unicode/norm"
)

const (
	// maxLength bounds a name in characters: the cost of a distance is the
	// product of both lengths, and the name comes from a stranger's URL.
	maxLength = 100
	// maxEdits bounds the distance of long names; more is another name.
	maxEdits = 5
	// minPart is the shortest part of a name that says anything, in bytes:
	// three letters or one Chinese character.
	minPart = 3
)

// Costs put the readings in order: one edit, a beginning, two edits, a part
// or a longer name, three edits and more.
const (
	editCost   = 2
	prefixCost = 3
	partCost   = 5
)

// candidate is a known name that may be meant.
type candidate struct {
	cost   int
	length int // in bytes
	name   string
}

// Matches gives at most most of the known names, best first: the cheapest
// reading, then the shortest name, then the alphabet, whatever the order of
// known. A name of more than 100 characters matches nothing.
func Matches(name string, known iter.Seq[string], most int) []string {
	if most <= 0 || len(name) > maxLength*utf8.UTFMax {
		return nil
	}
	w := want(name)
	if w.length == 0 || w.length > maxLength {
		return nil
	}
	var best []candidate
	for k := range known {
		if cost, ok := w.cost(strings.ToLower(k)); ok {
			best = insert(best, candidate{cost, len(k), k}, most)
		}
	}
	var names []string
	for _, c := range best {
		names = append(names, c.name)
	}
	return names
}

// insert keeps best sorted, free of repetitions, and no longer than most.
func insert(best []candidate, c candidate, most int) []candidate {
	i, found := slices.BinarySearchFunc(best, c, compare)
	if found || i == most {
		return best
	}
	if len(best) == most {
		best = best[:most-1]
	}
	return slices.Insert(best, i, c)
}

func compare(a, b candidate) int {
	return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.length, b.length), cmp.Compare(a.name, b.name))
}

// wanted is a mistyped name, folded.
type wanted struct {
	name   string
	length int // in characters
	edits  int // how many are a slip of the hand
}

// want folds a name. Names of one or two characters allow no edit: any
// other would be one.
func want(name string) wanted {
	w := wanted{name: strings.ToLower(norm.NFC.String(name))}
	w.length = utf8.RuneCountInString(w.name)
	if w.length > 2 {
		w.edits = min((w.length+1)/3, maxEdits)
	}
	return w
}

// cost says how far the folded name k is from w; ok is false where k is
// another name.
func (w wanted) cost(k string) (cost int, ok bool) {
	cost = 1 << 20
	switch {
	case k == w.name:
		return 0, true
	case len(w.name) >= minPart && strings.HasPrefix(k, w.name):
		cost = prefixCost
	case len(w.name) >= minPart && strings.Contains(k, w.name):
		cost = partCost
	case len(k) >= minPart && 2*len(k) >= len(w.name) && strings.HasPrefix(w.name, k):
		cost = partCost
	}
	if d := w.distance(k); d <= w.edits {
		cost = min(cost, d*editCost)
	}
	return cost, cost < 1<<20
}

// distance counts the edits from w to k; where the lengths alone differ by
// more than w allows, it gives that difference instead.
func (w wanted) distance(k string) int {
	length := utf8.RuneCountInString(k)
	if d := max(length-w.length, w.length-length); d > w.edits {
		return d
	}
	return levenshtein.ComputeDistance(w.name, k)
}
