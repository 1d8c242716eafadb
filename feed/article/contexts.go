package article

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// contextOf returns the topics of a "_Context: A, B_" below n.
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

// opensContext reports whether a text begins with "_Context:" that is not an
// emphasis, because its marks do not match.
func (r *reading) opensContext(t *ast.Text) bool {
	label, _, ok := cutLabel(strings.Trim(string(t.Segment.Value(r.source)), " _*"))
	return ok && r.isContext(label)
}

// restOfLine returns the text of the line from n on.
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

// contextIn returns the topics of "Context: A, B" at an offset of the file.
func (r *reading) contextIn(text string, offset int) []Name {
	label, list, ok := cutLabel(text)
	if !ok || !r.isContext(label) {
		return nil
	}
	if text != r.lastContext { // a Related list repeats the same few contexts
		r.lastContext, r.lastTopics = text, r.topics(list, offset)
	}
	return r.lastTopics
}

// cutLabel cuts text at its first colon, ASCII or full-width, if that ends a
// short label.
func cutLabel(text string) (label, rest string, ok bool) {
	i := strings.IndexAny(text, ":：")
	if i < 0 || i > 60 {
		return "", "", false
	}
	return text[:i], strings.TrimLeft(text[i:], ":："), true
}

func (r *reading) isContext(s string) bool { return r.contexts[s] || r.contexts[label(s)] }
