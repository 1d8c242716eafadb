package report

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/printable"
)

// Findings are the results of checking all articles.
type Findings struct {
	State    *feed.State
	Withheld []archive.Withheld // hidden articles, with file names as the operator knows them
	Home     string             // the author's own site, or empty
	All      bool               // print every complaint instead of one of each kind
}

// Failed reports whether an article cannot be published, or a directory with many
// files contains no article.
func (f *Findings) Failed() bool {
	return f.State.Empty || slices.ContainsFunc(f.State.Problems, func(p article.Problem) bool { return p.Fatal })
}

// Check prints complaints and hidden articles, one per line, then the number of
// each kind.
func (p Printer) Check(f *Findings) error {
	if p.JSON {
		return JSON(p.Out, f.object())
	}
	lines := append(f.complaints(), f.hidden()...)
	for _, l := range append(lines, f.summary()...) {
		if _, err := fmt.Fprintln(p.Out, l); err != nil {
			return err
		}
	}
	return nil
}

// checked is the JSON form of Findings.
type checked struct {
	Articles int            `json:"articles"` // published
	Hidden   []hidden       `json:"hidden"`
	Days     int            `json:"days"`   // pages of days
	Others   map[string]int `json:"others"` // numbers of ignored files by extension; "" stands for files without one and for rare ones
	// LeftToHome are links and pictures that lead to the author's own site because
	// nothing is here where they lead.
	LeftToHome int               `json:"left_to_home"`
	Complaints []article.Problem `json:"complaints"`
}

type hidden struct {
	File  string    `json:"file"`
	Path  string    `json:"path"` // path of its page
	Why   string    `json:"why"`
	Until time.Time `json:"until,omitzero"` // when it will be published without a change
}

func (f *Findings) object() checked {
	s := f.State
	c := checked{s.Snapshot.Global().Len(), []hidden{}, s.Snapshot.Days(), s.Others, s.Snapshot.LeftToHome(), append([]article.Problem{}, s.Problems...)}
	for _, h := range f.Withheld {
		c.Hidden = append(c.Hidden, hidden(h))
	}
	return c
}

// kind is what complaints must have in common to be printed as one line. Dead
// links are printed one by one, because each needs its own correction.
type kind struct {
	file         string
	about        article.Subject
	effect, hint string
	what         string // the link, if it is dead; so that each is a kind
}

func kindOf(p *article.Problem) kind {
	k := kind{file: p.File, about: p.About, effect: p.Effect, hint: p.Hint}
	if p.About == article.Astray {
		k.what = p.What
	}
	return k
}

// complaints returns a line for each complaint, or for the first of each kind.
func (f *Findings) complaints() (lines []string) {
	many := map[kind]int{}
	for _, p := range f.State.Problems {
		many[kindOf(&p)]++
	}
	for _, p := range f.State.Problems {
		line, k := p.Error(), kindOf(&p)
		switch n := many[k]; {
		case n == 0 && !f.All:
			continue // a complaint of this kind has been printed
		case n > 1 && !f.All:
			line += fmt.Sprintf(" (%d of this kind; --all shows each)", n)
			many[k] = 0
		}
		lines = append(lines, line)
	}
	return lines
}

func (f *Findings) hidden() (lines []string) {
	for _, h := range f.Withheld {
		until := ""
		if !h.Until.IsZero() {
			until = " until " + h.Until.Format(time.RFC3339)
		}
		lines = append(lines, printable.Line(fmt.Sprintf("%s: hidden%s: %s", h.File, until, h.Why)))
	}
	return lines
}

// summary returns the counts by kind, and their sum on the last line.
func (f *Findings) summary() (lines []string) {
	why, about, broken := map[string]int{}, map[string]int{}, map[string]bool{}
	for _, h := range f.Withheld {
		why[moment.ReplaceAllString(h.Why, "")]++
	}
	for _, p := range f.State.Problems {
		about[string(p.About)]++
		if p.Fatal {
			broken[p.File] = true
		}
	}
	for _, l := range []struct {
		of     string
		counts map[string]int
	}{{"hidden", why}, {"other files", f.State.Others}, {"complaints", about}} {
		if len(l.counts) > 0 {
			lines = append(lines, printable.Line(l.of+": "+tally(l.counts)))
		}
	}
	s := f.State.Snapshot
	if n := s.LeftToHome(); n > 0 {
		lines = append(lines, printable.Line(fmt.Sprintf("left to %s: %d (links and pictures that lead to nothing here)", f.Home, n)))
	}
	parts := []string{count(s.Global().Len(), "article")}
	if len(f.Withheld) > 0 {
		parts = append(parts, fmt.Sprint(len(f.Withheld), " hidden"))
	}
	if s.Days() > 0 {
		parts = append(parts, count(s.Days(), "day page"))
	}
	parts = append(parts, count(len(f.State.Problems), "complaint"), count(len(broken), "file")+" not published")
	return append(lines, strings.Join(parts, ", "))
}

// moment matches the part in which reasons of one kind differ: "expired
// 2026-12-24T09:00:00Z".
var moment = regexp.MustCompile(` \d{4}-\d\d-\d\d\S*$`)

// maxKinds bounds the kinds that are counted separately, so that a tree with many
// extensions does not fill the screen.
const maxKinds = 12

// tally formats counts by kind, the most frequent first.
func tally(counts map[string]int) string {
	var parts []string
	rest := counts[""]
	kinds := slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	for _, k := range slices.DeleteFunc(kinds, func(k string) bool { return k == "" }) {
		if len(parts) < maxKinds {
			parts = append(parts, fmt.Sprintf("%s (%d)", k, counts[k]))
		} else {
			rest += counts[k]
		}
	}
	if rest > 0 {
		parts = append(parts, fmt.Sprintf("other kinds (%d)", rest))
	}
	return strings.Join(parts, ", ")
}
