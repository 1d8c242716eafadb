package article

import (
	"strings"
	"testing"
	"time"
)

func TestPathDate(t *testing.T) {
	for path, want := range map[string]string{
		"2026/04/7/slug.md": "2026-04-07", "a/2026-04-07-slug.md": "2026-04-07", "2026-04-07_slug.md": "2026-04-07", "2026-04-07.md": "2026-04-07",
		"daily/2026-04-07 Tuesday.md": "2026-04-07", "2026-04-07, a walk.md": "2026-04-07", "2026-04-07(二).md": "2026-04-07", "2026-04-07周二.md": "2026-04-07",
		"2026-04-071.md": "", "2026-04-07rc.md": "", "v2026-04-07.md": "", "2026-04.md": "",
	} {
		got := ""
		if date, ok, err := pathDate(path); ok && err == nil {
			got = date.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

// The date of an address in front matter counts if nothing else has one.
func TestAddressDate(t *testing.T) {
	for front, want := range map[string]string{
		"path: 2018/07/27/what-is-new":                       "2018-07-27",
		"url: /2018/7/27/what-is-new/":                       "2018-07-27",
		"permalink: https://example.org/2018-07-27-new.html": "2018-07-27",
		"slug: 2018-07-27-new":                               "2018-07-27",
		"slug: new\npath: 2018/07/27/new":                    "2018-07-27",
		"date: 2019-01-02\npath: 2018/07/27/new":             "2019-01-02",
		"path: 2018/27/07/new":                               "",
		"url: /v1.2018/new":                                  "",
		"aliases: [/2018/07/27/new]":                         "",
	} {
		got := madeOf(worldOptions(), "notes/x.md", "---\n"+front+"\n---\n# T\n\nText.\n")
		if _, after, _ := strings.Cut(got, "\ndate: "); !strings.HasPrefix(after, want) || want == "" && after != "" {
			t.Errorf("%s: %s", front, got)
		}
	}
	if got := madeOf(worldOptions(), "2020/01/02/x.md", "---\npath: 2018/07/27/new\n---\n# T\n\nText.\n"); !strings.Contains(got, "date: 2020-01-02\n") {
		t.Errorf("the date of the file does not come first: %s", got)
	}
}
