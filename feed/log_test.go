package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// logged is a publisher of one directory whose log is compared.
type logged struct {
	*testing.T
	*Publisher
	dir   string
	clock time.Time
	level slog.LevelVar
	log   bytes.Buffer
}

func newLogged(t *testing.T, files map[string]string) *logged {
	return newLoggedOf(t, Content{}, files)
}

// newLoggedOf returns a publisher of one directory with some more settings.
func newLoggedOf(t *testing.T, c Content, files map[string]string) *logged {
	p := &logged{T: t, dir: t.TempDir(), clock: time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)}
	c.Dir, c.Mount, c.Language, c.MaxRemoval, c.Grace = p.dir, "/", "en", 20, time.Minute
	p.Publisher = publisherOf(t, c)
	p.now = func() time.Time { return p.clock }
	p.Publisher.log = slog.New(slog.NewTextHandler(&p.log, &slog.HandlerOptions{Level: &p.level, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == "took" {
			return slog.Attr{}
		}
		return a
	}}))
	var names []string
	for name, text := range files {
		write(t, p.dir, name, text)
		names = append(names, name)
	}
	p.Apply(Batch{Changed: found(names...)})
	return p
}

// says compares the lines that were logged since the last call, without the name
// of the directory, and without those of debugging that are about no file.
func (p *logged) says(when string, want ...string) {
	p.Helper()
	var got []string
	for line := range strings.Lines(strings.ReplaceAll(p.log.String(), p.dir, "DIR")) {
		line = strings.TrimPrefix(strings.TrimSpace(line), "level=INFO ")
		got = append(got, regexp.MustCompile(` feeds=\d+ articles=\d+`).ReplaceAllString(line, ""))
	}
	p.log.Reset()
	if !slices.Equal(got, want) {
		p.Errorf("%s:\n got %s\nwant %s", when, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

// write writes a file and applies the change.
func (p *logged) put(name, text string) {
	write(p.T, p.dir, name, text)
	p.Apply(Batch{Changed: found(name)})
}

func (p *logged) pass(d time.Duration) {
	p.clock = p.clock.Add(d)
	p.Tick()
}

// TestLogNamesFiles checks that the log names the files of small changes, and how
// many they were if there are more.
func TestLogNamesFiles(t *testing.T) {
	p := newLogged(t, map[string]string{"2026/11/01/a.md": "# A story\n", "2026/11/02/b.md": "# Storm over the bay\n"})
	p.says("at the start", `msg=published new=2 changed=0 renamed=0 removed=0`)
	p.put("2026/11/03/c d.md", "# One more\n")
	p.says("a new file", `msg=published new=1 changed=0 renamed=0 removed=0 files="new DIR/2026/11/03/c d.md"`)
	p.put("2026/11/03/c d.md", "# One more\n\nWith text.\n")
	p.says("a changed file", `msg=published new=0 changed=1 renamed=0 removed=0 files="changed DIR/2026/11/03/c d.md"`)
	write(t, p.dir, "2026/11/02/calm.md", "---\naliases: [/2026/11/02/b]\n---\n# Calm over the bay\n")
	p.Apply(Batch{Changed: found("2026/11/02/calm.md"), Removed: []string{"2026/11/02/b.md"}})
	p.says("a renamed file", `msg=published new=0 changed=1 renamed=1 removed=0 files="renamed DIR/2026/11/02/b.md -> DIR/2026/11/02/calm.md"`)
	p.Apply(Batch{Removed: []string{"2026/11/01/a.md"}})
	p.says("a file that is gone", `msg="the file of an article is gone; the article stays published until its grace ends" file=DIR/2026/11/01/a.md until=2026-11-30T12:01:00Z`)
	p.pass(time.Hour)
	p.says("when its grace is over", `msg=published new=0 changed=0 renamed=0 removed=1 files="removed DIR/2026/11/01/a.md"`)
	p.put("2026/11/04/a\x1b[2J\nmsg=forged.md", "# Odd\n")
	if text := p.log.String(); strings.Count(text, "\n") != 1 || strings.Contains(text, "\x1b") || !strings.Contains(text, `files="new`) {
		t.Errorf("a name with control characters: %q", text)
	}
	p.log.Reset()

	for _, level := range []slog.Level{slog.LevelInfo, slog.LevelDebug} {
		p.level.Set(level)
		var many []string
		for i := range maxNamed + 1 {
			many = append(many, fmt.Sprintf("2026/11/%02d/%02d.md", 10+level, i))
			write(t, p.dir, many[i], fmt.Sprintf("# Story %v %d\n", level, i))
		}
		p.Apply(Batch{Changed: found(many...)})
		want := []string{"msg=published new=11 changed=0 renamed=0 removed=0"}
		for _, name := range many {
			if level == slog.LevelDebug {
				want = append(want, `level=DEBUG msg="published a file" what=new file=DIR/`+name+` from=""`)
			}
		}
		p.says("many files", want...)
	}
}

// TestLogOfEdits checks the two forms of a list of files.
func TestLogOfEdits(t *testing.T) {
	list := edits{{"renamed", "b.md", "a.md"}, {"new", "c.md", ""}}
	text, err := json.Marshal(list)
	if want := `[{"what":"renamed","file":"b.md","from":"a.md"},{"what":"new","file":"c.md"}]`; err != nil || string(text) != want {
		t.Errorf("%s, %v", text, err)
	}
	if got := list.String(); got != "renamed a.md -> b.md, new c.md" {
		t.Error(got)
	}
}

// TestLogSchedule checks that the log says what will be published when, and that
// it was scheduled when it is published.
func TestLogSchedule(t *testing.T) {
	p := newLogged(t, map[string]string{"2026/12/24/eve.md": "# Eve\n", "2026/12/01/next.md": "# Next\n"})
	p.says("at the start", `msg="this article is scheduled next" file=DIR/2026/12/01/next.md at=2026-12-01T00:00:00Z`)
	p.put("2026/12/01/also.md", "---\ndate: 2026-12-01T08:30:00Z\n---\n# Also\n")
	p.says("a scheduled file", `msg="an article will be published later" file=DIR/2026/12/01/also.md at=2026-12-01T08:30:00Z`)
	p.put("2026/12/01/also.md", "---\ndate: 2026-12-01T08:30:00Z\n---\n# Also, with another title\n")
	p.says("its time is the same")
	p.put("2026/12/01/also.md", "---\ndate: 2026-12-01T09:30:00Z\n---\n# Also\n")
	p.says("its time is another", `msg="an article will be published later" file=DIR/2026/12/01/also.md at=2026-12-01T09:30:00Z`)
	p.pass(12 * time.Hour)
	p.says("when it is due", `msg=published new=1 changed=0 renamed=0 removed=0 files="scheduled DIR/2026/12/01/next.md"`)
	var many []string
	for i := range maxNamed + 1 {
		many = append(many, fmt.Sprintf("2026/12/%02d/x.md", 10+i))
		write(t, p.dir, many[i], fmt.Sprintf("# Story %d\n", i))
	}
	p.Apply(Batch{Changed: found(many...)})
	p.says("many", `msg="articles will be published later" articles=11 from=2026-12-10T00:00:00Z`)
}

// TestLogEnds checks that what the log complains about also ends there.
func TestLogEnds(t *testing.T) {
	p := newLogged(t, map[string]string{"2026/11/01/a.md": "---\nsource: ftp://example.org/a\n---\n# A\n", "2026/11/02/b.md": "# B\n\n[A](/2026/11/03/c)\n"})
	p.says("at the start", `msg=published new=2 changed=0 renamed=0 removed=0`)
	p.put("2026/11/01/a.md", "# A\n")
	p.says("the complaint of the start", `msg="DIR/2026/11/01/a.md is all right now"`)
	p.put("2026/11/03/c.md", "# C\n")
	p.says("a dead link finds what it means", `msg=published new=1 changed=1 renamed=0 removed=0 files="changed DIR/2026/11/02/b.md, new DIR/2026/11/03/c.md"`, `msg="DIR/2026/11/02/b.md is all right now"`)
	p.put("2026/11/03/c.md", "---\nsource: ftp://example.org/a\n---\n# C\n")
	p.log.Reset()
	p.Apply(Batch{Removed: []string{"2026/11/03/c.md"}})
	p.says("the file is gone, which is not all right", `msg="the file of an article is gone; the article stays published until its grace ends" file=DIR/2026/11/03/c.md until=2026-11-30T12:01:00Z`)
	p.pass(time.Hour)
	p.log.Reset()

	fault := func(names ...string) (list []article.Problem) {
		for _, name := range names {
			list = append(list, article.Problem{File: name, What: "forbidden", Effect: "e", Hint: "h"})
		}
		return list
	}
	for _, name := range []string{"2026/11/01", "2026/11/02"} {
		if err := os.MkdirAll(filepath.Join(p.dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	p.Apply(Batch{Faults: fault("2026/11/01", "2026/10"), LeftOut: fault("2026/11/02")})
	p.says("faults", `level=WARN msg="DIR/2026/11/01: forbidden; e; h"`, `level=WARN msg="DIR/2026/10: forbidden; e; h"`, `level=WARN msg="DIR/2026/11/02: forbidden; e; h"`)
	p.Apply(Batch{Faults: fault("2026/11/01", "2026/10"), LeftOut: fault("2026/11/02")})
	p.says("the same faults")
	p.Apply(Batch{Faults: fault("2026/10")})
	p.says("two end", `msg="DIR/2026/11/01 can be read again"`, `msg="DIR/2026/11/02 is all right now"`)
	p.Apply(Batch{})
	p.says("its place is gone", `msg="DIR/2026/10 is gone, and so is what was wrong with it"`)
	var many []string
	for i := range maxNamed + 1 {
		many = append(many, fmt.Sprintf("2026/09/%02d", i+1))
	}
	p.Apply(Batch{Faults: fault(many...)})
	p.log.Reset()
	p.Apply(Batch{})
	p.says("many end", `msg="places of DIR with which something was wrong can be read again" places=11`)
	p.pass(-48 * time.Hour)
	if text := p.log.String(); strings.Count(text, "\n") != 1 || !strings.HasPrefix(text, "level=WARN msg=") {
		t.Errorf("a clock that is wrong: %q", text)
	}
	p.log.Reset()
	p.pass(time.Minute)
	p.says("it is still wrong")
	p.pass(48 * time.Hour)
	p.says("it is right", `msg="the clock of the system is trusted again"`)
}

// TestLogHeld checks that the end of a hold is logged as well as its beginning.
func TestLogHeld(t *testing.T) {
	files, names := map[string]string{}, []string(nil)
	for i := range 25 {
		name := fmt.Sprintf("2026/10/%02d/x.md", i+1)
		files[name], names = fmt.Sprintf("# Story %d\n", i), append(names, name)
	}
	for _, c := range []struct {
		end  string
		by   func(*logged)
		says []string
	}{
		{"they are back", func(p *logged) { p.Apply(Batch{Changed: found(names[:21]...)}) },
			[]string{`msg="the files of articles whose removal was held are back; nothing was removed" dir=DIR articles=21`}},
		{"it is accepted", func(p *logged) { p.advance(taken{}, archive.Occasion{Live: true, Accepted: true}) },
			[]string{`msg="the held removal was accepted" dir=DIR articles=21`, `msg=published new=0 changed=0 renamed=0 removed=21`}},
	} {
		p := newLogged(t, files)
		p.log.Reset()
		p.Apply(Batch{Removed: names[:21]})
		if text := p.log.String(); strings.Count(text, "level=WARN") != 1 || strings.Count(text, "\n") != 1 {
			t.Errorf("a hold begins: %q", text)
		}
		p.log.Reset()
		c.by(p)
		p.says(c.end, c.says...)
	}
}

// TestLogDropped checks that the log names the articles that depart because the pages of
// their days no longer list them, if that hides them.
func TestLogDropped(t *testing.T) {
	const day, a, b = "2026/11/01/index.md", "2026/11/01/a.md", "2026/11/01/b.md"
	both := "- [A](a.md)\n- [B](b.md)\n"
	files := map[string]string{day: both, a: "# The first story\n", b: "# Something else\n"}
	p := newLoggedOf(t, Content{HideSuperseded: true}, files)
	p.log.Reset()
	departs := `msg="the page of its day no longer lists an article; the article stays published until its grace ends" file=DIR/2026/11/01/b.md until=2026-11-30T12:0%d:00Z`
	p.put(day, "- [A](a.md)\n")
	p.says("it is dropped", fmt.Sprintf(departs, 1))
	p.put(day, both)
	p.says("it is listed again", `msg="the page of its day lists an article again before its grace ended; nothing was removed" file=DIR/2026/11/01/b.md`, `msg="DIR/2026/11/01/b.md is all right now"`)
	p.put(day, "- [A](a.md)\n")
	p.says("it is dropped again", fmt.Sprintf(departs, 1))
	p.pass(time.Minute)
	p.says("when its grace is over", `msg=published new=0 changed=0 renamed=0 removed=1 files="removed DIR/2026/11/01/b.md"`, `msg="DIR/2026/11/01/b.md is all right now"`)
}
