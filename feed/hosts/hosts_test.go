package hosts

import "testing"

// TestIsPrivate tells public hosts from others.
func TestIsPrivate(t *testing.T) {
	for host, want := range map[string]bool{
		"": false, "example.org": false, "news.example": false, "8.8.8.8": false, "2001:db8::1": false, "localhost.org": false, "test.org": false, "192.0.2.1": false,
		"localhost": true, "LOCALHOST": true, "blog.localhost": true, "localhost.": true, "127.0.0.1": true, "127.9.9.9": true, "::1": true, "0.0.0.0": true, "::": true,
		"10.1.2.3": true, "172.16.0.1": true, "172.32.0.1": false, "192.168.0.9": true, "169.254.1.1": true, "fe80::1": true, "fe80::1%eth0": true, "fd00::1": true,
		"100.64.0.1": true, "100.128.0.1": false, "::ffff:127.0.0.1": true, "nas": true, "nas.local": true, "a.b.internal": true, "router.home.arpa": true, "arpa.example": false, "blog.test": true,
	} {
		if got := IsPrivate(host); got != want {
			t.Errorf("%q: %v, want %v", host, got, want)
		}
	}
}

// TestIsLoopback tells hosts of the same machine from others.
func TestIsLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"": false, "example.org": false, "localhost.org": false, "nas": false, "10.1.2.3": false, "::ffff:10.1.2.3": false,
		"localhost": true, "LOCALHOST.": true, "blog.localhost": true, "127.9.9.9": true, "::1": true, "::ffff:127.0.0.1": true, "0.0.0.0": true, "::": true,
	} {
		if got := IsLoopback(host); got != want {
			t.Errorf("%q: %v, want %v", host, got, want)
		}
	}
}
