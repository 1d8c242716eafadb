package serve

import (
	"net/http"

	"dateline/feed/hosts"
)

// comesFromElsewhere reports whether the ids of the site are provisional and a
// request comes from a public address: that of the connection or, behind trusted
// proxies, the one that they forward. The client of a proxy that forwards none is
// unknown, and does not count.
func (h *Handler) comesFromElsewhere(r *http.Request) bool {
	s := h.Snapshot()
	if s == nil || !s.Provisional() {
		return false
	}
	address, one := h.clients.address(r)
	return one && !hosts.IsPrivateAddr(address)
}
