package article

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	footnote "github.com/yuin/goldmark/extension/ast"
)

// section is a part of an article.
type section int

const (
	body section = iota
	sources
	related
	changes
)

// blocks walks the top level of the document: headings of date, topics and
// title fill the article, sections are collected, and what stays below doc
// is the body, footnotes last.
func (r *reading) blocks(doc ast.Node, rel string) {
	head, current := true, body
	titled := r.article.Title != ""
	for n := doc.FirstChild(); n != nil; {
		next := n.NextSibling()
		h, heading := n.(*ast.Heading)
		switch {
		case heading && (head || h.Level == 1) && r.headline(doc, h):
			if h.Level == 1 {
				head, current = false, body
			}
			doc.RemoveChild(doc, n)
		case n.Kind() == footnote.KindFootnoteList:
		case heading:
			if current = r.section(h); current != body || r.repeatsTitle(h, titled) {
				doc.RemoveChild(doc, n)
			}
			if current == changes && r.changesOffset < 0 {
				r.changesOffset = r.body + start(h)
			}
			head = false
		case current != body:
			r.collect(current, n)
			doc.RemoveChild(doc, n)
		default:
			head = head && !titled
		}
		n = next
	}
}

// headline takes a heading above the body: date, topics or title.
func (r *reading) headline(doc ast.Node, h *ast.Heading) bool {
	a := r.article
	switch {
	case h.Level == 1:
		if a.Title != "" {
			return false
		}
		r.titleOffset = start(h)
		a.Title = XML(clean(plain(h, r.source), r.script))
		return true
	case h.Level == 5:
		at := r.body + start(h)
		a.Topics = r.join(a.Topics, r.topics(plain(h, r.source), at), at)
		return true
	}
	return r.dateHeading(doc, h)
}

// dateHeading takes a heading that is nothing but a date. What stands above
// it is navigation, not text.
func (r *reading) dateHeading(doc ast.Node, h *ast.Heading) bool {
	text := strings.Trim(oneLine(plain(h, r.source)), "[] ")
	date, ok, err := headingDate(text)
	if !ok || r.dateHeaded {
		return false
	}
	r.dateHeaded, r.headed = true, date
	r.dateOffset = r.body + start(h)
	if err != nil {
		r.reject(r.dateOffset, Dates, err.Error(), "write "+err.(*notADate).instead)
	} else if r.article.Date.IsZero() {
		r.article.Date, r.article.DateOnly = date, true
	}
	for n := h.PreviousSibling(); n != nil; n = h.PreviousSibling() {
		doc.RemoveChild(doc, n)
	}
	return true
}

// section tells which part a heading opens.
func (r *reading) section(h *ast.Heading) section {
	if h.Level == 1 || !short(h) {
		return body
	}
	return r.sections[label(plain(h, r.source))]
}

// short reports whether a heading could be a label.
func short(h *ast.Heading) bool {
	if h.Lines().Len() != 1 {
		return false
	}
	line := h.Lines().At(0)
	return line.Len() < 100
}

// repeatsTitle reports whether a first-level heading says what front matter
// said as title.
func (r *reading) repeatsTitle(h *ast.Heading, titled bool) bool {
	return titled && h.Level == 1 && clean(plain(h, r.source), r.script) == r.article.Title
}

// collect reads a block of a section other than the body.
func (r *reading) collect(kind section, n ast.Node) {
	if _, list := n.(*ast.List); !list {
		r.item(kind, n)
		return
	}
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		r.item(kind, item)
	}
}

func (r *reading) item(kind section, n ast.Node) {
	switch kind {
	case sources:
		eachLink(n, r.sourceLink)
	case changes:
		eachLink(n, r.changeLink)
	case related:
		r.relatedItem(n)
	}
}

// eachLink visits the links and images below n, in order.
func eachLink(n ast.Node, visit func(ast.Node)) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c.(type) {
		case *ast.Link, *ast.Image, *ast.AutoLink:
			visit(c)
		default:
			eachLink(c, visit)
		}
	}
}

// destination gives the URL of a link, an image or a bare address.
func (r *reading) destination(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Link:
		return destination(n.Destination)
	case *ast.Image:
		return destination(n.Destination)
	case *ast.AutoLink:
		return unescape(n.URL(r.source))
	}
	return ""
}

// sourceLink takes a link of the source list: a source or the cover.
func (r *reading) sourceLink(n ast.Node) {
	url := r.destination(n)
	_, image := n.(*ast.Image)
	if image || r.covers[label(plain(n, r.source))] {
		alt := ""
		if image && !r.covers[label(plain(n, r.source))] {
			alt = plain(n, r.source)
		}
		r.setCover(url, alt, r.body+start(n))
		return
	}
	name := ""
	if _, bare := n.(*ast.AutoLink); !bare {
		name = plain(n, r.source)
	}
	r.addSource(name, url, r.body+start(n))
}

