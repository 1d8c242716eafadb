package article

import (
	"bytes"
	"cmp"
	"html"
	"regexp"
	"strings"
	"time"
)

// Liquid (Jekyll), Nunjucks (Eleventy, Hexo) and the tags of Hexo have the same
// delimiters: {% tag %}, {% tag %}…{% endtag %}, {{ value | filter }}. A hyphen inside
// the delimiters strips whitespace.

var (
	liquidTag   = regexp.MustCompile(`^\{%-?\s*([A-Za-z_](?:[\w-]*\w)?)`)
	liquidRaw   = regexp.MustCompile(`^\{%-?\s*(raw|verbatim)\s*-?%\}`)
	liquidRoot  = regexp.MustCompile(`^(?:page|site|include|layout|post|forloop|paginator|collections?|jekyll|config|theme)\.\w|^content$`)
	liquidWord  = regexp.MustCompile(`^[\w.-]+(?:\[[^\]]*\])*$`)
	liquidPiece = regexp.MustCompile(`^\s*(\w+)\s*(?::\s*(.*?))?\s*$`)
	// liquidFilter matches filters that other template languages do not have.
	liquidFilter = regexp.MustCompile(`\|\s*(?:relative_url|absolute_url|prepend|append|date_to_\w+|markdownify|strip_html|xml_escape|cgi_escape|uri_escape|url_encode|slugify|` +
		`downcase|upcase|jsonify|smartify|number_of_words|truncatewords|strip_newlines|newline_to_br|where|where_exp|group_by|remove|remove_first|replace_first|` +
		`array_to_sentence_string|normalize_whitespace|inspect|url\s*$|url\s*\||date\s*:|split\s*:|replace\s*:|default\s*:|truncate\s*:|times\s*:|plus\s*:|minus\s*:)`)
)

// template reads a code that begins with {{ or {% at i, and returns the offset
// after it.
func (c *codes) template(i int) int {
	if end := c.vanishing(i, len(c.src)); end > i {
		return end
	}
	if end := c.zolaCode(i); end > i {
		return end
	}
	if c.src[i+1] == '%' {
		return c.liquidTag(i)
	}
	return c.liquidValue(i)
}

// kramdown matches the beginning of a kramdown extension, whose text is not
// Markdown or is left out (kramdown.gettalong.org/syntax.html#extensions).
var kramdown = regexp.MustCompile(`^\{::(nomarkdown|comment|options)\b[^{}\n]*\}`)

// remark reads a comment of Nunjucks, {# x #}, at i, and returns the offset after it.
func (c *codes) remark(i int) int {
	_, end, ok := c.enclosed(i, "{#", "#}")
	if !ok {
		return i + 1
	}
	return c.add(code{start: i, end: end, dialect: liquid, name: "comment", verbatim: true})
}

// extension reads the kramdown extension at i, and returns the offset after it.
func (c *codes) extension(i int) int {
	m := kramdown.FindSubmatch(c.src[i:min(len(c.src), i+maxCodeName)])
	if m == nil {
		return i + 1
	}
	k := code{start: i, end: i + len(m[0]), dialect: liquid, name: "comment", verbatim: true}
	if !bytes.HasSuffix(m[0], []byte("/}")) {
		if k.verbatim = false; string(m[1]) == "nomarkdown" {
			k.name = "raw"
		}
		if c.holdVerbatim(&k, `\{:/(?:`+string(m[1])+`)?\}`, len(c.src)); !k.verbatim {
			return i + 1
		}
	}
	return c.add(k)
}

// enclosed returns the text between the delimiters at i, and the offset after it.
// ok is false if another pair begins before it is closed, or its paragraph ends.
func (c *codes) enclosed(i int, begin, end string) (inner []byte, after int, ok bool) {
	text := c.src[i+len(begin):]
	n := bytes.Index(text[:min(len(text), maxCode)], []byte(end))
	c.budget -= max(n, 0)
	if n < 0 {
		c.budget -= min(len(text), maxCode)
		return nil, 0, false
	}
	if inner = text[:n]; bytes.IndexByte(inner, '\n') >= 0 && blankLine.Match(inner) || begin == "{{" && bytes.Contains(inner, []byte(begin)) {
		return nil, 0, false
	}
	inner = bytes.TrimSuffix(bytes.TrimPrefix(inner, []byte("-")), []byte("-"))
	return bytes.TrimSpace(inner), i + len(begin) + n + len(end), true
}

// maxCode bounds a tag or a value of Liquid, in bytes.
const maxCode = 4 << 10

// liquidTag reads the tag at i, and returns the offset after it.
func (c *codes) liquidTag(i int) int {
	m := liquidTag.FindSubmatch(c.src[i:min(len(c.src), i+maxCodeName)])
	if m == nil {
		return i + 1
	}
	inner, end, ok := c.enclosed(i, "{%", "%}")
	if !ok {
		return i + 1
	}
	k := code{start: i, end: end, dialect: liquid, name: strings.ToLower(string(m[1]))}
	k.text = strings.TrimSpace(string(inner[len(m[1]):]))
	k.arguments, _, _ = readArguments([]byte(k.text), "")
	if name, ok := strings.CutPrefix(k.name, "end"); ok && name != "" {
		k.name, k.closes = name, true
	} else if isVerbatim(k.name) || k.name == "comment" || k.name == "code" {
		c.holdVerbatim(&k, `\{%-?\s*end`+regexp.QuoteMeta(k.name)+`\s*-?%\}`, len(c.src))
	}
	return c.add(k)
}

