package article

import (
	"bytes"
	"unicode/utf8"
)

// offsets converts lines and columns of parsers to offsets in the file.
type offsets struct {
	block []byte
	start int   // of the block, in the file
	lines []int // where lines begin in the block; filled at the first use
}

// at converts a line and a column in characters, both from 1, to an offset in the
// file.
func (o *offsets) at(line, column int) int {
	if o.lines == nil {
		o.count()
	}
	offset := o.lines[min(max(line, 1), len(o.lines))-1]
	for ; column > 1 && offset < len(o.block); column-- {
		_, n := utf8.DecodeRune(o.block[offset:])
		offset += n
	}
	return o.start + offset
}

// breaks are the line breaks of YAML 1.1 besides "\n".
var breaks = [][]byte{[]byte("\u0085"), []byte("\u2028"), []byte("\u2029")}

func (o *offsets) count() {
	o.lines = append(make([]int, 0, 32), 0)
	for i, c := range o.block {
		switch {
		case c == '\n':
			o.lines = append(o.lines, i+1)
		case c >= utf8.RuneSelf:
			for _, b := range breaks {
				if bytes.HasPrefix(o.block[i:], b) {
					o.lines = append(o.lines, i+len(b))
				}
			}
		}
	}
}
