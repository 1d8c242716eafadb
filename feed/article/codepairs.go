package article

import (
	"cmp"
	"html"
	"regexp"
	"strconv"
	"strings"
)

// A pair of codes contains Markdown, and adds HTML before and after it. A verbatim
// code contains text that is not Markdown.

// verbatims are the names of verbatim codes, with the language of code that some
// of them imply.
var verbatims = map[string]string{"highlight": "", "codeblock": "", "prism": "", "code": "", "mermaid": "mermaid", "plantuml": "plantuml", "graphviz": "dot",
	"katex": "", "math": "", "latex": "", "mathjax": "", "raw": "", "verbatim": "", "rawhtml": "", "raw-html": "", "raw_html": "", "html": "", "comment": ""}

func isVerbatim(name string) bool {
	_, ok := verbatims[name]
	return ok
}

// showVerbatim writes what a verbatim code becomes, and returns the offset after
// the code.
func (c *codes) showVerbatim(k *code) int {
	inner := string(k.inner)
	switch k.name {
	case "comment":
		return c.nothing(k)
	case "raw", "verbatim", "rawhtml", "raw-html", "raw_html", "html":
		c.write(inner)
	case "katex", "math", "latex", "mathjax":
		if inner = strings.TrimSpace(inner); inner != "" && !strings.HasPrefix(inner, "$") && !strings.HasPrefix(inner, `\`) {
			inner = "$$" + inner + "$$"
		}
		c.write(inner)
	default:
		c.highlight(k, inner)
	}
	return k.end
}

var (
	codeLanguage = regexp.MustCompile(`^[\w+#.-]{1,40}$`)
	backticks    = regexp.MustCompile("`{3,}")
)

// highlight writes code. If its tags are on lines of their own it becomes a
// fenced block, otherwise an element on one line.
func (c *codes) highlight(k *code, inner string) {
	language, title := k.language()
	begin, end := strings.IndexByte(inner, '\n'), strings.LastIndexByte(inner, '\n')
	if begin >= 0 && c.indented() && c.restIsBlank(k) && strings.TrimSpace(inner[:begin])+strings.TrimSpace(inner[end:]) == "" && (title == "" || c.above(paragraph("<strong>"+html.EscapeString(title)+"</strong>"))) {
		fence := "```"
		for _, run := range backticks.FindAllString(inner, -1) {
			if len(run) >= len(fence) {
				fence = run + "`"
			}
		}
		c.write(fence + language + inner + fence)
		return
	}
	before := ""
	if title != "" {
		before = paragraph("<strong>" + html.EscapeString(title) + "</strong>")
	}
	class := ""
	if language != "" {
		class = ` class="language-` + html.EscapeString(language) + `"`
	}
	if begin >= 0 && strings.TrimSpace(inner[:begin]) == "" {
		inner = inner[begin+1:]
	}
	c.before(k, before+"<pre><code"+class+">"+escapeMarks(strings.TrimRight(inner, " \t\n"))+"</code></pre>")
}

// language returns the language and the title of a block of code.
func (k *code) language() (language, title string) {
	a := k.arguments
	language = cmp.Or(verbatims[k.name], a.named("lang", "language", "type"))
	title = a.named("title", "filename", "file", "name")
	words := a.words()
	if k.name == "codeblock" || k.name == "code" && k.dialect == liquid { // {% codeblock title lang:x url text %}
		var rest []string
		for _, word := range words {
			key, v, keyed := strings.Cut(word, ":")
			switch {
			case keyed && key == "lang":
				language = v
			case !keyed || strings.Contains(word, "://"):
				rest = append(rest, word)
			}
		}
		title = cmp.Or(title, strings.Join(rest, " "))
	} else if language == "" && len(words) > 0 {
		language = words[0]
	}
	if !codeLanguage.MatchString(language) {
		language = ""
	}
	return strings.ToLower(language), title
}

// escapeMarks writes text on one line so that no character of it has a meaning in
// HTML or Markdown.
func escapeMarks(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c == '\n' || c > ' ' && c < '0' || c > '9' && c < 'A' || c > 'Z' && c < 'a' || c > 'z' && c < 0x7F {
			b.WriteString("&#" + strconv.Itoa(int(c)) + ";")
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// showPair writes what one code of a pair becomes, and returns the offset after
// the code.
func (c *codes) showPair(k *code) int {
	opens := k
	if k.closes {
		opens = &c.found[k.partner]
	}
	before, after := pairHTML(opens)
	switch {
	case before == "" && !k.closes:
		c.omit(k)
		return c.nothing(k)
	case before == "":
		return c.nothing(k)
	case k.closes:
		return c.after(k, after)
	}
	return c.before(k, before)
}

// pairHTML returns the HTML that a pair adds before and after its content, or ""
// if the pair is unknown.
func pairHTML(k *code) (before, after string) {
	a := k.arguments
	switch k.name {
	case "details", "expand", "collapse", "collapsible", "accordion", "spoiler", "detail", "fold", "folding":
		open := ""
		if a.has("open") {
			open = ` open=""`
		}
		summary := cmp.Or(a.named("summary", "title", "label", "header"), a.at(0), "Details")
		return "<details" + open + "><summary>" + inlineHTML(summary) + "</summary>", "</details>"
	case "figure", "fig":
		return "<figure>" + figureImage(k), figureCaption(k) + "</figure>"
	case "button", "btn":
		if link := a.named("href", "link", "url"); link != "" {
			return "<a" + htmlAttribute("href", link) + ">", "</a>"
		}
	case "blockquote", "quote", "pullquote", "pq", "cq", "centerquote":
		return "<blockquote>", quoteEnd(k) + "</blockquote>"
	}
	if title, ok := calloutTitle(k); ok {
		return "<blockquote><p><strong>" + inlineHTML(title) + "</strong></p>", "</blockquote>"
	}
	return "", ""
}

// quoteEnd returns the author and source of a quotation. Hexo writes {%
// blockquote author[, source] [link] [title] %}.
func quoteEnd(k *code) string {
	a := k.arguments
	author, source, link := a.named("author", "attr", "by"), a.named("source", "title", "cite"), a.named("link", "url", "src")
	if author == "" && k.dialect == liquid && k.name != "pullquote" {
		var words []string
		for _, word := range a.words() {
			if strings.Contains(word, "://") {
				link = word
				continue
			}
			words = append(words, word)
		}
		author, source, _ = strings.Cut(strings.Join(words, " "), ", ")
	} else if author == "" && k.dialect == hugo {
		author = a.at(0)
	}
	text := inlineHTML(author)
	if source == "" {
		source = link
	}
	switch {
	case source == "":
	case link != "":
		text += " <cite><a" + htmlAttribute("href", link) + ">" + inlineHTML(source) + "</a></cite>"
	default:
		text += " <cite>" + inlineHTML(source) + "</cite>"
	}
	if strings.TrimSpace(text) == "" {
		return ""
	}
	return "<p>— " + strings.TrimSpace(text) + "</p>"
}

var (
	// callouts are the names of codes that set text apart.
	callouts = set(strings.Fields("notice alert admonition callout hint note tip warning info caution danger important success error attention question example box message")...)
	// calloutLooks are words for how a callout looks.
	calloutLooks = set("primary", "default", "secondary", "light", "dark", "flat", "modern", "simple", "disabled", "no-icon", "info-circle")
)

// calloutTitle returns the title of a callout: its own if it has one, otherwise
// its type.
func calloutTitle(k *code) (title string, ok bool) {
	if !callouts[k.name] {
		return "", false
	}
	a := k.arguments
	kind := ""
	if noteTypes[k.name] && k.name != "admonition" {
		kind = k.name
	}
	named := a.named("type", "style", "color", "kind", "level", "class")
	var rest []string
	for _, word := range append([]string{named}, a.words()...) {
		switch lower := strings.ToLower(word); {
		case noteTypes[lower] && (kind == "" || kind == "note" || kind == "hint"):
			kind = lower
		case word == "", calloutLooks[lower]:
		case word != named:
			rest = append(rest, word)
		}
	}
	if title = a.named("title", "heading", "header", "summary"); title == "" && k.name != "alert" { // the word of an alert names an icon
		title = strings.Join(rest, " ")
	}
	return cmp.Or(title, capitalised(cmp.Or(kind, "note"))), true
}
