package front

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// asService makes the test binary take the sockets of systemd and print them.
const asService = "FRONT_TEST_SERVICE"

func TestMain(m *testing.M) {
	if os.Getenv(asService) == "" {
		os.Exit(m.Run())
	}
	ls, err := Listen(Addresses{Main: "127.0.0.1:0", Admin: "127.0.0.1:0"})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	for _, list := range [][]net.Listener{ls.Main, ls.Admin, ls.Redirect} {
		for _, l := range list {
			fmt.Println(l.Addr())
		}
	}
}

// TestSockets checks that the sockets of systemd are taken by their names, and
// that missing ones are opened.
func TestSockets(t *testing.T) {
	addresses := map[string]string{}
	var files []*os.File
	names := []string{"dateline.socket", "redirect", "more.socket"}
	for _, name := range names {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		f, err := l.(*net.TCPListener).File()
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		files, addresses[name] = append(files, f), l.Addr().String()
	}
	c := exec.Command("sh", "-c", `LISTEN_PID=$$ exec "$0"`, os.Args[0])
	c.Env = append(os.Environ(), asService+"=1", "LISTEN_FDS=3", "LISTEN_FDNAMES="+strings.Join(names, ":"))
	c.ExtraFiles = files
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	got := strings.Fields(string(out))
	if len(got) != 4 {
		t.Fatalf("sockets %q", got)
	}
	main := map[string]bool{got[0]: true, got[1]: true}
	if !main[addresses["dateline.socket"]] || !main[addresses["more.socket"]] || got[3] != addresses["redirect"] {
		t.Errorf("sockets %q of %v", got, addresses)
	}
	if !strings.HasPrefix(got[2], "127.0.0.1:") || main[got[2]] {
		t.Errorf("that of the operator is %s", got[2])
	}
}

func TestListenFails(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, err = Listen(Addresses{Main: "127.0.0.1:0", Admin: l.Addr().String()})
	if err == nil || !strings.Contains(err.Error(), "; nothing is served; stop the program that listens there, or set server.admin") {
		t.Errorf("error %v", err)
	}
}

// TestService checks that the notifications reach systemd.
func TestService(t *testing.T) {
	address := filepath.Join(t.TempDir(), "notify")
	systemd, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: address, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer systemd.Close()
	t.Setenv("NOTIFY_SOCKET", address)
	hear := func() string {
		t.Helper()
		b := make([]byte, 1000)
		n, err := systemd.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		return string(b[:n])
	}
	s := Service{Log: slog.New(slog.DiscardHandler)}
	s.Ready()
	if got := hear(); got != "READY=1" {
		t.Errorf("ready: %q", got)
	}
	s.Reloading()
	if got := hear(); !strings.HasPrefix(got, "RELOADING=1\nMONOTONIC_USEC=") {
		t.Errorf("reloading: %q", got)
	}
	s.Stopping()
	if got := hear(); got != "STOPPING=1" {
		t.Errorf("stopping: %q", got)
	}

	t.Setenv("WATCHDOG_USEC", "2000")
	t.Setenv("WATCHDOG_PID", strconv.Itoa(os.Getpid()))
	ctx, stop := context.WithCancel(t.Context())
	working, hang := make(chan struct{}), make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.Alive(ctx, func() {
			select {
			case working <- struct{}{}:
				<-hang
			case <-ctx.Done(): // it may be asked once more, since the next tick is already over
			}
		})
	}()
	for range 3 {
		<-working
		hang <- struct{}{}
		if got := hear(); got != "WATCHDOG=1" {
			t.Errorf("alive: %q", got)
		}
	}
	<-working // and does not return
	stop()
	close(hang)
	<-ended

	t.Setenv("NOTIFY_SOCKET", "")
	t.Setenv("WATCHDOG_USEC", "")
	s.Ready()                                                              // there is no socket
	s.Alive(t.Context(), func() { t.Error("somebody asks for its life") }) // returns at once
}

func TestRoom(t *testing.T) {
	if err := Room(1); err != nil {
		t.Error(err)
	}
	if _, ok := openFiles(); !ok {
		t.Skip("open files are not counted here")
	}
	if err := Room(math.MaxInt32); err == nil || strings.Count(err.Error(), "; ") != 2 {
		t.Errorf("error %v", err)
	}
}
