package express

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/archive"
	"dateline/feed/render"
	"dateline/feed/serve"
	"dateline/feed/site"
)

// headerBytes bounds heads in the tests: net/http accepts 4 KiB more than its
// limit.
const headerBytes = 16 << 10

// newServer returns a server with limits that no test reaches, except that of
// heads.
func newServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: time.Minute, ReadTimeout: time.Minute, WriteTimeout: time.Minute, IdleTimeout: time.Minute,
		MaxHeaderBytes:               headerBytes - 4<<10,
		ErrorLog:                     log.New(io.Discard, "", 0),
		DisableGeneralOptionsHandler: true,
	}
}

// counting is a listener that wraps its connections, like that of package front.
type counting struct{ net.Listener }

func (l counting) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return counted{c}, err
}

// counted is a connection of counting.
type counted struct{ net.Conn }

func (c counted) NetConn() net.Conn { return c.Conn }

func (c counted) CloseWrite() error { return c.Conn.(interface{ CloseWrite() error }).CloseWrite() }

func (c counted) ReadFrom(src io.Reader) (int64, error) { return io.Copy(c.Conn, src) }

// expressly returns a listener that answers plain requests itself.
func expressly(l net.Listener, s *http.Server) net.Listener {
	return &Listener{Listener: counting{l}, Server: s, Slow: []string{"/slow/"}}
}

// usual returns a listener unchanged.
func usual(l net.Listener, _ *http.Server) net.Listener { return l }

// serving runs a server on a listener that way returns, until the test ends. It
// returns the server's address.
func serving(t testing.TB, s *http.Server, way func(net.Listener, *http.Server) net.Listener) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	run(t, s, way(l, s))
	return l.Addr().String()
}

// run runs a server until the test ends.
func run(t testing.TB, s *http.Server, l net.Listener) {
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(l) }()
	t.Cleanup(func() {
		_ = s.Close()
		if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
}

// methodField is a header field with the method, which determines whether an
// answer has a body.
const methodField = "X-Method"

// told answers with all parts of the request, in all the ways in which handlers
// answer.
func told(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	text := fmt.Sprintf("%s %s %s %q %q %q %d\n", r.Method, r.RequestURI, r.URL, r.Host, r.Proto, body, r.ContentLength)
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		text += fmt.Sprintf("%s: %q\n", name, r.Header[name])
	}
	w.Header().Set("Server", "dateline")
	w.Header().Set(methodField, r.Method)
	switch r.URL.Path {
	case "/none":
		w.WriteHeader(http.StatusNotModified)
	case "/away":
		w.Header().Set("Location", "http://example.org/\r\nX: y")
		w.WriteHeader(http.StatusMovedPermanently)
	case "/error":
		http.Error(w, text, http.StatusNotFound)
	case "/pieces":
		w.Header().Set("Content-Length", strconv.Itoa(len(text)))
		for i := range len(text) {
			_, _ = io.WriteString(w, text[i:i+1])
		}
	case "/long":
		w.Header().Set("Content-Type", "text/plain")
		w.Header().Set("Content-Length", strconv.Itoa(1<<20))
		_, _ = w.Write(bytes.Repeat([]byte("long text\n"), 1<<17)[:1<<20])
	case "/ready":
		ready(w, http.StatusOK, text, false)
	case "/failure":
		ready(w, http.StatusNotFound, text, false)
	case "/file":
		ready(w, http.StatusOK, text, true)
	case "/files":
		ready(w, http.StatusOK, strings.Repeat(text, 1<<16), true)
	case "/short":
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, "less")
	case "/nothing":
		w.Header().Set("Content-Length", "100")
	case "/panic":
		panic(http.ErrAbortHandler)
	case "/range":
		w.Header().Set("Content-Type", "text/plain")
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(text))
	default:
		w.Header().Set("Content-Type", "text/plain")
		w.Header().Set("Content-Length", strconv.Itoa(len(text)))
		_, _ = io.WriteString(w, text)
	}
}

