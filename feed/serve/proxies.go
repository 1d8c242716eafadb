package serve

import (
	"net/netip"
	"slices"
)

// Proxies are the networks of proxies that are trusted: whose X-Forwarded-For
// is believed, and whose addresses stand for many clients.
type Proxies []netip.Prefix

// Client returns the address that stands for the client at an address, or the
// zero Addr for a proxy, which stands for many.
func (p Proxies) Client(address netip.Addr) netip.Addr {
	address = plain(address)
	if p.have(address) {
		return netip.Addr{}
	}
	return network(address)
}

// have reports whether a plain address is that of a proxy.
func (p Proxies) have(plain netip.Addr) bool {
	return slices.ContainsFunc(p, func(n netip.Prefix) bool { return n.Contains(plain) })
}

// plain returns an address in the form in which addresses are compared: IPv4 is
// never mapped into IPv6, and there is no zone.
func plain(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }

// network returns the address under which a client with a plain address is
// counted: in IPv6 that of its /64, as a subscriber has at least that many.
func network(plain netip.Addr) netip.Addr {
	if !plain.Is6() {
		return plain
	}
	network, _ := plain.Prefix(64) // it has no zone, so this cannot fail
	return network.Addr()
}
