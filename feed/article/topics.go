package article

import (
	"cmp"
	"maps"
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
	list = strings.Trim(r.cleaned(list), " ,")
	for name := ""; list != ""; {
		name, list = r.whole.cut(list)
		if name = strings.Trim(name, " ,"); name == "" || !r.acceptTopic(name, offset) {
			continue
		}
		names = append(names, unique.Make(XML(name)))
	}
	return r.join(nil, names, offset)
}

// readTopics takes the topics of a key for several, readTopic those of one for
// a single one, which Jekyll does not split at spaces.
func (r *reading) readTopics(k key, f field) bool {
	return r.topicsOf(k, f, r.options.TopicSeparator)
}

func (r *reading) readTopic(k key, f field) bool { return r.topicsOf(k, f, "") }

// readTaxonomies takes each of Zola's lists, of which one may be of authors.
func (r *reading) readTaxonomies(k key, f field) bool {
	lists, _ := f.value.(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(lists)) {
		list := field{value: lists[name], offset: f.offset}
		if name == "author" || name == "authors" {
			r.readAuthors(key{name: name}, list)
		} else {
			r.readTopics(k, list)
		}
	}
	return true
}

// readKeywords takes what is meant for search engines if nothing else gives
// topics.
func (r *reading) readKeywords(k key, f field) bool {
	return len(r.article.Topics) == 0 && r.readTopic(k, f)
}

// topicsOf adds the topics of a value: text is split, a list is by its own
// syntax already.
func (r *reading) topicsOf(k key, f field, separator string) bool {
	list, named := names(f.value)
	if s, text := f.value.(string); text {
		list = r.splitTopics(s, separator)
	}
	if !named {
		r.nameless(Topics, k, f)
	}
	for _, name := range list {
		if name = literal(name); name != "" && r.acceptTopic(name, f.offset) {
			r.article.Topics = r.join(r.article.Topics, []Name{unique.Make(XML(name))}, f.offset)
		}
	}
	return true
}

// splitTopics splits text at a separator; without one at semicolons, else at
// commas except within names that are kept whole.
func (r *reading) splitTopics(s, separator string) (list []string) {
	switch {
	case strings.TrimSpace(separator) == "" && separator != "":
		list = strings.Fields(s)
	case separator != "":
		list = strings.Split(s, separator)
	case strings.Contains(s, ";"):
		list = strings.Split(s, ";")
	default:
		parts := strings.Split(s, ",")
		for i := range parts {
			parts[i] = oneLine(parts[i])
		}
		for name, rest := "", strings.Join(parts, ", "); rest != ""; {
			name, rest = r.whole.cut(rest)
			list = append(list, name)
		}
	}
	for i := range list {
		list[i] = strings.Trim(list[i], " ,")
	}
	return list
}
