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

// parsedHTML returns HTML as the parser of the HTML standard reads it: each
// element closed, and nothing closed that was not open. It reports whether the
// parser could read it.
func parsedHTML(markup []byte) (string, bool) {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(bytes.NewReader(markup), body)
	if err != nil {
		return "", false
	}
	root := &html.Node{Type: html.DocumentNode}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	t := tree{ids: map[string]bool{}}
	t.tidy(root, around{})
	var b bytes.Buffer
	if html.Render(&b, root) != nil {
		return "", false
	}
	return strings.TrimSpace(spelling.Replace(policy.SanitizeReader(&b).String())), true
}

// tree is what tidy knows of a whole article.
type tree struct{ ids map[string]bool }

// around says in what a node stands.
type around struct{ link, heading bool }

// tidy drops what goes with its content, paragraphs in which nothing is left,
// recordings of which nothing can be played, and links and headings within
// others, which no parser would leave there; and all but the first of equal
// ids.
func (t *tree) tidy(n *html.Node, in around) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == html.ElementNode {
			inner := in
			inner.link = in.link || c.DataAtom == atom.A
			inner.heading = in.heading || isHeading(c)
			t.unique(c)
			hrefFirst(c)
			t.tidy(c, inner)
			switch {
			case c.Data == gone, c.DataAtom == atom.P && isBlank(c):
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
