// Package visitors opens every kind of page in a browser.
//
// It consists of tests. Chromium visits a site of the real program whose articles are
// hostile or careless, on a phone and on a desk, in light and in dark, with and without
// scripts. axe-core and html-validate look for what they know.
package visitors

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"dateline/feed/trials/newstest"
)

// program is the path of the daemon's binary.
var program string

func TestMain(m *testing.M) { newstest.WithProgram(m, &program) }

// patience is how long a test waits for what never takes as long.
const patience = time.Minute

// site is a running daemon.
type site struct {
	dir    string
	origin string // of the site: "http://127.0.0.1:12345"
	admin  string // of the operator's page
}

// serve runs the daemon on the tree of a directory until the test ends. config is
// what its configuration has besides addresses; tables come last in it.
func serve(t *testing.T, dir, config string) *site {
	t.Helper()
	s := &site{dir: dir, origin: "http://" + free(t), admin: "http://" + free(t)}
	write(t, dir, "config.toml", fmt.Appendf(nil, "[server]\nlisten = %q\nadmin = %q\nrate = 0\n[site]\nbase_url = %q\nid_authority = \"example.org,2026\"\n%s",
		s.origin[len("http://"):], s.admin[len("http://"):], s.origin, config))
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	c := exec.Command(program, "serve", "--config", filepath.Join(dir, "config.toml"))
	c.Stdout, c.Stderr = log, log
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	t.Cleanup(func() {
		if err := c.Process.Signal(syscall.SIGTERM); err == nil {
			<-ended
		}
	})
	until(t, "the site answers", func() bool {
		select {
		case <-ended:
			text, _ := os.ReadFile(log.Name())
			t.Fatalf("the daemon ended: %s", text)
		default:
		}
		return s.status("/") == http.StatusOK && s.status("/search/?q=moon") == http.StatusOK
	})
	return s
}

// free returns an address that nothing listens at.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: not within %s", what, patience)
		}
	}
}

func (s *site) status(path string) int {
	r, err := http.Get(s.origin + path)
	if err != nil {
		return 0
	}
	r.Body.Close()
	return r.StatusCode
}

// page requests a page as a browser does.
func (s *site) page(t *testing.T, url string) (status int, body []byte) {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
	request.Header.Set("Sec-Fetch-Dest", "document")
	request.Header.Set("Sec-Fetch-Site", "none")
	r, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err = io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, body
}

func write(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	err := os.MkdirAll(filepath.Dir(file), 0o755)
	if err = errors.Join(err, os.WriteFile(file, data, 0o644)); err != nil {
		t.Fatal(err)
	}
}

// node runs a script with a task, and returns the lines of JSON that it prints. It
// skips the test if the script's packages or Chromium are not installed.
func node[T any](t *testing.T, script string, task any) (lines []T) {
	t.Helper()
	if !newstest.Works(t, browser, "--version") || !newstest.Works(t, "node", "testdata/"+script) {
		t.Skip("no browser")
	}
	input, err := json.Marshal(task)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command("node", "testdata/"+script)
	c.Stdin = bytes.NewReader(input)
	var complaints bytes.Buffer
	c.Stderr = &complaints
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s: %v: %.2000s", script, err, &complaints)
	}
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var line T
		if err := d.Decode(&line); err != nil {
			t.Fatalf("%s: %v: %.200s", script, err, out)
		}
		lines = append(lines, line)
	}
	return lines
}

// browser is Debian's Chromium.
const browser = "/usr/bin/chromium"
