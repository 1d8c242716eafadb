package article

import (
	"cmp"
	"slices"
	"strings"
	"unique"
)

// separator stands between the names of a list of topics.
const separator = ", "

// whole holds the names that are not split at a separator in them, in lower
// case, by what stands before their first separator; longest first.
type whole map[string][]string

func newWhole(names []string) whole {
	w := whole{}
	for _, name := range names {
		name = strings.ToLower(strings.Trim(oneLine(name), " ,"))
		if first, _, ok := strings.Cut(name, separator); ok {
			w[first] = append(w[first], name)
		}
	}
	for _, list := range w {
		slices.SortFunc(list, func(a, b string) int {
			return cmp.Or(cmp.Compare(strings.Count(b, separator), strings.Count(a, separator)), cmp.Compare(a, b))
		})
	}
	return w
}

// cut takes the first name off a list.
func (w whole) cut(list string) (name, rest string) {
	first, rest, more := strings.Cut(list, separator)
	if !more || len(w) == 0 {
		return first, rest
	}
	for _, kept := range w[strings.ToLower(first)] {
		if end := nth(list, strings.Count(kept, separator)+1); strings.ToLower(list[:end]) == kept {
			return list[:end], strings.TrimPrefix(list[end:], separator)
		}
	}
	return first, rest
}

// nth gives the offset of the n-th separator of a list, or its length.
func nth(list string, n int) int {
	end := 0
	for ; n > 0; n-- {
		i := strings.Index(list[end:], separator)
		if i < 0 {
			return len(list)
		}
		end += i + len(separator)
	}
	return end - len(separator)
}

// topics splits a list of topics at an offset, except within names that are
// kept whole. Each comes once, and no more than an article may have.
func (r *reading) topics(list string, offset int) (names []Name) {
	list = strings.Trim(clean(list, r.script), " ,")
	for name := ""; list != ""; {
		name, list = r.whole.cut(list)
		if name = strings.Trim(name, " ,"); name == "" || !r.isTopic(name, offset) {
			continue
		}
		names = append(names, unique.Make(XML(name)))
	}
	return r.join(nil, names, offset)
}
