package serve

import (
	"bytes"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/audience"
)

// TestDirect checks that encoded header lines equal the header fields for every
// kind of answer.
func TestDirect(t *testing.T) {
	h, _ := newSite(t)
	now := time.Now()
	h.Now = func() time.Time { return now }
	sent := 0
	for range 2 {
		for _, path := range []string{"/feed.rss", "/feed.atom", "/feed.json", "/", "/2026/04/7/first", "/2026/04/7/first.md", "/covers/2026/04/7/cover.gif", "/feed.atom?limit=1", "/nothing"} {
			tag := ask(h, "GET", path).Header.Get("ETag")
			for _, fields := range [][]string{
				{}, {"Accept-Encoding", "gzip"}, {"Accept-Encoding", "br, gzip"}, {"If-None-Match", tag}, {"If-None-Match", strings.TrimSuffix(tag, `"`) + `-gzip"`},
				{"If-Match", `"x"`}, {"Range", "bytes=1-2"}, {"If-Modified-Since", "Tue, 24 Nov 2099 00:00:00 GMT"}, {"Sec-Fetch-Dest", "document"},
			} {
				for _, method := range []string{"GET", "HEAD"} {
					want, got := httptest.NewRecorder(), direct{httptest.NewRecorder(), &sent}
					h.ServeHTTP(want, newRequest(method, path, fields...))
					h.ServeHTTP(got, newRequest(method, path, fields...))
					if want.Code != got.Code || want.Body.String() != got.Body.String() {
						t.Errorf("%s %s %q: %d by fields, %d by lines, or other bodies", method, path, fields, want.Code, got.Code)
					}
					if diff := cmp.Diff(want.Header(), got.Header()); diff != "" {
						t.Errorf("%s %s %q (-fields +lines):\n%s", method, path, fields, diff)
					}
				}
			}
		}
		now = now.Add(time.Minute)
	}
	if sent < 100 {
		t.Errorf("%d answers by lines", sent)
	}
}

// direct records encoded header lines, and counts calls.
type direct struct {
	*httptest.ResponseRecorder
	sent *int
}

// Send implements Direct.
func (d direct) Send(status int, lines, body []byte, _ *os.File) (int, error) {
	*d.sent++
	for line := range bytes.Lines(lines) {
		name, value, _ := strings.Cut(string(line), ": ")
		d.Header().Add(name, strings.TrimSuffix(value, "\r\n"))
	}
	d.WriteHeader(status)
	return d.Write(body)
}

// TestNoAllocation checks that the most frequent answers do not allocate.
func TestNoAllocation(t *testing.T) {
	h := large(t)
	polled := 0
	h.Polled = func(audience.Poll) { polled++ }
	tag := ask(h, "GET", "/feed.atom").Header.Get("ETag")
	for name, fields := range map[string]http.Header{
		"304":           {"If-None-Match": {tag}},
		"304, a list":   {"If-None-Match": {`"x", W/` + tag}},
		"200, gzip":     {"Accept-Encoding": {"gzip, deflate, br"}},
		"200, identity": {},
	} {
		r := httptest.NewRequest("GET", "/feed.atom", nil)
		r.Header = fields
		w := nowhere{http.Header{}}
		for _, w := range []http.ResponseWriter{w, nowhereDirect{w}} {
			if got := testing.AllocsPerRun(1000, func() { h.ServeHTTP(w, r) }); got > 0 {
				t.Errorf("%s, %T: %v allocations", name, w, got)
			}
		}
	}
	if polled == 0 {
		t.Error("nobody counted")
	}
}

// nowhere discards an answer, but keeps its header.
type nowhere struct{ header http.Header }

func (n nowhere) Header() http.Header         { return n.header }
func (n nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (n nowhere) WriteHeader(int)             {}

type nowhereDirect struct{ nowhere }

func (n nowhereDirect) Send(_ int, _, body []byte, _ *os.File) (int, error) { return len(body), nil }

// BenchmarkSend answers with a cached feed; "x-copy" is the ratio to only writing
// its bytes, or for 304 to only setting header fields.
func BenchmarkSend(b *testing.B) {
	h := large(b)
	tag := ask(h, "GET", "/feed.atom").Header.Get("ETag")
	for name, fields := range map[string]http.Header{"304": {"If-None-Match": {tag}}, "gzip": {"Accept-Encoding": {"gzip"}}, "identity": {}} {
		b.Run(name, func(b *testing.B) {
			r := httptest.NewRequest("GET", "/feed.atom", nil)
			r.Header = fields
			w := sink{header: http.Header{}}
			h.ServeHTTP(&w, r)
			want, header := bytes.Clone(w.Bytes()), w.header.Clone()
			var ours, floor time.Duration
			b.ReportAllocs()
			for b.Loop() {
				w.Reset()
				clear(w.header)
				start := time.Now()
				h.ServeHTTP(&w, r)
				ours += time.Since(start)
				w.Reset()
				clear(w.header)
				start = time.Now()
				maps.Copy(w.header, header)
				_, _ = w.Write(want)
				floor += time.Since(start)
			}
			b.ReportMetric(float64(ours)/float64(floor), "x-copy")
		})
	}
}

type sink struct {
	bytes.Buffer
	header http.Header
}

func (s *sink) Header() http.Header { return s.header }

func (s *sink) WriteHeader(int) {}
