package article

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Generators expand codes in Markdown before they parse it: shortcodes of Hugo
// and Zola, tags and values of Liquid. Here each code is replaced by Markdown or
// HTML that a feed can show, on the same line, so that the positions in
// complaints stay correct. Codes in code, formulas and comments are not replaced.

// code is a shortcode, a tag or a value.
type code struct {
	start, end int
	dialect    dialect
	name       string // lower case
	closes     bool   // it closes a pair
	arguments  arguments
	text       string  // the arguments of a Liquid tag as they are written
	alone      bool    // it cannot be one of a pair
	partner    int     // index of the other code of its pair, or -1
	verbatim   bool    // it is a whole pair, whose content is not Markdown
	inner      []byte  // that content
	literal    *string // what replaces it, whatever its name is
}

type dialect byte

const (
	hugo   dialect = iota // {{< x >}}, {{% x %}}
	zola                  // {{ x() }}, {% x() %}
	liquid                // {% x %}
	value                 // {{ x }} of Liquid
)

// codes is the state of translating the codes of one source.
type codes struct {
	*reading
	writing
	js                                 // the source
	formulas js                        // the source, with a budget of its own for formulas
	spans    []span                    // the code spans and blocks that are still ahead, in order
	found    []code                    // in order
	open     map[string][]int          // codes that are not closed yet, by what pair returns
	ends     map[string]*regexp.Regexp // patterns of the ends of verbatim codes
	absent   map[string]int            // offset up to which an end is known not to occur
	isZola   bool                      // the file belongs to a Zola site
	omitted  omissions
}

// span is a range of the source.
type span struct{ start, end int }

// hasCodes reports whether a source may contain codes or wiki links.
func hasCodes(src []byte) bool {
	for _, mark := range []string{"{{", "{%", "[[", "{::", "{# "} {
		if bytes.Contains(src, []byte(mark)) {
			return true
		}
	}
	return false
}

// fromCodes replaces the codes in a source, keeping its lines. It returns false
// if the result is too large. doc is the syntax tree of the source, which shows
// what is code.
func (r *reading) fromCodes(doc ast.Node) ([]byte, bool) {
	src := r.source
	c := &codes{reading: r, writing: writing{column: -1}, js: js{src, maxJS}, formulas: js{src, maxJS}, spans: codeSpans(doc), open: map[string][]int{}, absent: map[string]int{}, ends: map[string]*regexp.Regexp{}}
	c.isZola = bytes.HasPrefix(bytes.TrimSpace(r.data[:r.body]), []byte("+++")) || bytes.Contains(src, []byte("](@/"))
	c.scan()
	if len(c.found) == 0 {
		return src, true
	}
	c.out = make([]byte, 0, len(src)+len(src)/8)
	end := 0
	for i := range c.found {
		if len(c.out) > maxHTML {
			r.tooMuch(r.body+c.found[i].start, "shortcodes that expand to more than "+kib(maxHTML))
			return nil, false
		}
		c.copy(src[end:c.found[i].start])
		end = c.put(i)
	}
	c.copy(src[end:])
	c.reportOmissions()
	return c.out, true
}

// codeSpans returns the ranges of the source that are code.
func codeSpans(doc ast.Node) (spans []span) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.Kind() {
		case ast.KindCodeBlock, ast.KindFencedCodeBlock:
			if lines := n.Lines(); lines.Len() > 0 {
				spans = append(spans, span{lines.At(0).Start, lines.At(lines.Len() - 1).Stop})
			}
		case ast.KindCodeSpan:
			first, _ := n.FirstChild().(*ast.Text)
			last, _ := n.LastChild().(*ast.Text)
			if first != nil && last != nil {
				spans = append(spans, span{first.Segment.Start, last.Segment.Stop})
			}
		}
		return ast.WalkContinue, nil
	})
	slices.SortFunc(spans, func(a, b span) int { return a.start - b.start }) // footnotes are last in the tree, wherever they are defined
	return spans
}

// scan finds the codes in the source.
func (c *codes) scan() {
	for i := 0; i < len(c.src) && c.budget > 0; {
		for len(c.spans) > 0 && c.spans[0].end <= i {
			c.spans = c.spans[1:]
		}
		if len(c.spans) > 0 && c.spans[0].start <= i {
			i = c.inCode(i, c.spans[0].end)
			continue
		}
		switch c.src[i] {
		case '{':
			i = c.braces(i)
		case '<':
			i = c.markup(i)
		case '$':
			i = c.formulas.span(i)
		case '!':
			i = c.embedded(i)
		case '\\':
			if i+1 < len(c.src) && strings.IndexByte("$<!", c.src[i+1]) >= 0 {
				i++
			}
			i++
		default:
			i++
		}
	}
}

