package serve

import (
	"net/http"
	"net/netip"
	"slices"
)

// Proxies are the networks of trusted proxies. Their X-Forwarded-For is trusted,
// and their addresses stand for many clients.
type Proxies []netip.Prefix

// Client returns the address under which the client at an address is counted, or
// the zero Addr for a proxy, which stands for many.
func (p Proxies) Client(address netip.Addr) netip.Addr {
	address = plain(address)
	if p.have(address) {
		return netip.Addr{}
	}
	return network(address)
}

// peer returns the address from which a request came, and whether that is a
// proxy. A connection without an address came over a Unix domain socket, at whose
// other end is the web server of this machine.
func (p Proxies) peer(r *http.Request) (address netip.Addr, proxy bool) {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return address, true
	}
	address = plain(at.Addr())
	return address, p.have(address)
}

// have reports whether a plain address belongs to a proxy.
func (p Proxies) have(plain netip.Addr) bool {
	return slices.ContainsFunc(p, func(n netip.Prefix) bool { return n.Contains(plain) })
}

// plain normalizes an address for comparison: IPv4 is never mapped into IPv6, and
// there is no zone.
func plain(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }

// network returns the address under which a client with a plain address is
// counted: for IPv6 that of its /64, because a subscriber has at least a /64.
func network(plain netip.Addr) netip.Addr {
	if !plain.Is6() {
		return plain
	}
	network, _ := plain.Prefix(64) // it has no zone, so this cannot fail
	return network.Addr()
}
