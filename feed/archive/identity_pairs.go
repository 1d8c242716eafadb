package archive

import (
	"cmp"
	"slices"
)

// ties says what happens if an article fits several others equally well.
type ties int

const (
	noTies    ties = iota // it is matched with none
	firstTies             // it is matched with the first
)

// epsilon is the difference up to which two likenesses are equal. It is less than
// what one of the 300 characters of the longest title makes.
const epsilon = 0.001

// pair is a lost and a found article, by their indexes, and how similar they are.
type pair struct {
	lost, found int
	likeness    float64
}

// pairing matches articles by their likeness.
type pairing struct {
	*matcher
	ties        ties
	lost, found []looks
	pairs       []pair   // the most similar first
	ofLost      [][]pair // the same by lost article
	ofFound     [][]pair
	gone, taken []bool // articles that are matched
	tiedLost    []bool // articles that fit several others equally well
	tiedFound   []bool
}

// pairUp compares each lost article with each found one.
func (m *matcher) pairUp(lost, found []looks) *pairing {
	var pairs []pair
	was, is := m.compareBelow(lost), m.compareBelow(found)
	for i := range was {
		for k := range is {
			if likeness := was[i].likeness(&is[k]); likeness > 0 {
				pairs = append(pairs, pair{i, k, likeness})
			}
		}
	}
	return m.newPairing(lost, found, pairs)
}

// newPairing returns the pairing of articles that are alike in pairs.
func (m *matcher) newPairing(lost, found []looks, pairs []pair) *pairing {
	p := &pairing{matcher: m, lost: lost, found: found, pairs: pairs, ofLost: make([][]pair, len(lost)), ofFound: make([][]pair, len(found)),
		gone: make([]bool, len(lost)), taken: make([]bool, len(found)), tiedLost: make([]bool, len(lost)), tiedFound: make([]bool, len(found))}
	slices.SortStableFunc(p.pairs, func(a, b pair) int { return cmp.Compare(b.likeness, a.likeness) })
	for _, x := range p.pairs {
		p.ofLost[x.lost] = append(p.ofLost[x.lost], x)
		p.ofFound[x.found] = append(p.ofFound[x.found], x)
	}
	return p
}

// settle matches the most similar pairs first, and returns the articles that are
// not matched. Articles of a tie are matched with nothing else either: what is
// less similar is not what they are.
func (p *pairing) settle() (stillLost, stillFound []looks) {
	for _, x := range p.pairs {
		if !p.isOpen(x) {
			continue
		}
		if lost, found := p.tied(x); p.ties == noTies && len(lost)+len(found) > 2 {
			for _, i := range lost {
				p.tiedLost[i] = true
			}
			for _, k := range found {
				p.tiedFound[k] = true
			}
			p.doubt(choose(p.lost, lost), choose(p.found, found))
			continue
		}
		p.gone[x.lost], p.taken[x.found] = true, true
		p.move(p.lost[x.lost].at.id, p.found[x.found].at.id, "")
	}
	return untaken(p.lost, p.gone), untaken(p.found, p.taken)
}

// isOpen reports whether neither article of a pair is matched or in doubt.
func (p *pairing) isOpen(x pair) bool {
	return !p.gone[x.lost] && !p.taken[x.found] && !p.tiedLost[x.lost] && !p.tiedFound[x.found] && p.isVacant(p.found[x.found].at.page)
}

// tied returns the articles of a pair, and those that fit one of them equally
// well.
func (p *pairing) tied(x pair) (lost, found []int) {
	lost, found = []int{x.lost}, []int{x.found}
	for _, y := range p.ofLost[x.lost] {
		if y.found != x.found && y.likeness > x.likeness-epsilon && p.isOpen(y) {
			found = append(found, y.found)
		}
	}
	for _, y := range p.ofFound[x.found] {
		if y.lost != x.lost && y.likeness > x.likeness-epsilon && p.isOpen(y) {
			lost = append(lost, y.lost)
		}
	}
	return lost, found
}
