// Package near finds the names that a mistyped name may have meant.
//
// Case does not matter. A known name matches if it is a few edits away
// (Levenshtein distance over characters), begins with the mistyped one or
// contains it; if several of these hold, the cheapest counts.
//
//	donald-trmp   donald-trump                one edit
//	trump         trump-tower, donald-trump   a prefix, then a part
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
	// product of both lengths, and anybody can send a name in a URL.
	maxLength = 100
	// maxEdits bounds the distance of long names: a name that is further away
	// is another one, not a misspelling.
	maxEdits = 5
	// minPart is the length in bytes from which a part identifies a name: three
	// letters or one Chinese character. Shorter ones are in nearly every name.
	minPart = 3
)

// The costs rank one edit before a prefix, then two edits, then a part or a
// longer name, then three edits and more.
const (
	editCost   = 2
	prefixCost = 3
	partCost   = 5
	noMatch    = 1 << 20 // more than any edits cost
)

// candidate is a known name that may be meant.
type candidate struct {
	cost   int
	length int // in bytes
	name   string
}

// Matches returns the known names that name may mean, best first and limit at
// most: the cheapest first, then the shortest, then by alphabet, whatever the
// order of known. A name of more than 100 characters matches nothing.
func Matches(name string, known iter.Seq[string], limit int) []string {
	if limit <= 0 || len(name) > maxLength*utf8.UTFMax {
		return nil
	}
	w := want(name)
	if w.length == 0 || w.length > maxLength {
		return nil
	}
	var best []candidate
	for k := range known {
		if cost, ok := w.cost(strings.ToLower(k)); ok {
			best = insert(best, candidate{cost, len(k), k}, limit)
		}
	}
	var names []string
	for _, c := range best {
		names = append(names, c.name)
	}
	return names
}

// insert keeps best sorted, without duplicates, and no longer than limit.
func insert(best []candidate, c candidate, limit int) []candidate {
	i, found := slices.BinarySearchFunc(best, c, compare)
	if found || i == limit {
		return best
	}
	if len(best) == limit {
		best = best[:limit-1]
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
	edits  int // how many edits a misspelling may have
}

// want folds a name. Names of one or two characters allow no edits: one edit
// makes any such name of any other.
func want(name string) wanted {
	w := wanted{name: strings.ToLower(norm.NFC.String(name))}
	w.length = utf8.RuneCountInString(w.name)
	if w.length > 2 {
		w.edits = min((w.length+1)/3, maxEdits)
	}
	return w
}

// cost returns how far the folded name k is from w; ok is false if w cannot
// mean k.
func (w wanted) cost(k string) (cost int, ok bool) {
	cost = noMatch
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
	return cost, cost < noMatch
}

// distance returns the number of edits from w to k. If their lengths differ by
// more than w allows, it returns that difference, which costs nothing to find.
func (w wanted) distance(k string) int {
	length := utf8.RuneCountInString(k)
	if d := max(length-w.length, w.length-length); d > w.edits {
		return d
	}
	return levenshtein.ComputeDistance(w.name, k)
}
