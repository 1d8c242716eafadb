package article

import (
	"regexp"
	"strings"
	"unicode"
)

// Patterns of residue from the wikis that archives were made from.
var (
	tag          = regexp.MustCompile(`<[a-zA-Z/!][^<>]*>`)
	template     = regexp.MustCompile(`\{\{[^{}]*(\}\}|$)`)
	linkResidue  = regexp.MustCompile(`\[https?:[^\]]*(\]|$)(\s*date=\S*( \d{4}\b)?)?`)
	wikiLink     = regexp.MustCompile(`\[\[([^\[\]|]*\|)?([^\[\]]*)\]\]`)
	variant      = regexp.MustCompile(`-\{([^{}]*)\}-`)
	emptyParens  = regexp.MustCompile(`(^|[^A-Za-z0-9_])\(\)|\(\s+\)|（\s*）`) // not main()
	spaceBefore  = regexp.MustCompile(` +([，。；：！？、])`)
	wikiQuotes   = strings.NewReplacer("'''", "", "''", "")
	hanQuotes    = strings.NewReplacer(`"'`, "", `'"`, "")
	bidiControls = strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "", "\u202d", "", "\u202e", "",
		"\u2066", "", "\u2067", "", "\u2068", "", "\u2069", "")
)

// clean makes a title or the name of a topic from text whose entities are
// resolved. It removes wiki links, templates, quotes, language variants and
// residue of links, and collapses whitespace. script selects among language
// variants.
func clean(s string, script []string) string {
	if strings.ContainsAny(s, "[]{}'(\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069（") {
		s = cleanResidue(s, script)
	}
	s = oneLine(s)
	if strings.Contains(s, " ") && hasHan(s) {
		s = spaceBefore.ReplaceAllString(s, "$1")
	}
	return s
}

// cleaned makes a name from text whose entities are resolved. Residue of wikis is
// removed only in the founding format, because elsewhere it is what the author
// meant.
func (r *reading) cleaned(s string) string {
	if r.founding {
		return clean(s, r.script)
	}
	return oneLine(balanced(s))
}

// balanced returns s unchanged if each direction that it sets ends in it, and
// otherwise without any bidirectional controls, so that they do not turn the text
// that follows a title.
func balanced(s string) string {
	if !strings.ContainsAny(s, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") {
		return s
	}
	var ends []rune
	for _, c := range s {
		switch last := len(ends) - 1; c {
		case '\u202a', '\u202b', '\u202d', '\u202e':
			ends = append(ends, '\u202c')
		case '\u2066', '\u2067', '\u2068':
			ends = append(ends, '\u2069')
		case '\u202c', '\u2069':
			if last < 0 || ends[last] != c {
				return bidiControls.Replace(s)
			}
			ends = ends[:last]
		}
	}
	if len(ends) > 0 {
		return bidiControls.Replace(s)
	}
	return s
}

func cleanResidue(s string, script []string) string {
	if strings.Contains(s, "[http") {
		s = linkResidue.ReplaceAllString(s, "")
	}
	if strings.Contains(s, "{{") {
		s = template.ReplaceAllString(s, "")
	}
	if strings.Contains(s, "-{") {
		s = variant.ReplaceAllStringFunc(s, func(v string) string {
			return chooseVariant(v[2:len(v)-2], script)
		})
	}
	if strings.Contains(s, "[[") {
		s = wikiLink.ReplaceAllString(s, "$2")
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "[[", ""), "]]", "")
	if hasHan(s) {
		s = hanQuotes.Replace(s)
	}
	s = wikiQuotes.Replace(s)
	if strings.Contains(s, "()") || strings.Contains(s, "( ") || strings.Contains(s, "（") {
		s = emptyParens.ReplaceAllString(s, "$1")
	}
	return bidiControls.Replace(s)
}

// chooseVariant returns the text of "zh-hans:A; zh-hant:B" in the first language
// of script that it has, or else the first text.
func chooseVariant(list string, script []string) string {
	texts := map[string]string{}
	first := ""
	for part := range strings.SplitSeq(list, ";") {
		tag, text, ok := strings.Cut(part, ":")
		if !ok {
			tag, text = "", part
		}
		if text = strings.TrimSpace(text); text != "" && first == "" {
			first = text
		}
		texts[strings.ToLower(strings.TrimSpace(tag))] = text
	}
	for _, tag := range script {
		if text := texts[tag]; text != "" {
			return text
		}
	}
	return first
}

var (
	simplified  = []string{"zh-cn", "zh-hans", "zh-sg", "zh", "zh-my", "zh-hk", "zh-tw", "zh-hant"}
	traditional = []string{"zh-tw", "zh-hant", "zh-hk", "zh-mo", "zh", "zh-cn", "zh-hans", "zh-sg", "zh-my"}
	hongKong    = []string{"zh-hk", "zh-mo", "zh-hant", "zh-tw", "zh", "zh-cn", "zh-hans", "zh-sg", "zh-my"}
)

// scriptOf returns the variants of Chinese that readers of a language prefer, in
// order of preference.
func scriptOf(language string) []string {
	switch l := strings.ToLower(language); {
	case strings.HasPrefix(l, "zh-hk"), strings.HasPrefix(l, "zh-mo"), strings.HasPrefix(l, "zh-hant-hk"):
		return hongKong
	case strings.HasPrefix(l, "zh-tw"), strings.HasPrefix(l, "zh-hant"):
		return traditional
	default:
		return simplified
	}
}

func hasHan(s string) bool {
	for _, r := range s {
		if r >= 0x2E80 && unicode.Is(unicode.Han, r) {
			return true
		}
	}
	return false
}
