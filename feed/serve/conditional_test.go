package serve

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/feed"
	"dateline/feed/render"
	"dateline/feed/site"
)

func TestConditional(t *testing.T) {
	h, _ := newSite(t)
	for _, path := range []string{"/feed.rss", "/", "/2026/04/7/first", "/2026/04/7/first.md", "/covers/2026/04/7/cover.gif"} {
		first := ask(h, "GET", path)
		tag := first.Header.Get("ETag")
		if len(tag) < 20 || tag[0] != '"' {
			t.Fatalf("%s: ETag %q", path, tag)
		}
		inner := strings.Trim(tag, `"`)
		for list, want := range map[string]string{
			tag: "", "W/" + tag: "", "w/" + tag: "", `"x", ` + tag: "", `"x",` + tag + `,"y"`: "", "*": "", " * ": "",
			`"` + inner + `-gzip"`: "-gzip", `W/"` + inner + `-br"`: "-br", `"` + inner + `;gzip"`: "-gzip", `"` + inner + `"-gzip`: "-gzip",
			inner: "", inner + "-gzip": "-gzip", `"` + inner: "", inner + `"`: "", `"` + inner + `-df"`: "",
			`"x"`: "200", `"` + inner[1:] + `"`: "200", "": "200", `W/"x-gzip"`: "200", "**": "200", `"*x"`: "200", `"*"`: "200", "W/*": "200",
		} {
			r := ask(h, "GET", path, "If-None-Match", list, "If-Modified-Since", "Tue, 24 Nov 2099 00:00:00 GMT")
			if want == "200" {
				if r.StatusCode != 200 {
					t.Errorf("%s with If-None-Match %s: %d, want 200, whatever If-Modified-Since says", path, list, r.StatusCode)
				}
				continue
			}
			if r.StatusCode != 304 {
				t.Errorf("%s with If-None-Match %s: %d, want 304", path, list, r.StatusCode)
			}
			if got := r.Header.Get("ETag"); got != `"`+inner+want+`"` {
				t.Errorf("%s with If-None-Match %s: ETag %s", path, list, got)
			}
			for _, name := range []string{"Cache-Control", "Vary", "Last-Modified", "Content-Location"} {
				if got := r.Header.Get(name); got != first.Header.Get(name) {
					t.Errorf("%s: the 304 has %s %q, the 200 %q", path, name, got, first.Header.Get(name))
				}
			}
			if body(t, r) != "" || r.Header.Get("Content-Type") != "" {
				t.Errorf("%s: 304 with headers %v", path, r.Header)
			}
		}
	}
}

// TestModifiedSince checks that Last-Modified is sent only if it reflects every
// change, and that asking by time alone hides none.
func TestModifiedSince(t *testing.T) {
	h, p, dir := publish(t, files)
	start := published
	now := start.Add(time.Hour)
	h.Now = func() time.Time { return now }
	ago := func(t time.Time) string { return t.UTC().Format(http.TimeFormat) }
	for _, path := range []string{"/feed.rss", "/", "/topics/space-flight/feed.atom", "/2026/04/feed.json", "/2026/04/7/first", "/topics.opml", "/sitemap.xml", "/changes.rss"} {
		now = start.Add(time.Hour)
		modified := ask(h, "GET", path).Header.Get("Last-Modified")
		at, err := http.ParseTime(modified)
		if path == "/changes.rss" {
			if modified != "" {
				t.Errorf("%s, which never changed: Last-Modified %s", path, modified)
			}
			continue
		}
		if err != nil || start.Sub(at).Abs() > time.Minute {
			t.Fatalf("%s: Last-Modified %q: %v", path, modified, err)
		}
		now = now.Add(time.Hour)
		for since, want := range map[string]int{
			modified: 304, at.Format("Mon Jan _2 15:04:05 2006"): 304,
			ago(start.Add(time.Hour + time.Minute)): 304, // after these bytes were made
			ago(start.Add(time.Minute)):             200, // before, when others may have been published still
			ago(at.Add(-time.Second)):               200, "yesterday": 200, "": 200,
		} {
			if r := ask(h, "GET", path, "If-Modified-Since", since); r.StatusCode != want {
				t.Errorf("%s, Last-Modified %s, If-Modified-Since %q: %d, want %d", path, modified, since, r.StatusCode, want)
			}
		}
	}
	modified := ask(h, "GET", "/feed.rss").Header.Get("Last-Modified")
	put(t, dir, "2026/04/1/late.md", "# An old story that comes late\n")
	p.Apply(feed.Batch{Changed: []feed.File{{Path: "2026/04/1/late.md"}}})
	now = p.Current().Snapshot.Global().Changed()
	for _, since := range []string{modified, ago(now), ago(now.Add(time.Hour))} {
		if r := ask(h, "GET", "/feed.rss", "If-Modified-Since", since); r.Header.Get("Last-Modified") != "" || r.StatusCode != 200 {
			t.Errorf("in the second of a change, If-Modified-Since %s: %d, Last-Modified %s", since, r.StatusCode, r.Header.Get("Last-Modified"))
		}
	}
	now = now.Add(time.Hour)
	if r := ask(h, "GET", "/feed.rss", "If-Modified-Since", modified); r.StatusCode != 200 {
		t.Errorf("after a late story: %d", r.StatusCode)
	}
}

