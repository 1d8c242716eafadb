package daemon

import (
	"net"
	"strings"
	"testing"
)

// TestUnreachable checks which base URLs lead nowhere for readers who can reach the
// site.
func TestUnreachable(t *testing.T) {
	tcp := func(ip string) net.Addr { return &net.TCPAddr{IP: net.ParseIP(ip), Port: 8080} }
	socket := &net.UnixAddr{Name: "/run/site.sock", Net: "unix"}
	for _, c := range []struct {
		base  string
		at    []net.Addr
		names string // part of the warning; empty for none
	}{
		{"http://127.0.0.1:8080", []net.Addr{tcp("127.0.0.1")}, ""},
		{"http://127.0.0.1:8080", []net.Addr{tcp("::1")}, ""},
		{"http://127.0.0.1:8080", []net.Addr{tcp("::")}, "[::]:8080"},
		{"http://127.0.0.1:8080", []net.Addr{tcp("127.0.0.1"), tcp("0.0.0.0")}, "0.0.0.0:8080"},
		{"http://localhost/journal", []net.Addr{tcp("192.168.1.7")}, "192.168.1.7:8080"},
		{"http://news.LOCALHOST.", []net.Addr{tcp("192.168.1.7")}, "192.168.1.7:8080"},
		{"http://[::1]:8080", []net.Addr{tcp("192.168.1.7")}, "192.168.1.7:8080"},
		{"http://0.0.0.0:8080", []net.Addr{tcp("0.0.0.0")}, "0.0.0.0:8080"},
		{"http://127.0.0.1:8080", []net.Addr{socket}, "unix:/run/site.sock"},
		{"http://192.168.1.7:8080", []net.Addr{tcp("0.0.0.0")}, ""},
		{"https://news.example.org", []net.Addr{tcp("::"), socket}, ""},
		{"https://localhost.example.org", []net.Addr{tcp("::")}, ""},
	} {
		got := unreachable(c.base, c.at)
		if (got != "") != (c.names != "") || !strings.Contains(got, c.names) {
			t.Errorf("%s at %v: %q, want one that names %q", c.base, c.at, got, c.names)
		}
	}
}
