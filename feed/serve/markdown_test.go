package serve

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/feed/archive"
)

// TestMarkdownOfToday checks that a feed never contains other Markdown than that
// of its articles, and that Markdown which could not be read appears as soon as
// it can be.
func TestMarkdownOfToday(t *testing.T) {
	h, dir := newSite(t)
	file := filepath.Join(dir, "2026/04/8/second.md")
	with := usual
	with.Markdown = func(e *archive.Entry) (string, bool) {
		f, err := h.Open(e.File, e.Hash)
		if err != nil {
			return "", false
		}
		defer f.Close()
		data, err := io.ReadAll(f)
		return string(data), err == nil
	}
	show(h, with)
	for _, c := range []struct {
		text string
		is   bool
	}{
		{"# Somebody writes", false},
		{files["2026/04/8/second.md"], true},
		{"# Being mended", true}, // still that of the snapshot
	} {
		if err := os.WriteFile(file, []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		text := body(t, ask(h, "GET", "/feed.rss"))
		if is := strings.Contains(text, "<source:markdown>### 2026-04-8&#xA;##### Space Flight&#xA;# Second"); is != c.is || strings.Contains(text, "# Somebody") || strings.Contains(text, "mended") {
			t.Errorf("while the file is %q: its Markdown is there %v, want %v:\n%s", c.text, is, c.is, text)
		}
	}
}
