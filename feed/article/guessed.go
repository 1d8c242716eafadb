package article

import "strings"

// guessed shows the picture or the text in the arguments of an unknown code. all
// reports whether that is all that the code can show.
func guessed(c *codes, k *code) (html string, all bool) {
	if k.dialect == value || k.closes || k.partner >= 0 {
		return "", false
	}
	for _, arg := range k.arguments {
		if key := strings.ToLower(arg.key); (key == "src" || strings.HasSuffix(key, "_src") || strings.HasSuffix(key, "-src")) && ImageType(arg.value) != "" {
			pictured := *k
			pictured.arguments = append(arguments{{"src", arg.value}}, k.arguments...) // the first src counts
			return picture(c, &pictured), true
		}
	}
	text := k.arguments.named("text", "content", "body")
	if text == "" {
		return "", false
	}
	if before, after := pairHTML(k); before != "" {
		return before + paragraph(inlineHTML(text)) + after, true
	}
	return paragraph(inlineHTML(text)), false
}
