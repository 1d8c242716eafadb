package article

import (
	"iter"
	"strings"
)

// Bodies are HTML that goldmark or the sanitiser wrote. In it, < and > only delimit
// tags, and the values of attributes are in double quotes, so that reading it does
// not take a parser of HTML.

// cutTag cuts HTML around its first tag, which is returned without < and >. It is
// empty if there is no tag.
func cutTag(markup string) (text, tag, rest string) {
	text, rest, _ = strings.Cut(markup, "<")
	tag, rest, _ = strings.Cut(rest, ">")
	return text, tag, rest
}

// tagName returns the name of the element in a tag without < and >.
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

// idsIn returns the ids of the elements in order (see safeID).
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

// isBlock reports whether an element separates the text in it, before it and
// after it into lines.
func isBlock(name string) bool {
	return name == "br" || name == "hr" || elements[name].special
}
