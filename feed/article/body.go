package article

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extended "github.com/yuin/goldmark/extension/ast"
)

// html renders the nodes that are left in doc as the body.
func (r *reading) html(doc ast.Node) string {
	if doc.FirstChild() == nil {
		return ""
	}
	r.resolve(doc)
	w := r.buffers.Get().(*writer)
	defer func() {
		w.raw = nil // it refers to the file
		r.buffers.Put(w)
	}()
	w.Reset()
	if r.rawHTML >= 0 {
		w.raw = r.newRawHTML(w, doc)
	}
	err := r.safe.Renderer().Render(w, r.source, doc)
	if err != nil || w.Len() > maxHTML {
		r.reject(-1, Text, "the text expands to more than "+kib(maxHTML)+" of HTML", "split the article")
		return ""
	}
	if w.raw != nil {
		return r.fragments(w.raw.balanced())
	}
	return r.fragments(strings.TrimSpace(w.String()))
}

// maxEmphasis bounds emphasis within emphasis, because parsers of HTML refuse
// more than 512 nested elements.
const maxEmphasis = 100

// resolve prepares the body for HTML. Links and pictures get absolute URLs, as a
// feed reader knows no base, and leave only their text if they are refused.
// Headings get ids, and lines are joined where no space belongs.
func (r *reading) resolve(doc ast.Node) {
	replace := map[ast.Node]ast.Node{} // what takes the place of a node; nil for its children alone
	var link ast.Node                  // the link that contains the visited node
	var blank []ast.Node               // empty paragraphs
	depth := 0                         // of emphasis
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			switch {
			case n == link:
				link = nil
			case n.Kind() == ast.KindEmphasis, n.Kind() == extended.KindStrikethrough:
				depth--
			}
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Paragraph:
			if r.isBlank(n) {
				blank = append(blank, n)
			}
		case *ast.Text:
			r.joinLines(n)
		case *ast.Emphasis, *extended.Strikethrough:
			if depth++; depth > maxEmphasis {
				replace[n] = nil
			}
		case *extended.FootnoteLink:
			if link != nil { // HTML has no links inside links
				replace[link] = nil
			}
		case *ast.Heading:
			r.nameHeading(n)
		case *ast.FencedCodeBlock:
			r.codeInfo(n)
		case *ast.Link:
			link = n
			if n.Destination = written(r.link(r.destination(n), r.body+start(n))); len(n.Destination) == 0 {
				replace[n] = nil
			}
		case *ast.Image:
			if n.Destination = written(r.image(r.destination(n), r.body+start(n))); len(n.Destination) == 0 {
				replace[n] = nil
			}
		case *ast.AutoLink:
			switch {
			case link != nil:
				replace[n] = r.autoText(n)
			case n.AutoLinkType == ast.AutoLinkURL:
				replace[n] = r.autoLink(n)
			}
		case *ast.RawHTML:
			r.foundHTML(n.Segments.At(0).Start)
		case *ast.HTMLBlock:
			r.foundHTML(n.Lines().At(0).Start)
		}
		return ast.WalkContinue, nil
	})
	r.replace(replace, blank)
}

// replace puts the children of each node, and its replacement, in the place of
// the node, and removes paragraphs that are left empty.
func (r *reading) replace(nodes map[ast.Node]ast.Node, blank []ast.Node) {
	for n, with := range nodes {
		parent := n.Parent()
		for c := n.FirstChild(); c != nil; c = n.FirstChild() {
			parent.InsertBefore(parent, n, c)
		}
		if with != nil {
			parent.InsertBefore(parent, n, with)
		}
		parent.RemoveChild(parent, n)
		if parent.Kind() == ast.KindParagraph && r.isBlank(parent) {
			blank = append(blank, parent)
		}
	}
	for _, n := range blank {
		if n.Parent() != nil {
			n.Parent().RemoveChild(n.Parent(), n)
		}
	}
}

// isBlank reports whether a paragraph has no id and contains nothing but
// whitespace ("&#32;") and attribute lists.
func (r *reading) isBlank(p ast.Node) bool {
	for c := p.FirstChild(); c != nil; c = c.NextSibling() {
		switch n := c.(type) {
		case *ast.Text:
			text := n.Segment.Value(r.source)
			if len(text) > 0 && strings.IndexByte(" \t\n\r\f&", text[0]) < 0 || n.HardLineBreak() ||
				strings.Trim(unescape(text), " \t\n\r\f") != "" {
				return false
			}
		case *phrase:
			if n.HasChildren() || n.Attributes() != nil {
				return false
			}
		default:
			return false
		}
	}
	_, named := p.AttributeString("id")
	return !named
}

// autoLink returns the link, or only the text, that a bare URL becomes.
func (r *reading) autoLink(n *ast.AutoLink) ast.Node {
	text := r.autoText(n)
	link := ast.NewLink()
	if link.Destination = written(r.link(r.destination(n), r.body+start(n))); len(link.Destination) == 0 {
		return text
	}
	link.AppendChild(link, text)
	return link
}

// autoText returns the text of a bare URL.
func (r *reading) autoText(n *ast.AutoLink) ast.Node {
	text := ast.NewString([]byte(unescape(n.Label(r.source))))
	text.SetRaw(true)
	return text
}

// foundHTML records where the author's first HTML begins.
func (r *reading) foundHTML(offset int) {
	if r.rawHTML < 0 {
		r.rawHTML = r.body + offset
	}
}

// written returns a URL as it is written in an attribute of HTML (see anchors).
func written(url string) []byte {
	return []byte(strings.ReplaceAll(url, "&", "&amp;"))
}

