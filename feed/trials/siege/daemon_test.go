package siege

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"dateline/feed/trials/newstest"
)

// program is the path of the daemon's binary.
var program string

func TestMain(m *testing.M) { newstest.WithProgram(m, &program) }

// secret is the text of files that no client may get.
const secret = "the-secret-that-nobody-may-read"

// daemon is a daemon under siege.
type daemon struct {
	t       testing.TB
	dir     string // of its configuration; the articles are in news
	address string
	admin   string
	c       *exec.Cmd
	log     *text
}

// text collects what the daemon logs.
type text struct {
	mu sync.Mutex // guards b
	b  strings.Builder
}

func (t *text) add(line string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b.WriteString(line + "\n")
}

// String implements fmt.Stringer.
func (t *text) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.String()
}

// start runs a daemon that serves 300 articles, with lines of its own in the
// section [server] of the configuration.
func start(t testing.TB, server string) *daemon {
	t.Helper()
	d := &daemon{t: t, dir: t.TempDir(), log: new(text)}
	for f := range newstest.Articles(300, 7) {
		d.write("news/"+f.Path, string(f.Data))
	}
	d.write("news/2026/04/1/draft.md", "---\ndraft: true\n---\n# "+secret+"\n")
	d.write("news/.git/config", secret)
	d.write("news/notes.txt", secret)
	d.write("secret.md", "# "+secret+"\n")
	d.write("config.toml", "[[content]]\ndir = \"news\"\n[watch]\nsettle = \"50ms\"\n[server]\nlisten = \"127.0.0.1:0\"\nadmin = \"127.0.0.1:0\"\n"+server)
	d.c = exec.Command(program, "serve", "--config", filepath.Join(d.dir, "config.toml"))
	stderr, err := d.c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	addresses := make(chan string, 2)
	go func() {
		defer close(ended)
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			d.log.add(lines.Text())
			if m := listens.FindStringSubmatch(lines.Text()); m != nil {
				addresses <- m[1]
			}
		}
	}()
	t.Cleanup(func() {
		_ = d.c.Process.Signal(syscall.SIGTERM) // it may have ended
		<-ended
		if err := d.c.Wait(); err != nil || t.Failed() {
			t.Errorf("the daemon ended with %v; its log:\n%.5000s", err, d.log)
		}
	})
	for _, address := range []*string{&d.address, &d.admin} {
		select {
		case *address = <-addresses:
		case <-ended:
			t.Fatal("the daemon ended early")
		}
	}
	d.until("it is ready", func() bool { return d.metric("dateline_ready") == 1 })
	return d
}

var listens = regexp.MustCompile(`msg=(?:listening address|administration at)=(\S+)`)

func (d *daemon) write(name, text string) {
	d.t.Helper()
	file := filepath.Join(d.dir, name)
	err := os.MkdirAll(filepath.Dir(file), 0o755)
	if err = errors.Join(err, os.WriteFile(file, []byte(text), 0o644)); err != nil {
		d.t.Fatal(err)
	}
}

// until waits until a condition holds, and fails after a minute.
func (d *daemon) until(what string, is func() bool) {
	d.t.Helper()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for begin := time.Now(); time.Since(begin) < time.Minute; <-again.C {
		if is() {
			return
		}
	}
	d.t.Fatalf("waited a minute in vain until %s", what)
}

// metric returns a number from /metrics; values that differ only by labels are
// added up.
func (d *daemon) metric(name string) (sum float64) {
	d.t.Helper()
	r, err := http.Get("http://" + d.admin + "/metrics")
	if err != nil {
		d.t.Fatal(err)
	}
	defer r.Body.Close()
	for lines := bufio.NewScanner(r.Body); lines.Scan(); {
		field, value, _ := strings.Cut(lines.Text(), " ")
		if base, _, _ := strings.Cut(field, "{"); base == name {
			n, err := strconv.ParseFloat(value, 64)
			if err != nil {
				d.t.Fatal(err)
			}
			sum += n
		}
	}
	return sum
}

// dial connects from 127.0.0.from, another address of this machine.
func (d *daemon) dial(from byte) net.Conn {
	d.t.Helper()
	c, err := (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, from)}}).Dial("tcp", d.address)
	if err != nil {
		d.t.Fatal(err)
	}
	return c
}

// send sends bytes, and returns what comes back until the daemon hangs up.
func (d *daemon) send(raw string) string {
	d.t.Helper()
	c := d.dial(1)
	defer c.Close()
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		_, _ = io.WriteString(c, raw) // the daemon may have hung up
		_ = c.(*net.TCPConn).CloseWrite()
	}()
	_ = c.SetReadDeadline(time.Now().Add(time.Minute)) // a hang is a failure
	data, err := io.ReadAll(c)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		d.t.Errorf("%.100q: the daemon neither answers nor hangs up", raw)
	}
	<-sent
	return string(data)
}

// serves checks that an ordinary client gets a feed.
func (d *daemon) serves() {
	d.t.Helper()
	r, err := http.Get("http://" + d.address + "/feed.rss")
	if err != nil {
		d.t.Error(err)
		return
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err = errors.Join(err, whole("/feed.rss", r, body)); err != nil || r.StatusCode != http.StatusOK {
		d.t.Errorf("an ordinary client gets %s: %v", r.Status, err)
	}
}

// whole reports what is wrong with an answer, which must be a complete feed, a
// 304 or a documented refusal.
func whole(path string, r *http.Response, body []byte) error {
	switch r.StatusCode {
	case http.StatusOK, http.StatusIMUsed:
	case http.StatusNotModified:
		if len(body) > 0 {
			return fmt.Errorf("%s: a 304 with %d bytes", path, len(body))
		}
		return nil
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		if seconds, err := strconv.Atoi(r.Header.Get("Retry-After")); err != nil || seconds < 1 {
			return fmt.Errorf("%s: %s with Retry-After %q", path, r.Status, r.Header.Get("Retry-After"))
		}
		return nil
	case http.StatusBadRequest, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusGone, http.StatusRequestURITooLong,
		http.StatusRequestHeaderFieldsTooLarge, http.StatusMovedPermanently, http.StatusFound:
		return nil
	default:
		return fmt.Errorf("%s: %s, which is not documented", path, r.Status)
	}
	if !r.Uncompressed && r.Header.Get("Content-Length") != strconv.Itoa(len(body)) {
		return fmt.Errorf("%s: %d bytes, but Content-Length: %s", path, len(body), r.Header.Get("Content-Length"))
	}
	return wellFormed(r.Header.Get("Content-Type"), body)
}

// wellFormed reports whether a feed can be parsed.
func wellFormed(mediaType string, body []byte) error {
	switch {
	case strings.Contains(mediaType, "json"):
		if !json.Valid(body) {
			return fmt.Errorf("no JSON: %.100q", body)
		}
	case strings.Contains(mediaType, "xml"):
		decoder := xml.NewDecoder(bytes.NewReader(body))
		for {
			if _, err := decoder.Token(); err == io.EOF {
				return nil
			} else if err != nil {
				return fmt.Errorf("no XML: %w", err)
			}
		}
	}
	return nil
}
