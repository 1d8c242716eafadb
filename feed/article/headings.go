package article

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
)

// githubID returns the id that GitHub generates for a heading: its text in lower
// case, with a hyphen for each space, and otherwise only letters, marks, digits,
// hyphens and underscores. If several headings have the same id, the second one
// gets "-1" appended, and so on.
func githubID(text string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == ' ':
			return '-'
		case c == '-', c == '_', unicode.IsLetter(c), unicode.IsDigit(c), unicode.IsMark(c):
			return unicode.ToLower(c)
		}
		return -1
	}, strings.TrimSpace(text))
}

// nameHeading sets the id of a heading in the body, unless the author did.
func (r *reading) nameHeading(h *ast.Heading) {
	if _, ok := h.AttributeString("id"); ok {
		return
	}
	if r.ids == nil {
		r.ids = idSet{}
	}
	if id := githubID(plain(h, r.source)); id != "" && len(id) <= maxPartID {
		h.SetAttributeString("id", []byte(r.ids.unique(id)))
	}
}
