package near

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/longbridgeapp/opencc"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Groups finds names that differ in case, punctuation, spaces, accents, width,
// or in traditional and simplified Chinese only. sizes says how often each
// name occurs; a group begins with its most frequent name. Groups of one are
// left out.
func Groups(sizes map[string]int) [][]string {
	simplify := simplifier()
	groups := map[string][]string{}
	for name := range sizes {
		key := skeleton(name, simplify)
		groups[key] = append(groups[key], name)
	}
	var list [][]string
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		if group := groups[key]; len(group) > 1 && key != "" {
			slices.SortFunc(group, func(a, b string) int { return cmp.Or(cmp.Compare(sizes[b], sizes[a]), cmp.Compare(a, b)) })
			list = append(list, group)
		}
	}
	return list
}

// simplifier gives what turns traditional Chinese into simplified.
func simplifier() func(string) string {
	converter, err := opencc.New("t2s")
	if err != nil {
		panic(err) // the dictionaries are part of the program
	}
	return func(s string) string {
		if simplified, err := converter.Convert(s); err == nil {
			return simplified
		}
		return s
	}
}

// skeleton gives what is left of a name without all that Groups overlooks.
func skeleton(name string, simplify func(string) string) string {
	name = cases.Fold().String(norm.NFKD.String(name))
	if strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		name = simplify(name)
	}
	return strings.Map(func(r rune) rune {
		accent := r >= '\u0300' && r <= '\u036f' // other marks make another letter
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && !accent {
			return r
		}
		return -1
	}, name)
}