// link returns the URL of a link in HTML, or "" if the link is refused or leads
// nowhere.
func (r *reading) link(url string, offset int) string {
	url = fromPelican(url)
	switch {
	case url == "":
		return ""
	case strings.HasPrefix(url, "//"):
		url = "https:" + url
	case hasScheme(url) && !schemes[scheme(url)]:
		r.drop(offset, Links, "link has the scheme "+Shorten(scheme(url), 20)+":, which is not allowed", "link to an http or https URL")
		return ""
	}
	if strings.HasPrefix(url, "#") {
		r.parts = append(r.parts, partLink{URI(url), offset})
		return URI(url)
	}
	if own, ok := r.own(url, offset); ok {
		return own
	}
	return r.elsewhere(Links, "link", url, offset)
}

// own returns the placeholder that HTML has for a link, at an offset of the file,
// that leads to the site itself.
func (r *reading) own(url string, offset int) (placeholder string, ok bool) {
	target, ok := r.place.sitePath(url, r.file)
	if !ok {
		return "", false
	}
	f := Reference{Path: target, Place: r.at(offset)}
	if f.AtHome = r.atHome(url); f.AtHome != "" && f.AtHome[0] != '/' {
		r.reportStrayPercent(Links, "link", url, offset)
	}
	url, f.Suffix = cutSuffix(url)
	f.Suffix = URI(f.Suffix)
	if strings.HasSuffix(url, "/") && !strings.HasSuffix(target, "/") {
		f.Path += "/"
	}
	if name, ok := strings.CutPrefix(target, namedPath); ok {
		f.Path, f.Name = "", name
	}
	return r.refer(f), true
}

// refer adds a reference, and returns its placeholder in HTML.
func (r *reading) refer(f Reference) string {
	r.article.References = append(r.article.References, f)
	return referenceScheme + strconv.Itoa(len(r.article.References)-1)
}

// image returns the URL of a picture in HTML, or "" if the picture is refused.
func (r *reading) image(url string, offset int) string {
	url = fromPelican(url)
	if target, ok := r.place.sitePath(url, r.file); ok && ImageType(target) != "" {
		own, _ := r.own(url, offset)
		return own
	}
	if u, ok := webURL(url); ok {
		return r.elsewhere(Pictures, "image", u, offset)
	}
	if u := r.homeURL(url); u != "" {
		return u
	}
	r.drop(offset, Pictures, "image "+quote(url)+" is neither an http(s) URL nor an image file in the tree", "use a PNG, JPEG, GIF, WebP, AVIF or SVG file")
	return ""
}

// schemes are the URL schemes of links that are published. None of them runs
// scripts.
var schemes = map[string]bool{"http": true, "https": true, "mailto": true, "tel": true, "ftp": true, "xmpp": true,
	"irc": true, "ircs": true, "gemini": true}

// pageURL returns the URL of the page that a link to a site path means. At a
// reserved address, the link means an article only if it names the file.
func (r *reading) pageURL(target string) string {
	page := PagePath(target)
	if IsMarkdown(target) {
		page = Address(page)
	}
	return r.options.BaseURL + PathURI(page)
}

// setCover uses the picture as the cover, unless there is a cover already or the
// picture cannot be one.
func (r *reading) setCover(url, alt string, offset int) {
	a := r.article
	if a.Cover != "" || a.CoverPath != "" {
		return
	}
	const hint = "write an http(s) URL, or the path of an image file in the tree"
	url = fromPelican(url)
	u, web := webURL(url)
	target, local := r.place.sitePath(url, r.file)
	local = local && ImageType(target) != ""
	there := r.homeURL(url)
	switch {
	case web && r.refuseLongURL(Pictures, "cover", u, offset):
		return
	case web && !hasPath(u):
		r.drop(offset, Pictures, "cover "+quote(url)+" names a host, not an image", hint)
		return
	case web:
		r.reportStrayPercent(Pictures, "cover", u, offset)
	case !local && (there == "" || url[0] != '/'): // a word, such as "true"
		r.drop(offset, Pictures, "cover "+quote(url)+" is neither an http(s) URL nor an image file", hint)
		return
	}
	a.Cover, r.coverLink = cmp.Or(there, u), url
	if _, of := r.place.own(url); local && of != ours {
		a.CoverPath = target
		a.CoverLine, a.CoverColumn = lineColumn(r.data, offset)
	}
	a.CoverAlt = oneLine(alt)
}

// addSource adds a link of the list of sources.
func (r *reading) addSource(name, url string, offset int) {
	if len(r.article.Sources) == maxLinks {
		r.full(Sources, "sources", maxLinks, offset)
		return
	}
	u, web := webURL(url)
	cited := citation(u)
	if !web {
		target, local := r.place.sitePath(url, r.file)
		if !local {
			r.drop(offset, Sources, "source "+quote(url)+" is not an http(s) link", "write the full URL")
			return
		}
		if u = r.pageURL(target); IsAsset(target) {
			u = r.options.BaseURL + AssetPath(target)
			r.refer(Reference{Path: target, Place: r.at(offset)}) // so that the file is served
		}
		if there := r.homeURL(url); there != "" && !IsAsset(target) {
			u = there
		}
		cited = r.place.below(PagePath(target))
	}
	if r.refuseLongURL(Sources, "source", u, offset) {
		return
	}
	r.reportStrayPercent(Sources, "source", u, offset)
	r.article.Sources = append(r.article.Sources, Link{r.cutName(Sources, "name", oneLine(name), offset), u})
	r.cited = append(r.cited, cited)
}
