package serve

import "testing"

// TestSourceFile checks that a file of the tree that an article cites is served
// where the link leads, and no other file is.
func TestSourceFile(t *testing.T) {
	h, _, _ := publish(t, map[string]string{
		"2026/04/7/a.md":      "# A\n\nText.\n\n### Sources:\n\n1. [Paper](paper.pdf)\n",
		"2026/04/7/paper.pdf": "%PDF-1.7",
		"2026/04/7/other.pdf": "%PDF-1.7",
	})
	wantAnswer(t, h, "/covers/2026/04/7/paper.pdf", 200, "")
	wantAnswer(t, h, "/2026/04/7/paper.pdf", 301, "/covers/2026/04/7/paper.pdf")
	wantAnswer(t, h, "/covers/2026/04/7/other.pdf", 404, "")
}