// TestModifiedByClaims changes a topic by the Related list of an article of
// another day, then removes an article: whoever asks by time alone learns of both.
func TestModifiedByClaims(t *testing.T) {
	h, p, dir := publish(t, map[string]string{
		"2026/04/7/a.md": "### 2026-04-7\n##### Moon\n# A\n",
		"2026/04/8/b.md": "### 2026-04-8\n##### Mars\n# B\n",
	})
	now := time.Now().Add(time.Hour)
	h.Now = func() time.Time { return now }
	since := ""
	step := func(what string, b feed.Batch, articles string) {
		t.Helper()
		p.Apply(b)
		r := ask(h, "GET", "/topics/moon/feed.atom", "If-Modified-Since", since)
		if got := order(body(t, r), "A", "B"); r.StatusCode != 200 || got != articles {
			t.Errorf("%s: %d with %q, want %q", what, r.StatusCode, got, articles)
		}
		modified, before := r.Header.Get("Last-Modified"), since
		at, err := http.ParseTime(modified)
		if was, _ := http.ParseTime(before); err != nil || !at.After(was) {
			t.Errorf("%s: Last-Modified goes from %s to %s", what, before, modified)
		}
		if r := ask(h, "GET", "/topics/moon/feed.atom", "If-Modified-Since", modified); r.StatusCode != 304 {
			t.Errorf("%s: asked again: %d", what, r.StatusCode)
		}
		since = modified
	}
	step("at first", feed.Batch{}, "A")
	put(t, dir, "2026/04/7/a.md", "### 2026-04-7\n##### Moon\n# A\n\n### Related:\n\n1. [b](/2026/04/8/b.md) _Context: Moon_\n")
	step("a Related list names another", feed.Batch{Changed: []feed.File{{Path: "2026/04/7/a.md"}}}, "B|A")
	step("that is removed", feed.Batch{Removed: []string{"2026/04/8/b.md"}}, "A")
}

func TestPreconditions(t *testing.T) {
	h, _ := newSite(t)
	now := time.Now().Add(time.Hour)
	h.Now = func() time.Time { return now }
	first := ask(h, "GET", "/feed.rss")
	tag, modified := first.Header.Get("ETag"), first.Header.Get("Last-Modified")
	for _, c := range []struct {
		name, value string
		want        int
	}{
		{"If-Match", tag, 200}, {"If-Match", `"x", ` + tag, 200}, {"If-Match", "*", 200}, {"If-Match", `"x"`, 412}, {"If-Match", "W/" + tag, 412},
		{"If-Unmodified-Since", modified, 200}, {"If-Unmodified-Since", "Tue, 07 Apr 1970 00:00:00 GMT", 412}, {"If-Unmodified-Since", "once", 200},
	} {
		if r := ask(h, "GET", "/feed.rss", c.name, c.value); r.StatusCode != c.want {
			t.Errorf("%s: %s gives %d, want %d", c.name, c.value, r.StatusCode, c.want)
		}
	}
}

func TestRanges(t *testing.T) {
	h, _ := newSite(t)
	whole := body(t, ask(h, "GET", "/feed.rss"))
	tag := ask(h, "GET", "/feed.rss").Header.Get("ETag")
	for _, c := range []struct {
		path, ranges, encoding, ifRange string
		status                          int
		want                            string
	}{
		{"/feed.rss", "bytes=0-4", "", "", 206, whole[:5]},
		{"/feed.rss", "bytes=-7", "", "", 206, whole[len(whole)-7:]},
		{"/feed.rss", "bytes=0-4", "", tag, 206, whole[:5]},
		{"/feed.rss", "bytes=0-4", "", `"x"`, 200, whole},
		{"/feed.rss", "bytes=0-4", "gzip", "", 200, ""},
		{"/feed.rss", "bytes=9999999-", "", "", 416, ""},
		{"/feed.rss", "lines=1-2", "", "", 416, ""},
		{"/feed.rss", "bytes=0-0" + strings.Repeat(",0-0", 8), "", "", 200, whole},
		{"/feed.rss", "bytes=0-0" + strings.Repeat(",0-0", 20_000), "", "", 200, whole},
		{"/covers/2026/04/7/cover.gif", "bytes=0-5", "gzip", "", 206, "GIF89a"},
	} {
		r := ask(h, "GET", c.path, "Range", c.ranges, "Accept-Encoding", c.encoding, "If-Range", c.ifRange)
		if got := body(t, r); r.StatusCode != c.status || c.want != "" && got != c.want {
			t.Errorf("%s, %.40s: %d with %d bytes", c.path, c.ranges, r.StatusCode, len(got))
		}
	}
	if r := ask(h, "GET", "/feed.rss", "Range", "bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14"); r.StatusCode != 206 {
		t.Errorf("8 ranges: %d", r.StatusCode)
	}
}