// ready answers with encoded header lines and a body, perhaps from a file, if the
// writer supports that.
func ready(w http.ResponseWriter, status int, body string, fromFile bool) {
	direct, ok := w.(serve.Direct)
	if !ok {
		w.Header().Set("Content-Type", "text/plain")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body) // the client may have gone away
		return
	}
	var file *os.File
	if fromFile {
		file = fileOf(body)
		defer file.Close()
	}
	lines := fmt.Sprintf("Content-Type: text/plain\r\nContent-Length: %d\r\n", len(body))
	_, _ = direct.Send(status, []byte(lines), []byte(body), file) // likewise
}

// fileOf returns an unlinked file.
func fileOf(text string) *os.File {
	file, err := os.CreateTemp("", "")
	if err == nil {
		_, err = file.WriteString(text)
	}
	if err = errors.Join(err, os.Remove(file.Name())); err != nil {
		panic(err)
	}
	return file
}

// pair returns two servers with the same handler: one with this package, one with
// net/http alone.
func pair(t testing.TB) (short, long string) {
	t.Helper()
	told := http.HandlerFunc(told)
	return serving(t, newServer(told), expressly), serving(t, newServer(told), usual)
}

// ask sends pieces to a server, and returns its answers, one per string.
func ask(t testing.TB, address string, pieces ...string) (answers []string) {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, p := range pieces {
		if _, err := io.WriteString(c, p); err != nil {
			break // the server has refused the request
		}
	}
	_ = c.(*net.TCPConn).CloseWrite() // the server may have closed the connection
	data, _ := io.ReadAll(c)
	return slices.DeleteFunc(answersIn(data), func(a string) bool {
		return strings.HasPrefix(a, undated) // net/http refuses what it cannot parse, or closes the connection
	})
}

// undated is the beginning of answers without a date.
const undated = "undated "

// answersIn returns the answers in what a server sent, each in one string,
// without its date.
func answersIn(data []byte) (answers []string) {
	r := bufio.NewReader(bytes.NewReader(data))
	for {
		answer, err := http.ReadResponse(r, nil)
		if err != nil {
			return answers
		}
		var body []byte
		if answer.Header.Get(methodField) != http.MethodHead {
			body, err = io.ReadAll(answer.Body)
		}
		mark := undated
		if answer.Header.Get("Date") != "" {
			mark = ""
		}
		answer.Header.Del("Date")
		answers = append(answers, fmt.Sprintf("%s%s %d %v %v\n%s", mark, answer.Status, answer.ContentLength, answer.Header, err, body))
	}
}

const plainHead = " HTTP/1.1\r\nHost: example.org\r\nUser-Agent: test\r\nAccept: */*\r\n\r\n"

// requests are heads and the bytes after them.
var requests = []string{
	"GET /" + plainHead, "GET /none" + plainHead, "GET /away" + plainHead, "GET /error" + plainHead, "GET /pieces" + plainHead, "GET /long" + plainHead,
	"GET /short" + plainHead, "GET /panic" + plainHead, "GET /nothing" + plainHead, "HEAD /" + plainHead, "HEAD /error" + plainHead, "HEAD /away" + plainHead, "HEAD /long" + plainHead,
	"GET /range HTTP/1.1\r\nHost: x\r\nRange: bytes=2-9\r\n\r\n", "GET /ready" + plainHead, "HEAD /ready" + plainHead, "GET /failure" + plainHead, "HEAD /failure" + plainHead, "GET /file" + plainHead, "HEAD /file" + plainHead,
	"GET /a?b=%20&c HTTP/1.1\r\nHOST: x\r\nx-ODD-name: 1\r\nX-Odd-Name: 2\r\n\r\n",
	"GET http://evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n", "GET //evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
	"GET /./a/..//b" + plainHead, "HEAD //b/.?c=//d" + plainHead, "GET /%2e%2e/%2Fb" + plainHead,
	"OPTIONS /ready HTTP/1.1\r\nHost: x\r\nOrigin: https://reader.example\r\nAccess-Control-Request-Method: GET\r\n\r\n",
	"GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "GET / HTTP/1.1\r\nHost:\r\n\r\n",
	"GET / HTTP/1.1\nHost: x\n\n", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nA: \x01\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET",
	"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nConnection: Keep-Alive\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n",
	"GET / HTTP/1.0\r\nHost: x\r\n\r\n", "GET / HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n", "GET /\r\n", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
	"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "GET /\x7f HTTP/1.1\r\nHost: x\r\n\r\n", "GET / x HTTP/1.1\r\nHost: x\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n", "\r\n\r\n", "nonsense", "",
	"GET / HTTP/1.1\r\nHost: x\r\nA: " + strings.Repeat("a", 5000) + "\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nA: " + strings.Repeat("a", 40_000) + "\r\n\r\n",
}

