package report

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/article"
)

func TestTally(t *testing.T) {
	many := map[string]int{"": 1}
	for i := range maxKinds + 2 {
		many[fmt.Sprintf(".e%02d", i)] = 100 - i
	}
	for _, c := range []struct {
		counts map[string]int
		want   string
	}{
		{map[string]int{".rst": 2, ".css": 9, ".js": 2}, ".css (9), .js (2), .rst (2)"},
		{map[string]int{"": 3}, "other kinds (3)"},
		{many, ".e00 (100), .e01 (99), .e02 (98), .e03 (97), .e04 (96), .e05 (95), .e06 (94), .e07 (93), .e08 (92), .e09 (91), .e10 (90), .e11 (89), other kinds (176)"},
	} {
		if got := tally(c.counts); got != c.want {
			t.Errorf("%v: %s, want %s", c.counts, got, c.want)
		}
	}
}

// TestLines checks that there is one line for each kind of complaint about a
// file, whatever is in file names and reasons, and one for each hidden file.
func TestLines(t *testing.T) {
	complaint := func(file string, line int, what, effect string) article.Problem {
		return article.Problem{File: file, Line: line, Column: 1, About: article.Links, What: what, Effect: effect, Hint: "hint"}
	}
	dead := func(file string, line int, what string) article.Problem {
		p := complaint(file, line, what, "left out")
		p.About = article.Astray
		return p
	}
	f := &Findings{
		State: &feed.State{Snapshot: archive.New(archive.Options{Zone: time.UTC}), Problems: []article.Problem{
			complaint("a.md", 1, "one", "left out"), complaint("a.md", 2, "two", "left out"), complaint("a.md", 3, "three", "not shown"),
			complaint("a.md", 4, "four", "left out"), complaint("b.md", 1, "one", "left out"),
			dead("b.md", 2, "lost"), dead("b.md", 3, "gone"),
		}},
		Withheld: []archive.Withheld{{File: "c\n.md", Why: "draft:\ntrue"}, {File: "d.md", Why: "dated 1970-01-01", Until: time.Unix(0, 0).UTC()},
			{File: "e.md", Why: "dated 1970-01-02T00:00:00+02:00"}},
	}
	told := []string{
		"a.md:1:1: one; left out; hint (3 of this kind; --all shows each)", "a.md:3:1: three; not shown; hint", "b.md:1:1: one; left out; hint",
		"b.md:2:1: lost; left out; hint", "b.md:3:1: gone; left out; hint",
	}
	rest := []string{
		`c\n.md: hidden: draft:\ntrue`, "d.md: hidden until 1970-01-01T00:00:00Z: dated 1970-01-01", "e.md: hidden: dated 1970-01-02T00:00:00+02:00",
		`hidden: dated (2), draft:\ntrue (1)`, "complaints: link (5), dead link (2)", "0 articles, 3 hidden, 7 complaints, 0 files not published", "",
	}
	for all, want := range map[bool][]string{false: append(told, rest...), true: append([]string{
		"a.md:1:1: one; left out; hint", "a.md:2:1: two; left out; hint", "a.md:3:1: three; not shown; hint", "a.md:4:1: four; left out; hint", "b.md:1:1: one; left out; hint",
		"b.md:2:1: lost; left out; hint", "b.md:3:1: gone; left out; hint",
	}, rest...)} {
		var b strings.Builder
		f.All = all
		if err := (Printer{Out: &b}).Check(f); err != nil {
			t.Fatal(err)
		}
		if want := strings.Join(want, "\n"); b.String() != want {
			t.Errorf("all %v: got\n%s\nwant\n%s", all, b.String(), want)
		}
	}
	if f.Failed() {
		t.Error("nothing is fatal")
	}
}