// TestFeedDelta checks that a client which has an earlier version of a feed and
// accepts deltas gets only the new items.
func TestFeedDelta(t *testing.T) {
	h, p, dir := publish(t, files)
	earlier := map[string]string{}
	for _, format := range render.Formats {
		path := "/feed." + string(format)
		earlier[path] = ask(h, "GET", path, "Accept-Encoding", "gzip").Header.Get("ETag")
	}
	put(t, dir, "2026/04/11/third.md", "### 2026-04-11\n##### Space Flight\n# Third\n\nText.\n")
	p.Apply(feed.Batch{Changed: []feed.File{{Path: "2026/04/11/third.md"}}})
	for path, tag := range earlier {
		for _, c := range []struct {
			manipulation, tag string
			status            int
		}{
			{"feed", tag, 226}, {"gzip, Feed;q=0.5", tag, 226}, {"feed", `"x", W/` + tag, 226},
			{"", tag, 200}, {"feed;q=0", tag, 200}, {"vcdiff", tag, 200}, {"feed", `"x"`, 200}, {"feed", "", 200},
		} {
			if c.status == 226 && strings.HasSuffix(path, "json") {
				c.status = 200
			}
			r := ask(h, "GET", path, "A-IM", c.manipulation, "If-None-Match", c.tag)
			text := body(t, r)
			if r.StatusCode != c.status || !strings.Contains(text, "Third") || strings.Contains(text, ">First<") != (c.status == 200) && !strings.HasSuffix(path, "json") {
				t.Errorf("%s, A-IM %q, If-None-Match %s: %d\n%.300s", path, c.manipulation, c.tag, r.StatusCode, text)
			}
			if c.status == 226 && (r.Header.Get("IM") != "feed" || r.Header.Get("ETag") != ask(h, "GET", path).Header.Get("ETag") ||
				!strings.Contains(r.Header.Get("Cache-Control"), "no-store") || r.Header.Get("Content-Length") != fmt.Sprint(len(text))) {
				t.Errorf("%s: headers of the delta: %v", path, r.Header)
			}
		}
		present := ask(h, "GET", path).Header.Get("ETag")
		if r := ask(h, "GET", path, "A-IM", "feed", "If-None-Match", tag+", "+present); r.StatusCode != 304 {
			t.Errorf("%s: who has all of it gets %d", path, r.StatusCode)
		}
	}
}

// FuzzIfNoneMatch compares with a reference implementation, which removes what
// proxies add and then looks for one tag at a time.
func FuzzIfNoneMatch(f *testing.F) {
	const tag = "0123456789abcdef"
	for _, list := range []string{`"a"`, `W/"0123456789abcdef", "b"`, "*", `"0123456789abcdef-gzip"`, "0123456789abcdef", `"0123456789abcdef`, ",,\"", `"0123456789abcdef;gzip"`} {
		f.Add(list)
	}
	h, _ := newSite(f)
	d := h.ready(site.Feeds, "", render.Document{ETag: `"` + tag + `"`})
	f.Fuzz(func(t *testing.T, list string) {
		got := d.known([]string{list}, &d.identity) != nil
		want := slices.ContainsFunc(strings.Split(list, ","), func(v string) bool {
			v = strings.Trim(v, " \t")
			if v == "*" {
				return true
			}
			if len(v) > 1 && strings.EqualFold(v[:2], "W/") {
				v = v[2:]
			}
			v = strings.TrimSuffix(strings.TrimPrefix(v, `"`), `"`)
			return v == tag || len(v) > len(tag) && v[:len(tag)] == tag && strings.ContainsRune(`-;"`, rune(v[len(tag)]))
		})
		if got != want {
			t.Errorf("%q: matches %v, want %v", list, got, want)
		}
		if d.known([]string{list, `"` + tag + `"`}, &d.identity) == nil {
			t.Errorf("%q hides what follows it", list)
		}
	})
}
