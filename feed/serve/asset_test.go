package serve

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"dateline/feed"
)

// beside are articles with files beside them.
var beside = map[string]string{
	"notes/a.md": "---\ndate: 2026-04-07\n---\nA [paper](paper.pdf), [data](data.zip), [track](track.gpx), [film](film.mp4), [hum](hum.mp3), " +
		"[table](t.csv), [page](page.html), [script](x.js), ![plan](plan.svg) and [itself](/notes/b.txt).\n",
	"notes/hidden.md":  "---\ndate: 2026-04-07\ndraft: true\n---\nA [secret](secret.pdf).\n",
	"notes/paper.pdf":  "%PDF-1.4",
	"notes/data.zip":   "PK",
	"notes/track.gpx":  "<gpx/>",
	"notes/film.mp4":   "film",
	"notes/hum.mp3":    "0123456789",
	"notes/t.csv":      "<script>alert(1)</script>",
	"notes/page.html":  "<script>alert(1)</script>",
	"notes/x.js":       "alert(1)",
	"notes/plan.svg":   `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject></svg>`,
	"notes/b.txt":      "",
	"notes/secret.pdf": "secret",
	"notes/other.pdf":  "nobody links it",
	"notes/x.key":      "secret",
}

// TestAssets checks that exactly the files that published articles link to are
// served, with their types and security headers.
func TestAssets(t *testing.T) {
	h, _, _ := publish(t, beside)
	const nothing = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
	const media = "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'"
	for name, want := range map[string]struct{ mediaType, policy, disposition string }{
		"paper.pdf": {"application/pdf", "", ""},
		"data.zip":  {"application/zip", nothing, "attachment"},
		"track.gpx": {"application/gpx+xml", nothing, "attachment"},
		"film.mp4":  {"video/mp4", media, ""},
		"hum.mp3":   {"audio/mpeg", media, ""},
		"t.csv":     {"text/csv; charset=utf-8", nothing, ""},
		"b.txt":     {"text/plain; charset=utf-8", nothing, ""},
		"plan.svg":  {"image/svg+xml", nothing, ""},
	} {
		for _, method := range []string{"GET", "HEAD"} {
			r := ask(h, method, "/covers/notes/"+name)
			text, got := body(t, r), r.Header.Get
			if r.StatusCode != 200 || text != beside["notes/"+name] && method == "GET" || method == "HEAD" && text != "" {
				t.Errorf("%s %s: %d %q", method, name, r.StatusCode, text)
			}
			if got("Content-Type") != want.mediaType || got("Content-Security-Policy") != want.policy || got("Content-Disposition") != want.disposition ||
				got("X-Content-Type-Options") != "nosniff" || got("Content-Length") != strconv.Itoa(len(beside["notes/"+name])) || got("Accept-Ranges") != "bytes" || len(got("ETag")) < 20 {
				t.Errorf("%s %s: %v", method, name, r.Header)
			}
		}
		if r := ask(h, "GET", "/notes/"+name); r.StatusCode != 301 || r.Header.Get("Location") != base+"/covers/notes/"+name {
			t.Errorf("/notes/%s: %d to %q", name, r.StatusCode, r.Header.Get("Location"))
		}
	}
	for _, name := range []string{"secret.pdf", "other.pdf", "x.key", "page.html", "x.js", "hidden.md"} {
		for _, path := range []string{"/notes/", "/covers/notes/"} {
			if r := ask(h, "GET", path+name); r.StatusCode != 404 {
				t.Errorf("%s: %d", path+name, r.StatusCode)
			}
		}
	}
}

