package setup

import (
	"slices"
	"testing"

	"dateline/feed/config"
)

// A file in two content directories is read by the inner one alone.
func TestInner(t *testing.T) {
	c := config.Default()
	c.Content = nil
	for dir, ignore := range map[string][]string{"content": {"drafts/**"}, "content/posts": nil, "content/posts/[old]": nil, "contents": nil} {
		c.Content = append(c.Content, config.Content{Dir: dir, Ignore: ignore})
	}
	for _, d := range Directories(c) {
		want := map[string][]string{
			"content":       {`drafts/**`, `posts/**`, `posts/\[old]/**`},
			"content/posts": {`\[old]/**`},
		}[d.Dir]
		slices.Sort(d.Ignore)
		if !slices.Equal(d.Ignore, want) {
			t.Errorf("%s ignores %q, want %q", d.Dir, d.Ignore, want)
		}
	}
}
