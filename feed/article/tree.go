package article

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// spelling turns what x/net/html and bluemonday write into what goldmark
// writes for the same, so that one <br> changes nothing else in an article.
var spelling = strings.NewReplacer("&#34;", "&quot;", "&#39;", "'", "/>", ">", "&#13;", "\r",
	"\u00a0<a href=\"#fnref", "&#160;<a href=\"#fnref", "role=\"doc-backlink\">\u21a9\ufe0e", "role=\"doc-backlink\">&#x21a9;&#xfe0e;")

// maxPasses bounds how often an article is parsed.
const maxPasses = 3

// parsedHTML returns HTML as the parser of the HTML standard reads it: each
// element closed, and nothing closed that was not open. It reports whether the
// parser could read it.
//
// Once is not always enough: what the parser puts in front of a table that never
// ends may be an item within an item, which no HTML can say.
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

// parse writes markup as it is in a tidy tree, and reports whether it can.
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

// tree is what tidy knows of a whole article.
type tree struct {
	ids    map[string]bool
	nested bool // there is an item within an item
}

// around says in what a node stands.
type around struct{ link, heading, item, entry bool }

// within says in what the children of an element stand. Between items stands
// nothing but what lets the next one end the one before (HTML 13.2.6.4.7).
func (in around) within(n *html.Node) around {
	in.link = in.link || n.DataAtom == atom.A
	in.heading = in.heading || isHeading(n)
	if elements[n.Data].special && n.DataAtom != atom.Address && n.DataAtom != atom.Div && n.DataAtom != atom.P {
		in.item, in.entry = n.DataAtom == atom.Li, isEntry(n)
	}
	return in
}

// isEntry reports whether an element is part of a list of descriptions.
func isEntry(n *html.Node) bool { return n.DataAtom == atom.Dt || n.DataAtom == atom.Dd }

// tidy drops what goes with its content, paragraphs in which nothing is left
// and to which no link can lead, recordings of which nothing can be played, and
// links and headings within others, which no parser would leave there; and all
// but the first of equal ids.
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

// isBlank reports whether an element holds nothing but white space.
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

// hrefFirst puts the link of an <a> where goldmark writes it: the parser sorts
// the attributes of formatting elements.
func hrefFirst(n *html.Node) {
	if a := attributeOf(n, "href"); a != nil {
		href := *a
		i := slices.Index(n.Attr, href)
		copy(n.Attr[1:i+1], n.Attr[:i])
		n.Attr[0] = href
	}
}

// unwrap puts the children of a node in its place.
func unwrap(n *html.Node) {
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
		n.Parent.InsertBefore(c, n)
	}
	n.Parent.RemoveChild(n)
}

// unique takes out an id that another element has already.
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
