//go:build unix

package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestEnding ends the daemon while an answer is being sent: until that is
// taken, readyz says that nothing more is to be sent here.
func TestEnding(t *testing.T) {
	dir := t.TempDir()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	picture.Write(make([]byte, 15<<20)) // more than sockets hold
	write(t, filepath.Join(dir, "2026/04/7/first.md"), "---\ntitle: First\ndate: 2026-04-07\nimage: cover.png\n---\nText.\n")
	write(t, filepath.Join(dir, "2026/04/7/cover.png"), picture.String())
	d := start(t, fmt.Sprintf("[[content]]\ndir = %q\n", dir))
	if status, _ := d.get(d.admin + "/readyz"); status != http.StatusOK {
		t.Errorf("readyz: %d", status)
	}
	c, err := net.Dial("tcp", strings.TrimPrefix(d.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprintf(c, "GET /covers/2026/04/7/cover.png HTTP/1.1\r\nHost: localhost\r\n\r\n")
	if line := make([]byte, 12); true {
		if _, err := io.ReadFull(c, line); err != nil || string(line) != "HTTP/1.1 200" {
			t.Fatalf("%q, %v", line, err)
		}
	}
	if err := d.c.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	d.until(d.admin+"/readyz", func(status int, body string) bool {
		return status == http.StatusServiceUnavailable && strings.HasPrefix(body, "ending\n")
	})
	if status, _ := d.get(d.admin + "/healthz"); status != http.StatusOK {
		t.Errorf("healthz: %d", status)
	}
	if n, err := io.Copy(io.Discard, c); err != nil || n < int64(picture.Len()) {
		t.Errorf("%d bytes, %v", n, err)
	}
	d.stop(syscall.SIGTERM)
}

// descriptors counts the open files of the daemon that are no sockets.
func (p *program) descriptors() int {
	p.t.Helper()
	dir := fmt.Sprintf("/proc/%d/fd", p.c.Process.Pid)
	entries, err := os.ReadDir(dir)
	if err != nil {
		p.t.Skip("this system does not tell which files are open: ", err)
	}
	n := 0
	for _, e := range entries {
		if to, err := os.Readlink(filepath.Join(dir, e.Name())); err == nil && !strings.HasPrefix(to, "socket:") {
			n++
		}
	}
	return n
}

// TestReloadsLeaveNothing reloads good and bad configurations of all kinds:
// after each, as many files are open as before.
func TestReloadsLeaveNothing(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "config.toml")
	var d *program
	configure := func(title, more string) {
		write(t, file, fmt.Sprintf("[site]\ntitle = %q\n%s%s[watch]\nsettle = \"50ms\"\n", title, local, more))
		if d != nil {
			_ = d.c.Process.Signal(syscall.SIGHUP) // what follows fails if it is gone
		}
	}
	content := fmt.Sprintf("[[content]]\ndir = %q\nmount = \"/a\"\n", filepath.Join(dir, "news"))
	write(t, filepath.Join(dir, "news/2026/04/7/first.md"), story("2026-04-7", "Moon", "First"))
	used, err := os.Create(filepath.Join(dir, "other.db.lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer used.Close()
	if err := syscall.Flock(int(used.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	configure("Title", content)
	d = launch(t, file)
	d.until("/", is(http.StatusOK))
	d.until("/search/feed.rss?q=first", is(http.StatusOK))
	open := d.descriptors()
	if open == 0 {
		t.Fatal("nothing is open")
	}
	back := func(when string) {
		t.Helper()
		now := 0
		for begin := time.Now(); time.Since(begin) < patience; {
			if now = d.descriptors(); now <= open {
				return
			}
		}
		t.Fatalf("%s: %d files are open, %d were", when, now, open)
	}
	for i := range 10 {
		title := fmt.Sprint("Title ", i)
		configure(title, content)
		d.until("/feed.rss", holds("<title>"+title+"</title>"))
		back("after a good one")
	}
	for fault, more := range map[string]string{
		"none":                     content + fmt.Sprintf("[[content]]\ndir = %q\nmount = \"/b\"\n", filepath.Join(dir, "none")),
		"is a file":                content + fmt.Sprintf("[[content]]\ndir = %q\nmount = \"/b\"\n", file),
		"its directory":            content + "[ledger]\nurl = \"sqlite:none/dateline.db\"\n",
		"another dateline uses it": content + "[ledger]\nurl = \"sqlite:other.db\"\n",
		"no such key":              content + "[ledger]\nurll = \"x\"\n",
		"not a pattern":            content + "ignore = [\"[\"]\n",
	} {
		configure("Never", more)
		d.until(d.admin+"/metrics", holds("\ndateline_faults{kind=\"configuration\"} 1\n"))
		if body := d.body(d.admin + "/readyz"); !strings.Contains(body, fault) {
			t.Errorf("readyz does not tell of %q:\n%s", fault, body)
		}
		configure("Always", content)
		d.until("/feed.rss", holds("<title>Always</title>"))
		d.until(d.admin+"/readyz", lacks("warning"))
		back("after a refused one: " + fault)
	}
}

// TestRefusedIsTriedAgain changes the configuration before what it names is
// there: it is taken up when that comes, and told of once until then.
func TestRefusedIsTriedAgain(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "config.toml")
	configure := func(more string) {
		write(t, file, fmt.Sprintf("%s[[content]]\ndir = \"news\"\n%s[watch]\nsettle = \"50ms\"\n", local, more))
	}
	write(t, filepath.Join(dir, "news/2026/04/7/first.md"), story("2026-04-7", "Moon", "First"))
	configure("")
	d := launch(t, file)
	d.until("/", is(http.StatusOK))
	configure("[[content]]\ndir = \"later\"\nmount = \"/later\"\n[ledger]\nurl = \"sqlite:data/dateline.db\"\n")
	d.until(d.admin+"/readyz", holds("its directory"))
	if err := os.Mkdir(filepath.Join(dir, "data"), 0o755); err != nil {
		t.Fatal(err)
	}
	d.until(d.admin+"/readyz", holds("there is none"))
	write(t, filepath.Join(dir, "later/2026/04/8/second.md"), story("2026-04-8", "Moon", "Second"))
	d.until("/later/2026/04/8/second", is(http.StatusOK))
	d.until(d.admin+"/readyz", lacks("warning"))
	d.stop(syscall.SIGTERM)
	for _, line := range []string{"there is none", "its directory"} {
		if n := strings.Count(d.log.String(), line); n != 1 {
			t.Errorf("the log has %q %d times", line, n)
		}
	}
}

// TestDeadMount has the file system of a directory not answer: the other
// directory is published, and the daemon ends in time.
func TestDeadMount(t *testing.T) {
	device, err := os.OpenFile("/dev/fuse", os.O_RDWR, 0)
	if err != nil {
		t.Skip("this machine has no FUSE: ", err)
	}
	defer device.Close()
	dir := t.TempDir()
	good, dead := filepath.Join(dir, "good"), filepath.Join(dir, "half/dead")
	write(t, filepath.Join(good, "2026/04/7/first.md"), story("2026-04-7", "Moon", "First"))
	write(t, filepath.Join(dir, "half/2026/04/8/second.md"), story("2026-04-8", "Moon", "Second"))
	file := filepath.Join(dir, "config.toml")
	write(t, file, fmt.Sprintf("%s[[content]]\ndir = %q\n[[content]]\ndir = %q\nmount = \"/half\"\n[watch]\nsettle = \"50ms\"\n", local, good, filepath.Dir(dead)))
	if out, err := exec.Command("unshare", "-m", "true").CombinedOutput(); err != nil {
		t.Skipf("this system lets the test mount nothing: %v\n%s", err, out)
	}
	d := launch(t, file, "unshare", "-m")
	d.until("/half/2026/04/8/second", is(http.StatusOK))
	if err := os.Mkdir(dead, 0o755); err != nil {
		t.Fatal(err)
	}
	mount := exec.Command("nsenter", "-t", strconv.Itoa(d.c.Process.Pid), "-m", "mount", "-i", "-t", "fuse", "-o", "fd=3,rootmode=40000,user_id=0,group_id=0", "dead", dead)
	mount.ExtraFiles = []*os.File{device} // descriptor 3
	if out, err := mount.CombinedOutput(); err != nil {
		t.Skipf("this system lets the test mount nothing: %v\n%s", err, out)
	}
	d.hangs(filepath.Join(dir, "half"))
	write(t, filepath.Join(good, "2026/04/9/third.md"), story("2026-04-9", "Moon", "Third"))
	d.until("/2026/04/9/third", is(http.StatusOK))
	d.until("/half/2026/04/8/second", is(http.StatusOK))
	d.until(d.admin+"/readyz", is(http.StatusOK))

	// A configuration without it is taken up, and one with it is refused.
	write(t, file, fmt.Sprintf("%s[site]\ntitle = \"Alone\"\n[[content]]\ndir = %q\n[watch]\nsettle = \"50ms\"\n", local, good))
	d.until("/feed.rss", holds("<title>Alone</title>"))
	d.stop(syscall.SIGTERM)
	if strings.Contains(d.log.String(), "cut off") {
		t.Error("it did not end by itself")
	}
}

// hangs changes a directory until a thread of the daemon waits for a file
// system that does not answer.
func (p *program) hangs(dir string) {
	p.t.Helper()
	for begin := time.Now(); time.Since(begin) < patience; {
		write(p.t, filepath.Join(dir, "2026/04/8/again.md"), story("2026-04-8", "Moon", "Again"))
		tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/wchan", p.c.Process.Pid))
		for _, task := range tasks {
			if where, err := os.ReadFile(task); err == nil && strings.Contains(string(where), "fuse") || strings.Contains(string(where), "request_wait") {
				return
			}
		}
	}
	stacks, _ := exec.Command("sh", "-c", fmt.Sprintf("cat /proc/%d/task/*/wchan", p.c.Process.Pid)).CombinedOutput()
	p.t.Fatalf("nothing hangs: %s", stacks)
}
