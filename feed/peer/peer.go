// Package peer tells which addresses count as one client.
package peer

import (
	"net/netip"
	"slices"
)

// Plain gives an address in the form in which it is compared: one of IPv4
// never in IPv6, and no zone.
func Plain(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }

// Client gives the address that stands for a client with a plain address: in
// IPv6 that of its /64, which is what one subscriber has.
func Client(plain netip.Addr) netip.Addr {
	if !plain.Is6() {
		return plain
	}
	network, _ := plain.Prefix(64) // no zone, so no error
	return network.Addr()
}

// Proxies are networks of proxies that are trusted: their addresses stand for
// many clients.
type Proxies []netip.Prefix

// Have reports whether a plain address is that of a proxy.
func (p Proxies) Have(plain netip.Addr) bool {
	return slices.ContainsFunc(p, func(n netip.Prefix) bool { return n.Contains(plain) })
}
