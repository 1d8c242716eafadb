package article

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	table "github.com/yuin/goldmark/extension/ast"
)

// Bounds on what the parser of HTML does with elements that are left open: it
// refuses more than 512, looks through all of them at many a tag, and opens
// formatting ones again in every paragraph.
const (
	maxOpen     = 200
	maxReopened = 500_000
	// maxFostered bounds texts between the cells of tables, each of which is
	// appended to the one before.
	maxFostered = 1000
)

// openElements are those that an author opened and did not close yet.
type openElements struct {
	list      []opened
	depth     int // of those that are written
	gone      int // of those whose content goes
	container ast.Node

	formatting int // that are open
	crossed    int // formatting ones that were closed out of order, and may live on
	most       int // of both at once
	tags       int
	reopened   int // formatting elements that the parser may open again
	fostered   int
}

// opened is an element that is open.
type opened struct {
	name                string // as its author wrote it
	as                  string // as it is written; empty: not at all
	formatting, special bool
	then                func() // is called at its end tag
	container           ast.Node
}

// count takes a tag into account.
func (o *openElements) count() {
	o.tags++
	o.most = max(o.most, o.formatting+o.crossed)
	o.reopened += o.formatting + o.crossed
}

// tooMany reports whether the parser would be kept busy, with a number of
// blocks of Markdown around the tags.
func (o *openElements) tooMany(blocks int) bool {
	return o.reopened+o.most*blocks > maxReopened || o.fostered > maxFostered
}

// text takes a text into account.
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

// remove takes out the element at i.
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

// enter goes to a node. What is open in a quote, an item or a cell that was
// left ends with it; formatting outlives all but cells.
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

// inTable reports whether a table is open where parts of it may stand.
func (o *openElements) inTable() bool {
	return slices.ContainsFunc(o.list, func(e opened) bool {
		return e.as == "table" && (!isTableCell(o.container) || e.container == o.container)
	})
}

// holds reports whether an element of a name is open.
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

// imply closes an element that ends where another begins, if nothing but
// formatting stands between.
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

// find returns the index of an open element that an end tag may close, or -1.
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

// close closes an element as its end tag does (HTML 13.2.6.4.7), and returns
// it. ok is false if the author did not open it, or may not close it here.
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
