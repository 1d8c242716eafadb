package serve

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// strictTransport returns the value of Strict-Transport-Security (RFC 6797, 6.1),
// or nil if t is zero. It leaves out includeSubDomains: subdomains may not be
// the operator's.
func strictTransport(t time.Duration) []string {
	if t == 0 {
		return nil
	}
	return []string{fmt.Sprintf("max-age=%d", int64(t.Seconds()))}
}

// secure reports whether a request came over TLS; otherwise the header must not
// be sent (RFC 6797, 7.2). A trusted proxy says so in X-Forwarded-Proto. If it
// does not send that field, it is assumed to use TLS, because hsts requires an
// https base URL.
func (h *Handler) secure(r *http.Request) bool {
	if r.TLS != nil {
		return true
	}
	if _, proxy := h.Limits.Proxies.peer(r); !proxy {
		return false
	}
	protocol := r.Header.Get("X-Forwarded-Proto")
	return protocol == "" || strings.EqualFold(protocol, "https")
}
