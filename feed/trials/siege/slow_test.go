package siege

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// resident returns the memory of the daemon, in bytes.
func (d *daemon) resident() int {
	d.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", d.c.Process.Pid))
	if err != nil {
		d.t.Skipf("the memory of a process is not known here: %v", err)
	}
	for line := range strings.Lines(string(status)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmRSS:" {
			kb, err := strconv.Atoi(f[1])
			if err != nil {
				d.t.Fatal(err)
			}
			return kb << 10
		}
	}
	d.t.Fatal("the status of the process has no VmRSS")
	return 0
}

// files returns how many open descriptors of the daemon are documents in
// memory, and how many are anything else.
func (d *daemon) files() (documents, others int) {
	d.t.Helper()
	directory := filepath.Join("/proc", strconv.Itoa(d.c.Process.Pid), "fd")
	list, err := os.ReadDir(directory)
	if err != nil {
		d.t.Skipf("the descriptors of a process are not known here: %v", err)
	}
	for _, e := range list {
		if name, _ := os.Readlink(filepath.Join(directory, e.Name())); strings.HasPrefix(name, "/memfd:document") {
			documents++
		} else {
			others++
		}
	}
	return documents, others
}

// polls polls the feed n times on one connection, and returns the time within
// which 99 of 100 answers came.
func (d *daemon) polls(n int) time.Duration {
	d.t.Helper()
	client := http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	etag := ""
	var took []time.Duration
	for range n {
		r, err := http.NewRequest(http.MethodGet, "http://"+d.address+"/feed.rss", nil)
		if err != nil {
			d.t.Fatal(err)
		}
		r.Header.Set("If-None-Match", etag)
		begin := time.Now()
		answer, err := client.Do(r)
		if err != nil {
			d.t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, answer.Body) // only the status matters
		answer.Body.Close()
		took = append(took, time.Since(begin))
		if etag != "" && answer.StatusCode != http.StatusNotModified {
			d.t.Errorf("a client that polls gets %s", answer.Status)
		}
		etag = answer.Header.Get("ETag")
	}
	slices.Sort(took)
	return took[len(took)*99/100]
}

// TestSlowloris holds 2,000 connections with half a header. It checks that
// memory stays small, that polls are answered, and that the daemon hangs up in
// the end.
func TestSlowloris(t *testing.T) {
	t.Parallel()
	d := start(t, "rate = 0\nheader_timeout = \"20s\"\n")
	before := d.polls(500)
	var crowd []net.Conn
	for i := range 2000 {
		c := d.dial(byte(2 + i%200))
		defer c.Close()
		if _, err := io.WriteString(c, "GET /feed.rss HTTP/1.1\r\nHost: x\r\nX-Slow: "); err != nil {
			t.Fatal(err)
		}
		crowd = append(crowd, c)
	}
	d.until("all are connected", func() bool { return d.metric("dateline_connections") >= 2000 })
	during := d.polls(500)
	for _, c := range crowd {
		_, _ = io.WriteString(c, "a") // the daemon may have hung up
	}
	memory := d.resident()
	t.Logf("with 2,000 slow heads: %d MiB resident; p99 of a poll %v, %v without: ratio %.2f", memory>>20, during, before, float64(during)/float64(before))
	if memory > 200<<20 {
		t.Errorf("%d MiB resident, more than 200", memory>>20)
	}
	for _, c := range crowd {
		_ = c.SetReadDeadline(time.Now().Add(time.Minute)) // a hang is a failure
		if _, err := io.ReadAll(c); os.IsTimeout(err) {
			t.Fatal("the daemon does not hang up")
		}
	}
}

// small dials connections that receive little at a time.
var small = net.Dialer{Control: func(_, _ string, c syscall.RawConn) error {
	var of error
	err := c.Control(func(fd uintptr) { of = setBuffer(syscall.SetsockoptInt, fd, 2048) })
	return errors.Join(err, of)
}}

// setBuffer limits how much the system buffers of what a socket receives. The
// type of a socket differs between systems.
func setBuffer[Socket ~int | ~uintptr](set func(s Socket, level, option, value int) error, socket uintptr, size int) error {
	return set(Socket(socket), syscall.SOL_SOCKET, syscall.SO_RCVBUF, size)
}

// TestSlowReaders has clients request more than they read, and checks that the
// daemon hangs up on them and meanwhile serves others.
func TestSlowReaders(t *testing.T) {
	t.Parallel()
	d := start(t, "rate = 0\nwrite_timeout = \"2s\"\n")
	for range 200 {
		c, err := small.Dial("tcp", d.address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if _, err := io.WriteString(c, strings.Repeat("GET /feed.atom HTTP/1.1\r\nHost: x\r\n\r\n", 100)); err != nil {
			t.Fatal(err)
		}
	}
	d.until("they are connected", func() bool { return d.metric("dateline_connections_accepted_total") >= 200 })
	d.serves()
	d.until("the daemon hangs up", func() bool { return d.metric("dateline_connections") < 20 })
	d.serves()
}

// TestCrowded checks that a new connection gets through when waiting clients
// hold all connections, and that one address cannot hold them all.
func TestCrowded(t *testing.T) {
	t.Parallel()
	d := start(t, "rate = 0\nconnections = 100\nconnections_per_address = 60\ntrusted_proxies = []\n")
	for i := range 300 {
		c := d.dial(byte(2 + i%5))
		defer c.Close()
	}
	d.until("all are taken", func() bool { return d.metric("dateline_connections") == 100 })
	for range 10 {
		d.serves()
		http.DefaultClient.CloseIdleConnections()
	}
	if n := d.metric("dateline_connections_evicted_total"); n < 200 {
		t.Errorf("%v gave way", n)
	}
	for range 100 {
		c := d.dial(99)
		defer c.Close()
	}
	d.until("one address is held back", func() bool { return d.metric("dateline_connections_refused_total") >= 40 })
	d.serves()
}
