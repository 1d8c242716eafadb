package config

import (
	"os"
	"path/filepath"
	"testing"
)

// TestFlags checks what flags set, and which base URL follows from an address alone.
func TestFlags(t *testing.T) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text         string
		flags        Flags
		listen, base string
	}{
		{"", Flags{}, "127.0.0.1:8080", "http://127.0.0.1:8080"},
		{"", Flags{Listen: "127.0.0.1:8081"}, "127.0.0.1:8081", "http://127.0.0.1:8081"},
		{"", Flags{Listen: ":8081"}, ":8081", "http://127.0.0.1:8081"},
		{"", Flags{Listen: "0.0.0.0:80"}, "0.0.0.0:80", "http://127.0.0.1"},
		{"", Flags{Listen: "[::]:8081"}, "[::]:8081", "http://[::1]:8081"},
		{"", Flags{Listen: "192.168.1.7:8081"}, "192.168.1.7:8081", "http://192.168.1.7:8081"},
		{"", Flags{Listen: "Box.local:8081"}, "Box.local:8081", "http://box.local:8081"},
		{"", Flags{Listen: "127.0.0.1:0"}, "127.0.0.1:0", "http://127.0.0.1:8080"},
		{"", Flags{Listen: "[fe80::1%eth0]:8081"}, "[fe80::1%eth0]:8081", "http://127.0.0.1:8080"},
		{"", Flags{Listen: "unix:site.sock"}, "unix:" + filepath.Join(here, "site.sock"), "http://127.0.0.1:8080"},
		{"", Flags{BaseURL: "https://Try.example/x/"}, "127.0.0.1:8080", "https://try.example/x"},
		{"", Flags{Listen: ":8081", BaseURL: "https://try.example"}, ":8081", "https://try.example"},
		{"[server]\nlisten = \":9\"\ntls_cert = \"a\"\ntls_key = \"b\"", Flags{Listen: ":443"}, ":443", "https://127.0.0.1"},
		{"[site]\nbase_url = \"http://127.0.0.1:8080\"", Flags{Listen: ":8081"}, ":8081", "http://127.0.0.1:8081"},
		{"[site]\nbase_url = \"https://news.example\"", Flags{Listen: ":8081"}, ":8081", "https://news.example"},
		{"[site]\nbase_url = \"https://news.example\"\n[server]\nlisten = \":9\"", Flags{BaseURL: "http://try.example"}, ":9", "http://try.example"},
	} {
		file := filepath.Join(t.TempDir(), "config.toml")
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := c.flags.Load(file)
		if err != nil || got.Server.Listen != c.listen || got.Site.BaseURL != c.base {
			t.Errorf("%+v over %q: %v, %+v %+v", c.flags, c.text, err, got.Server.Listen, got.Site.BaseURL)
		}
	}
}

// TestBadFlags checks that flags are refused with the messages of their keys, and
// that these name the flag.
func TestBadFlags(t *testing.T) {
	for _, c := range []struct {
		text  string
		flags Flags
		want  string
	}{
		{"", Flags{Listen: "8081"}, `--listen: "8081" is not an address with a port; configuration not used; write host:port: "127.0.0.1:8080", "[::1]:8080", ":8080" for every interface, or "unix:/run/dateline.sock"`},
		{"", Flags{Listen: "bad host:1"}, `--listen: "bad host" is not a host; configuration not used; write an IP address or a host name: "127.0.0.1:8080"`},
		{"", Flags{Listen: "unix:"}, `--listen: "unix:" does not name a socket; configuration not used; write "unix:" and the path of a socket: "unix:/run/dateline.sock"`},
		{"[server]\nadmin = \"127.0.0.1:9\"", Flags{Listen: ":9"}, `--listen: listen ":9" and admin "127.0.0.1:9" use the same port; configuration not used; write another port for one of them, or admin = "" to turn it off`},
		{"", Flags{BaseURL: "try.example"}, `--base-url: "try.example" does not begin with http:// or https://; configuration not used; write a scheme, a host and, if need be, a path: "https://example.org"`},
		{"", Flags{BaseURL: "https://ada:secret@try.example"}, `--base-url: "https://…@try.example" has a user name; configuration not used; write a scheme, a host and, if need be, a path: "https://example.org"`},
		{"[server]\nhsts = \"1h\"\n[site]\nbase_url = \"https://a.example\"", Flags{BaseURL: "http://a.example"}, `--base-url: browsers would use TLS only, but site.base_url is "http://a.example"; configuration not used; write https in site.base_url, or hsts = "0s"`},
		{"[site]\nformer = [\"https://a.example\"]", Flags{BaseURL: "https://a.example"}, `config.toml:2:11: site.former: "https://a.example" is site.base_url itself; configuration not used; list only addresses that the site had before`},
		{"[site]\ntitle = \"\"", Flags{Listen: "8081"}, "--listen: \"8081\" is not an address with a port; configuration not used; write host:port: \"127.0.0.1:8080\", \"[::1]:8080\", \":8080\" for every interface, or \"unix:/run/dateline.sock\"\n" +
			`config.toml:2:1: site.title: is empty; configuration not used; name the site, or remove the key`},
	} {
		if _, err := c.flags.parse("config.toml", []byte(c.text)); err == nil || err.Error() != c.want {
			t.Errorf("%+v over %q:\ngot  %v\nwant %s", c.flags, c.text, err, c.want)
		}
	}
}
