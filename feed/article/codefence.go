package article

import "bytes"

// codeFence follows fenced code line by line (CommonMark 4.5), for passes that
// run before there is a syntax tree.
type codeFence struct {
	mark byte
	n    int // length of the opening fence; 0 if no fence is open
}

// holds reports whether a line belongs to fenced code. The fences do as well.
func (f *codeFence) holds(line []byte) bool {
	text := bytes.TrimLeft(line, " \t>")
	if f.n == 0 { // a fence may be the first line of a list item
		text = bytes.TrimLeft(text, "-+*0123456789.) \t>")
	}
	if len(text) == 0 || text[0] != '`' && text[0] != '~' {
		return f.n > 0
	}
	n := len(text) - len(bytes.TrimLeft(text, string(text[:1])))
	rest := bytes.TrimSpace(text[n:])
	switch {
	case f.n == 0:
		if n < 3 || text[0] == '`' && bytes.IndexByte(rest, '`') >= 0 {
			return false
		}
		f.mark, f.n = text[0], n
	case text[0] == f.mark && n >= f.n && len(rest) == 0:
		f.n = 0
	}
	return true
}
