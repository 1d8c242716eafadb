package article

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// spelling replaces the spelling of x/net/html and bluemonday by that of
// goldmark, so that a single <br> does not change the rest of an article.
var spelling = strings.NewReplacer("&#34;", "&quot;", "&#39;", "'", "/>", ">", "&#13;", "\r",
	"\u00a0<a href=\"#fnref", "&#160;<a href=\"#fnref", "role=\"doc-backlink\">\u21a9\ufe0e", "role=\"doc-backlink\">&#x21a9;&#xfe0e;")

// maxPasses bounds how often an article is parsed, so that crafted HTML cannot
// keep the parser busy.
const maxPasses = 3

// parsedHTML returns HTML as the parser of the HTML standard reads it: every
// element is closed, and no end tag is without a start tag. It reports whether
// the parser could read the HTML.
//
// One pass is not always enough: what the parser moves in front of a table that
// is never closed may be a list item inside a list item, which HTML cannot
// express.
func parsedHTML(markup []byte) (string, bool) {
	var b bytes.Buffer
	for range maxPasses {
		t := tree{ids: map[string]bool{}}
		b.Reset()
		if !t.parse(markup, &b) {
			return "", false
		}
		if !t.nested {
			break
		}
		markup = bytes.Clone(b.Bytes())
	}
	return strings.TrimSpace(spelling.Replace(policy.SanitizeReader(&b).String())), true
}

// parse writes markup as a tidy tree, and reports whether it could.
func (t *tree) parse(markup []byte, to *bytes.Buffer) bool {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(bytes.NewReader(markup), body)
	if err != nil {
		return false
	}
	root := &html.Node{Type: html.DocumentNode}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	t.tidy(root, around{})
	return html.Render(to, root) == nil
}

// tree is what tidy has seen of the whole article.
type tree struct {
	ids    map[string]bool
	nested bool // there is a list item inside a list item
}

// around describes the elements that contain a node.
type around struct{ link, heading, item, entry bool }

// within returns what contains the children of an element. Between two list items
// it only allows elements that let an item end the one before it (HTML
// 13.2.6.4.7).
func (in around) within(n *html.Node) around {
	in.link = in.link || n.DataAtom == atom.A
	in.heading = in.heading || isHeading(n)
	if elements[n.Data].special && n.DataAtom != atom.Address && n.DataAtom != atom.Div && n.DataAtom != atom.P {
		in.item, in.entry = n.DataAtom == atom.Li, isEntry(n)
	}
	return in
}

// isEntry reports whether an element is a term or a description in a description
// list.
func isEntry(n *html.Node) bool { return n.DataAtom == atom.Dt || n.DataAtom == atom.Dd }

// tidy removes elements that are removed with their content, empty paragraphs
// without an id, and duplicate ids. Links inside links, headings inside headings,
// and recordings that cannot be played are replaced by their content, because
// another parser would not read them as the same tree.
func (t *tree) tidy(n *html.Node, in around) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == html.ElementNode {
			t.nested = t.nested || in.item && c.DataAtom == atom.Li || in.entry && isEntry(c)
			t.unique(c)
			hrefFirst(c)
			t.tidy(c, in.within(c))
			switch {
			case c.Data == gone, c.DataAtom == atom.P && isBlank(c) && attributeOf(c, "id") == nil:
				n.RemoveChild(c)
			case c.DataAtom == atom.A && in.link, isHeading(c) && in.heading, (c.DataAtom == atom.Video || c.DataAtom == atom.Audio) && !isPlayable(c):
				unwrap(c)
			}
		}
		c = next
	}
}

func isHeading(n *html.Node) bool {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// isBlank reports whether an element contains only whitespace.
func isBlank(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.TextNode || strings.Trim(c.Data, " \t\n\r\f") != "" {
			return false
		}
	}
	return true
}

func isPlayable(n *html.Node) bool {
	if attributeOf(n, "src") != nil {
		return true
	}
	for c := range n.Descendants() {
		if c.DataAtom == atom.Source && attributeOf(c, "src") != nil {
			return true
		}
	}
	return false
}

func attributeOf(n *html.Node, key string) *html.Attribute {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return &n.Attr[i]
		}
	}
	return nil
}

// hrefFirst moves the href of an <a> to where goldmark writes it, because the
// parser sorts the attributes of formatting elements.
func hrefFirst(n *html.Node) {
	if a := attributeOf(n, "href"); a != nil {
		href := *a
		i := slices.Index(n.Attr, href)
		copy(n.Attr[1:i+1], n.Attr[:i])
		n.Attr[0] = href
	}
}

// unwrap replaces a node by its children.
func unwrap(n *html.Node) {
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
		n.Parent.InsertBefore(c, n)
	}
	n.Parent.RemoveChild(n)
}

// unique removes an id that another element already has.
func (t *tree) unique(n *html.Node) {
	for i, a := range n.Attr {
		if a.Key != "id" {
			continue
		}
		if t.ids[a.Val] {
			n.Attr = append(n.Attr[:i:i], n.Attr[i+1:]...)
		}
		t.ids[a.Val] = true
		return
	}
}
