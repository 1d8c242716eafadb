package feed

import (
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/feed/archive"
)

// TestAstray wants complaints about links to what is hidden, and to Markdown
// that is no article, each at its place, and about no others.
func TestAstray(t *testing.T) {
	dir := t.TempDir()
	p, err := New(Options{Contents: []Content{{Dir: dir, Mount: "/news", Language: "en"}}, BaseURL: "https://example.org", Links: true,
		Archive: archive.Options{Authority: "example.org,2026", Zone: time.UTC}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	files := map[string]string{
		"2026/04/1/index.md": "- [A](a.md)\n- [D](d.md)\n",
		"_drafts/b.md":       "# B\n",
		"2026/04/1/c.md":     "---\ndraft: true\n---\n# C\n",
		"2026/04/1/d.md":     "---\naliases: [/news/2026/04/1/was]\n---\n# D\n",
		"2026/04/1/a.md": "# A\n\n[draft](../../../_drafts/b.md) and [c](/news/2026/04/1/c/)\n\n[none](none.md#part)\n\n" +
			"[d](d.md) [was](was.md) [the day](index.md) [home](/) [about](/about/) [out](https://example.com/x.md) [self](#part)\n",
	}
	var names []string
	for name, text := range files {
		write(t, dir, name, text)
		names = append(names, name)
	}
	p.Apply(Batch{Changed: found(names...)})
	var got []string
	for _, problem := range p.Current().Problems {
		got = append(got, strings.TrimPrefix(problem.Error(), dir+"/"))
	}
	want := []string{
		"2026/04/1/a.md:3:2: link ../../../_drafts/b.md leads to " + dir + "/_drafts/b.md, which is hidden (in _drafts/); readers find nothing there; take the link out, or wait until that article is shown",
		"2026/04/1/a.md:3:37: link /news/2026/04/1/c/ leads to " + dir + "/2026/04/1/c.md, which is hidden (draft: true); readers find nothing there; take the link out, or wait until that article is shown",
		"2026/04/1/a.md:5:2: link none.md#part leads to no article; readers find nothing there; correct the link",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
