package explain

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"dateline/feed/article"
)

// maxComplaints bounds the complaints about one file.
const maxComplaints = 10

// problems returns the complaints about a file, by the name that the operator
// knows, and the faults of the directories above it.
func (a *asker) problems(name string) (list []article.Problem) {
	for _, p := range a.state.Problems {
		if p.File == name {
			list = append(list, p)
		}
	}
	for _, f := range a.state.Faults {
		if below, ok := strings.CutPrefix(name, f.File); ok && below != "" && below[0] == '/' {
			list = append(list, f.Problem)
		}
	}
	return list
}

// complaints returns a line for each complaint about a file.
func (a *asker) complaints(name string) (lines []string) {
	for i, p := range a.problems(name) {
		if i == maxComplaints {
			return append(lines, "There are more complaints; see dateline check.")
		}
		lines = append(lines, "Complaint: "+p.Error()+".")
	}
	return lines
}

// placeOfProblem returns the place of a complaint in its file, in brackets.
func placeOfProblem(p article.Problem) string {
	if p.Line == 0 {
		return ""
	}
	return fmt.Sprintf(" (%s:%d:%d)", p.File, p.Line, p.Column)
}

// lineOf returns the place of the key that hides an article, in brackets. It is
// empty if the reason is no key, or the file has changed since it was read.
func (a *asker) lineOf(hidden *article.Article) string {
	key, _, _ := strings.Cut(hidden.Hidden, ":")
	key = key[strings.LastIndexByte(key, '.')+1:]
	if key == "" || strings.ContainsAny(key, " /") {
		return ""
	}
	f, err := a.Publisher.Open(hidden.File, hidden.Hash)
	if err != nil {
		return ""
	}
	defer f.Close()
	lines := bufio.NewScanner(io.LimitReader(f, article.MaxSize))
	for n := 1; lines.Scan(); n++ {
		text := strings.TrimLeft(lines.Text(), " \t\"',{-")
		if len(text) > len(key) && strings.EqualFold(text[:len(key)], key) && strings.ContainsRune(`:="' `, rune(text[len(key)])) {
			return fmt.Sprintf(" (%s:%d)", a.nameOf(hidden.File), n)
		}
	}
	return ""
}