// braces reads the code at i, and returns the offset after it, or i+1 if there is
// none.
func (c *codes) braces(i int) int {
	switch rest := c.src[i:]; {
	case bytes.HasPrefix(rest, []byte("{{<")), bytes.HasPrefix(rest, []byte("{{%")):
		return c.shortcode(i)
	case bytes.HasPrefix(rest, []byte("{{")), bytes.HasPrefix(rest, []byte("{%")):
		return c.template(i)
	case bytes.HasPrefix(rest, []byte("{::")):
		return c.extension(i)
	case bytes.HasPrefix(rest, []byte("{# ")):
		return c.remark(i)
	}
	return i + 1
}

// inCode reads the codes that are replaced even in code, up to its end.
func (c *codes) inCode(i, end int) int {
	for i < end {
		n := bytes.IndexByte(c.src[i:end], '{')
		if n < 0 {
			return end
		}
		i += n
		if next := c.vanishing(i, end); next > i {
			i = next
		} else {
			i++
		}
	}
	return max(i, end)
}

// markup skips an HTML comment or script that begins at i. In HTML code it reads
// the codes that are replaced even there.
func (c *codes) markup(i int) int {
	for _, e := range skipped {
		if rest := c.src[i:]; len(rest) <= len(e.tag) || !strings.EqualFold(string(rest[:len(e.tag)]), e.tag) ||
			e.tag != "<!--" && strings.IndexByte(" \t\n>", rest[len(e.tag)]) < 0 {
			continue
		}
		end := c.find(i, len(c.src), e.end)
		switch {
		case end < 0:
		case e.code:
			return c.inCode(i+1, end)
		default:
			return end
		}
	}
	return i + 1
}

// skipped are the elements in which codes have no meaning.
var skipped = []struct {
	tag, end string
	code     bool // codes that show others literally are still replaced in it
}{
	{tag: "<!--", end: "-->"},
	{tag: "<pre", end: "</pre>", code: true},
	{tag: "<code", end: "</code>", code: true},
	{tag: "<script", end: "</script>"},
	{tag: "<style", end: "</style>"},
}

// find returns the offset after the next mark from i on, before a limit, or -1. It
// remembers marks that do not occur, so that many codes without an end do not take
// quadratic time.
func (c *codes) find(i, limit int, mark string) int {
	if limit <= c.absent[mark] {
		return -1
	}
	if n := bytes.Index(c.src[i:limit], []byte(mark)); n >= 0 {
		return i + n + len(mark)
	}
	c.absent[mark] = limit
	return -1
}

// add appends a code, finds its partner, and returns the offset after it.
func (c *codes) add(k code) int {
	k.partner = -1
	switch key := k.pair(); {
	case key == "":
	case !k.closes:
		c.open[key] = append(c.open[key], len(c.found))
	case len(c.open[key]) > 0:
		k.partner = c.open[key][len(c.open[key])-1]
		c.open[key] = c.open[key][:len(c.open[key])-1]
		c.found[k.partner].partner = len(c.found)
	}
	c.found = append(c.found, k)
	return k.end
}

// pair returns a key that the two codes of a pair have in common, or "" if the
// code stands alone.
func (k *code) pair() string {
	switch {
	case k.literal != nil, k.verbatim, k.alone:
		return ""
	case k.dialect == zola:
		return "{%" // all pairs of Zola close with {% end %}
	case k.dialect == liquid:
		return "{%" + k.name
	}
	return "{{<" + k.name
}

// recordings are the extensions of files that ![[x]] plays, with the element that
// plays them.
var recordings = map[string]string{".mp3": "audio", ".m4a": "audio", ".ogg": "audio", ".oga": "audio", ".opus": "audio", ".wav": "audio", ".flac": "audio", ".3gp": "audio",
	".mp4": "video", ".webm": "video", ".ogv": "video", ".mov": "video", ".mkv": "video", ".m4v": "video"}

// embedded parses ![[a recording]] at i, and returns the offset after it. The
// parser of wiki links reads other embedded files.
func (c *codes) embedded(i int) int {
	rest, ok := bytes.CutPrefix(c.src[i:min(len(c.src), i+maxWikiLink)], []byte("![["))
	n := bytes.IndexAny(rest, "[]\n")
	if !ok || n < 0 || !bytes.HasPrefix(rest[n:], []byte("]]")) {
		return i + 1
	}
	name, _, _ := strings.Cut(string(rest[:n]), "|")
	name, _, _ = strings.Cut(strings.TrimSuffix(name, `\`), "#")
	element := recordings[strings.ToLower(path.Ext(strings.TrimSpace(name)))]
	if element == "" {
		return i + 1
	}
	text := "<" + element + ` src="` + named(strings.TrimSpace(name)) + `" controls=""></` + element + ">"
	return c.add(code{start: i, end: i + len("![[") + n + len("]]"), literal: &text})
}
