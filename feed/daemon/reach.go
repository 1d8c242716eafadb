package daemon

import (
	"fmt"
	"net"
	"net/url"

	"dateline/feed/front"
	"dateline/feed/hosts"
)

// unreachable says that a base URL leads subscribers on other machines to their own,
// although they can reach the site: it listens on more than the loopback interface,
// or on a socket with a path, which is for a web server. It is empty if all is well.
// Whether a web server passes on what comes to a loopback address is unknown.
func unreachable(base string, listening []net.Addr) string {
	u, err := url.Parse(base)
	if err != nil || !hosts.IsLoopback(u.Hostname()) {
		return ""
	}
	for _, at := range listening {
		tcp, ok := at.(*net.TCPAddr)
		if !ok || !tcp.IP.IsLoopback() {
			return fmt.Sprintf("site.base_url is %s, which is another machine for each reader, but the site listens at %s; links and feeds lead nowhere on other machines; set site.base_url to the address under which readers reach the site",
				base, front.Name(at))
		}
	}
	return ""
}