// changeLink takes an earlier path of the story.
func (r *reading) changeLink(n ast.Node) {
	p, ok := r.place.sitePath(r.destination(n), r.file)
	switch p = PageAt(PagePath(p)); {
	case !ok || p == "" || p == r.article.Path:
	case len(r.article.Changes) == maxLinks:
		r.full(Addresses, "earlier paths", maxLinks, r.body+start(n))
	default:
		r.article.Changes = append(r.article.Changes, p)
	}
}

// relatedItem takes "[title](path) _Context: A, B_".
func (r *reading) relatedItem(n ast.Node) {
	topics := r.contextOf(n)
	first := firstLink(n)
	r.article.Topics = r.join(r.article.Topics, topics, r.body+start(n))
	if first == nil {
		return
	}
	if r.relatedLinks == maxLinks {
		r.full(Links, "related articles", maxLinks, r.body+start(first))
		return
	}
	r.relatedLinks++
	url := r.destination(first)
	target, ok := r.place.sitePath(url, r.file)
	if !ok {
		r.addElsewhere(first, url)
	} else if target = PagePath(target); target != r.article.Path {
		r.article.Related = r.addClaims(r.article.Related, maxClaims, XML(target), topics, r.body+start(first))
	}
}

// addElsewhere takes a related page of another site.
func (r *reading) addElsewhere(link ast.Node, url string) {
	at := r.body + start(link)
	if u, web := webURL(url); web && !r.isLongURL(Links, "related page", u, at) {
		name := r.cutName(Links, "name", clean(plain(link, r.source), r.script), at)
		r.article.Elsewhere = append(r.article.Elsewhere, Link{name, u})
	}
}

func firstLink(n ast.Node) (first ast.Node) {
	eachLink(n, func(l ast.Node) {
		if first == nil {
			first = l
		}
	})
	return first
}

// contextOf gives the topics of a "_Context: A, B_" below n.
func (r *reading) contextOf(n ast.Node) []Name {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Emphasis:
			if topics := r.contextIn(plain(c, r.source), r.body+start(c)); topics != nil {
				return topics
			}
		case *ast.Text:
			if r.opensContext(c) {
				return r.contextIn(r.restOfLine(c), r.body+c.Segment.Start)
			}
		case *ast.Link, *ast.Image:
		default:
			if topics := r.contextOf(c); topics != nil {
				return topics
			}
		}
	}
	return nil
}

// opensContext reports whether a text begins with "_Context:", whose marks
// kept it from being an emphasis.
func (r *reading) opensContext(t *ast.Text) bool {
	label, _, ok := cutLabel(strings.Trim(string(t.Segment.Value(r.source)), " _*"))
	return ok && r.isContext(label)
}

// restOfLine gives the text of the line from n on.
func (r *reading) restOfLine(n ast.Node) string {
	var b strings.Builder
	for ; n != nil; n = n.NextSibling() {
		t, ok := n.(*ast.Text)
		if !ok {
			writePlain(&b, n, r.source)
			continue
		}
		b.WriteString(unescape(t.Segment.Value(r.source)))
		if t.SoftLineBreak() {
			break
		}
	}
	return strings.Trim(b.String(), " _*")
}

// contextIn gives the topics of "Context: A, B" at an offset.
func (r *reading) contextIn(text string, offset int) []Name {
	label, list, ok := cutLabel(text)
	if !ok || !r.isContext(label) {
		return nil
	}
	if text != r.lastContext { // one Related list repeats few contexts
		r.lastContext, r.lastTopics = text, r.topics(list, offset)
	}
	return r.lastTopics
}

// cutLabel cuts text at its first colon, ASCII or full width, which ends a
// short label.
func cutLabel(text string) (label, rest string, ok bool) {
	i := strings.IndexAny(text, ":：")
	if i < 0 || i > 60 {
		return "", "", false
	}
	return text[:i], strings.TrimLeft(text[i:], ":："), true
}

func (r *reading) isContext(s string) bool { return r.contexts[s] || r.contexts[label(s)] }

// start is the offset in the Markdown of the first text of a node, else of
// the node itself.
func start(n ast.Node) int {
	for c := n.FirstChild(); c != nil; c = c.FirstChild() {
		if t, ok := c.(*ast.Text); ok {
			return t.Segment.Start
		}
	}
	return max(n.Pos(), 0)
}