// raw reads {% raw %} at i, and returns the offset after its end, or i if there
// is none. If {% raw %} is never closed, the rest of the text is literal. In
// code, which ends at limit, an unclosed {% raw %} stays as it is.
func (c *codes) raw(i, limit int) int {
	if !bytes.HasPrefix(c.src[i:], []byte("{%")) {
		return i
	}
	m := liquidRaw.FindSubmatch(c.src[i:min(len(c.src), i+maxCodeName)])
	if m == nil {
		return i
	}
	k := code{start: i, end: i + len(m[0]), dialect: liquid, name: "raw"}
	if c.holdVerbatim(&k, `\{%-?\s*end`+string(m[1])+`\s*-?%\}`, limit); !k.verbatim {
		if limit < len(c.src) {
			return i
		}
		k.inner, k.end, k.verbatim = c.src[k.end:], len(c.src), true
	}
	return c.add(k)
}

// liquidValue reads the value at i, and returns the offset after it. A value that
// may belong to another template language stays as it is.
func (c *codes) liquidValue(i int) int {
	inner, end, ok := c.enclosed(i, "{{", "}}")
	if !ok || len(inner) == 0 || i > 0 && c.src[i-1] == '$' { // ${{ x }}: GitHub Actions
		return i + 1
	}
	operand, filters, _ := strings.Cut(string(inner), "|")
	operand = strings.TrimSpace(operand)
	filtered := filters != "" && liquidFilter.Match(inner)
	if !filtered && !liquidRoot.MatchString(operand) || !isLiquidOperand(operand) {
		return i + 1
	}
	if operand == "content" && !filtered && !c.hasTags() {
		return i + 1
	}
	k := code{start: i, end: end, dialect: value, name: operand, alone: true}
	if text, ok := c.evaluate(operand, filters); ok {
		k.literal = &text
	}
	return c.add(k)
}

// hasTags reports whether there is a Liquid tag before this code.
func (c *codes) hasTags() bool {
	for key := range c.open {
		if strings.HasPrefix(key, "{%") {
			return true
		}
	}
	return false
}

func isLiquidOperand(s string) bool { return liquidWord.MatchString(s) || isLiquidString(s) }

func isLiquidString(s string) bool {
	return len(s) > 1 && (s[0] == '"' || s[0] == '\'') && strings.IndexByte(s[1:], s[0]) == len(s)-2
}

// evaluate returns the value of an operand after its filters. ok is false if the
// value is unknown here.
func (c *codes) evaluate(operand, filters string) (text string, ok bool) {
	if text, ok = c.operand(operand); !ok {
		return "", false
	}
	for filter := range strings.SplitSeq(filters, "|") {
		if strings.TrimSpace(filter) == "" {
			continue
		}
		m := liquidPiece.FindStringSubmatch(filter)
		if m == nil {
			return "", false
		}
		if text, ok = c.filter(m[1], m[2], text); !ok {
			return "", false
		}
	}
	return text, true
}

// operand returns the value of a string or a variable.
func (c *codes) operand(s string) (text string, ok bool) {
	if isLiquidString(s) {
		return s[1 : len(s)-1], true
	}
	a := c.article
	switch s {
	case "site.url":
		return cmp.Or(c.options.Home, c.options.BaseURL), true
	case "site.baseurl":
		return "", true
	case "page.title":
		text = html.EscapeString(a.Title)
	case "page.date":
		date := a.Date
		if date.IsZero() {
			date, _, _ = pathDate(c.file)
		}
		if !date.IsZero() {
			text = date.Format(time.DateOnly)
		}
	case "page.url":
		text = PathURI(a.Path)
	case "page.description", "page.excerpt":
		text = html.EscapeString(a.Summary)
	}
	return text, text != ""
}

// filter applies a filter to a text.
func (c *codes) filter(name, argument, text string) (string, bool) {
	with, known := "", true
	if argument != "" {
		with, known = c.operand(strings.TrimSpace(argument))
	}
	switch name {
	case "relative_url", "url":
		if hasScheme(text) {
			return text, true
		}
		return "/" + strings.TrimPrefix(text, "/"), true
	case "absolute_url":
		if hasScheme(text) {
			return text, true
		}
		return cmp.Or(c.options.Home, c.options.BaseURL) + "/" + strings.TrimPrefix(text, "/"), true
	case "prepend":
		return with + text, known
	case "append":
		return text + with, known
	case "upcase":
		return strings.ToUpper(text), true
	case "downcase":
		return strings.ToLower(text), true
	case "date", "date_to_string", "date_to_long_string", "date_to_xmlschema", "escape", "escape_once", "xml_escape", "uri_escape", "strip", "lstrip", "rstrip", "safe", "strip_html", "markdownify",
		"smartify", "normalize_whitespace":
		return text, true
	}
	return "", false
}