// TestExpress checks that plain requests are answered as net/http answers them:
// alone, after another request, before one, and in pieces.
func TestExpress(t *testing.T) {
	short, long := pair(t)
	first := "GET /first" + plainHead
	for _, r := range requests {
		half := len(r) / 2
		head, rest, _ := strings.Cut(r, "\r\n\r\n")
		for name, pieces := range map[string][]string{
			"alone": {r}, "twice": {r, r}, "after another": {first, r}, "behind another": {first + r}, "before another": {r + first}, "in halves": {r[:half], r[half:]},
			"head first": {head + "\r\n\r\n", rest},
		} {
			want, got := ask(t, long, pieces...), ask(t, short, pieces...)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s %.120q (-net/http +express):\n%.2000s", name, r, diff)
			}
		}
	}
}

// TestHandler checks that the handler of the site is answered for as net/http
// does: with the same fields for pages of other sites, and for other spellings of
// an address.
func TestHandler(t *testing.T) {
	h := serve.New(serve.Options{Snapshot: func() *archive.Snapshot { return archive.New(archive.Options{}) }, BaseURL: "https://example.org/feeds", Site: site.New(site.Options{Renderer: render.New(render.Site{})})})
	short, long := serving(t, newServer(h), expressly), serving(t, newServer(h), usual)
	for _, c := range []struct{ request, status, field string }{
		{"GET //", "301", "Location:[https://example.org/feeds/]"},
		{"GET //?x=//y", "301", "Location:[https://example.org/feeds/?x=//y]"},
		{"GET //evil.example/..", "301", "Location:[https://example.org/feeds/]"},
		{"GET /%2e%2e/./", "301", "Location:[https://example.org/feeds/]"},
		{"GET //evil.example/", "404", "Cache-Control:[max-age=0]"},
		{"OPTIONS /feed.rss", "405", "Allow:[GET, HEAD]"},
		{"OPTIONS /feed.rss preflight", "204", "Access-Control-Allow-Methods:[GET, HEAD]"},
	} {
		request, preflight := strings.CutSuffix(c.request, " preflight")
		head := plainHead
		if preflight {
			head = strings.Replace(plainHead, "\r\n", "\r\nOrigin: https://reader.example\r\nAccess-Control-Request-Method: GET\r\n", 1)
		}
		want, got := ask(t, long, request+head), ask(t, short, request+head)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-net/http +express):\n%s", c.request, diff)
		}
		if len(got) != 1 || !strings.HasPrefix(got[0], c.status) || !strings.Contains(got[0], c.field) || !strings.Contains(got[0], "Access-Control-Allow-Origin:[*]") {
			t.Errorf("%s: %q, want %s with %s", c.request, got, c.status, c.field)
		}
	}
}

