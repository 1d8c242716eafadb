package manual

import (
	"strings"
	"unicode/utf8"
)

// space replaces a space in code, where lines are not broken.
const space = "\x00"

// wrap writes words in lines of at most Width characters, unless a single word
// is longer. The first line begins with first, the others with rest.
func (p *printer) wrap(words, first, rest string) {
	line, room := first, p.Width-length(first)
	for i, word := range strings.Fields(words) {
		switch n := length(word); {
		case i == 0:
			line, room = line+word, room-n
		case n+1 > room:
			p.line(line)
			line, room = rest+word, p.Width-length(rest)-n
		default:
			line, room = line+" "+word, room-n-1
		}
	}
	p.line(line)
}

func (p *printer) line(s string) {
	p.out.WriteString(strings.ReplaceAll(s, space, " "))
	p.out.WriteByte('\n')
}

// length counts characters: those of the manual are one column wide each.
func length(s string) int { return utf8.RuneCountInString(s) }
