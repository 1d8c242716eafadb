package article

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unique"
)

// separator separates the names in a list of topics.
const separator = ", "

// whole holds names that contain a separator and are not split at it. They are in
// lower case, under the text before their first separator, the longest first.
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

// cut cuts the first name from a list.
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

// nth returns the offset of the n-th separator of a list, or the length of the
// list.
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

// topics splits a list of topics at an offset of the file, except inside names
// that are kept whole. It returns each topic once, and at most as many as an
// article may have.
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

// readTopics reads a key for several topics. readTopic reads a key for a single topic,
// which Jekyll does not split at spaces.
func (r *reading) readTopics(k key, f field) bool {
	return r.topicsOf(k, f, r.options.TopicSeparator)
}

func (r *reading) readTopic(k key, f field) bool { return r.topicsOf(k, f, "") }

// readTaxonomies reads each list of Zola's taxonomies. One of them may contain
// authors.
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

// readKeywords reads keywords, which are meant for search engines, if nothing
// else gives topics.
func (r *reading) readKeywords(k key, f field) bool {
	return len(r.article.Topics) == 0 && r.readTopic(k, f)
}

// topicsOf adds the topics of a value. Text is split at separators; a list is
// not.
func (r *reading) topicsOf(k key, f field, separator string) bool {
	if strings.HasPrefix(k.name, "categor") {
		r.readCategories(k, f)
	}
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

// splitTopics splits text at a separator. If that is empty, it splits at
// semicolons, or else at commas, except inside names that are kept whole.
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
