package serve

import (
	"net/http"
	"net/netip"
	"sync"
)

// How many bodies are sent at a time. A client that asks for many and reads none
// ties up a document of some hundred KB, or a descriptor, with each of them until
// the write timeout; a feed reader has received its body within moments.
const (
	sendingClient = 64   // to one client
	sendingFiles  = 1000 // files of the tree, to all
	// sendingLess is for one client as long as half of the files are being
	// sent: a few clients must not have all of them.
	sendingLess = 4
	// light is the size up to which a document does not count, in bytes: its
	// body fits into the buffers of the connection.
	light = 16 << 10
)

// sending counts the bodies that are being sent.
type sending struct {
	mu      sync.Mutex // guards what follows
	clients map[netip.Addr]int
	files   int
}

// taker returns the address of the client whose bodies are counted, or the zero
// address for a proxy that stands for many clients.
func (h *Handler) taker(r *http.Request) netip.Addr {
	if client, one := h.clients.client(r); one {
		return client
	}
	return netip.Addr{}
}

// begin counts a body and reports whether there is room for it; if so, the
// caller has to call end. The bodies of the zero address are not bounded.
func (s *sending) begin(client netip.Addr, file bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	most := sendingClient
	if file && s.files >= sendingFiles/2 {
		most = sendingLess
	}
	if client.IsValid() && s.clients[client] >= most || file && s.files >= sendingFiles {
		return false
	}
	if client.IsValid() {
		s.clients[client]++
	}
	if file {
		s.files++
	}
	return true
}

// end undoes begin.
func (s *sending) end(client netip.Addr, file bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if file {
		s.files--
	}
	if !client.IsValid() {
		return
	}
	if s.clients[client]--; s.clients[client] == 0 {
		delete(s.clients, client)
	}
}
