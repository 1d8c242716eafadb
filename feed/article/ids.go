package article

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extended "github.com/yuin/goldmark/extension/ast"
)

// idSet holds the ids of the parts of an article, with the number of the last
// one that was made of each.
type idSet map[string]int

// safeID matches the ids that articles may have: those of headings, "eq:one",
// "^keep-1". Nothing in it needs to be escaped.
var safeID = regexp.MustCompile(`^\^?[\pL\pM\pN_-][\pL\pM\pN_.:-]*$`)

// maxPartID bounds the id of a part of an article, in bytes.
const maxPartID = 300

// isOwnID reports whether an author may give an id: those of footnotes are
// goldmark's.
func isOwnID(id string) bool {
	return len(id) <= maxPartID && safeID.MatchString(id) && !strings.HasPrefix(id, "fn:") && !strings.HasPrefix(id, "fnref")
}

// take reports whether an id that an author wrote is now that of a part; of
// several with one id, the first has it.
func (s idSet) take(id string) bool {
	_, taken := s[id]
	if taken || !isOwnID(id) {
		return false
	}
	s[id] = 0
	return true
}

// identify gives a node an id that its author wrote. What cannot bear one has an
// empty element before it.
func (s idSet) identify(n ast.Node, id string) {
	if !s.take(id) {
		return
	}
	if item := n.Parent(); item != nil && item.Kind() == ast.KindListItem && (ast.IsParagraph(n) || n.Kind() == ast.KindTextBlock) {
		n = item // a tight list drops its paragraphs
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
	if n.Kind() == extended.KindTableCell { // rows have nothing but cells
		parent, before, anchor = n, n.FirstChild(), &phrase{}
	}
	anchor.SetAttributeString("id", []byte(id))
	parent.InsertBefore(parent, before, anchor)
}

// unique takes an id for a part, with a number behind it if another part has it.
func (s idSet) unique(id string) string {
	unique := id
	for _, taken := s[unique]; taken; _, taken = s[unique] {
		s[id]++
		unique = id + "-" + strconv.Itoa(s[id])
	}
	s[unique] = 0
	return unique
}
