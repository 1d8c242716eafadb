package serve

import (
	"cmp"
	"net/http"
	"net/netip"
	"strings"
	"time"
)

// Access describes a request that was answered, for a log. Its texts are those of
// the client, who may write anything into them.
type Access struct {
	Method string
	Target string // path and query as they were sent, encoded
	Status int
	Bytes  int // of the body that was sent
	Took   time.Duration
	// Client is the address of the client, as trusted proxies report it, or that
	// of the connection if they report none.
	Client    string
	UserAgent string
}

// Bounds of the texts in an Access, in bytes. Clients choose them, and a log is
// read by people.
const (
	maxMethod = 32
	maxTarget = 1000
	maxAgent  = 200
)

// access describes a request that began at a time and was answered with w.
func (h *Handler) access(w *answer, r *http.Request, began time.Time) Access {
	client := r.RemoteAddr
	if address, _ := h.clients.address(r); address.IsValid() {
		client = address.String()
	} else if at, err := netip.ParseAddrPort(client); err == nil {
		client = at.Addr().String()
	}
	return Access{Method: cut(r.Method, maxMethod), Target: cut(cmp.Or(r.RequestURI, r.URL.RequestURI()), maxTarget), Status: w.status, Bytes: w.bytes,
		Took: h.Now().Sub(began), Client: client, UserAgent: cut(r.UserAgent(), maxAgent)}
}

// cut shortens a text, and shows that it did.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
