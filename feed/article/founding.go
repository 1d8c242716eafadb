package article

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/yuin/goldmark/ast"
	footnote "github.com/yuin/goldmark/extension/ast"
)

// A file is in the founding format if it has a date heading: one above the
// body that is nothing but a date. On that hang the topic heading, the
// cleaning of names, and that a label alone makes a section. It is decided
// once, before any other heading is read.

// founds takes the date heading.
func (r *reading) founds(doc ast.Node) {
	if h, date, err := r.founder(doc); h != nil {
		r.dateHeading(doc, h, date, err)
	}
}

// founder returns the date heading, above which only navigation and topics may
// stand, and what it says; nil if there is none. A file that says its date in
// front matter and has several such headings is a log of days.
func (r *reading) founder(doc ast.Node) (h *ast.Heading, date time.Time, err error) {
	titled := r.article.Title != ""
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		h, heading := n.(*ast.Heading)
		switch {
		case heading && h.Level == 5:
		case heading && h.Level > 1:
			date, ok, err := r.dateIn(h)
			if ok && (r.article.Date.IsZero() || !r.hasDate(h.NextSibling())) {
				return h, date, err
			}
			return nil, date, nil
		case heading, titled, !r.isNavigation(n):
			return nil, date, nil
		}
	}
	return nil, date, nil
}

// isDate reports whether a heading is nothing but a date, existing or not.
func (r *reading) isDate(h *ast.Heading) bool {
	_, ok, _ := r.dateIn(h)
	return ok
}

func (r *reading) dateIn(h *ast.Heading) (date time.Time, ok bool, err error) {
	return headingDate(strings.Trim(oneLine(plain(h, r.source)), "[] "))
}

// hasDate reports whether n or a block after it is a heading of a date.
func (r *reading) hasDate(n ast.Node) bool {
	for ; n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && r.isDate(h) {
			return true
		}
	}
	return false
}

// dateHeading takes the date heading. What stands above it is navigation, not
// text.
func (r *reading) dateHeading(doc ast.Node, h *ast.Heading, date time.Time, err error) {
	r.founding, r.headed = true, date
	r.dateOffset = r.body + start(h)
	if err != nil {
		r.reject(r.dateOffset, Dates, err.Error(), "write "+err.(*notADate).instead)
	} else if r.article.Date.IsZero() {
		r.article.Date, r.article.DateOnly = date, true
	}
	for n := h.PreviousSibling(); n != nil; {
		above := n
		if n = n.PreviousSibling(); above.Kind() != ast.KindHeading {
			doc.RemoveChild(doc, above)
		}
	}
	doc.RemoveChild(doc, h)
}

// maxAside is how many words may stand beside the links of navigation.
const maxAside = 3

// isNavigation reports whether a block is no text of its own: links and their
// contexts, a rule, a remark.
func (r *reading) isNavigation(n ast.Node) bool {
	switch n.Kind() {
	case ast.KindThematicBreak, footnote.KindFootnoteList:
		return true
	case ast.KindHTMLBlock:
		raw := string(n.Lines().Value(r.source))
		return strings.Contains(raw, "<a ") || strings.TrimSpace(plainText(raw)) == ""
	case ast.KindParagraph:
		l := r.line(n)
		return len(strings.Fields(l.aside)) <= maxAside && (l.links+l.contexts > 0 || l.aside == "")
	case ast.KindList:
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			if firstLink(item) == nil {
				return false
			}
		}
		return true
	}
	return false
}

// line is what a line of navigation or of a list holds: links, contexts and
// the words beside them.
type line struct {
	links, contexts int
	aside           string
}

func (r *reading) line(n ast.Node) (l line) {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Link, *ast.Image, *ast.AutoLink:
			l.links++
		case *ast.Text:
			if r.opensContext(c) {
				l.contexts++ // to the end of the line
				l.aside = wordsIn(b.String())
				return l
			}
			writeNode(&b, c, r.source)
		case *ast.Emphasis:
			if r.isContextOf(c) {
				l.contexts++
				continue
			}
			inner := r.line(c)
			l.links += inner.links
			b.WriteString(inner.aside)
		default:
			writeNode(&b, c, r.source)
		}
	}
	l.aside = wordsIn(b.String())
	return l
}

