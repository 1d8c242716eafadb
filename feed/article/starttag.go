package article

import (
	"html"
	"regexp"
	"strings"

	tokens "golang.org/x/net/html"
)

// startTag is a start tag in the raw HTML of an author.
type startTag struct {
	name   string // lower case
	attrs  []tokens.Attribute
	text   string // as the author wrote it
	offset int    // in the file
	end    int    // offset in the Markdown after it
	block  bool   // it is between paragraphs
	empty  bool   // it closes itself: <x/>
	raw    bool   // the content of the element, up to its end tag, is not HTML
}

// maxAttributes bounds the attributes of one tag.
const maxAttributes = 100

// newStartTag returns the tag that a tokenizer has read, which is piece.text[start:end].
// Its offset is that of the Markdown.
func newStartTag(z *tokens.Tokenizer, p *htmlPiece, start, end int) startTag {
	name, more := z.TagName()
	t := startTag{name: string(name), text: string(p.text[start:end]), offset: p.offset(start), end: p.offset(end-1) + 1, block: p.block}
	for n := 0; more && n < maxAttributes; n++ {
		var key, value []byte
		if key, value, more = z.TagAttr(); !t.has(string(key)) {
			t.attrs = append(t.attrs, tokens.Attribute{Key: string(key), Val: string(value)})
		}
	}
	return t
}

// attr returns the value of an attribute, or "".
func (t *startTag) attr(key string) string {
	for _, a := range t.attrs {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

func (t *startTag) has(key string) bool {
	for _, a := range t.attrs {
		if a.Key == key {
			return true
		}
	}
	return false
}

// set sets the value of an attribute.
func (t *startTag) set(key, value string) {
	for i := range t.attrs {
		if t.attrs[i].Key == key {
			t.attrs[i].Val = value
			return
		}
	}
	t.attrs = append(t.attrs, tokens.Attribute{Key: key, Val: value})
}

// remove removes an attribute.
func (t *startTag) remove(key string) {
	kept := t.attrs[:0]
	for _, a := range t.attrs {
		if a.Key != key {
			kept = append(kept, a)
		}
	}
	t.attrs = kept
}

var (
	displayNone = regexp.MustCompile(`(?i)(?:^|;)\s*display\s*:\s*none`)
	textAlign   = regexp.MustCompile(`(?i)(?:^|;)\s*text-align\s*:\s*(left|right|center|justify)`)
)

// isHidden reports whether a browser would not show the element.
func (t *startTag) isHidden() bool {
	return t.has("hidden") || displayNone.MatchString(t.attr("style"))
}

// resolveAnchor resolves the link of an <a>. It reports whether the <a> is still a link,
// or an anchor to which links can lead.
func (t *startTag) resolveAnchor(h *rawHTML) bool {
	if t.attr("id") == "" && t.attr("name") != "" {
		t.set("id", t.attr("name"))
	}
	if t.resolve("href", h.link, h); t.attr("href") == "" {
		t.remove("href")
	}
	return t.attr("href") != "" || t.attr("id") != ""
}

// resolve replaces the URL of an attribute, or removes the attribute if the URL
// leads nowhere.
func (t *startTag) resolve(key string, resolve func(url string, offset int) string, h *rawHTML) {
	if !t.has(key) {
		return
	}
	url := ""
	if was := t.attr(key); was != "" {
		url = resolve(was, t.offset)
	}
	if t.set(key, url); url == "" {
		t.remove(key)
	}
}

// tag writes a start tag with the attributes that the policy allows. Its URLs,
// except for cite, are already resolved.
func (h *rawHTML) tag(as string, t startTag) {
	t.resolve("cite", h.link, h)
	if m := textAlign.FindStringSubmatch(t.attr("style")); m != nil {
		t.set("align", m[1])
	}
	h.out.WriteString("<" + as)
	for _, a := range t.attrs {
		pattern := globals[a.Key]
		if pattern == nil {
			pattern = attributes[as][a.Key]
		}
		if pattern == noValue {
			a.Val = ""
		}
		if pattern != nil && pattern.MatchString(a.Val) {
			h.out.WriteString(" " + a.Key + `="` + html.EscapeString(a.Val) + `"`)
		}
	}
	h.out.WriteString(">")
}