// TestFile checks that a file which does not fit into the buffers of a connection
// arrives whole, and that one which is shorter than announced ends the
// connection.
func TestFile(t *testing.T) {
	short, long := pair(t)
	request := "GET /files" + plainHead
	want, got := ask(t, long, request), ask(t, short, request)
	if len(want) != 1 || !slices.Equal(want, got) {
		t.Errorf("%d answers, want %d with the same text", len(got), len(want))
	}
	cut := newServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		file := fileOf("some")
		defer file.Close()
		_, _ = w.(serve.Direct).Send(http.StatusOK, []byte("Content-Length: 9\r\n"), []byte("some more"), file)
	}))
	answers := ask(t, serving(t, cut, expressly), request)
	if len(answers) != 1 || !strings.Contains(answers[0], io.ErrUnexpectedEOF.Error()) {
		t.Errorf("a file that is too short: %q", answers)
	}
}

// polled returns a connection whose requests a handler answers, and whose answers
// are discarded.
func polled(h http.HandlerFunc) *conn {
	s := newServer(h)
	s.ConnState = func(net.Conn, http.ConnState) {}
	return &conn{stream: counted{nowhere{}}, inner: nowhere{}, listener: &Listener{Server: s}}
}

// TestNoAllocation checks that a repeated poll does not allocate. It uses one
// exchange, because a sync.Pool drops some under the race detector.
func TestNoAllocation(t *testing.T) {
	c := polled(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) })
	poll, e := []byte("GET /"+plainHead), newExchange()
	if got := testing.AllocsPerRun(1000, func() {
		if !e.read(poll) {
			t.Fatal("the poll is not plain")
		}
		c.tell(http.StateActive)
		if !c.send(e) {
			t.Fatal("the poll is not answered")
		}
		c.tell(http.StateIdle)
	}); got >= 1 {
		t.Errorf("%v allocations", got)
	}
}

// nowhere discards everything that is sent.
type nowhere struct{ net.Conn }

func (nowhere) Write(b []byte) (int, error)      { return len(b), nil }
func (nowhere) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (nowhere) SetReadDeadline(time.Time) error  { return nil }
func (nowhere) SetWriteDeadline(time.Time) error { return nil }

// BenchmarkAnswer answers a poll for a feed, with header fields and with encoded
// lines; "x-fields" is the ratio to only setting the fields.
func BenchmarkAnswer(b *testing.B) {
	fields := http.Header{
		"Vary": {"Accept-Encoding, Sec-Fetch-Dest"}, "Cache-Control": {"max-age=900, stale-while-revalidate=900, stale-if-error=86400"},
		"Last-Modified": {"Tue, 03 Mar 2026 08:00:00 GMT"}, "Etag": {`"0123456789abcdef0123456789abcdef-gzip"`},
		"Content-Type": {"application/atom+xml; charset=utf-8"}, "Content-Encoding": {"gzip"}, "Content-Length": {"41000"},
	}
	var lines bytes.Buffer
	_ = fields.Write(&lines) // a buffer returns no error
	body := make([]byte, 41_000)
	for name, handler := range map[string]http.HandlerFunc{
		"fields": func(w http.ResponseWriter, _ *http.Request) {
			maps.Copy(w.Header(), fields)
			_, _ = w.Write(body)
		},
		"ready": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.(serve.Direct).Send(http.StatusOK, lines.Bytes(), body, nil)
		},
	} {
		b.Run(name, func(b *testing.B) {
			c := polled(handler)
			request := []byte("GET /feed.atom" + plainHead)
			header := http.Header{}
			var ours, floor time.Duration
			b.ReportAllocs()
			for b.Loop() {
				start := time.Now()
				if !c.answer(request) {
					b.Fatal("the poll is not answered")
				}
				ours += time.Since(start)
				start = time.Now()
				clear(header)
				maps.Copy(header, fields)
				floor += time.Since(start)
			}
			b.ReportMetric(float64(ours)/float64(floor), "x-fields")
		})
	}
}
