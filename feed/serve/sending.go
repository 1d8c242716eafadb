package serve

import (
	"net/http"
	"net/netip"
	"sync"
)

// How many bodies are sent at a time. A client that requests many and reads none
// ties up a document of some hundred KB, or a descriptor, for each until the
// write timeout; a feed reader receives its body within moments.
const (
	sendingClient = 64   // per client
	sendingFiles  = 1000 // files of the tree, to all clients
	// sendingLess is the bound per client while half of sendingFiles are being
	// sent, so that a few clients cannot take all of them.
	sendingLess = 4
	// light is the size in bytes up to which a document does not count: its body
	// fits into the buffers of the connection.
	light = 16 << 10
)

// sending counts the bodies that are being sent.
type sending struct {
	mu      sync.Mutex // guards clients and files
	clients map[netip.Addr]int
	files   int
}

// taker returns the address under which bodies sent to a client are counted, or
// the zero address for a proxy that stands for many clients.
func (h *Handler) taker(r *http.Request) netip.Addr {
	if client, one := h.clients.client(r); one {
		return client
	}
	return netip.Addr{}
}

// begin counts a document being sent and reports whether the client may have
// another one; if so, the caller has to call end. The zero address is not
// bounded.
func (s *sending) begin(client netip.Addr) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.take(client, sendingClient)
}

// end undoes begin.
func (s *sending) end(client netip.Addr) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.give(client)
}

// beginFile is begin for a file of the tree. There is also a bound for all
// clients together. The caller has to call endFile.
func (s *sending) beginFile(client netip.Addr) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	most := sendingClient
	if s.files >= sendingFiles/2 {
		most = sendingLess
	}
	if s.files >= sendingFiles || !s.take(client, most) {
		return false
	}
	s.files++
	return true
}

// endFile undoes beginFile.
func (s *sending) endFile(client netip.Addr) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files--
	s.give(client)
}

// take counts a body for a client, unless it already has most of them. The caller
// holds mu.
func (s *sending) take(client netip.Addr, most int) bool {
	if !client.IsValid() {
		return true
	}
	if s.clients[client] >= most {
		return false
	}
	s.clients[client]++
	return true
}

// give undoes take. The caller holds mu.
func (s *sending) give(client netip.Addr) {
	if !client.IsValid() {
		return
	}
	if s.clients[client]--; s.clients[client] == 0 {
		delete(s.clients, client)
	}
}
