package article

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	markdown "github.com/yuin/goldmark/text"
)

// parseState is what our own parsers share while goldmark reads one document. It
// is made when the first of them needs it, as most documents have none of their
// marks. It is owned by the goroutine that parses.
type parseState struct {
	ids     idSet
	missing map[string][2]int // between which offsets of the source a closing mark does not occur
	spans   map[int]spanEnd   // by the offset of their closing bracket
	drop    []ast.Node        // nodes to remove once the document is read
	unknown containerCount
}

var parseStateKey = parser.NewContextKey()

func parseStateOf(pc parser.Context) *parseState {
	l, ok := pc.Get(parseStateKey).(*parseState)
	if !ok {
		l = &parseState{ids: idSet{}, missing: map[string][2]int{}, spans: map[int]spanEnd{}}
		pc.Set(parseStateKey, l)
	}
	return l
}

// isMissing reports whether a closing mark is known not to occur from an offset
// on. Otherwise, a text of opening marks alone would take quadratic time.
func (l *parseState) isMissing(mark string, offset int) bool {
	m, ok := l.missing[mark]
	return ok && m[0] <= offset && offset < m[1]
}

// closing looks for the closing mark in the lines of a block, beginning at an
// offset in the first line. end returns where in a line the mark is, or where the
// search ends without it; if neither is in the line, it returns the length of the
// line. If ok is true, the reader has been advanced past the mark.
func (l *parseState) closing(block markdown.Reader, mark string, from int, end func(line []byte, from int) (at int, ok bool)) (value []byte, ok bool) {
	line, segment := block.PeekLine()
	begin := segment.Start + from
	if l.isMissing(mark, begin) {
		return nil, false
	}
	stop := begin
	for ; line != nil; line, segment = block.PeekLine() {
		at, ok := end(line, from)
		value = append(value, line[from:at]...)
		if ok {
			block.Advance(at + len(mark))
			return value, true
		}
		if stop = segment.Start + at; at < len(line) {
			break
		}
		from = 0
		block.AdvanceLine()
	}
	l.missing[mark] = [2]int{begin, stop}
	return nil, false
}
