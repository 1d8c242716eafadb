package feed

import (
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/feed/archive"
)

// TestAstray checks that links to hidden or missing articles have one complaint
// each, with its position, and other links have none; and that new complaints are
// logged.
func TestAstray(t *testing.T) {
	dir, log := t.TempDir(), new(strings.Builder)
	p, err := New(Options{Contents: []Content{{Dir: dir, Mount: "/news", Language: "en"}}, BaseURL: "https://example.org",
		Archive: archive.Options{Authority: "example.org,2026", Zone: time.UTC}, Log: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	put := func(files map[string]string) {
		var names []string
		for name, text := range files {
			write(t, dir, name, text)
			names = append(names, name)
		}
		p.Apply(Batch{Changed: found(names...)})
	}
	put(map[string]string{
		"2026/04/1/index.md": "- [A](a.md)\n- [D](d.md)\n",
		"_drafts/b.md":       "# B\n",
		"2026/04/1/c.md":     "---\ndraft: true\n---\n# C\n",
		"2026/04/1/d.md":     "---\naliases: [/news/2026/04/1/was]\n---\n# D\n\n[later](e.md)\n",
		"2026/04/1/a.md": "# A\n\n[draft](../../../_drafts/b.md) and [c](/news/2026/04/1/c/)\n\n[none](none.md#part) and [again](none.md#part)\n\n" +
			"[d](d.md) [was](was.md) [the day](index.md) [its folder](.) [home](/) [out](https://example.com/x.md) [self](#part)\n\n" +
			"![gone](gone.png) [about](/about/) [a paper](x.qqq) [feed](/feed.rss) [year](/2025/) [below](/news/2025/04/) [its feed](/news/topics/none/feed.rss) [file](/news/topics/none.md) [other](/2026/04/1/none/) [topic](/topics/none/) [part](d.md#no-such-part) [top](d.md#top)\n",
	})
	complaints := func(about string) (got []string) {
		for _, problem := range p.Current().Problems {
			if problem.File == dir+"/2026/04/1/"+about {
				got = append(got, strings.TrimPrefix(problem.Error(), problem.File+":"))
			}
		}
		return got
	}
	wait, shown := "; remove the link, or wait until that article is shown", "; shown as text"
	want := []string{
		"3:2: link /news/_drafts/b.md leads to /news/_drafts/b.md, which is hidden (in _drafts/)" + shown + wait,
		"3:37: link /news/2026/04/1/c/ leads to /news/2026/04/1/c.md, which is hidden (draft: true)" + shown + wait,
		"5:2: link /news/2026/04/1/none.md#part does not lead to an article" + shown + "; correct the link",
		"7:104: link #part does not lead to any part of the article; only its text is shown; link to the id of a heading",
		"9:3: image /news/2026/04/1/gone.png does not exist" + shown + "; put the file there, or correct the link",
		"9:20: link /about/ does not lead to an article" + shown + "; correct the link",
		"9:37: link /news/2026/04/1/x.qqq does not lead to an article or a file" + shown + "; correct the link",
		"9:72: link /2025/ does not lead to an article, a topic or a date" + shown + "; correct the link",
		"9:87: link /news/2025/04/ does not lead to an article, a topic or a date" + shown + "; correct the link",
		"9:111: link /news/topics/none/feed.rss does not lead to an article, a topic or a date" + shown + "; correct the link",
		"9:150: link /news/topics/none.md does not lead to an article" + shown + "; correct the link",
		"9:179: link /2026/04/1/none/ does not lead to an article" + shown + "; correct the link",
		"9:205: link /topics/none/ does not lead to an article, a topic or a date" + shown + "; correct the link",
		"9:228: link /news/2026/04/1/d.md#no-such-part leads to a part of the page that does not exist; it leads to the beginning of the page; correct the part after #",
	}
	if got := complaints("a.md"); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if strings.Contains(log.String(), "WARN") {
		t.Errorf("the first reading tells of each complaint:\n%s", log)
	}
	if got := complaints("d.md"); len(got) != 1 {
		t.Errorf("got %q, want one complaint", got)
	}

	put(map[string]string{"2026/04/1/e.md": "# E\n\n[lost](lost.md)\n"})
	if got := complaints("d.md"); got != nil {
		t.Errorf("what came is not found: %q", got)
	}
	if text := log.String(); strings.Count(text, "WARN") != 1 || !strings.Contains(text, "e.md:3:2: link /news/2026/04/1/lost.md does not lead to an article") {
		t.Errorf("the log says\n%s", text)
	}
	p.Apply(Batch{Removed: []string{"2026/04/1/e.md"}})
	if text := log.String(); strings.Count(text, "WARN") != 2 || !strings.Contains(text, "d.md:6:2: link /news/2026/04/1/e.md leads to an article that was removed; readers are told that it was removed") {
		t.Errorf("the log says\n%s", text)
	}
	put(map[string]string{"2026/04/1/d.md": "# D\n\n[later](e.md) and [more](a.md)\n"})
	if text := log.String(); strings.Count(text, "WARN") != 2 {
		t.Errorf("what was told is told again\n%s", text)
	}
}
