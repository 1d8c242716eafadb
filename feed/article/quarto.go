package article

import (
	"bytes"
	"fmt"
	"regexp"

	"github.com/yuin/goldmark/ast"
	markdown "github.com/yuin/goldmark/text"
)

// Cells of Quarto and R Markdown are fenced code that is executed when the site is
// built: "```{r setup, echo=FALSE}". Here they are code in their language.
var (
	cellInfo   = regexp.MustCompile(`^\{+\s*\.?([\w+#-]+)[^{}]*\}+`)
	cellOption = regexp.MustCompile(`^\s*(?:#|//|--|%%)\|`)
	// cellHidden matches an option that keeps the code of a cell off the page: one
	// of Quarto on a line of its own, or one of knitr in the braces.
	cellHidden = regexp.MustCompile(`(?i)\|\s*(?:echo|include)\s*:\s*(?:false|no|off)\s*$|\b(?:echo|include)\s*=\s*(?:FALSE|F)\b`)
	// cellInline matches a code span that is executed: `r 1 + 1`, `{python} x`.
	cellInline = regexp.MustCompile(`^(?:r |\{(?:r|python|julia|ojs)\})`)
)

// cells reads the cells in a file of Quarto or R Markdown. It complains about
// inline code, whose results it cannot show.
func (r *reading) cells(doc ast.Node) {
	if !hasExtension(r.file, ".qmd", ".rmd") {
		return
	}
	inline, at := 0, 0
	var hidden []ast.Node
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.CodeSpan:
			if cellInline.MatchString(plain(n, r.source)) {
				if inline++; inline == 1 {
					at = r.body + start(n)
				}
			}
		case *ast.FencedCodeBlock:
			if r.cell(n) {
				hidden = append(hidden, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, n := range hidden {
		n.Parent().RemoveChild(n.Parent(), n)
	}
	if inline > 0 {
		r.report(at, Problem{About: Text, What: fmt.Sprintf("inline code that Dateline does not run (%d)", inline),
			Effect: "the code is shown", Hint: "write the results instead"})
	}
}

// cell reads one cell, and reports whether its code is hidden.
func (r *reading) cell(n *ast.FencedCodeBlock) (hidden bool) {
	if n.Info == nil {
		return false
	}
	info := n.Info.Segment
	text := info.Value(r.source)
	m := cellInfo.FindSubmatchIndex(text)
	if m == nil {
		return false
	}
	n.Info = ast.NewTextSegment(markdown.NewSegment(info.Start+m[2], info.Start+m[3]))
	hidden = cellHidden.Match(text[:m[1]])
	lines := n.Lines()
	options := 0
	for ; options < lines.Len(); options++ {
		line := lines.At(options)
		option := bytes.TrimRight(line.Value(r.source), "\n")
		if !cellOption.Match(option) {
			break
		}
		hidden = hidden || cellHidden.Match(option)
	}
	lines.SetSliced(options, lines.Len())
	return hidden
}
