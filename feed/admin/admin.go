// Package admin answers the operator over HTTP, on an address apart from the
// readers':
//
//	GET  /healthz   200 while the process runs
//	GET  /readyz    200 while there is something to serve, 503 before and while the process ends; what is wrong, the trees
//	GET  /metrics   Prometheus text format
//	GET  /status    what "dateline status" prints, as JSON
//	POST /accept    lets pass what is held, as "dateline accept" does
//	GET  /debug/pprof/   profiles of the process, where the configuration wants them
//
// It has no password: the address must be reachable from this machine only.
// Web pages in a browser on this machine are kept out all the same: requests
// must name an IP address, localhost or the address itself as their host, and
// none may come from a page of another site.
//
// # Readings of the design
//
//   - /readyz says only whether requests can be sent here: other replicas
//     are likely to have the same fault.
package admin

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"strings"

	"dateline/feed/front"
	"dateline/feed/printable"
	"dateline/feed/serve"
	"dateline/feed/status"
)

// Traffic is what came from outside.
type Traffic struct {
	Answers     serve.Counts
	Connections front.Counts
}

// Options say what a Handler tells.
type Options struct {
	Host    string // of the address where it is served
	Status  func() status.Daemon
	Accept  func(context.Context) error
	Traffic func() Traffic
	Delays  *Delays
	Pprof   bool // whether it serves profiles
}

// New returns the handler of the address.
func New(o Options) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) { ready(w, o.Status()) })
	mux.Handle("GET /metrics", metrics(o))
	mux.HandleFunc("GET /status", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(printable.Writer(w)).Encode(o.Status()) // a client that went away is no event
	})
	mux.HandleFunc("POST /accept", func(w http.ResponseWriter, r *http.Request) {
		if err := o.Accept(r.Context()); err != nil {
			http.Error(w, printable.Text(err.Error()), http.StatusServiceUnavailable)
		}
	})
	if o.Pprof {
		profiles(mux)
	}
	return fromHere(o.Host, mux)
}

// profiles serves what net/http/pprof has.
func profiles(mux *http.ServeMux) {
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
}

// ready says whether requests can be sent here. They can be in spite of a fault:
// what is served stays good, and other replicas are likely to have the same
// fault.
func ready(w http.ResponseWriter, s status.Daemon) {
	text := "ok"
	switch {
	case s.Ending:
		text = "ending"
	case !s.Ready:
		text = "the articles are being read"
	}
	if s.Ending || !s.Ready {
		w.Header().Set("Retry-After", "2")
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	fmt.Fprintln(w, text)
	for i := range s.Faults {
		fmt.Fprintln(w, "warning:", s.Faults[i].Error())
	}
	for _, t := range s.Trees {
		fmt.Fprintln(w, t)
	}
}

// fromHere refuses requests whose host is a name that an attacker resolves to
// this address (DNS rebinding), and those that a page of another site makes a
// browser send, whatever their method: a GET of a profile is costly too.
func fromHere(host string, h http.Handler) http.Handler {
	host = hostname(host)
	pages := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if name := hostname(r.Host); name != host && name != "localhost" && net.ParseIP(name) == nil {
			http.Error(w, "ask by IP address", http.StatusMisdirectedRequest)
			return
		}
		judged := r.WithContext(r.Context())
		judged.Method = http.MethodPost // Check lets pass what changes nothing
		if err := pages.Check(judged); err != nil {
			http.Error(w, err.Error()+"; not answered to pages of other sites; type the address, or ask without a browser", http.StatusForbidden)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// hostname returns the host in a Host header, in lower case, without port,
// brackets and trailing dot.
func hostname(field string) string {
	if host, _, err := net.SplitHostPort(field); err == nil {
		field = host
	} else if strings.HasPrefix(field, "[") && strings.HasSuffix(field, "]") {
		field = field[1 : len(field)-1]
	}
	return strings.ToLower(strings.TrimSuffix(field, "."))
}
