package article

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"

	"dateline/feed/printable"
)

// Problem is a complaint about one place in one file.
type Problem struct {
	File   string  `json:"file"`             // the name by which the operator knows it
	Line   int     `json:"line,omitempty"`   // from 1; 0 if it is about the whole file
	Column int     `json:"column,omitempty"` // in characters, from 1
	About  Subject `json:"about"`
	What   string  `json:"what"`   // what is wrong
	Effect string  `json:"effect"` // what that means for the article
	Hint   string  `json:"hint"`   // what to do about it
	// Fatal reports that the article cannot be published.
	Fatal bool `json:"fatal"`
}

// Subject is what a problem is about. check counts problems by their subject.
type Subject string

// The subjects of problems.
const (
	File        Subject = "file"         // its bytes, size or place
	FrontMatter Subject = "front matter" // the whole, or a key without a subject of its own
	Hiding      Subject = "hiding"       // whether the article is hidden
	Dates       Subject = "date"
	Titles      Subject = "title"
	Languages   Subject = "language"
	Addresses   Subject = "address" // of the page, now or formerly
	Identity    Subject = "id"
	Topics      Subject = "topic"
	Authors     Subject = "author"
	Sources     Subject = "source"
	Links       Subject = "link"
	Astray      Subject = "dead link" // links that do not lead to what they mean
	Pictures    Subject = "picture"   // and covers
	Enclosures  Subject = "enclosure"
	Text        Subject = "text" // parts of it that are left out
)

// Error returns "file:line:column: what; effect; hint" on one line, whatever the
// name of the file and the error contain.
func (p *Problem) Error() string {
	place := quoteControl(p.File)
	if p.Line > 0 {
		place = fmt.Sprintf("%s:%d:%d", place, p.Line, p.Column)
	}
	return printable.Line(fmt.Sprintf("%s: %s; %s; %s", place, p.What, p.Effect, p.Hint))
}

// quoteControl quotes a name that could forge a line of a log.
func quoteControl(name string) string {
	if q := strconv.Quote(name); len(q) != len(name)+2 || !utf8.ValidString(name) {
		for _, r := range name {
			if r == utf8.RuneError || !strconv.IsPrint(r) {
				return q
			}
		}
	}
	return name
}

// quote returns an author's text as it is written in a complaint.
func quote(s string) string {
	if s == "" {
		return `""`
	}
	return quoteControl(Shorten(s, 80))
}

// maxProblems bounds the complaints about one file. More than fifty are of no
// use, and a million would flood the log.
const maxProblems = 50

// Effects of problems. A problem with the effect NotPublished is Fatal.
const (
	NotPublished     = "article not published"
	PublishedWithout = "article published without it"
	withoutThem      = "article published without them" // of several that are counted
)

// report adds a problem at a byte offset of the file. A negative offset means the
// whole file.
func (r *reading) report(offset int, p Problem) {
	if len(r.problems) >= maxProblems && p.Effect != NotPublished {
		return
	}
	if len(r.problems) == maxProblems-1 && p.Effect != NotPublished {
		p.What, p.Hint = "the file has more than "+strconv.Itoa(maxProblems)+" problems", "fix those above first"
	}
	p.File, p.What = r.name, oneLine(XML(p.What))
	p.Line, p.Column = lineColumn(r.data, offset)
	p.Fatal = p.Effect == NotPublished
	r.problems = append(r.problems, p)
}

// reject adds a problem that keeps the article from being published.
func (r *reading) reject(offset int, about Subject, what, hint string) {
	r.report(offset, Problem{About: about, What: what, Effect: NotPublished, Hint: hint})
}

// drop adds a problem about a part that is left out of the article.
func (r *reading) drop(offset int, about Subject, what, hint string) {
	r.report(offset, Problem{About: about, What: what, Effect: PublishedWithout, Hint: hint})
}

// at returns the place of a byte offset of the file.
func (r *reading) at(offset int) Place {
	line, column := lineColumn(r.data, offset)
	return Place{line, column}
}

// lineColumn converts a byte offset to a line and a column in characters, both
// from 1. A byte order mark does not count as a column.
func lineColumn(data []byte, offset int) (line, column int) {
	if offset < 0 || offset > len(data) {
		return 0, 0
	}
	before := data[:offset]
	start := bytes.LastIndexByte(before, '\n') + 1
	if start == 0 {
		before = bytes.TrimPrefix(before, byteOrderMark)
	}
	return bytes.Count(before, []byte{'\n'}) + 1, utf8.RuneCount(before[start:]) + 1
}
