package command

import (
	"errors"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// TestTinted checks that a log on a terminal has colours, one line per record,
// and no other control characters.
func TestTinted(t *testing.T) {
	var b strings.Builder
	const odd = "news/\x1b[2J\u009b31m\r\nINF forged.md"
	slog.New(tinted(&b)).Error(odd, "dir", odd, "error", errors.New(odd), "n", 7)
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
