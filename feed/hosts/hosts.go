// Package hosts tells from where the host of a URL can be reached.
package hosts

import (
	"net/netip"
	"slices"
	"strings"
)

// IsLoopback reports whether a host means the machine that asks for it (RFC 6761,
// section 6.3), or none.
func IsLoopback(host string) bool {
	if address, err := netip.ParseAddr(host); err == nil {
		return address.Unmap().IsLoopback() || address.IsUnspecified()
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// IsPrivate reports whether a host is not one of the public Internet: the address
// of this machine or of a private network, a name that only these know, or a name
// without a dot. It is false for the empty host, of which nothing is known.
func IsPrivate(host string) bool {
	if address, err := netip.ParseAddr(host); err == nil {
		return IsPrivateAddr(address)
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	_, domain, dotted := strings.Cut(host, ".")
	return host != "" && (!dotted || slices.ContainsFunc(privateDomains, func(name string) bool {
		return domain == name || strings.HasSuffix(domain, "."+name)
	}))
}

// privateDomains are those of names that never lead to the public Internet:
// RFC 6761 (localhost, test, invalid), RFC 6762 (local), RFC 8375 (home.arpa) and
// the one that ICANN reserved for private use in 2024. Names below "example" are
// what manuals write for public ones.
var privateDomains = []string{"localhost", "test", "invalid", "local", "home.arpa", "internal"}

// shared are the addresses that providers and private overlay networks share
// (RFC 6598).
var shared = netip.MustParsePrefix("100.64.0.0/10")

// IsPrivateAddr reports whether an address is not one of the public Internet:
// loopback, link-local, unspecified, private (RFC 1918, RFC 4193) or shared.
func IsPrivateAddr(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	return a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() || a.IsUnspecified() || shared.Contains(a)
}
