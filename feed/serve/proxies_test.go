package serve

import (
	"net/netip"
	"testing"
)

func TestProxies(t *testing.T) {
	proxies := Proxies{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for address, want := range map[string]struct {
		client string
		proxy  bool
	}{
		"192.0.2.1":              {"192.0.2.1", false},
		"::ffff:192.0.2.1":       {"192.0.2.1", false},
		"10.1.2.3":               {"10.1.2.3", true},
		"::ffff:10.1.2.3":        {"10.1.2.3", true},
		"2001:db8:1:2:3:4:5:6":   {"2001:db8:1:2::", false},
		"2001:db8:1:2:ffff::":    {"2001:db8:1:2::", false},
		"2001:db8:1:3::":         {"2001:db8:1:3::", false},
		"fe80::1:2:3:4%eth0":     {"fe80::", false},
		"fd00::1%eth0":           {"fd00::", true},
		"::ffff:192.0.2.1%eth0":  {"192.0.2.1", false},
		"2001:db8::ffff:1.2.3.4": {"2001:db8::", false},
	} {
		plain := plain(netip.MustParseAddr(address))
		if got := network(plain).String(); got != want.client || proxies.have(plain) != want.proxy {
			t.Errorf("%s: client %s, proxy %v; want %v", address, got, proxies.have(plain), want)
		}
		if got := proxies.Client(netip.MustParseAddr(address)); got.IsValid() == want.proxy || got.IsValid() && got != network(plain) {
			t.Errorf("%s is counted as %v, want %v", address, got, want)
		}
	}
}
