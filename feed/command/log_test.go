package command

import (
	"encoding/json"
	"errors"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"dateline/feed/config"
)

// TestFormats checks that records stay on one line in both formats, whatever is in
// them, that durations have their unit, and that the level and the format change
// while the log is in use.
func TestFormats(t *testing.T) {
	const odd = "a\x1b[2J\u009b31m\r\n\x9b{\"level\":\"ERROR\"}"
	var b strings.Builder
	j := journalTo(&b, plain)
	line := func(level, format string) (written string) {
		b.Reset()
		j.set(config.Log{Level: level, Format: format})
		j.With("dir", odd).WithGroup("of").Debug(odd, "error", errors.New(odd), "took", 1500*time.Microsecond)
		return b.String()
	}
	for _, format := range []string{config.Text, config.JSON, config.Text} {
		if got := line("info", format); got != "" {
			t.Errorf("%s: at level info, debug writes %q", format, got)
		}
		got, ended := strings.CutSuffix(line("debug", format), "\n")
		if !ended || strings.ContainsFunc(got, unicode.IsControl) || strings.Count(got, "31m") != 3 || !strings.Contains(got, "1.5ms") {
			t.Errorf("%s: %q", format, got)
		}
		if json.Valid([]byte(got)) != (format == config.JSON) {
			t.Errorf("%s: is it JSON? %s", format, got)
		}
	}
	b.Reset()
	j = journalTo(&b, plain)
	j.Debug("no")
	if j.Info("yes"); strings.Count(b.String(), "level=") != 1 || !strings.Contains(b.String(), "level=INFO msg=yes") {
		t.Errorf("before there is a configuration: %q", b.String())
	}
}

// TestTinted checks that a log on a terminal has colours, one line per record,
// and no other control characters.
func TestTinted(t *testing.T) {
	var b strings.Builder
	const odd = "news/\x1b[2J\u009b31m\r\nINF forged.md"
	slog.New(tinted(&b, slog.LevelInfo)).Error(odd, "dir", odd, "error", errors.New(odd), "n", 7)
	colours := regexp.MustCompile("\x1b\\[[0-9;]*m")
	text := colours.ReplaceAllString(b.String(), "")
	if text == b.String() {
		t.Errorf("no colours in %q", text)
	}
	line, ended := strings.CutSuffix(text, "\n")
	if !ended || strings.ContainsFunc(line, unicode.IsControl) {
		t.Errorf("%q", text)
	}
	if n := strings.Count(line, "forged.md"); n != 3 || !strings.HasSuffix(line, " n=7") {
		t.Errorf("%d of 3 in %q", n, line)
	}
}
