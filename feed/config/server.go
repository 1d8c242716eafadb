package config

import (
	"fmt"
	"math"
	"net"
	"net/netip"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server checks that all addresses can be listened on, that there is at most
// one source of certificates, and that a reader can be served within the
// limits.
func (d *document) server(s *Server) {
	d.listen("server.listen", s.Listen)
	d.beside("server.admin", s.Admin, "listen", s.Listen)
	d.beside("server.redirect", s.Redirect, "listen", s.Listen)
	if s.Admin != "" && s.Redirect != "" {
		d.apart("server.redirect", s.Redirect, "admin", s.Admin)
	}
	d.tls(s)
	for i, network := range s.TrustedProxies {
		if address, err := netip.ParseAddr(network); err == nil && address.Zone() == "" {
			network = netip.PrefixFrom(address, address.BitLen()).String()
		}
		prefix, err := netip.ParsePrefix(network)
		d.must(element("server.trusted_proxies", i), err == nil && prefix == prefix.Masked(), fmt.Sprintf("%q is not a network", network),
			`write an address or a network: "10.0.0.1", "10.0.0.0/8", "2001:db8::/32"`)
		s.TrustedProxies[i] = network
	}
	d.limits(s)
}

// tls checks that there are both files of a certificate, or names for which to
// obtain certificates, but not both.
func (d *document) tls(s *Server) {
	d.must(d.given("server.tls_key", "server.tls_cert"), (s.TLSCert == "") == (s.TLSKey == ""), "tls_cert and tls_key must be set together",
		"name the files of both the certificate and its key, or of neither")
	d.must("server.tls_hosts", s.TLSCert == "" || len(s.TLSHosts) == 0, "there is already a certificate, in tls_cert", "keep one of tls_cert and tls_hosts")
	d.must("server.tls_cache", s.TLSCache != "" || len(s.TLSHosts) == 0, "is empty", `name the directory that keeps certificates: "certificates"`)
	for i, host := range s.TLSHosts {
		d.must(element("server.tls_hosts", i), hostname.MatchString(host), fmt.Sprintf("%q is not a host name", host), `write a DNS name in lower case: "news.example.org"`)
	}
}

// hostname matches names for which certificates can be obtained.
var hostname = regexp.MustCompile(`^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$`)

// hsts refuses HSTS for a site whose own links do not use TLS: browsers would
// not follow them.
func (d *document) hsts(path string, t time.Duration, base string) {
	d.must(path, t >= 0 && t%time.Second == 0, fmt.Sprintf("%s is not a whole number of seconds, 0 or more", t), `write how long browsers must use TLS only: "8760h", or "0s" to turn it off`)
	d.must(path, t == 0 || !strings.HasPrefix(base, "http:"), fmt.Sprintf("browsers would use TLS only, but site.base_url is %q", base),
		`write https in site.base_url, or hsts = "0s"`)
}

// limits checks that feeds can be served within the limits, and that these are
// not so large that they limit nothing.
func (d *document) limits(s *Server) {
	for _, n := range []struct {
		key       string
		value     int
		low, high int
	}{
		{"connections", s.Connections, 1, 1_000_000},
		{"connections_per_address", s.ConnectionsPerAddress, 1, 1_000_000},
		{"streams", s.Streams, 1, 10_000},
		{"header_bytes", s.HeaderBytes, 4 << 10, 1 << 20},
		{"path_bytes", s.PathBytes, 256, 64 << 10},
		{"query_bytes", s.QueryBytes, 256, 64 << 10},
		{"rate", s.Rate, 0, 1_000_000},
		{"burst", s.Burst, 1, 1_000_000},
		{"cache_bytes", s.CacheBytes, 1 << 20, min(1<<40, math.MaxInt)},
	} {
		d.within("server."+n.key, n.value, n.low, n.high)
	}
	for _, t := range []struct {
		key   string
		value time.Duration
	}{
		{"header_timeout", s.HeaderTimeout}, {"read_timeout", s.ReadTimeout}, {"write_timeout", s.WriteTimeout}, {"idle_timeout", s.IdleTimeout},
	} {
		d.must("server."+t.key, t.value >= time.Second, fmt.Sprintf("%s is shorter than 1s", t.value), `write how long to wait for a client: "30s"`)
	}
}

// beside checks that an address is empty, or can be listened on together with
// that of another key.
func (d *document) beside(path, address, key, other string) {
	if address != "" {
		d.listen(path, address)
		d.apart(path, address, key, other)
	}
}

// apart checks that two addresses can both be listened on.
func (d *document) apart(path, address, key, other string) {
	name := lastKey(path)
	what := "port"
	if _, ok := strings.CutPrefix(address, unix); ok {
		what = "socket"
	}
	d.must(d.given(path, "server."+key), !collide(other, address), fmt.Sprintf("%s %q and %s %q use the same %s", key, other, name, address, what),
		fmt.Sprintf(`write another %s for one of them, or %s = "" to turn it off`, what, name))
}

// collide reports whether two addresses cannot both be listened on.
func collide(a, b string) bool {
	socketA, ofA := strings.CutPrefix(a, unix)
	socketB, ofB := strings.CutPrefix(b, unix)
	if ofA || ofB {
		return ofA && ofB && filepath.Clean(socketA) == filepath.Clean(socketB)
	}
	hostA, portA, errA := net.SplitHostPort(a)
	hostB, portB, errB := net.SplitHostPort(b)
	every := []string{"", "0.0.0.0", "::"} // interfaces
	return errA == nil && errB == nil && portA == portB && portA != "0" &&
		(strings.EqualFold(hostA, hostB) || slices.Contains(every, hostA) || slices.Contains(every, hostB))
}

// listen checks an address. Its port must be a number, since the names of ports
// differ between systems.
func (d *document) listen(path, s string) {
	if socket, ok := strings.CutPrefix(s, unix); ok {
		d.socket(path, socket)
		return
	}
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		d.wrong(path, fmt.Sprintf("%q is not an address with a port", s), `write host:port: "127.0.0.1:8080", "[::1]:8080", ":8080" for every interface, or "unix:/run/dateline.sock"`)
		return
	}
	n, err := strconv.ParseUint(port, 10, 16)
	d.must(path, err == nil && strconv.FormatUint(n, 10) == port, fmt.Sprintf("port %q is not a number from 0 to 65535", port), `write digits: "127.0.0.1:8080"`)
	d.must(path, !strings.ContainsAny(host, " /@?#"), fmt.Sprintf("%q is not a host", host), `write an IP address or a host name: "127.0.0.1:8080"`)
}

