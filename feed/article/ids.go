package article

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extended "github.com/yuin/goldmark/extension/ast"
)

// idSet holds the ids of the parts of an article, each with the number of the
// last id that was derived from it.
type idSet map[string]int

// safeID matches the ids that articles may have: those of headings, "eq:one",
// "^keep-1". No character in them needs escaping.
var safeID = regexp.MustCompile(`^\^?[\pL\pM\pN_-][\pL\pM\pN_.:-]*$`)

// maxPartID bounds the id of a part of an article, in bytes.
const maxPartID = 300

// isOwnID reports whether an author may use an id. Those of footnotes belong to
// goldmark.
func isOwnID(id string) bool {
	return len(id) <= maxPartID && safeID.MatchString(id) && !strings.HasPrefix(id, "fn:") && !strings.HasPrefix(id, "fnref")
}

// take reports whether an id that an author wrote is free, and takes it. If
// several parts have the same id, the first one keeps it.
func (s idSet) take(id string) bool {
	_, taken := s[id]
	if taken || !isOwnID(id) {
		return false
	}
	s[id] = 0
	return true
}

// identify sets the id of a node to one that its author wrote. If the node cannot
// have an id, an empty element before it has the id.
func (s idSet) identify(n ast.Node, id string) {
	if !s.take(id) {
		return
	}
	if item := n.Parent(); item != nil && item.Kind() == ast.KindListItem && (ast.IsParagraph(n) || n.Kind() == ast.KindTextBlock) {
		n = item // a tight list does not render its paragraphs
	}
	switch n.Kind() {
	case ast.KindHeading, ast.KindParagraph, ast.KindBlockquote, ast.KindList, ast.KindListItem, ast.KindThematicBreak,
		ast.KindImage, ast.KindLink, extended.KindTable, kindBox:
		if _, ok := n.AttributeString("id"); !ok {
			n.SetAttributeString("id", []byte(id))
			return
		}
	}
	parent, before := n.Parent(), n
	var anchor ast.Node = &box{}
	if n.Type() == ast.TypeInline {
		anchor = &phrase{}
	}
	if n.Kind() == extended.KindTableCell { // a row may only contain cells
		parent, before, anchor = n, n.FirstChild(), &phrase{}
	}
	anchor.SetAttributeString("id", []byte(id))
	parent.InsertBefore(parent, before, anchor)
}

// unique takes an id for a part, with a number appended if it is taken.
func (s idSet) unique(id string) string {
	unique := id
	for _, taken := s[unique]; taken; _, taken = s[unique] {
		s[id]++
		unique = id + "-" + strconv.Itoa(s[id])
	}
	s[unique] = 0
	return unique
}
