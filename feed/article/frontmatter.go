package article

import (
	"bytes"
	"errors"
	"fmt"
)

// Front matter is at the top of a file. Only a byte order mark, blank lines and
// HTML comments may come before it. It is YAML between lines of "---", TOML between
// lines of "+++", or one JSON object; or the metadata block of MultiMarkdown and
// Pelican, which begins in the first line (block.go).

// Bounds on front matter. Authors never come near them, but aliases of YAML and
// dotted keys of TOML can multiply a few kilobytes into gigabytes.
const (
	maxFrontMatter = 64 << 10 // bytes
	maxValues      = 2000     // scalars, lists and keys, with aliases followed
	maxDepth       = 8        // objects and lists in each other
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// metadataError is the place where and the reason why front matter cannot be read.
type metadataError struct {
	offset     int
	what, hint string
	from, to   int // offsets in the file of the front matter that could not be read
}

func (e *metadataError) Error() string { return e.what + "; " + e.hint }

// syntax is the syntax of front matter.
type syntax string

const (
	yamlSyntax syntax = "YAML"
	tomlSyntax syntax = "TOML"
	jsonSyntax syntax = "JSON"
	pairSyntax syntax = "a metadata block"
)

// block is the front matter of a file, not yet parsed. Offsets are those of the
// file.
type block struct {
	syntax     syntax
	start, end int // of its text, as far as can be told without parsing it
	body       int // where the Markdown begins; readJSON sets it for JSON without fences
	fenced     bool
}

// splitFrontMatter returns the front matter of a file, and the offset at which
// the Markdown begins. meta is nil if there is no front matter. The error is a
// *metadataError.
func splitFrontMatter(data []byte) (meta metadata, body int, err error) {
	top := 0
	if bytes.HasPrefix(data, byteOrderMark) {
		top = len(byteOrderMark)
	}
	b, err := findFrontMatter(data, top)
	if err != nil || b.syntax == "" {
		return nil, top, err
	}
	if meta, err = b.read(data); err != nil {
		if e, ok := errors.AsType[*metadataError](err); ok {
			e.from, e.to = b.start, b.end
		}
		return nil, top, err
	}
	return meta, b.body, nil
}

func findFrontMatter(data []byte, top int) (block, error) {
	start := skipPreamble(data)
	line, _ := lineAt(data, start)
	switch o := opening(line); {
	case o.marks != "":
		return o.find(data, start)
	case opensJSON(data[start:]):
		end := unreadableEnd(data, start, jsonSyntax)
		return block{syntax: jsonSyntax, start: start, end: end}, nil
	}
	return findPairs(data, top)
}

// frontText returns the text of front matter, even if it cannot be parsed.
func frontText(data []byte) []byte {
	b, err := findFrontMatter(data, 0)
	if e, ok := errors.AsType[*metadataError](err); ok {
		return data[e.from:e.to]
	}
	return data[b.start:b.end]
}

// skipPreamble returns the offset of the first line that is neither blank nor an
// HTML comment.
func skipPreamble(data []byte) int {
	start := 0 // of the current line
	for at := 0; at < len(data); {
		rest := data[at:]
		switch {
		case bytes.HasPrefix(rest, byteOrderMark):
			at += len(byteOrderMark)
			if len(bytes.TrimSpace(data[start:at-len(byteOrderMark)])) == 0 {
				start = at
			}
		case rest[0] == '\n':
			at++
			start = at
		case rest[0] == ' ', rest[0] == '\t', rest[0] == '\r':
			at++
		case bytes.HasPrefix(rest, []byte("<!--")):
			end := bytes.Index(rest, []byte("-->"))
			if end < 0 {
				return start
			}
			at += end + len("-->")
		default:
			return start
		}
	}
	return start
}

// lineAt returns the line at an offset, without whitespace at its end, and the
// offset of the next line.
func lineAt(data []byte, at int) (line []byte, next int) {
	next = len(data)
	if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
		next = at + i + 1
	}
	return bytes.TrimRight(data[at:next], " \t\r\n"), next
}

func (b *block) read(data []byte) (metadata, error) {
	if b.syntax != jsonSyntax && b.end-b.start > maxFrontMatter {
		return nil, tooLong(b.start, b.end-b.start)
	}
	v := values{meta: metadata{}, budget: maxValues}
	var err error
	switch b.syntax {
	case yamlSyntax:
		err = v.readYAML(data[b.start:b.end], b.start)
	case tomlSyntax:
		err = v.readTOML(data[b.start:b.end], b.start)
	case jsonSyntax:
		b.body, err = v.readJSON(data, b)
	case pairSyntax:
		err = v.readPairs(data[b.start:b.end], b.start)
	}
	if err != nil {
		return nil, err
	}
	return v.meta, nil
}

func tooLong(offset, n int) error {
	return &metadataError{offset: offset, what: fmt.Sprintf("front matter has %d bytes (at most %d)", n, maxFrontMatter), hint: "shorten it"}
}
