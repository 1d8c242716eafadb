package config

import (
	"fmt"
	"net"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// server wants two addresses that can both be listened on.
func (d *document) server(s Server) {
	d.listen("server.listen", s.Listen)
	if s.Admin == "" {
		return
	}
	d.listen("server.admin", s.Admin)
	path := "server.admin"
	if _, given := d.at[path]; !given {
		path = "server.listen"
	}
	d.must(path, !collide(s.Listen, s.Admin), fmt.Sprintf("listen %q and admin %q take the same port", s.Listen, s.Admin),
		`write another port for one of them, or admin = "" to do without`)
}

// collide reports whether two addresses cannot both be listened on.
func collide(a, b string) bool {
	hostA, portA, errA := net.SplitHostPort(a)
	hostB, portB, errB := net.SplitHostPort(b)
	every := []string{"", "0.0.0.0", "::"}
	return errA == nil && errB == nil && portA == portB && portA != "0" &&
		(strings.EqualFold(hostA, hostB) || slices.Contains(every, hostA) || slices.Contains(every, hostB))
}

// listen wants a numeric port, since names of ports differ between systems.
func (d *document) listen(path, s string) {
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		d.wrong(path, fmt.Sprintf("%q is not an address with a port", s), `write host:port: "127.0.0.1:8080", "[::1]:8080", or ":8080" for every interface`)
		return
	}
	n, err := strconv.ParseUint(port, 10, 16)
	d.must(path, err == nil && strconv.FormatUint(n, 10) == port, fmt.Sprintf("port %q is not a number from 0 to 65535", port), `write digits: "127.0.0.1:8080"`)
	d.must(path, !strings.ContainsAny(host, " /@?#"), fmt.Sprintf("%q is not a host", host), `write an IP address or a host name: "127.0.0.1:8080"`)
}

// sqlite begins the URL of a ledger in a file.
const sqlite = "sqlite:"

const ledgerMend = `write "sqlite:" and the path of a file: "sqlite:dateline.db"`

func (d *document) ledger(path, url string) {
	file, ok := strings.CutPrefix(url, sqlite)
	switch hidden := user.ReplaceAllString(url, "//…@"); {
	case strings.HasPrefix(url, "postgres:"), strings.HasPrefix(url, "postgresql:"):
		d.wrong(path, fmt.Sprintf("%q: a ledger in PostgreSQL is not there yet", hidden), ledgerMend)
	case url == "":
		d.wrong(path, "is empty", ledgerMend)
	case !ok:
		d.wrong(path, fmt.Sprintf("%q does not begin with %s", hidden, sqlite), ledgerMend)
	case !namesFile(file):
		d.wrong(path, fmt.Sprintf("%q does not name a file", hidden), ledgerMend)
	}
}

// namesFile reports whether a path names a file rather than a directory, a
// host, parameters, or SQLite's memory.
func namesFile(file string) bool {
	base := filepath.Base(file)
	return strings.TrimSpace(file) != "" && base != "." && base != ".." && !strings.HasSuffix(file, "/") &&
		!strings.HasPrefix(file, "//") && !strings.HasPrefix(file, ":") && !strings.ContainsAny(file, "?#")
}

// below resolves the path in the URL of a ledger from a directory.
func below(dir, url string) string {
	file := strings.TrimPrefix(url, sqlite)
	if filepath.IsAbs(file) {
		return url
	}
	return sqlite + filepath.Join(dir, file)
}
