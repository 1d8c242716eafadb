package article

import "bytes"

// conflict gives the offset of two versions that a version control system left
// in a file, between lines of "<<<<<<< ", "=======" and ">>>>>>> " in this
// order, or -1. Only the first must stand outside code, front matter included:
// one version may open code that the other does not.
func conflict(data []byte) int {
	if !bytes.Contains(data, []byte("<<<<<<< ")) {
		return -1
	}
	var f codeFence
	found, start, offset := 0, 0, 0
	for line := range bytes.Lines(data) {
		code := f.holds(line)
		switch {
		case found == 0 && !code && bytes.HasPrefix(line, []byte("<<<<<<< ")):
			found, offset = 1, start
		case found == 1 && string(bytes.TrimRight(line, " \n")) == "=======":
			found = 2
		case found == 2 && bytes.HasPrefix(line, []byte(">>>>>>> ")):
			return offset
		}
		start += len(line)
	}
	return -1
}

// codeFence follows fenced code line by line (CommonMark 4.5), where a look at the
// syntax tree would come too late.
type codeFence struct {
	mark byte
	n    int // marks that opened it; 0: none is open
}

// holds reports whether a line is one of fenced code, the fences included.
func (f *codeFence) holds(line []byte) bool {
	text := bytes.TrimLeft(line, " \t>")
	if f.n == 0 { // a fence may be the first line of an item
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
