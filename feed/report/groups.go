package report

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

// groups returns groups of names that probably mean the same: they differ only in
// case, punctuation, spaces, accents, width, or in traditional and simplified
// Chinese characters. sizes holds how often each name occurs. A group has at
// least two names and begins with the most frequent one.
func groups(sizes map[string]int) [][]string {
	simplify := strings.NewReplacer(strings.Split(simplified, "")...)
	byKey := map[string][]string{}
	for name := range sizes {
		key := skeleton(name, simplify)
		byKey[key] = append(byKey[key], name)
	}
	var list [][]string
	for _, key := range slices.Sorted(maps.Keys(byKey)) {
		if group := byKey[key]; len(group) > 1 && key != "" {
			slices.SortFunc(group, func(a, b string) int { return cmp.Or(cmp.Compare(sizes[b], sizes[a]), cmp.Compare(a, b)) })
			list = append(list, group)
		}
	}
	return list
}

// skeleton returns a name without the differences that groups ignores.
func skeleton(name string, simplify *strings.Replacer) string {
	name = simplify.Replace(cases.Fold().String(norm.NFKD.String(name)))
	return strings.Map(func(r rune) rune {
		accent := r >= '\u0300' && r <= '\u036f' // in other scripts, a mark makes a different letter
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && !accent {
			return r
		}
		return -1
	}, name)
}