// unix begins an address that is the path of a Unix domain socket.
const unix = "unix:"

// longestSocket is the length in bytes of the longest path that a socket can have
// (unix(7)).
const longestSocket = len(syscall.RawSockaddrUnix{}.Path) - 1

// socket checks the path of a Unix domain socket. A relative one becomes longer
// when it is resolved; then a start checks it again.
func (d *document) socket(path, file string) {
	const hint = `write "unix:" and the path of a socket: "unix:/run/dateline.sock"`
	d.must(path, namesFile(file), fmt.Sprintf("%q does not name a socket", unix+file), hint)
	d.must(path, len(file) <= longestSocket, fmt.Sprintf("the path of the socket has %d bytes, more than %d", len(file), longestSocket), `write a shorter path: "unix:/run/dateline.sock"`)
}

// sqlite is the scheme of the URL of a ledger.
const sqlite = "sqlite:"

const ledgerHint = `write "sqlite:" and the path of a file: "sqlite:dateline.db"`

func (d *document) ledger(path, url string) {
	file, ok := strings.CutPrefix(url, sqlite)
	switch hidden := user.ReplaceAllString(url, "//…@"); {
	case strings.HasPrefix(url, "postgres:"), strings.HasPrefix(url, "postgresql:"):
		d.wrong(path, fmt.Sprintf("%q: a ledger in PostgreSQL is not supported yet", hidden), ledgerHint)
	case url == "":
		d.wrong(path, "is empty", ledgerHint)
	case !ok:
		d.wrong(path, fmt.Sprintf("%q does not begin with %s", hidden, sqlite), ledgerHint)
	case !namesFile(file):
		d.wrong(path, fmt.Sprintf("%q does not name a file", hidden), ledgerHint)
	}
}

// namesFile reports whether a path is that of a file rather than a directory, a
// host, parameters, or SQLite's memory.
func namesFile(file string) bool {
	base := filepath.Base(file)
	return strings.TrimSpace(file) != "" && base != "." && base != ".." && !strings.HasSuffix(file, "/") &&
		!strings.HasPrefix(file, "//") && !strings.HasPrefix(file, ":") && !strings.ContainsAny(file, "?#")
}

// below resolves the path of a file from a directory. An empty path stays
// empty.
func below(dir, file string) string {
	if file == "" || filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(dir, file)
}
