package article

import (
	"regexp"
	"slices"
	"strings"
)

// element is how an element that an author wrote is treated.
type element struct {
	as         string // the name under which it is written; empty: only its content is written
	void       bool   // it has neither content nor an end tag
	formatting bool   // the parser opens it again in the next paragraph (HTML 13.2.4.3)
	special    bool   // the end tag of an ordinary element does not close it (HTML 13.2.4.2)
	lost       string // how a complaint describes it; empty: nothing is lost
}

// gone is the name under which an element is written that is removed with its
// content, once the whole article is a tree.
const gone = "x-gone"

// elements are the elements of HTML, except for those in particular. Anything
// else is text in angle brackets, or an element that the author invented.
var elements = func() map[string]element {
	all := map[string]element{}
	add := func(names string, e element) {
		for _, name := range strings.Fields(names) {
			e := e
			if e.as == "=" {
				e.as = name
			}
			all[name] = e
		}
	}
	add("abbr bdi bdo cite del dfn ins kbd mark q rb rp rt ruby samp span sub sup time var", element{as: "="})
	add("a b code em i s small strong u", element{as: "=", formatting: true})
	add("address article aside blockquote caption colgroup dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 li "+
		"ol p pre section summary table tbody td tfoot th thead tr ul", element{as: "=", special: true})
	add("br hr wbr col", element{as: "=", void: true})
	add("center fieldset footer header hgroup main nav search", element{as: "div", special: true})
	add("form", element{as: "div", special: true, lost: "forms"})
	add("dir menu", element{as: "ul", special: true})
	add("listing", element{as: "pre", special: true})
	add("strike", element{as: "s", formatting: true})
	add("acronym", element{as: "abbr"})
	add("big blink body button data datalist font frameset head html label legend marquee meter multicol nobr optgroup option output "+
		"progress rtc select slot tt", element{})
	add("base basefont bgsound input isindex keygen link meta nextid spacer", element{void: true})
	add("canvas", element{lost: "canvas drawings"})
	add("map", element{lost: "image maps"})
	add("area", element{void: true})
	add("math", element{lost: "tags of MathML formulas"})
	add("mi mn mo ms mtext mrow mfrac msqrt mroot mstyle merror mpadded mphantom msub msup msubsup munder mover munderover mmultiscripts "+
		"mtable mtr mtd mspace semantics menclose mfenced none mprescripts", element{})
	return all
}()

// implied lists which open elements the start tag of an element closes (HTML
// 13.1.2.4).
var implied = func() map[string][]string {
	closes := map[string][]string{
		"li": {"li", "p"}, "dt": {"dt", "dd", "p"}, "dd": {"dt", "dd", "p"}, "rt": {"rt", "rp", "rb"}, "rp": {"rt", "rp", "rb"}, "rb": {"rt", "rp", "rb"},
		"td": {"td", "th", "p"}, "th": {"td", "th", "p"}, "tr": {"td", "th", "tr", "p", "caption", "colgroup"}, "a": {"a"},
	}
	for _, name := range []string{"tbody", "thead", "tfoot", "caption", "colgroup", "col"} {
		closes[name] = []string{"td", "th", "tr", "p", "tbody", "thead", "tfoot", "caption", "colgroup"}
	}
	for _, name := range strings.Fields("address article aside blockquote details div dl figcaption figure h1 h2 h3 h4 h5 h6 hr ol p pre section summary table ul") {
		closes[name] = []string{"p"}
	}
	return closes
}()

// isTablePart reports whether an element is allowed in tables only.
func isTablePart(name string) bool {
	return slices.Contains([]string{"caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"}, name)
}

// Patterns for the values of attributes.
var (
	anyValue  = regexp.MustCompile(``)
	noValue   = regexp.MustCompile(`^$`)
	size      = regexp.MustCompile(`^\d{1,5}%?$`)
	number    = regexp.MustCompile(`^-?\d{1,9}$`)
	moment    = regexp.MustCompile(`^[0-9A-Z:.+\- ]{1,40}$`)
	mediaType = regexp.MustCompile(`^[\w.+/-]+(?:;[^<>&]*)?$`)
	// address matches the URLs that link, image and file return.
	address = regexp.MustCompile(`^(?:(?i:https?|mailto|tel|ftp|xmpp|ircs?|gemini):|` + referenceScheme + `\d+$|#)`)
)

// globals are the attributes that every element may have.
var globals = map[string]*regexp.Regexp{
	"id":    safeID,
	"class": anyValue,
	"title": anyValue,
	"lang":  regexp.MustCompile(`^[A-Za-z0-9-]{1,40}$`),
	"dir":   regexp.MustCompile(`^(?i:ltr|rtl|auto)$`),
}

// attributes are the attributes that an element may have in addition to globals. A
// flag is written without a value.
var attributes = func() map[string]map[string]*regexp.Regexp {
	cell := map[string]*regexp.Regexp{"colspan": size, "rowspan": size, "abbr": anyValue,
		"align": regexp.MustCompile(`^(?i:left|right|center|justify)$`), "scope": regexp.MustCompile(`^(?i:row|col|rowgroup|colgroup)$`)}
	sound := map[string]*regexp.Regexp{"src": address, "controls": noValue, "loop": noValue, "muted": noValue, "preload": regexp.MustCompile(`^(?i:none|metadata|auto)$`)}
	change := map[string]*regexp.Regexp{"cite": address, "datetime": moment}
	return map[string]map[string]*regexp.Regexp{
		"a":          {"href": address, "hreflang": globals["lang"]},
		"audio":      sound,
		"blockquote": {"cite": address},
		"col":        {"span": size},
		"colgroup":   {"span": size},
		"del":        change,
		"details":    {"open": noValue},
		"img":        {"src": address, "alt": anyValue, "width": size, "height": size, "loading": regexp.MustCompile(`^(?i:lazy|eager)$`)},
		"ins":        change,
		"li":         {"value": number},
		"ol":         {"start": number, "reversed": noValue, "type": regexp.MustCompile(`^[1AaIi]$`)},
		"q":          {"cite": address},
		"source":     {"src": address, "type": mediaType},
		"td":         cell,
		"th":         cell,
		"time":       {"datetime": moment},
		"track":      {"src": address, "kind": regexp.MustCompile(`^[a-z]+$`), "srclang": globals["lang"], "label": anyValue, "default": noValue},
		"video": {"src": address, "controls": noValue, "loop": noValue, "muted": noValue, "preload": sound["preload"],
			"poster": address, "width": size, "height": size},
	}
}()
