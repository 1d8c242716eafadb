package article

import (
	"html"
	"regexp"
	"strings"
)

// Themes of Hexo (NexT, Volantis, Butterfly) have tags that contain their text:
// {% note info, text %}, {% span red, text %}, {% kbd text %},
// {% btn text, url, icon %}.

var (
	tagParts = regexp.MustCompile(`\s*(?:::|,)\s*`)
	// tagElements are the elements for tags that contain only text.
	tagElements = map[string]string{"kbd": "kbd", "u": "u", "del": "del", "sup": "sup", "sub": "sub", "emp": "em", "wavy": "em", "span": "span", "p": "span", "label": "span"}
)

// textTag returns the HTML of such a tag, or "" for other tags.
func textTag(k *code) string {
	parts := tagParts.Split(strings.TrimSpace(k.text), -1)
	element := tagElements[k.name]
	switch {
	case k.dialect != liquid || k.text == "":
		return ""
	case k.name == "note" && len(parts) > 1:
		_, text, _ := strings.Cut(k.text, tagParts.FindString(k.text))
		before, after := pairHTML(&code{name: "note", dialect: liquid, arguments: arguments{{"", parts[0]}}})
		return before + paragraph(inlineHTML(text)) + after
	case element == "span" && len(parts) > 1:
		_, text, _ := strings.Cut(k.text, tagParts.FindString(k.text))
		return "<span>" + inlineHTML(text) + "</span>"
	case element != "" && element != "span":
		return "<" + element + ">" + inlineHTML(k.text) + "</" + element + ">"
	case k.name == "btn" || k.name == "button":
		return button(parts)
	}
	return ""
}

// button returns a link to the address among the parts. Its text is the part
// before the address, or else the part after it.
func button(parts []string) string {
	for i, part := range parts {
		if part = strings.Trim(part, `"'`); !hasScheme(part) && !strings.HasPrefix(part, "/") && !strings.HasPrefix(part, "#") {
			continue
		}
		text := part
		if i > 0 {
			text = parts[i-1]
		} else if len(parts) > 1 {
			text = parts[1]
		}
		return "<a" + htmlAttribute("href", part) + ">" + html.EscapeString(strings.Trim(text, `"'`)) + "</a>"
	}
	return ""
}
