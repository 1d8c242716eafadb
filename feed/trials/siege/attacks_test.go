package siege

import (
	"bufio"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// attack is a hostile request, with the statuses that it may get. 0 means that
// the daemon hangs up.
type attack struct {
	name, raw string
	statuses  []int
}

// get returns a request for a target.
func get(target string, fields ...string) string {
	return "GET " + target + " HTTP/1.1\r\nHost: news.example.org\r\n" + strings.Join(append(fields, "Connection: close"), "\r\n") + "\r\n\r\n"
}

// traversals are paths that lead out of the tree, or to files that are not
// articles.
var traversals = []string{
	"/../secret.md", "/../../../../etc/passwd", "/%2e%2e/secret.md", "/%2e%2e%2fsecret.md", "/..%2fsecret.md", "/..\\secret.md", "/%5c..%5csecret.md",
	"//secret.md", "/./secret.md", "/2026/../../secret.md", "/covers/../secret.md", "/covers/..%2f..%2fsecret.md", "/covers/%2e%2e/%2e%2e/secret.md",
	"/2026/04/1/draft.md", "/2026/04/1/draft", "/.git/config", "/%2egit/config", "/covers/.git/config", "/notes.txt", "/covers/notes.txt", "/notes.txt%00.md",
	"/secret.md%00", "/%c0%ae%c0%ae/secret.md", "/..;/secret.md", "/%252e%252e/secret.md", "/topics/../../secret.md", "/config.toml", "/../config.toml", "/dateline.db", "/../dateline.db",
	"/proc/self/environ", "/2026/04/1/", "/covers/2026/04/1/draft.md",
	"/-/../secret.md", "/-/secret.md", "/-/2026/04/1/draft", "/-/.git/config", "/-/-/secret.md", "/-%2f..%2fsecret.md",
}

func attacks() []attack {
	floods := strings.Repeat("X-Flood: 1\r\n", 10_000)
	list := []attack{
		{"absolute form", get("http://evil.example/feed.rss"), []int{200}},
		{"absolute form of a redirect", get("http://evil.example/topics"), []int{301}},
		{"another Host", strings.Replace(get("/"), "news.example.org", "evil.example", 1), []int{200}},
		{"Host with a port", strings.Replace(get("/topics"), "news.example.org", "evil.example:99", 1), []int{301}},
		{"Host with a space", strings.Replace(get("/"), "news.example.org", "evil example", 1), []int{400}},
		{"empty Host", strings.Replace(get("/feed.rss"), "news.example.org", "", 1), []int{200, 400}},
		{"no Host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", []int{400}},
		{"two Hosts", get("/", "Host: evil.example"), []int{200, 400}},
		{"long Host", strings.Replace(get("/topics"), "news.example.org", strings.Repeat("evil.", 2000), 1), []int{301, 400, 431}},
		{"X-Forwarded-Host", get("/topics", "X-Forwarded-Host: evil.example", "Forwarded: host=evil.example"), []int{301}},
		{"flood of fields", "GET / HTTP/1.1\r\nHost: x\r\n" + floods + "\r\n", []int{431, 0}},
		{"one field of 64 KB", get("/", "X-Long: "+strings.Repeat("a", 64<<10)), []int{431, 0}},
		{"body on GET", "GET /feed.rss HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello", []int{200}},
		{"chunked body on GET", "GET /feed.rss HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", []int{200}},
		{"two lengths of a body", "GET /feed.rss HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", []int{400}},
		{"length and chunks", "POST /feed.rss HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n", []int{400, 405}},
		{"unknown method", "BREW / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", []int{405}},
		{"POST", "POST /feed.rss HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi", []int{405}},
		{"TRACE", "TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", []int{405}},
		{"CONNECT", "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n", []int{405}},
		{"OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", []int{405}},
		{"bare line feeds", "GET /feed.rss HTTP/1.1\nHost: x\nConnection: close\n\n", []int{200, 400}},
		{"bare carriage returns", "GET /feed.rss HTTP/1.1\rHost: x\r\r", []int{400, 0}},
		{"folded field", get("/feed.rss", "X-Fold: a\r\n b"), []int{200, 400}},
		{"space before the colon", get("/feed.rss", "X-Odd : a"), []int{400}},
		{"control character in a field", get("/feed.rss", "X-Odd: \x01"), []int{400}},
		{"path of 100 KB", get("/" + strings.Repeat("a", 100<<10)), []int{414, 431, 0}},
		{"path of 3 KB", get("/" + strings.Repeat("a", 3<<10)), []int{414}},
		{"query of 3 KB", get("/feed.rss?" + strings.Repeat("a", 3<<10)), []int{414}},
		{"20,000 ranges", get("/feed.rss", "Range: bytes=0-0"+strings.Repeat(",0-0", 20_000)), []int{431, 0}},
		{"1,000 ranges", get("/feed.rss", "Range: bytes=0-0"+strings.Repeat(",0-0", 1000)), []int{200}},
		{"conditional field of 100 KB", get("/feed.rss", "If-None-Match: "+strings.Repeat(`"x", `, 20_000)), []int{431, 0}},
		{"2,000 validators", get("/feed.rss", "If-None-Match: "+strings.Repeat(`"xy",`, 2000)), []int{200}},
		{"HTTP/1.0", "GET /feed.rss HTTP/1.0\r\n\r\n", []int{200}},
		{"HTTP/0.9", "GET /feed.rss\r\n", []int{400, 0}},
		{"HTTP/3", "GET /feed.rss HTTP/3.0\r\nHost: x\r\n\r\n", []int{505, 400, 0}},
		{"preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", []int{400, 405, 505, 0}},
		{"TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + strings.Repeat("\x00", 500), []int{400, 0}},
		{"noise", strings.Repeat("\xff\x00\x13", 1000), []int{400, 0}},
		{"nothing", "", []int{0, 400}},
		{"newline in the target", "GET /feed.rss\r\nX: y HTTP/1.1\r\n\r\n", []int{400, 0}},
		{"control characters of a search", get("/search/?q=%01%1b%5b2J%c2%9b31m"), []int{200, 503}},
		{"control characters of a topic", get("/topics/%1b%5b2J%c2%9b/"), []int{404}},
		{"control characters of lists", get("/opml?topics=%07%7f,%e2%80%ae"), []int{404}},
		{"encoded newline in a redirect", get("/topics/Sp%0d%0aX:%20evil/"), []int{301, 404, 400}},
	}
	for _, path := range traversals {
		list = append(list, attack{"path " + path, get(path), []int{301, 400, 404}})
	}
	return list
}

// suffers reports what is wrong with the answer to an attack. The answer must
// be a documented one, must not reveal a secret, and must not repeat what the
// client said about the host.
func (d *daemon) suffers(a attack) error {
	text := d.send(a.raw)
	status := 0
	if r, err := http.ReadResponse(bufio.NewReader(strings.NewReader(text)), nil); err == nil {
		status = r.StatusCode
	}
	host := strings.Contains(a.raw, "evil") && !strings.Contains(a.name, "newline")
	switch {
	case !slices.Contains(a.statuses, status):
		return fmt.Errorf("%s: %d, want one of %v:\n%.300s", a.name, status, a.statuses, text)
	case strings.Contains(text, secret), strings.Contains(text, "root:"):
		return fmt.Errorf("%s: the answer reveals a secret", a.name)
	case host && strings.Contains(strings.ReplaceAll(text, "/evil", ""), "evil"):
		return fmt.Errorf("%s: the answer repeats what the client said about the host:\n%.300s", a.name, text)
	case strings.ContainsAny(text, "\x01\x07\x1b\x7f\u009b\u202e"):
		return fmt.Errorf("%s: the answer repeats a control character:\n%.300q", a.name, text)
	case strings.Contains(text, "\r\nX: evil"):
		return fmt.Errorf("%s: the answer has a header field that the client made up", a.name)
	}
	return nil
}

// TestAttacks checks that every attack gets one of the permitted answers, and
// that other clients are served after it.
func TestAttacks(t *testing.T) {
	t.Parallel()
	d := start(t, "rate = 0\n")
	for _, a := range attacks() {
		if err := d.suffers(a); err != nil {
			t.Error(err)
		}
		d.serves()
	}
	if strings.Contains(d.log.String(), "panic") {
		t.Error("the log mentions a panic")
	}
}

// TestPipeline checks that a thousand requests sent at once get a thousand
// answers.
func TestPipeline(t *testing.T) {
	t.Parallel()
	d := start(t, "rate = 0\n")
	const n = 1000
	var raw strings.Builder
	for i := range n {
		fmt.Fprintf(&raw, "HEAD /nothing-%d HTTP/1.1\r\nHost: x\r\n\r\n", i)
	}
	text := d.send(raw.String())
	if got := strings.Count(text, "HTTP/1.1 404 Not Found\r\n"); got != n {
		t.Errorf("%d answers, want %d", got, n)
	}
}
