package article

import (
	"iter"
	"strings"
)

// Bodies are HTML that goldmark or the sanitiser wrote: < and > stand nowhere
// but around tags, and the values of attributes are in double quotes.

// cutTag cuts HTML at its first tag, which comes without < and >; it is empty if
// there is none.
func cutTag(markup string) (text, tag, rest string) {
	text, rest, _ = strings.Cut(markup, "<")
	tag, rest, _ = strings.Cut(rest, ">")
	return text, tag, rest
}

// tagName returns the name of an element by what stands between < and >.
func tagName(tag string) string {
	name := strings.TrimLeft(strings.ToLower(tag), "/")
	if i := strings.IndexAny(name, " \n/"); i >= 0 {
		name = name[:i]
	}
	return name
}

// attributeIn returns the value of an attribute as it is written in a tag.
func attributeIn(tag, name string) (value string, ok bool) {
	_, rest, ok := strings.Cut(tag, " "+name+`="`)
	value, _, _ = strings.Cut(rest, `"`)
	return value, ok
}

// idsIn returns the ids of elements in their order (see safeID).
func idsIn(markup string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for rest := markup; ; {
			_, after, found := strings.Cut(rest, ` id="`)
			if !found {
				return
			}
			var id string
			if id, rest, _ = strings.Cut(after, `"`); !yield(id) {
				return
			}
		}
	}
}

// isBlock reports whether text before an element, in it and after it are not
// of one line.
func isBlock(name string) bool {
	return name == "br" || name == "hr" || elements[name].special
}
