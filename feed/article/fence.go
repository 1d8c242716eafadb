package article

import (
	"bytes"
	"fmt"
	"strings"
)

// fence is the line that opens front matter.
type fence struct {
	marks  string // empty: the line opens nothing
	text   string // behind the marks: the name of a syntax
	syntax syntax // empty: none that is read
}

// opening reads the line that may open front matter. "---" and "+++" may
// carry a comment, "---" the name of a syntax as gray-matter has it
// (Eleventy). Hexo takes more than three dashes.
func opening(line []byte) fence {
	sign := "-"
	if bytes.HasPrefix(line, []byte("+")) {
		sign = "+"
	}
	behind := bytes.TrimLeft(line, sign)
	text := bytes.TrimLeft(behind, " \t")
	comment := len(text) > 0 && text[0] == '#' && len(text) < len(behind)
	switch marks := line[:len(line)-len(behind)]; {
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

var syntaxes = map[string]syntax{"yaml": yamlSyntax, "yml": yamlSyntax, "toml": tomlSyntax, "json": jsonSyntax}

// programs are what gray-matter runs as front matter.
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

// opens reports whether a line opens front matter rather than being a
// thematic break or text: "---" without a second one needs a key below it,
// and what only some tools take for a fence one that we know.
func (f fence) opens(data []byte, inside int, closed bool) bool {
	if f.syntax == "" || len(f.marks) > 3 {
		return closed && (programs[f.text] || beginsWithKey(data, inside, false))
	}
	return closed || f.marks == "+++" || f.text != "" || beginsWithKey(data, inside, true)
}

// isProse reports whether what stands between two lines of "---" is the text
// between two thematic breaks: below a blank line it begins with no key, and
// holds none that we know.
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

// closing returns where the block ends and where the Markdown begins, 0 if
// nothing closes it.
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

// beginsWithKey reports whether a key stands first in a block: any key in
// the first line, if unknown ones may, else one that means something here.
// Comments of YAML may stand above it.
func beginsWithKey(data []byte, at int, unknown bool) bool {
	for comment := false; at < len(data); unknown = false {
		line, next := lineAt(data, at)
		switch {
		case len(line) > 0 && line[0] == '#':
			comment = true
		case len(line) > 0:
			key, _, ok := keyLine(strings.TrimLeft(string(line), " \t"))
			return ok && (unknown && !strings.Contains(key, " ") || isKey(keyName(key)))
		case comment:
			return false // the heading of a text
		}
		at = next
	}
	return false
}

// unreadableEnd returns how far front matter reaches that nothing closes: to
// the first blank line below which comes no more of it.
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

// goesOn reports whether the line at an offset can be one of front matter:
// indented, blank, a key, or comments above a key.
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
