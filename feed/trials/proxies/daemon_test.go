//go:build unix

package proxies

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"dateline/feed/trials/newstest"
)

// program is the path of the daemon's binary.
var program string

func TestMain(m *testing.M) { newstest.WithProgram(m, &program) }

// patience is how long a test waits for a condition before it fails.
const patience = time.Minute

// daemon is a daemon on a socket, and the directory of all that it and the web
// server in front of it have.
type daemon struct {
	*testing.T
	dir string
	c   *exec.Cmd
}

// start runs a daemon with two articles and a configuration besides that of its
// content.
func start(t *testing.T, config string) *daemon {
	t.Helper()
	dir, err := os.MkdirTemp("", "p") // a short path, because that of a socket is
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil { // web servers may be other users
		t.Fatal(err)
	}
	d := &daemon{T: t, dir: dir}
	d.write("config.toml", config+"\n[[content]]\ndir = \"news\"\n[watch]\nsettle = \"50ms\"\n")
	d.story("first")
	d.story("second")
	d.run()
	t.Cleanup(d.stop)
	return d
}

func (d *daemon) path(name string) string { return filepath.Join(d.dir, name) }

func (d *daemon) write(name, text string) {
	d.Helper()
	err := os.MkdirAll(filepath.Dir(d.path(name)), 0o755)
	if err = errors.Join(err, os.WriteFile(d.path(name), []byte(text), 0o644)); err != nil {
		d.Fatal(err)
	}
}

// story writes an article that is long enough to be compressed.
func (d *daemon) story(name string) {
	d.Helper()
	d.write("news/2026/04/07/"+name+".md", fmt.Sprintf("### 2026-04-07\n##### Space\n# Story %s\n\n%s\n", name, strings.Repeat("Word after word. ", 60)))
}

// run starts the daemon and waits until it listens.
func (d *daemon) run() {
	d.Helper()
	d.c = exec.Command(program, "serve", "--config", d.path("config.toml"))
	log, err := os.Create(d.path("log"))
	if err != nil {
		d.Fatal(err)
	}
	defer log.Close()
	d.c.Stdout, d.c.Stderr = log, log
	if err := d.c.Start(); err != nil {
		d.Fatal(err)
	}
	d.until("the daemon listens", func() bool {
		c, err := net.Dial("unix", d.path("dateline.sock"))
		if err == nil {
			c.Close()
		}
		return err == nil
	})
}

// stop ends the daemon, if it runs.
func (d *daemon) stop() {
	if d.c == nil {
		return
	}
	_ = d.c.Process.Signal(syscall.SIGTERM) // it may have ended
	if err := d.c.Wait(); err != nil || d.Failed() {
		log, _ := os.ReadFile(d.path("log"))
		d.Errorf("the daemon ended with %v; its log:\n%s", err, log)
	}
	d.c = nil
}

// until waits for a condition.
func (d *daemon) until(what string, is func() bool) {
	d.Helper()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for begin := time.Now(); time.Since(begin) < patience; <-again.C {
		if is() {
			return
		}
	}
	log, _ := os.ReadFile(d.path("server.log"))
	d.Fatalf("it does not come about that %s; the log of the web server:\n%s", what, log)
}
