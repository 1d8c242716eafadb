package config

import (
	"net"
	"strings"
)

// Flags are settings on the command line. They take precedence over those of the
// file and are checked as these are, but messages name the flag instead of a line. An
// empty one leaves the setting as it is.
//
// If Listen is set and the base URL is the default, that follows Listen, so that the
// site can be tried at the addresses that its links have: ":8081" means
// http://127.0.0.1:8081, as every interface includes the loopback one. The default
// counts as such also if the file says it, because the files that init writes do. It
// does not follow a socket with a path, or port 0, which stands for any.
type Flags struct {
	Listen  string // --listen: server.listen, relative to the working directory if it is a socket with a path
	BaseURL string // --base-url: site.base_url
}

// Default returns the configuration of an empty file.
func (f Flags) Default() (*Config, error) { return f.parse("", nil) }

// override puts the flags in the place of what the file says.
func (d *document) override(c *Config, f Flags) {
	d.flags = map[string]string{}
	if f.BaseURL != "" {
		c.Site.BaseURL, d.flags["site.base_url"] = f.BaseURL, "--base-url"
	}
	if f.Listen == "" {
		return
	}
	c.Server.Listen, d.flags["server.listen"] = f.Listen, "--listen"
	if socket, ok := strings.CutPrefix(f.Listen, unix); ok && namesFile(socket) {
		c.Server.Listen = unix + absolute(socket)
	}
	if f.BaseURL == "" && c.Site.BaseURL == Default().Site.BaseURL {
		c.Site.BaseURL = reachedAt(&c.Server, c.Site.BaseURL)
	}
}

// reachedAt returns the base URL of a site as this machine reaches it, or other if
// that cannot be told.
func reachedAt(s *Server, other string) string {
	host, port, err := net.SplitHostPort(s.Listen)
	if err != nil || port == "" || port == "0" || strings.HasPrefix(s.Listen, unix) {
		return other
	}
	switch host {
	case "", "0.0.0.0":
		host = "127.0.0.1"
	case "::":
		host = "::1"
	}
	scheme, usual := "http", "80"
	if s.TLSCert != "" || len(s.TLSHosts) > 0 {
		scheme, usual = "https", "443"
	}
	url := scheme + "://" + strings.TrimSuffix(net.JoinHostPort(host, port), ":"+usual)
	if _, fault := webURL(url); fault != "" {
		return other
	}
	return url
}
