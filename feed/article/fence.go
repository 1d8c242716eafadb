package article

import (
	"bytes"
	"fmt"
	"strings"
)

// fence is a line that may open front matter.
type fence struct {
	marks  string // empty: the line does not open front matter
	text   string // after the marks: the name of a syntax
	syntax syntax // empty: a syntax that Dateline does not read
}

// opening reads the line that may open front matter. "---" and "+++" may be
// followed by a comment, and "---" by the name of a syntax, as in gray-matter
// (Eleventy). Hexo accepts more than three dashes.
func opening(line []byte) fence {
	sign := "-"
	if bytes.HasPrefix(line, []byte("+")) {
		sign = "+"
	}
	rest := bytes.TrimLeft(line, sign)
	text := bytes.TrimLeft(rest, " \t")
	comment := len(text) > 0 && text[0] == '#' && len(text) < len(rest)
	switch marks := line[:len(line)-len(rest)]; {
	case len(marks) < 3:
		return fence{}
	case sign == "+" && len(marks) == 3 && (len(text) == 0 || comment):
		return fence{"+++", "", tomlSyntax}
	case sign == "+":
		return fence{}
	case len(text) == 0, comment && len(marks) == 3:
		return fence{string(marks), "", yamlSyntax}
	case len(marks) == 3:
		name := strings.ToLower(string(text))
		return fence{"---", name, syntaxes[name]}
	}
	return fence{}
}

// syntaxes are the names of the syntaxes that Dateline reads.
var syntaxes = map[string]syntax{"yaml": yamlSyntax, "yml": yamlSyntax, "toml": tomlSyntax, "json": jsonSyntax}

// programs are the languages of front matter that gray-matter executes. Dateline
// does not read them, but has to know that they are front matter.
var programs = map[string]bool{"js": true, "javascript": true, "coffee": true, "coffeescript": true, "cson": true}

// find looks for the closing line.
func (f fence) find(data []byte, at int) (block, error) {
	line, inside := lineAt(data, at)
	end, body := f.closing(data, inside)
	closed := body > 0
	if !closed {
		end = unreadableEnd(data, inside, f.syntax)
	}
	broken := metadataError{offset: at, what: "front matter opens with " + quote(string(line)), from: inside, to: end}
	switch {
	case !f.opens(data, inside, closed), f.syntax == yamlSyntax && closed && isProse(data[inside:end]):
		return block{}, nil
	case f.syntax == "":
		broken.what += ", a syntax that Dateline does not read"
		broken.hint = "write it in YAML, between two lines of ---"
		return block{}, &broken
	case !closed:
		broken.what = fmt.Sprintf("front matter opens with %s but is never closed", f.marks)
		broken.hint = fmt.Sprintf("add a line of %s after the last key", f.marks)
		return block{}, &broken
	}
	return block{f.syntax, inside, end, body, true}, nil
}

// opens reports whether a line opens front matter, rather than being a thematic
// break or text. "---" without a closing line needs a key below it; a line that
// only some tools accept as a fence needs a known key.
func (f fence) opens(data []byte, inside int, closed bool) bool {
	if f.syntax == "" || len(f.marks) > 3 {
		return closed && (programs[f.text] || beginsWithKey(data, inside, knownKeys))
	}
	return closed || f.marks == "+++" || f.text != "" || beginsWithKey(data, inside, allKeys)
}

// isProse reports whether the text between two lines of "---" is not front
// matter, but text between two thematic breaks: it begins with a blank line, the
// first line after that is not a key, and there is no known key in it.
func isProse(text []byte) bool {
	line, at := lineAt(text, 0)
	if len(line) > 0 || len(bytes.TrimSpace(text)) == 0 {
		return false
	}
	for first := true; at < len(text); {
		line, at = lineAt(text, at)
		key, _, ok := keyLine(strings.TrimLeft(string(line), " \t{"))
		if ok && (first || isKey(keyName(key))) {
			return false
		}
		first = first && (len(line) == 0 || line[0] == '#')
	}
	return true
}

// closing returns where the block ends and where the Markdown begins, or 0 if the
// block is never closed.
func (f fence) closing(data []byte, inside int) (end, body int) {
	for at := inside; at < len(data); {
		line, next := lineAt(data, at)
		if string(line) == f.marks || f.marks == "---" && string(line) == "..." {
			return at, next
		}
		at = next
	}
	return 0, 0
}

// accepted determines which keys show that a block is front matter.
type accepted int

const (
	knownKeys accepted = iota
	allKeys            // in the first line; below it, only known keys
)

// beginsWithKey reports whether a block begins with an accepted key. YAML comments
// may be above the key.
func beginsWithKey(data []byte, at int, keys accepted) bool {
	for comment := false; at < len(data); keys = knownKeys {
		line, next := lineAt(data, at)
		switch {
		case len(line) > 0 && line[0] == '#':
			comment = true
		case len(line) > 0:
			key, _, ok := keyLine(strings.TrimLeft(string(line), " \t"))
			return ok && (keys == allKeys && !strings.Contains(key, " ") || isKey(keyName(key)))
		case comment:
			return false // the comment was a heading of Markdown
		}
		at = next
	}
	return false
}

// unreadableEnd returns where front matter that is never closed ends: at the
// first blank line after which no more of it follows.
func unreadableEnd(data []byte, start int, s syntax) int {
	for at := start; at < len(data); {
		line, next := lineAt(data, at)
		switch {
		case s == jsonSyntax && len(line) > 0 && line[0] == '}':
			return next
		case len(line) == 0 && !goesOn(data, next, s):
			return at
		}
		at = next
	}
	return len(data)
}

// goesOn reports whether the line at an offset can be part of front matter: it is
// indented, blank, a key, or a comment above a key.
func goesOn(data []byte, at int, s syntax) bool {
	for at < len(data) {
		line, next := lineAt(data, at)
		switch {
		case len(line) == 0:
			return next < len(data) // the next blank line decides
		case strings.IndexByte(" \t", line[0]) >= 0:
			return true
		case line[0] == '#' && s != jsonSyntax:
			if l, _ := lineAt(data, next); len(l) == 0 {
				return false
			}
		case s == tomlSyntax:
			return line[0] == '[' || bytes.IndexByte(line, '=') > 0
		case s == jsonSyntax:
			return strings.IndexByte(`"{}[],`, line[0]) >= 0
		default:
			_, _, ok := keyLine(string(line))
			return ok
		}
		at = next
	}
	return false
}
