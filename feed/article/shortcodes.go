package article

import (
	"bytes"
	"regexp"
	"strings"
)

// Shortcodes of Hugo (gohugo.io/content-management/shortcodes) are between {{< and
// >}} or {{% and %}}, alone or in pairs. Their arguments are words, or have keys.
// {{</* x */>}} shows a shortcode literally.

var (
	shortcodeName = regexp.MustCompile(`^(?:/\s*)?[A-Za-z_][\w./-]*`)
	// zolaCall matches the beginning of a shortcode of Zola
	// (getzola.org/documentation/content/shortcodes).
	zolaCall = regexp.MustCompile(`^\{[{%]\s*([A-Za-z_]\w*)\s*\(`)
	zolaEnd  = regexp.MustCompile(`^\{%-?\s*end\s*-?%\}`)
	// zolaShown matches a shortcode that is shown literally: {{/* x() */}}.
	zolaShown = regexp.MustCompile(`^/\*\s*[A-Za-z_]\w*\s*\(`)
)

// maxCodeName bounds the text that is looked at to find the name of a code.
const maxCodeName = 200

// shortcode reads the Hugo shortcode at i, and returns the offset after it.
func (c *codes) shortcode(i int) int {
	if end := c.vanishing(i, len(c.src)); end > i {
		return end
	}
	from := i + len("{{<")
	from += spacesIn(c.src[from:])
	name := shortcodeName.Find(c.src[from:min(len(c.src), from+maxCodeName)])
	if name == nil {
		return i + 1
	}
	name = bytes.TrimRight(name, "/")
	end := ">}}"
	if c.src[i+2] == '%' {
		end = "%}}"
	}
	from += len(name)
	list, n, looked := readArguments(c.src[from:], end)
	if c.budget -= looked; n < 0 {
		return i + 1
	}
	k := code{start: i, end: from + n, dialect: hugo, name: strings.ToLower(string(name)), arguments: list}
	if k.closes = name[0] == '/'; k.closes {
		k.name = strings.TrimSpace(k.name[1:])
	}
	if last := len(list) - 1; last >= 0 && bytes.HasSuffix(c.src[:k.end-len(end)], []byte("/")) { // {{< x />}}
		k.arguments, k.alone = list[:last], true
	}
	if isVerbatim(k.name) && !k.closes && !k.alone {
		c.holdVerbatim(&k, `\{\{[<%]\s*/\s*`+regexp.QuoteMeta(k.name)+`\s*[>%]\}\}`, len(c.src))
	}
	return c.add(k)
}

// vanishing reads a code at i that shows other codes literally, and returns the
// offset after it, or i if there is none. limit is the end of the code span or
// block around it, or else of the source.
func (c *codes) vanishing(i, limit int) int {
	for _, v := range []struct{ begin, end, before, after string }{
		{"{{</*", "*/>}}", "{{<", ">}}"}, {"{{%/*", "*/%}}", "{{%", "%}}"}, {"{{/*", "*/}}", "{{", "}}"}, {"{%/*", "*/%}", "{%", "%}"},
	} {
		if !bytes.HasPrefix(c.src[i:], []byte(v.begin)) || v.before[len(v.before)-1] != '<' && v.before != "{{%" && !zolaShown.Match(c.src[i+2:min(len(c.src), i+maxCodeName)]) {
			continue
		}
		end := c.find(min(i+len(v.begin), limit), limit, v.end)
		if end < 0 {
			return i
		}
		inner := string(c.src[i+len(v.begin) : end-len(v.end)])
		if limit == len(c.src) { // outside of code, < must not begin a tag
			v.before = strings.Replace(v.before, "<", "&lt;", 1)
		}
		text := v.before + inner + v.after
		return c.add(code{start: i, end: end, literal: &text})
	}
	return c.raw(i, limit)
}

// zolaCode reads the Zola shortcode at i, and returns the offset after it, or i
// if there is none. Other template languages have similar code, such as {{
// f(a="b") }}. It is a shortcode if all of its arguments have names, and either
// its name is known here or the file belongs to a Zola site.
func (c *codes) zolaCode(i int) int {
	head := c.src[i:min(len(c.src), i+maxCodeName)]
	block := head[1] == '%'
	if block {
		if m := zolaEnd.Find(head); m != nil {
			return c.add(code{start: i, end: i + len(m), dialect: zola, closes: true})
		}
	}
	if bytes.IndexByte(head, '(') < 0 {
		return i
	}
	m := zolaCall.FindSubmatch(head)
	if m == nil {
		return i
	}
	name := strings.ToLower(string(m[1]))
	if !block && !c.isZola && contents[name] == nil {
		return i
	}
	from := i + len(m[0])
	list, n, looked := readArguments(c.src[from:], ")")
	if c.budget -= looked; n < 0 || len(list.words()) > 0 {
		return i
	}
	end := from + n
	end += spacesIn(c.src[end:])
	closing := "}}"
	if block {
		closing = "%}"
	}
	if !bytes.HasPrefix(c.src[end:], []byte(closing)) {
		return i
	}
	k := code{start: i, end: end + 2, dialect: zola, name: name, arguments: list, alone: !block}
	if block && isVerbatim(name) {
		c.holdVerbatim(&k, `\{%-?\s*end\s*-?%\}`, len(c.src))
	}
	return c.add(k)
}

// holdVerbatim turns a pair whose content is not Markdown into one code, if its
// end comes before a limit.
func (c *codes) holdVerbatim(k *code, end string, limit int) {
	if limit <= c.absent[end] || k.end > limit {
		return
	}
	pattern := c.ends[end]
	if pattern == nil {
		pattern = regexp.MustCompile(end)
		c.ends[end] = pattern
	}
	at := pattern.FindIndex(c.src[k.end:limit])
	if at == nil {
		c.absent[end] = limit
		return
	}
	k.inner, k.verbatim = c.src[k.end:k.end+at[0]], true
	k.end += at[1]
}
