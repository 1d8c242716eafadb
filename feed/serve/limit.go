package serve

import (
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"strings"

	"github.com/maypok86/otter/v2"
	"golang.org/x/time/rate"
)

// Limits bound the requests of clients.
type Limits struct {
	// PathBytes and QueryBytes bound the encoded request target; 0 means no
	// bound.
	PathBytes, QueryBytes int
	// Rate is how many requests per second an address may send, and Burst how
	// many at once. Those that are answered 304 do not count. A Rate of 0 means
	// no limit.
	Rate, Burst int
	Proxies     Proxies
}

// clients limits requests by address. An address that exceeds its rate by up to a
// burst still gets 304s, which are cheap; one that exceeds it further has to
// wait.
type clients struct {
	Limits
	limiters *otter.Cache[netip.Addr, *rate.Limiter]
}

// maxClients bounds the addresses that are remembered.
const maxClients = 1 << 16

func newClients(l Limits) *clients {
	return &clients{l, otter.Must(&otter.Options[netip.Addr, *rate.Limiter]{
		MaximumSize: maxClients,
		Executor:    func(work func()) { work() },
	})}
}

// of returns the limiter of the client that sent a request, or nil if the client
// is not limited. A proxy that does not forward the client's address is not
// limited, because all its readers would share one limit.
func (c *clients) of(r *http.Request) *rate.Limiter {
	if c.Rate == 0 {
		return nil
	}
	address, one := c.client(r)
	if !one {
		return nil
	}
	if l, ok := c.limiters.GetIfPresent(address); ok {
		return l
	}
	l, _ := c.limiters.SetIfAbsent(address, rate.NewLimiter(rate.Limit(c.Rate), c.Burst))
	return l
}

// client returns the address that identifies the client that sent a request. one
// reports whether it is a single client: a proxy that does not forward the
// client's address stands for many.
func (c *clients) client(r *http.Request) (address netip.Addr, one bool) {
	address, one = c.address(r)
	return network(address), one
}

// address returns the address of the client: that of the connection, or the
// nearest one in X-Forwarded-For that is not a proxy.
func (c *clients) address(r *http.Request) (address netip.Addr, ok bool) {
	address, proxy := c.Proxies.peer(r)
	lists := r.Header["X-Forwarded-For"]
	for ; proxy; proxy = c.Proxies.have(address) {
		if len(lists) == 0 {
			return address, false
		}
		last := &lists[len(lists)-1]
		i := strings.LastIndexByte(*last, ',')
		address, ok = forwarded(strings.TrimSpace((*last)[i+1:]))
		if !ok {
			return address, false
		}
		if i < 0 {
			lists = lists[:len(lists)-1]
		} else {
			lists = append(lists[:len(lists)-1:len(lists)-1], (*last)[:i])
		}
	}
	return address, true
}

// forwarded parses an address in X-Forwarded-For, which some proxies send with a
// port.
func forwarded(name string) (address netip.Addr, ok bool) {
	address, err := netip.ParseAddr(name)
	if at, e := netip.ParseAddrPort(name); e == nil {
		address, err = at.Addr(), nil
	}
	return plain(address), err == nil
}

// admit reports whether a request is within the limit of its client, and records
// in the answer whether the client may only get a 304. If the request is not
// admitted, admit answers it. Such an answer does not count against the client,
// which would otherwise never get below its rate again.
func (h *Handler) admit(w *answer, r *http.Request) bool {
	if w.admitted {
		return true
	}
	w.client = h.clients.of(r)
	if w.client != nil {
		tokens := w.client.TokensAt(h.Now())
		w.over = tokens < 1
		if w.over && !(conditional(r) && tokens > -float64(w.client.Burst())) {
			h.tooMany(w, r)
			w.client = nil
			return false
		}
	}
	w.admitted = true
	return true
}

// charge counts an answer other than a 304 against its client.
func (h *Handler) charge(w *answer) {
	if w.client != nil && w.status != http.StatusNotModified {
		w.client.ReserveN(h.Now(), 1)
	}
}

// tooMany sends 429 and asks the client to retry when it is below its rate.
func (h *Handler) tooMany(w *answer, r *http.Request) {
	wait := 1.0
	if l := w.client; l != nil {
		wait = math.Ceil((1 - l.TokensAt(h.Now())) / float64(l.Limit()))
	}
	w.Header().Set("Retry-After", strconv.Itoa(int(max(1, wait))))
	w.Header().Set("Cache-Control", passing)
	h.refuse(w, r, http.StatusTooManyRequests, "too many requests; poll less often, and send If-None-Match", "")
}
