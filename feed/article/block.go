package article

import (
	"strings"
	"unicode"
)

// The metadata block of MultiMarkdown and Pelican takes the first lines
// of a file, up to a blank one:
//
//	Title: Weaving on a frame
//	Date: 2024-06-01 08:30
//	Summary: It begins with the warp,
//	    and it ends with the fringe.
//
// Its values are plain text. Hexo writes YAML without the opening "---"; then the
// line "---" closes the block.

// findPairs looks for a metadata block at the top of a file. It is one if its
// first key is known, or two other keys are. If a line is neither a key nor
// indented, a single known key was text that looked like a key; but two known
// keys are no accident, and may hide the article, so that such a block is an
// error.
func findPairs(data []byte, top int) (block, error) {
	if top < len(data) && data[top] == '#' {
		return block{}, nil // as nearly every file begins
	}
	first, _ := lineAt(data, top)
	key, _, ok := pairKey(string(first[:min(len(first), maxKey+1)]))
	if !ok {
		return block{}, nil
	}
	b := block{syntax: pairSyntax, start: top}
	known, stray := 0, -1 // number of known keys; offset of the first line that does not belong to the block
	for at := top; b.body == 0 && at < len(data); {
		line, next := lineAt(data, at)
		inner, _, ok := pairKey(string(line))
		switch {
		case string(line) == "---" && (known > 1 || known == 1 && keyName(key) == "title"):
			return block{syntax: yamlSyntax, start: top, end: at, body: next, fenced: true}, nil
		case len(line) == 0:
			b.end, b.body = at, next
		case ok && isKey(keyName(inner)):
			known++
		case !ok && stray < 0 && line[0] != ' ' && line[0] != '\t':
			stray = at
		}
		at = next
	}
	if b.body == 0 {
		b.end, b.body = len(data), len(data)
	}
	switch first := isKey(keyName(key)); {
	case known < 2 && (!first || stray >= 0), !first && stray >= 0:
		return block{}, nil
	case stray >= 0:
		return block{}, &metadataError{stray, "the metadata block has a line that is neither a key nor indented",
			"add a blank line below the last key", b.start, b.end}
	}
	return b, nil
}

// maxKey bounds a key, in bytes. Anything longer is a sentence with a colon.
const maxKey = 64

// keyLine reads "key: value". Quotes around the key are dropped. A URL is not a
// key, nor is text with characters that keys do not have.
func keyLine(line string) (key, value string, ok bool) {
	key, value, ok = strings.Cut(line, ":")
	key = strings.Trim(key, `"' `)
	if !ok || key == "" || len(key) > maxKey || strings.HasPrefix(value, "//") {
		return "", "", false
	}
	for i, r := range key {
		if !unicode.IsLetter(r) && (i == 0 && r != '_' || !unicode.IsDigit(r) && !strings.ContainsRune("-_. ", r)) {
			return "", "", false
		}
	}
	return key, strings.TrimSpace(value), true
}

// pairKey reads the key of a line of a metadata block. Python-Markdown allows up
// to three spaces before a key. If a line with such spaces begins with a known
// key, it is a key; otherwise it continues the value above.
func pairKey(line string) (key, value string, ok bool) {
	text := strings.TrimLeft(line, " ")
	key, value, ok = keyLine(text)
	if indent := len(line) - len(text); indent > 0 {
		ok = ok && indent < 4 && isKey(keyName(key))
	}
	return key, value, ok
}

func (v *values) readPairs(block []byte, start int) error {
	for at := 0; at < len(block); {
		line, next := lineAt(block, at)
		key, first, _ := pairKey(string(line))
		offset := start + at + len(line) - len(first)
		text := []string{first}
		for next < len(block) {
			line, after := lineAt(block, next)
			if _, _, ok := pairKey(string(line)); ok {
				break
			}
			text = append(text, strings.TrimSpace(string(line)))
			next = after
		}
		err := v.add(parent{}, key, offset, func(string) (any, error) { return strings.Join(text, "\n"), v.spend(0) })
		if err != nil {
			return err
		}
		at = next
	}
	return nil
}
