package article

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"dateline/feed/near"
)

// pattern is a compiled pattern of the addresses of pages: "/:year/:month/:slug/".
// Its tokens stand for what differs from article to article.
//
// A token whose value is missing, such as the section of a file in no folder, takes
// its part of the path along, so there is never "//". White space in values becomes
// a hyphen, and characters that mean something in URLs vanish (? # % \), so that no
// title or file name can reach beyond the path. Parts called "." and ".." vanish, too.
//
// A date counts as its author wrote it, whatever its offset, as in Hugo. Jekyll
// converts it to the zone of the site first, as ":local_year" does.
type pattern []patternPart

// patternPart is either a text or a token of a pattern.
type patternPart struct {
	text  string
	value func(r *reading) string // nil for a text
}

// maxAddress bounds a pattern and an address in front matter, in bytes.
const maxAddress = 500

// notPage is what is wrong with an address such as "/x.png": the page would hide the
// picture that is there.
const notPage = "ends like the name of a picture or another file that is no page"

// PatternFault returns what is wrong with a pattern of addresses, as a predicate, and
// a hint; both are empty if the pattern can be used.
func PatternFault(s string) (fault, hint string) {
	const example = `write a pattern such as "/:year/:month/:slug/"`
	switch {
	case !strings.HasPrefix(s, "/"):
		return "does not begin with a slash", example
	case len(s) > maxAddress:
		return fmt.Sprintf("has %d bytes (at most %d)", len(s), maxAddress), example
	case strings.ContainsAny(s, "?#"):
		return "has a query or a fragment", "remove everything from the ? or # on"
	case strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '{' || r == '}' }) || !addressable(unescapePath(s)):
		return "has a character that addresses cannot have", example
	case unescapePath(s) != cleanAddress(unescapePath(s)):
		return "has empty or dotted parts", example
	case IsMarkdown(s):
		return "ends like the name of a Markdown file", "write .html or a slash instead"
	case AssetType(s) != "":
		return notPage, "write .html or a slash instead"
	}
	p, unknown := compile(s, tokenValues)
	if unknown != "" {
		return unknownToken(unknown, tokenValues)
	}
	if !slices.ContainsFunc(distinguishing, func(name string) bool { return p.has(name) }) {
		return "gives all articles of a day one address", "add :slug, :title, :filename or :path"
	}
	return "", ""
}

// addressable reports whether a path, without escapes, has only characters that an
// address may show: no control characters, none that change the direction of text
// around it, and no backslash, which browsers take for a slash.
func addressable(path string) bool {
	return XML(path) == path && !strings.ContainsFunc(path, func(r rune) bool {
		return r == '\\' || unicode.IsControl(r) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
	})
}

// unknownToken returns the complaint about a token that has no meaning.
func unknownToken(name string, known map[string]func(*reading) string) (fault, hint string) {
	fault = "has the unknown token :" + Shorten(name, 80)
	if meant := near.Matches(name, maps.Keys(known), 3); len(meant) > 0 {
		return fault, "did you mean :" + strings.Join(meant, ", :") + "?"
	}
	plain := slices.DeleteFunc(slices.Sorted(maps.Keys(known)), func(name string) bool {
		return plainToken(name) != name || strings.HasPrefix(name, "local_")
	})
	return fault, "tokens are :" + strings.Join(plain, " :") + "; the shipped config.toml explains them"
}

// compile takes a pattern apart. unknown is its first token that is not in known.
func compile(s string, known map[string]func(*reading) string) (p pattern, unknown string) {
	text := ""
	for s != "" {
		if s[0] != ':' || len(s) == 1 || !isTokenByte(s[1]) {
			text, s = text+s[:1], s[1:]
			continue
		}
		name := tokenAt(s[1:], known)
		if known[name] == nil {
			return nil, name
		}
		if text != "" {
			p, text = append(p, patternPart{text: unescapePath(text)}), ""
		}
		p, s = append(p, patternPart{text: name, value: known[name]}), s[1+len(name):]
	}
	if text != "" {
		p = append(p, patternPart{text: unescapePath(text)})
	}
	return p, ""
}

func isTokenByte(c byte) bool { return c == '_' || c >= 'a' && c <= 'z' }

// tokenAt returns the longest known name of a token at the beginning of s that ends
// there or before an underscore, else everything that may be part of a name.
func tokenAt(s string, known map[string]func(*reading) string) string {
	end := 0
	for end < len(s) && isTokenByte(s[end]) {
		end++
	}
	for name := s[:end]; name != ""; name = name[:max(strings.LastIndexByte(name, '_'), 0)] {
		if known[name] != nil {
			return name
		}
	}
	return s[:end]
}

// hasTokens reports whether an address in front matter is a pattern.
func hasTokens(s string) bool {
	for i := range len(s) - 1 {
		if s[i] == ':' && isTokenByte(s[i+1]) {
			return true
		}
	}
	return false
}

// has reports whether a token is part of a pattern, in any spelling.
func (p pattern) has(token string) bool {
	return slices.ContainsFunc(p, func(x patternPart) bool { return x.value != nil && plainToken(x.text) == token })
}

// ends reports whether all addresses end with a text.
func (p pattern) ends(with string) bool {
	return len(p) > 0 && p[len(p)-1].value == nil && strings.HasSuffix(p[len(p)-1].text, with)
}

// plainToken returns a token without the prefix that says how it is spelled.
func plainToken(token string) string {
	for prefix := range slugStyles {
		token = strings.TrimPrefix(token, prefix)
	}
	return token
}

// expand returns the address of an article.
func (p pattern) expand(r *reading) string {
	var b strings.Builder
	for _, x := range p {
		if x.value == nil {
			b.WriteString(x.text)
		} else {
			b.WriteString(harmless(x.value(r)))
		}
	}
	return cleanAddress(b.String())
}

// harmless returns a value for an address: without the characters that mean
// something in URLs.
func harmless(value string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`?#%\`, r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, value)
}

// hyphenated returns a name with hyphens instead of white space.
func hyphenated(name string) string { return strings.Join(strings.Fields(name), "-") }

// cleanAddress returns an address from the root without empty and dotted parts. A
// slash at its end stays.
func cleanAddress(s string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(s, "/") {
		if part != "" && part != "." && part != ".." {
			b.WriteString("/" + part)
		}
	}
	if b.Len() == 0 || strings.HasSuffix(s, "/") {
		b.WriteByte('/')
	}
	return b.String()
}
