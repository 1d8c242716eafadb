package article

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	table "github.com/yuin/goldmark/extension/ast"
)

// Bounds on elements that are left open. The HTML parser refuses more than 512 of
// them, looks through all of them at many tags, and opens formatting elements again
// in every paragraph.
const (
	maxOpen     = 200     // nested elements that are written
	maxReopened = 500_000 // formatting elements that are opened again, in the whole article
	// maxFostered bounds the texts between the cells of tables, because the parser
	// appends each to the one before.
	maxFostered = 1000
)

// openElements are the elements that the author opened and has not closed yet.
type openElements struct {
	list      []opened
	depth     int // number of elements that are written
	gone      int // number of elements that are removed with their content
	container ast.Node

	formatting int // number of open formatting elements
	crossed    int // formatting elements that were closed out of order, which the parser may open again
	most       int // the largest number of both at once
	tags       int
	reopened   int // how often the parser may have opened formatting elements again
	fostered   int // number of texts between the cells of tables
}

// opened is an open element.
type opened struct {
	name                string // the author's name for it
	as                  string // the name under which it is written; empty: it is not written
	formatting, special bool
	then                func() // called at its end tag, unless nil
	container           ast.Node
}

// count counts a tag towards the bounds.
func (o *openElements) count() {
	o.tags++
	o.most = max(o.most, o.formatting+o.crossed)
	o.reopened += o.formatting + o.crossed
}

// tooMany reports whether parsing would take too long, with a number of Markdown
// blocks around the tags.
func (o *openElements) tooMany(blocks int) bool {
	return o.reopened+o.most*blocks > maxReopened || o.fostered > maxFostered
}

// text counts a text towards the bounds.
func (o *openElements) text(s string) {
	if last := len(o.list) - 1; last >= 0 && (o.list[last].as == "table" || isTablePart(o.list[last].as)) && !isCell(o.list[last].as) && strings.TrimSpace(s) != "" {
		o.fostered++
	}
}

func isCell(name string) bool { return name == "td" || name == "th" || name == "caption" }

func (o *openElements) push(e opened) {
	if e.as == "" && len(o.list) >= 2*maxOpen {
		return
	}
	e.container = o.container
	o.list = append(o.list, e)
	o.weigh(e, 1)
}

// remove removes the element at i.
func (o *openElements) remove(i int) {
	e := o.list[i]
	o.list = slices.Delete(o.list, i, i+1)
	o.weigh(e, -1)
	if e.formatting && e.as != "" && slices.ContainsFunc(o.list[i:], func(e opened) bool { return e.as != "" }) {
		o.crossed++
	}
}

func (o *openElements) weigh(e opened, n int) {
	if e.as != "" {
		o.depth += n
	}
	if e.as == gone {
		o.gone += n
	}
	if e.as != "" && e.formatting {
		o.formatting += n
	}
}

// enter moves on to a node. Elements that are open in a quote, a list item or a
// table cell end with it, except that formatting elements end only with a cell.
func (o *openElements) enter(n ast.Node) {
	c := container(n)
	if c == o.container {
		return
	}
	o.container = c
	around := map[ast.Node]bool{}
	for p := c; p != nil; p = p.Parent() {
		around[p] = true
	}
	o.list = slices.DeleteFunc(o.list, func(e opened) bool {
		ends := !around[e.container] && (!e.formatting || isTableCell(e.container))
		if ends {
			o.weigh(e, -1)
		}
		return ends
	})
}

func isTableCell(n ast.Node) bool { return n != nil && n.Kind() == table.KindTableCell }

// container returns the block around a node that is more than a paragraph.
func container(n ast.Node) ast.Node {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Type() != ast.TypeInline && p.Kind() != ast.KindParagraph && p.Kind() != ast.KindTextBlock && p.Kind() != ast.KindHeading {
			return p
		}
	}
	return nil
}

// inTable reports whether parts of a table are allowed here.
func (o *openElements) inTable() bool {
	return slices.ContainsFunc(o.list, func(e opened) bool {
		return e.as == "table" && (!isTableCell(o.container) || e.container == o.container)
	})
}

// holds reports whether an element of that name is open.
func (o *openElements) holds(name string) bool {
	return slices.ContainsFunc(o.list, func(e opened) bool { return e.name == name })
}

// isFlow reports whether a paragraph may begin here.
func (o *openElements) isFlow() bool {
	for i := len(o.list) - 1; i >= 0; i-- {
		switch o.list[i].as {
		case "":
		case "article", "aside", "blockquote", "details", "div", "section":
			return true
		default:
			return false
		}
	}
	return true
}

// imply closes an element that ends where another one begins, if only formatting
// elements are open inside it.
func (o *openElements) imply(name string) {
	for i := len(o.list) - 1; i >= 0; i-- {
		switch e := o.list[i]; {
		case e.as == name:
			o.remove(i)
			return
		case e.as != "" && !e.formatting:
			return
		}
	}
}

// find returns the index of the open element that an end tag may close, or -1.
func (o *openElements) find(name string) int {
	for i := len(o.list) - 1; i >= 0; i-- {
		e := o.list[i]
		switch {
		case e.name == name:
			return i
		case isTableCell(o.container) && e.container != o.container,
			(isCell(e.as) || e.as == "table") && !(name == "table" || isTablePart(name)) && e.as != "":
			return -1
		}
	}
	return -1
}

// close closes an element as its end tag does (HTML 13.2.6.4.7), and returns it.
// ok is false if the author did not open such an element, or may not close it
// here.
func (o *openElements) close(name string) (e opened, ok bool) {
	i := o.find(name)
	if i < 0 {
		return opened{}, false
	}
	e = o.list[i]
	if !e.special && !e.formatting && e.as != "" && slices.ContainsFunc(o.list[i:], func(e opened) bool { return e.special && e.as != "" }) {
		return opened{}, true
	}
	if e.special {
		for j := len(o.list) - 1; j > i; j-- {
			if !o.list[j].formatting {
				o.remove(j)
			}
		}
	}
	o.remove(i)
	return e, true
}
