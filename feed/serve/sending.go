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
	mu      sync.Mutex // guards clients and files
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

// begin counts a document that is sent and reports whether there is room for it;
// if so, the caller has to call end. What the zero address takes is not bounded.
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

// beginFile is begin for a file of the tree, of which all clients together may
// take so many; the caller has to call endFile.
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

// take counts a body for a client, unless it has most of them already. The
// caller holds mu.
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