// TestAssetVersions requests a file with conditions and ranges, then one whose
// length differs from that in the archive.
func TestAssetVersions(t *testing.T) {
	h, _, dir := publish(t, beside)
	const path = "/covers/notes/hum.mp3"
	tag := ask(h, "GET", path).Header.Get("ETag")
	for _, c := range []struct {
		header []string
		status int
		want   string
	}{
		{[]string{"If-None-Match", tag}, 304, ""},
		{[]string{"If-None-Match", `"x"`}, 200, "0123456789"},
		{[]string{"If-Match", `"x"`}, 412, ""},
		{[]string{"Range", "bytes=2-4"}, 206, "234"},
		{[]string{"Range", "bytes=-2", "If-Range", tag}, 206, "89"},
		{[]string{"Range", "bytes=2-4", "If-Range", `"x"`}, 200, "0123456789"},
		{[]string{"Range", "bytes=10-"}, 416, ""},
		{[]string{"Range", "bytes=0-0" + strings.Repeat(",0-0", 8)}, 200, "0123456789"},
	} {
		r := ask(h, "GET", path, c.header...)
		if got := body(t, r); r.StatusCode != c.status || c.want != "" && got != c.want {
			t.Errorf("%q: %d %q", c.header, r.StatusCode, got)
		}
	}
	put(t, dir, "notes/hum.mp3", "longer than it was")
	if r := ask(h, "GET", path); r.StatusCode != 503 || r.Header.Get("Retry-After") == "" {
		t.Errorf("a file that changed: %d", r.StatusCode)
	}
	if err := os.Remove(filepath.Join(dir, "notes/hum.mp3")); err != nil {
		t.Fatal(err)
	}
	if r := ask(h, "GET", path); r.StatusCode != 503 {
		t.Errorf("a file that vanished: %d", r.StatusCode)
	}
}

// TestAssetWithoutHash checks that a file whose hash is not known can be
// requested whole and in ranges, and has no ETag, which would be the same for all
// such files.
func TestAssetWithoutHash(t *testing.T) {
	h, _, _ := publish(t, beside)
	open := h.OpenAsset
	h.OpenAsset = func(file string, length int64) (*os.File, [16]byte, error) {
		f, _, err := open(file, length)
		return f, [16]byte{}, err
	}
	for _, c := range []struct {
		header []string
		status int
	}{
		{nil, 200}, {[]string{"If-None-Match", `""`}, 200}, {[]string{"If-None-Match", ""}, 200}, {[]string{"If-Match", ""}, 412}, {[]string{"If-Match", "*"}, 200},
		{[]string{"Range", "bytes=2-4"}, 206}, {[]string{"Range", "bytes=2-4", "If-Range", `""`}, 200},
	} {
		r := ask(h, "GET", "/covers/notes/hum.mp3", c.header...)
		if _, tagged := r.Header["Etag"]; r.StatusCode != c.status || tagged {
			t.Errorf("%q: %d, %v", c.header, r.StatusCode, r.Header)
		}
	}
}

// TestAssetGoes checks that a file is served only as long as an article links to
// it.
func TestAssetGoes(t *testing.T) {
	h, p, dir := publish(t, beside)
	put(t, dir, "notes/a.md", "---\ndate: 2026-04-07\n---\nA [table](t.csv).\n")
	p.Apply(feed.Batch{Changed: []feed.File{{Path: "notes/a.md"}}})
	for path, want := range map[string]int{"/covers/notes/t.csv": 200, "/covers/notes/hum.mp3": 404, "/notes/hum.mp3": 404} {
		if r := ask(h, "GET", path); r.StatusCode != want {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
	p.Apply(feed.Batch{Removed: []string{"notes/a.md"}})
	if r := ask(h, "GET", "/covers/notes/t.csv"); r.StatusCode != 404 {
		t.Errorf("a file of a removed article: %d", r.StatusCode)
	}
}

// TestAssetParts checks that a large file is sent in parts, each with its own
// deadline, because it takes longer than any other answer.
func TestAssetParts(t *testing.T) {
	files := map[string]string{"a.md": "---\ndate: 2026-04-07\n---\nA [film](film.mp4).\n", "film.mp4": strings.Repeat("0123456789abcdef", 3*sendingPart/16) + "end"}
	h, _, _ := publish(t, files)
	h.WriteTimeout = time.Hour
	for _, c := range []struct {
		ranges string
		want   int // deadlines
	}{{"", 4}, {"bytes=5-", 3}, {"bytes=0-9", 1}} {
		w := &patient{ResponseRecorder: httptest.NewRecorder()}
		h.ServeHTTP(w, newRequest("GET", "/covers/film.mp4", "Range", c.ranges))
		first, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(c.ranges, "bytes="), "-"))
		want := files["film.mp4"][first:]
		if strings.HasSuffix(c.ranges, "9") {
			want = want[:10]
		}
		if w.Body.String() != want || w.deadlines != c.want {
			t.Errorf("%q: %d bytes with %d deadlines, want %d with %d", c.ranges, w.Body.Len(), w.deadlines, len(want), c.want)
		}
	}
}

// patient counts calls of SetWriteDeadline.
type patient struct {
	*httptest.ResponseRecorder
	deadlines int
}

func (p *patient) SetWriteDeadline(time.Time) error { p.deadlines++; return nil }
