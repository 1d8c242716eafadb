package article

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	markdown "github.com/yuin/goldmark/text"
)

// lookout is what our parsers of marks keep while goldmark reads one document.
// It is made when the first of them needs it.
type lookout struct {
	ids     idSet
	missing map[string][2]int // between which offsets of the source a closing mark is not
	spans   map[int]spanEnd   // by the offset of their closing bracket
	drop    []ast.Node        // once the document is read
	unknown containerCount
}

var lookoutKey = parser.NewContextKey()

func lookoutOf(pc parser.Context) *lookout {
	l, ok := pc.Get(lookoutKey).(*lookout)
	if !ok {
		l = &lookout{ids: idSet{}, missing: map[string][2]int{}, spans: map[int]spanEnd{}}
		pc.Set(lookoutKey, l)
	}
	return l
}

// isMissing reports whether a closing mark was looked for in vain from an
// offset on: without it, a text of opening marks alone took quadratic time.
func (l *lookout) isMissing(mark string, offset int) bool {
	m, ok := l.missing[mark]
	return ok && m[0] <= offset && offset < m[1]
}

// closing looks in the lines of a block, from an offset within the first, for
// the closing mark. end returns where in a line it is, or where the search is
// over without it; the length of the line if neither is there. If ok, the reader
// stands behind the mark.
func (l *lookout) closing(block markdown.Reader, mark string, from int, end func(line []byte, from int) (at int, ok bool)) (value []byte, ok bool) {
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
