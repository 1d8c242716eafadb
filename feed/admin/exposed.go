package admin

import (
	"fmt"
	"net"
)

// Exposed returns a warning if other machines can reach the address, which has no
// password, even if they are only those of a private network. It returns "" if
// they cannot. pprof says whether profiles are served there.
func Exposed(a net.Addr, pprof bool) string {
	tcp, ok := a.(*net.TCPAddr)
	if !ok || tcp.IP.IsLoopback() {
		return ""
	}
	if pprof {
		return fmt.Sprintf("server.admin: %s can be reached from other machines, and server.pprof is on; whoever reaches it can read the memory of the process, TLS keys included, and keep it busy; set pprof = false, or admin to 127.0.0.1:%d", tcp, tcp.Port)
	}
	return fmt.Sprintf("server.admin: %s can be reached from other machines; whoever reaches it can read the status, ask what authors hide, and accept what is held back; set admin to 127.0.0.1:%d, or keep others out with a firewall", tcp, tcp.Port)
}