// isContextOf reports whether an emphasis is "_Context: A, B_".
func (r *reading) isContextOf(n ast.Node) bool {
	label, _, ok := cutLabel(plain(n, r.source))
	return ok && r.isContext(label)
}

// wordsIn leaves the letters and digits of a text, and one space between
// words.
func wordsIn(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }), " ")
}

// fits reports whether below a heading stands nothing but a list of links such
// as its section wants: in other files than those of the founding format a
// label alone makes none.
func (r *reading) fits(kind section, h *ast.Heading) bool {
	items := 0
	for n := h.NextSibling(); n != nil && n.Kind() != ast.KindHeading && n.Kind() != footnote.KindFootnoteList; n = n.NextSibling() {
		if n.Kind() != ast.KindList {
			return false
		}
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			if !r.fitsItem(kind, item) {
				return false
			}
			items++
		}
	}
	return items > 0
}

// fitsItem reports whether an item of a list is links and, where they are
// related articles, one link and its context.
func (r *reading) fitsItem(kind section, item ast.Node) bool {
	text := item.FirstChild()
	if text == nil || text.NextSibling() != nil || text.Kind() != ast.KindTextBlock && text.Kind() != ast.KindParagraph {
		return false
	}
	l := r.line(text)
	fits := l.aside == "" && (kind == related && l.links == 1 || kind != related && l.links > 0 && l.contexts == 0)
	eachLink(text, func(l ast.Node) { fits = fits && r.leads(kind, l) })
	return fits
}

// leads reports whether a link is one of its section.
func (r *reading) leads(kind section, link ast.Node) bool {
	url := r.destination(link)
	_, web := webURL(url)
	target, own := r.place.sitePath(url, r.file)
	picture := own && ImageType(target) != ""
	page := own && !picture && !strings.HasPrefix(target, namedPath)
	switch _, image := link.(*ast.Image); {
	case image:
		return false
	case kind == sources:
		return web || picture && r.covers[label(plain(link, r.source))]
	case kind == related:
		return web || page
	}
	return page
}

// tellResidue reports a title of the founding format from which words went:
// what stood in templates and in links of a wiki, and tags that nothing closes,
// as in Vec<String>.
func (r *reading) tellResidue(h *ast.Heading) {
	if !r.founding || !r.hasMarks(h) {
		return
	}
	text := plain(h, r.source)
	lost := append(template.FindAllString(text, -1), linkResidue.FindAllString(text, -1)...)
	lost = append(lost, unclosed(r.pieces(nil, h))...)
	if lost = slices.DeleteFunc(lost, func(s string) bool { return wordsIn(s) == "" }); len(lost) > 0 {
		r.report(r.body+start(h), Problem{About: Titles, What: fmt.Sprintf("the title contains %s, which looks like wiki markup", quote(strings.Join(lost, " "))),
			Effect: "published with the title " + quote(r.article.Title), Hint: "remove it from the heading, or write title: in front matter"})
	}
}

// unclosed returns the tags of a title that open what is not closed in it.
func unclosed(list []piece) (tags []string) {
	untag(list)
	for i, p := range list {
		name := tagName(strings.Trim(p.text, "<>"))
		if p.tag && name != "" && !strings.HasPrefix(p.text, "</") &&
			!slices.ContainsFunc(list[i:], func(q piece) bool { return q.tag && strings.HasPrefix(strings.ToLower(q.text), "</"+name) }) {
			tags = append(tags, p.text)
		}
	}
	return tags
}

// hasMarks reports whether a heading may hold residue.
func (r *reading) hasMarks(h *ast.Heading) bool {
	for _, line := range h.Lines().Sliced(0, h.Lines().Len()) {
		if bytes.ContainsAny(line.Value(r.source), "{[<") {
			return true
		}
	}
	return false
}
