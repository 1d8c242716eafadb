package near

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

//go:generate go run generate.go

// Groups finds names that differ in case, punctuation, spaces, accents, width,
// or in traditional and simplified Chinese characters only. sizes says how
// often each name occurs; a group begins with its most frequent name. Groups of
// one are left out.
func Groups(sizes map[string]int) [][]string {
	simplify := strings.NewReplacer(strings.Split(simplified, "")...)
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

// skeleton gives what is left of a name without all that Groups overlooks.
func skeleton(name string, simplify *strings.Replacer) string {
	name = simplify.Replace(cases.Fold().String(norm.NFKD.String(name)))
	return strings.Map(func(r rune) rune {
		accent := r >= '\u0300' && r <= '\u036f' // other marks make another letter
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && !accent {
			return r
		}
		return -1
	}, name)
}
