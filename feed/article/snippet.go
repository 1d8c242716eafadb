package article

import (
	"bytes"
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	source "github.com/yuin/goldmark/text"
)

// snippets reads Markdown that is no file of a content directory. HTML in it is left
// out.
var snippets = newMarkdown(extension.Linkify)

// partID matches the ids that goldmark gives to parts. Text has no quotation marks after
// the sanitiser.
var partID = regexp.MustCompile(` id="[^"]*"`)

// Snippet returns Markdown of the configuration as HTML without ids, sanitised as that
// of articles is. In it, links and pictures that are paths lead to the site at a base
// URL, and so with the path of that.
func Snippet(markdown, base string) string {
	src := []byte(markdown)
	doc := snippets.Parser().Parse(source.NewReader(src))
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			n.Destination = atBase(base, n.Destination)
		case *ast.Image:
			n.Destination = atBase(base, n.Destination)
		}
		return ast.WalkContinue, nil
	})
	var b bytes.Buffer
	if err := snippets.Renderer().Render(&b, src, doc); err != nil {
		return "" // a buffer returns no error
	}
	safe := partID.ReplaceAllString(string(policy.SanitizeBytes(b.Bytes())), "")
	site := html.EscapeString(base)
	return strings.ReplaceAll(safe, `="`+site+`/`, `="`+basePath(site)+`/`)
}

// atBase makes a path absolute, as the sanitiser lets nothing else pass.
func atBase(base string, target []byte) []byte {
	if bytes.HasPrefix(target, []byte("//")) || !bytes.HasPrefix(target, []byte("/")) {
		return target
	}
	return append([]byte(base), target...)
}

// basePath returns the path of a base URL.
func basePath(base string) string {
	_, rest, _ := strings.Cut(base, "://")
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		return rest[i:]
	}
	return ""
}
