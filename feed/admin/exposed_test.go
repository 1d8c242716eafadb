package admin

import (
	"net"
	"strings"
	"testing"
)

func TestExposed(t *testing.T) {
	for _, c := range []struct {
		address string
		pprof   bool
		want    string // part of the warning; empty: there is none
	}{
		{"127.0.0.1:9080", false, ""},
		{"127.0.0.1:9080", true, ""},
		{"127.8.9.10:9080", true, ""},
		{"[::1]:9080", true, ""},
		{"[::ffff:127.0.0.1]:9080", false, ""},
		{":9080", false, "accept what is held back; set admin to 127.0.0.1:9080"},
		{"0.0.0.0:9080", false, "accept what is held back; set admin to 127.0.0.1:9080"},
		{"[::]:9080", false, "server.admin: [::]:9080 can be reached from other machines; "},
		{"203.0.113.5:9080", false, "server.admin: 203.0.113.5:9080 can be"},
		{"10.1.2.3:9080", false, "server.admin: 10.1.2.3:9080 can be"},
		{"[fe80::1%eth0]:9080", false, "server.admin: [fe80::1%eth0]:9080 can be"},
		{"[2001:db8::5]:9081", true, "read the memory of the process, TLS keys included, and keep it busy; set pprof = false, or admin to 127.0.0.1:9081"},
		{":9080", true, "server.pprof is on; "},
	} {
		a, err := net.ResolveTCPAddr("tcp", c.address)
		if err != nil {
			t.Fatal(err)
		}
		if got := Exposed(a, c.pprof); (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s, pprof %v: %q, want it to hold %q", c.address, c.pprof, got, c.want)
		}
	}
	if got := Exposed(&net.UnixAddr{Name: "/run/dateline.sock", Net: "unix"}, true); got != "" {
		t.Errorf("a socket of this machine: %q", got)
	}
}
