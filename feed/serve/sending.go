package serve

import (
	"net/http"
	"net/netip"
	"sync"
)

// How many bodies are sent at a time. Who asks for much and takes nothing
// keeps a document of some hundred KB with each, or a descriptor, until the
// write timeout; who reads feeds has taken a body after moments.
const (
	sendingClient = 64   // to one client
	sendingFiles  = 1000 // files of the tree, to all
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

// taker returns the address of a client that is bounded in what it is sent,
// the zero address for a proxy that stands for many.
func (h *Handler) taker(r *http.Request) netip.Addr {
	if client, one := h.clients.client(r); one {
		return client
	}
	return netip.Addr{}
}

// begin counts a body, and reports whether there is room for it: then end is
// to be called. The zero address is of nobody, who is not bounded.
func (s *sending) begin(client netip.Addr, file bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if client.IsValid() && s.clients[client] >= sendingClient || file && s.files >= sendingFiles {
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

// end takes back what begin counted.
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
