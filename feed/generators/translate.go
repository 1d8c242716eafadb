package generators

import (
	"regexp"
	"slices"
	"strings"
)

// tokens are what stands in patterns of a generator for those of Dateline: "title"
// for ":slug". A token that is not there has no equivalent.
type tokens map[string]string

var token = regexp.MustCompile(`:[A-Za-z_]+(\[[^\]]*\])?`)

// translate returns a pattern with the tokens of Dateline, and the tokens that have no
// equivalent.
func (t tokens) translate(pattern string) (translated string, unknown []string) {
	translated = token.ReplaceAllStringFunc(pattern, func(name string) string {
		if to, ok := t[name[1:]]; ok {
			return to
		}
		plain := strings.TrimRight(name[1:], "_") // in ":year_:month", the token is :year
		if to, ok := t[plain]; ok {
			return to + name[1+len(plain):]
		}
		if !slices.Contains(unknown, name) {
			unknown = append(unknown, name)
		}
		return name
	})
	for strings.Contains(translated, "//") {
		translated = strings.ReplaceAll(translated, "//", "/")
	}
	return "/" + strings.TrimPrefix(translated, "/"), unknown
}

// permalink sets the pattern of a directory to that of a value, with a prefix. adapt
// makes of the translated pattern what the generator makes of it.
func (r *reading) permalink(c *Content, v *value, t tokens, adapt func(string) string) {
	pattern, unknown := t.translate(v.text())
	if len(unknown) > 0 {
		r.strays = true
		r.note("%s: Dateline has no token for %s; permalink is not set for %s, so addresses follow the names of the files and differ from those of your site; write a pattern of Dateline, or the address into the front matter of each article",
			v.from(), strings.Join(unknown, ", "), c.Dir)
		return
	}
	c.setTo("permalink", adapt(pattern), v.from())
}

// literal returns a text as a part of a pattern, where it stands for itself.
func literal(text string) string {
	return strings.NewReplacer("%", "%25", " ", "%20", "?", "%3F", "#", "%23", ":", "%3A").Replace(text)
}
