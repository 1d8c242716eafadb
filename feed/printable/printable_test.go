package printable

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestLine(t *testing.T) {
	for s, want := range map[string]string{
		"":                            "",
		"Plain, with “quotes” & 月球 🌕": "Plain, with “quotes” & 月球 🌕",
		"עברית \u200f، نص":            "עברית \u200f، نص", // marks that only say where they stand
		"\U0001F469\u200d\U0001F680":  "\U0001F469\u200d\U0001F680",
		"a\x1b[31mb":                  `a\u001b[31mb`,
		"a\u009b31mb":                 `a\u009b31mb`,
		"\x00\x07\b\r\x7f":            `\u0000\u0007\u0008\r\u007f`,
		"one\ntwo\tthree\v\f":         `one\ntwo\tthree\u000b\u000c`,
		"\u202egnp.exe\u202c":         `\u202egnp.exe\u202c`,
		"\u2066a\u2069\u2028":         `\u2066a\u2069\u2028`,
		"bad \x9b and \xff\xfe":       `bad \x9b and \xff\xfe`,
		"cut \xe6\x9c":                `cut \xe6\x9c`,
		"\ufffd stays":                "\ufffd stays",
	} {
		if got := Line(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
	if got := Text("one\n\ttwo\r\n"); got != "one\n\ttwo"+`\r`+"\n" {
		t.Errorf("%q", got)
	}
}

// written returns what a writer makes of pieces.
func written(pieces ...string) string {
	var b strings.Builder
	w := Writer(&b)
	for _, p := range pieces {
		if n, err := io.WriteString(w, p); n != len(p) || err != nil {
			panic("a builder takes all")
		}
	}
	return b.String()
}

// FuzzWriter checks that a text in any two pieces is written like the whole, and that
// nothing in it controls a terminal.
func FuzzWriter(f *testing.F) {
	f.Add("a\u009b月\U0001F680\x9b\xe6\x9c\x1b\n", 3)
	f.Add("\xf0\x9f\x9a", 1)
	f.Fuzz(func(t *testing.T, s string, cut int) {
		s += "\n"
		cut = max(0, min(cut, len(s)))
		got := written(s[:cut], s[cut:])
		if got != Text(s) {
			t.Errorf("%q cut at %d: %q, whole %q", s, cut, got, Text(s))
		}
		if !utf8.ValidString(got) || strings.ContainsFunc(got, func(r rune) bool { return controls(r) && r != '\n' && r != '\t' }) {
			t.Errorf("%q: %q", s, got)
		}
	})
}

// TestWriterByByte checks that characters written byte by byte arrive whole.
func TestWriterByByte(t *testing.T) {
	const s = "月\u009b\U0001F680\xe6\n"
	var pieces []string
	for i := range len(s) {
		pieces = append(pieces, s[i:i+1])
	}
	if got := written(pieces...); got != Text(s) {
		t.Errorf("%q, want %q", got, Text(s))
	}
}

// TestJSON checks that JSON means the same after it was made safe to show.
func TestJSON(t *testing.T) {
	want := "a\x1b\u009b\x7f\u202e\u2028\n月"
	data, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	safe := Text(string(data))
	var got string
	if err := json.Unmarshal([]byte(safe), &got); err != nil || got != want || strings.ContainsFunc(safe, controls) {
		t.Errorf("%s: %q, %v, want %q", safe, got, err, want)
	}
}
