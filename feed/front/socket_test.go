//go:build unix

package front

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
)

// stale leaves the socket of a process that was killed.
func stale(t *testing.T, path string) {
	t.Helper()
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestSocketFiles checks that sockets have the permissions that their clients
// need, also with a strict umask, replace those of a killed process, and are
// removed at the end.
func TestSocketFiles(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o077))
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	stale(t, path("main"))
	stale(t, path("admin"))
	ls, err := Listen(Addresses{Main: "unix:" + path("main"), Admin: "unix:" + path("admin"), Redirect: "unix:" + path("redirect")})
	if err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]fs.FileMode{"main": 0o666, "admin": 0o660, "redirect": 0o666} {
		if info, err := os.Stat(path(name)); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v, want %v", name, info, err, mode)
		}
		c, err := Dial(t.Context(), "unix:"+path(name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else {
			c.Close()
		}
	}
	if got := Name(ls.Main[0].Addr()); got != "unix:"+path("main") {
		t.Errorf("its name is %q", got)
	}
	ls.Close()
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// TestSocketRefused checks that nothing but the socket of a killed process is
// replaced, and that the error has the address, the cause and a hint.
func TestSocketRefused(t *testing.T) {
	dir := t.TempDir()
	live, file, link, packets := filepath.Join(dir, "live"), filepath.Join(dir, "file"), filepath.Join(dir, "link"), filepath.Join(dir, "packets")
	l, err := net.Listen("unix", live)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	p, err := net.ListenPacket("unixgram", packets)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if err := errors.Join(os.WriteFile(file, []byte("text"), 0o600), os.Symlink(live, link)); err != nil {
		t.Fatal(err)
	}
	long := filepath.Join(dir, strings.Repeat("x", longestPath))
	for path, want := range map[string]string{
		live:                          "unix:" + live + ": another program listens there; nothing is served; stop the program that listens there, or set server.listen",
		packets:                       "another program listens there: ",
		file:                          "unix:" + file + ": a file that is not a socket is there; nothing is served; set another server.listen",
		link:                          "a file that is not a socket is there",
		long:                          "bytes, but that of a socket may have only ",
		filepath.Join(dir, "no", "x"): "no such file or directory; nothing is served; create its directory (RuntimeDirectory= of systemd), or set server.listen",
	} {
		ls, err := Listen(Addresses{Main: "unix:" + path})
		if err == nil {
			ls.Close()
		}
		if err == nil || !strings.Contains(err.Error(), want) || strings.Count(err.Error(), "; ") != 2 {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
	for _, path := range []string{live, file, link, packets} {
		if _, err := os.Lstat(path); err != nil {
			t.Error(err)
		}
	}
}

// TestSocketTie starts several listeners at once on the socket of a killed
// process, and checks that exactly one of them has it and can be reached.
func TestSocketTie(t *testing.T) {
	for range 20 {
		path := filepath.Join(t.TempDir(), "s")
		stale(t, path)
		var opened atomic.Pointer[net.Listener]
		var won atomic.Int32
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				l, err := openSocket(path, publicMode)
				if err == nil {
					won.Add(1)
					opened.Store(&l)
				} else if !errors.Is(err, errInUse) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 {
			t.Fatalf("%d have the socket", won.Load())
		}
		c, err := net.Dial("unix", path)
		if err != nil {
			t.Fatalf("nobody listens: %v", err)
		}
		c.Close()
		(*opened.Load()).Close()
	}
}

// TestSocketOfSystemd checks that a socket with a path is taken from systemd, and
// stays there, because systemd keeps it.
func TestSocketOfSystemd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	f, err := l.(*net.UnixListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c := exec.Command("sh", "-c", `LISTEN_PID=$$ exec "$0"`, os.Args[0])
	c.Env = append(os.Environ(), asService+"=1", "LISTEN_FDS=1", "LISTEN_FDNAMES=dateline.socket")
	c.ExtraFiles = []*os.File{f}
	out, err := c.Output()
	if got := strings.Fields(string(out)); err != nil || len(got) != 2 || got[0] != path {
		t.Errorf("sockets %q, %v", got, err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

// TestServeSocket checks that requests over a socket are answered by package
// express and by net/http, and that clients on it are not counted by address.
func TestServeSocket(t *testing.T) {
	o := wide
	o.Limits.PerAddress = 1
	o.Handler = http.HandlerFunc(told)
	path := filepath.Join(t.TempDir(), "s")
	ls, err := Listen(Addresses{Main: "unix:" + path})
	if err != nil {
		t.Fatal(err)
	}
	s := New(o)
	ended := make(chan error, 1)
	ctx, stop := context.WithCancel(context.Background())
	go func() { ended <- s.Serve(ctx, ls.Main...) }()
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return Dial(ctx, "unix:"+path)
	}, DisableKeepAlives: true}}
	keeping := &http.Client{Transport: client.Transport.(*http.Transport).Clone()}
	keeping.Transport.(*http.Transport).DisableKeepAlives = false
	for _, c := range []*http.Client{keeping, client, keeping, client} {
		r, err := c.Get("http://example.org/feed.atom")
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(r.Body)
		r.Body.Close()
		if string(text) != "/feed.atom" {
			t.Errorf("%d %q", r.StatusCode, text)
		}
	}
	if n := s.Counts(); n.Accepted < 3 || n.Refused > 0 {
		t.Errorf("counted %+v", n)
	}
	keeping.CloseIdleConnections()
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the socket is left: %v", err)
	}
}
