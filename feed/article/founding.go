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

// A file is in the founding format if it has a date heading, which is a heading above
// the body that is only a date. Only then is there a topic heading, are names
// cleaned, and does a label alone make a section. This is decided once, before any
// other heading is read.

// takeDateHeading reads the date heading, if there is one.
func (r *reading) takeDateHeading(doc ast.Node) {
	if h, date, err := r.findDateHeading(doc); h != nil {
		r.dateHeading(doc, h, date, err)
	}
}

// findDateHeading returns the date heading and its date, or nil if there is none. Only
// navigation and topics may be above it. A file with a date in front matter and
// several such headings is not in the founding format: it is a log of days.
func (r *reading) findDateHeading(doc ast.Node) (h *ast.Heading, date time.Time, err error) {
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

// isDate reports whether a heading is only a date, which need not be in the
// calendar.
func (r *reading) isDate(h *ast.Heading) bool {
	_, ok, _ := r.dateIn(h)
	return ok
}

func (r *reading) dateIn(h *ast.Heading) (date time.Time, ok bool, err error) {
	return headingDate(strings.Trim(oneLine(plain(h, r.source)), "[] "))
}

// hasDate reports whether n or a block after it is a heading that is a date.
func (r *reading) hasDate(n ast.Node) bool {
	for ; n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && r.isDate(h) {
			return true
		}
	}
	return false
}

// dateHeading takes the date from its heading, and removes the navigation above
// it.
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

// maxAside is the largest number of words beside the links of navigation. With
// more words, a block is text.
const maxAside = 3

// isNavigation reports whether a block has no text of its own: links with their
// contexts, a rule, a comment.
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

// line is the content of a line of navigation or of a list: links, contexts and
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

// wordsIn returns the words of a text, without punctuation and with one space
// between them.
func wordsIn(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }), " ")
}

// fits reports whether only a list of links follows a heading, as its kind
// of section requires. In files that are not in the founding format, a label
// alone does not make a section.
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

// fitsItem reports whether an item of a list consists of links, or, among
// related articles, one link with its context.
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

// leads reports whether a link leads to what its kind of section lists.
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

// reportResidue complains about a title of the founding format that lost words when
// it was cleaned: the content of templates and wiki links, and tags that are never
// closed, as in Vec<String>.
func (r *reading) reportResidue(h *ast.Heading) {
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

// unclosed returns the opening tags of a title that are not closed in it.
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

// hasMarks reports whether a heading may contain residue.
func (r *reading) hasMarks(h *ast.Heading) bool {
	for _, line := range h.Lines().Sliced(0, h.Lines().Len()) {
		if bytes.ContainsAny(line.Value(r.source), "{[<") {
			return true
		}
	}
	return false
}
