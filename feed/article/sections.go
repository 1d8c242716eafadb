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

// blocks walks the top level of the document. The headings of date, topics and
// title fill the article, and sections are collected; what is left in doc is the
// body, with footnotes last.
func (r *reading) blocks(doc ast.Node, rel string) {
	titled := r.article.Title != ""
	r.takeDateHeading(doc)
	head, current := true, body
	for n := doc.FirstChild(); n != nil; {
		next := n.NextSibling()
		h, heading := n.(*ast.Heading)
		switch {
		case heading && (head || h.Level == 1) && r.headline(h):
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

// headline reads a heading above the body: the topics or the title.
func (r *reading) headline(h *ast.Heading) bool {
	a := r.article
	switch {
	case h.Level == 1 && a.Title == "":
		r.titleOffset = start(h)
		a.Title = XML(r.words(h))
		r.reportResidue(h)
		return true
	case h.Level == 5 && r.founding:
		at := r.body + start(h)
		a.Topics = r.join(a.Topics, r.topics(plain(h, r.source), at), at)
		return true
	}
	return false
}

// section returns the section that a heading opens.
func (r *reading) section(h *ast.Heading) section {
	if h.Level == 1 || !short(h) {
		return body
	}
	kind := r.sections[label(plain(h, r.source))]
	if kind != body && !r.founding && !r.fits(kind, h) {
		return body
	}
	return kind
}

// short reports whether a heading is short enough to be a label.
func short(h *ast.Heading) bool {
	if h.Lines().Len() != 1 {
		return false
	}
	line := h.Lines().At(0)
	return line.Len() < 100
}

// repeatsTitle reports whether a first-level heading repeats the title of front
// matter, in which marks of Markdown are literal.
func (r *reading) repeatsTitle(h *ast.Heading, titled bool) bool {
	return titled && h.Level == 1 && strings.EqualFold(unmarked.Replace(r.words(h)), unmarked.Replace(r.article.Title))
}

var unmarked = strings.NewReplacer("`", "", "*", "", "_", "")

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
	linked := false
	switch kind {
	case sources:
		linked = eachLink(n, r.sourceLink)
	case changes:
		linked = eachLink(n, r.changeLink)
	case related:
		linked = r.relatedItem(n)
	}
	if !linked {
		r.reportProse(n)
	}
}

// reportProse complains about words in a section that belong neither to a link nor to
// a context.
func (r *reading) reportProse(n ast.Node) {
	var b strings.Builder
	if writeNode(&b, n, r.source); wordsIn(b.String()) != "" && !r.isContextOf(n) && r.contextOf(n) == nil {
		r.drop(r.body+start(n), Text, "text "+quote(oneLine(b.String()))+" is in a section of links", "move it above the sections")
	}
}

// eachLink visits the links and images below n in order, and reports whether
// there are any.
func eachLink(n ast.Node, visit func(ast.Node)) (found bool) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c.(type) {
		case *ast.Link, *ast.Image, *ast.AutoLink:
			visit(c)
			found = true
		default:
			found = eachLink(c, visit) || found
		}
	}
	return found
}

// destination returns the URL of a link, an image or a bare URL.
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

// sourceLink reads a link in the list of sources, which is a source or the cover.
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
		name = r.words(n)
	}
	r.addSource(name, url, r.body+start(n))
}

// changeLink reads an earlier path of the story.
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

// relatedItem reads "[title](path) _Context: A, B_", and reports whether it
// contains a link.
func (r *reading) relatedItem(n ast.Node) bool {
	topics := r.contextOf(n)
	first := firstLink(n)
	r.article.Topics = r.join(r.article.Topics, topics, r.body+start(n))
	if first == nil {
		return false
	}
	if r.relatedLinks == maxLinks {
		r.full(Links, "related articles", maxLinks, r.body+start(first))
		return true
	}
	r.relatedLinks++
	url := r.destination(first)
	target, ok := r.place.sitePath(url, r.file)
	if !ok {
		r.addElsewhere(first, url)
	} else if target = PagePath(target); target != r.article.Path {
		r.article.Related = r.addClaims(r.article.Related, maxClaims, XML(target), topics, r.body+start(first))
	}
	return true
}

// addElsewhere adds a related page on another site.
func (r *reading) addElsewhere(link ast.Node, url string) {
	at := r.body + start(link)
	if u, web := webURL(url); web && !r.refuseLongURL(Links, "related page", u, at) {
		name := r.cutName(Links, "name", r.words(link), at)
		r.reportStrayPercent(Links, "related page", u, at)
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

// start returns the offset in the Markdown of the first text in a node, or else
// of the node itself.
func start(n ast.Node) int {
	for c := n.FirstChild(); c != nil; c = c.FirstChild() {
		if t, ok := c.(*ast.Text); ok {
			return t.Segment.Start
		}
	}
	return max(n.Pos(), 0)
}
