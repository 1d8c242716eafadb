package article

import (
	"bytes"
	"strings"
	"unicode"
)

// Front matter that hides an article may be unreadable, or be in a place where no
// generator looks for it. In that case its text is searched for keys that hide,
// because publishing a draft is worse than not publishing an article.

// hiddenByText returns the reason for hiding in the text of front matter that
// cannot be read, or "". what is the name of the part that cannot be read. A key
// that can hide does so, unless its value clearly shows the article; so "draft:
// false", which Hugo writes into every file, does not hide.
func hiddenByText(what string, block []byte) string {
	block = withoutNUL(block)
	for at := 0; ; at++ {
		next := bytes.IndexAny(block[at:], ":=")
		if next < 0 {
			return ""
		}
		at += next
		name := nameBefore(block[:at])
		if judge := hidingKeys[lastName(keyName(name))]; judge != nil {
			for _, text := range valuesAfter(block[at+1:]) {
				if value := hidingValue(judge, text); value != "" {
					return what + " cannot be read, and says " + because(name, value)
				}
			}
		}
	}
}

// withoutNUL returns UTF-16 text as ASCII, as far as it is ASCII, and other text
// unchanged.
func withoutNUL(text []byte) []byte {
	if bytes.IndexByte(text, 0) < 0 {
		return text
	}
	return bytes.ReplaceAll(text, []byte{0}, nil)
}

// nameBefore returns the key at the end of a text, without quotes. In YAML, a key
// may be on a line of its own ("? draft").
func nameBefore(text []byte) string {
	text = text[max(0, len(text)-maxKey):]
	end := len(bytes.TrimRight(text, "\"' \t\n"))
	start := end
	for start > 0 && (isKeyByte(text[start-1]) || text[start-1] >= 0x80) {
		start--
	}
	return string(bytes.TrimLeft(bytes.ToValidUTF8(text[start:end], nil), "-."))
}

func isKeyByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.'
}

// maxValue bounds a value, in bytes, and maxLines the lines that belong to it.
const (
	maxValue = 80
	maxLines = 8
)

// valuesAfter returns possible values of a key from the text after its separator:
// the rest of the line, or, if that is empty, the lines below that are indented
// or items of a list.
func valuesAfter(text []byte) (list []string) {
	line, at := lineAt(text, 0)
	if first := valueOf(line); first != "" {
		return append(list, first)
	}
	for len(list) < maxLines && at < len(text) {
		line, at = lineAt(text, at)
		if len(line) > 0 && strings.IndexByte(" \t-]", line[0]) < 0 {
			break
		}
		if below := valueOf(line); below != "" && !strings.Contains(below, ": ") {
			list = append(list, below)
		}
	}
	return list
}

// valueOf returns a value without tags, anchors and the characters that only
// announce that the value follows below.
func valueOf(line []byte) string {
	s := strings.Trim(string(line[:min(len(line), maxValue)]), " \t\r-")
	for strings.HasPrefix(s, "!") || strings.HasPrefix(s, "&") {
		_, s, _ = strings.Cut(s, " ")
		s = strings.TrimLeft(s, " \t")
	}
	if s = strings.TrimRight(s, "|>-+"); strings.Trim(s, "[{(") == "" || s[0] == '#' {
		return ""
	}
	return s
}

// hidingValue returns the value with which a key hides the article, or "". The
// value may end at the end of the line, at a comment or at the next key, so all
// of these are tried.
func hidingValue(judge func(string) verdict, line string) (value string) {
	found := unclear
	ends := []string{line}
	for _, end := range []string{"#", ",}"} {
		if i := strings.IndexAny(line, end); i >= 0 {
			ends = append(ends, line[:i])
		}
	}
	if strings.HasPrefix(line, "[") {
		ends = append(ends, strings.Split(line, ",")...)
	}
	for _, s := range ends {
		if s = trimValue(s); s == "" {
			continue
		}
		switch v := judge(s); {
		case v == hides:
			return canonical(s)
		case v == shows:
			found = shows
		case value == "":
			value = canonical(s)
		}
	}
	if found == shows {
		return ""
	}
	return value
}

func trimValue(s string) string { return strings.Trim(s, " \t\r\"'`,;[]{}\u00a0") }

// hidingKeys are the keys of the vocabulary that can hide, without the objects
// that contain them.
var hidingKeys = func() map[string]func(string) verdict {
	judges := map[string]func(string) verdict{}
	for _, w := range vocabulary {
		for _, k := range w.keys {
			if w.hides != nil {
				judges[lastName(k.path)] = w.hides
			}
		}
	}
	return judges
}()

// lastName returns the last name in a path of keys.
func lastName(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

// hiddenByHead returns the reason for hiding in the first lines of a file without
// front matter, or "": a key with a value that clearly hides. Nikola writes such
// keys into a comment (".. status: draft"), Hexo below ";;;". In other files, an
// editor replaced the dashes of the fence by a long dash, or put whitespace
// before it.
func hiddenByHead(data []byte) string {
	text := withoutNUL(data)
	words := false // there was a line with text
	for at := 0; at < len(text); {
		var line []byte
		line, at = lineAt(text, at)
		if !words && (bytes.HasPrefix(line, []byte("#")) || bytes.HasPrefix(line, []byte("```")) || bytes.HasPrefix(line, []byte("~~~"))) ||
			words && len(line) == 0 {
			return ""
		}
		if reason := hiddenByLine(line); reason != "" {
			return reason
		}
		words = words || bytes.ContainsFunc(line, unicode.IsLetter) && !isAside(line)
	}
	return ""
}

// isAside reports whether the head may continue after a line and a blank line
// below it: after a comment, and after imports of MDX.
func isAside(line []byte) bool {
	return bytes.HasSuffix(line, []byte("-->")) || bytes.HasPrefix(line, []byte("import "))
}

// hiddenByLine returns the reason for hiding in a line, or "". The key begins the
// line, apart from punctuation and the words of a declaration. In braces there
// may be several keys.
func hiddenByLine(line []byte) string {
	if !bytes.ContainsAny(line, ":=") {
		return ""
	}
	s := string(line)
	parts := []string{s}
	if strings.ContainsAny(s, "{[") {
		parts = strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("{[,", r) })
	}
	for _, part := range parts {
		i := strings.IndexAny(part, ":=")
		if i < 0 || i > maxKey {
			continue
		}
		name := strings.TrimFunc(part[:i], func(r rune) bool { return r != '_' && !unicode.IsLetter(r) })
		name = name[strings.LastIndexByte(declared(name), ' ')+1:]
		judge := hidingKeys[lastName(keyName(name))]
		if judge == nil {
			continue
		}
		value, _, _ := strings.Cut(part[i+1:], " #")
		value = trimValue(strings.TrimSuffix(strings.TrimRight(value, " \t"), "-->"))
		if value != "" && judge(value) == hides {
			return "its first lines say " + because(name, value)
		}
	}
	return ""
}

// declared returns name if it begins like an export or a constant of JavaScript,
// and otherwise "".
func declared(name string) string {
	if strings.HasPrefix(name, "export ") || strings.HasPrefix(name, "const ") {
		return name
	}
	return ""
}
