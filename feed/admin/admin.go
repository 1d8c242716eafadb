// Package admin answers the operator's HTTP requests on a separate address:
//
//	GET  /               a page for people: the state, what waits, what is wrong, and who reads
//	GET  /healthz        200 while the process runs
//	GET  /readyz         200 if there is something to serve, 503 before that and during shutdown; lists faults, what waits, and trees
//	GET  /metrics        Prometheus text format
//	GET  /status         the state of the daemon (status.Daemon) as JSON
//	GET  /why            what became of the articles that ?of= names (explain.Report), as JSON, or as a page for a browser; ?in= is the directory of a relative path
//	POST /accept         accepts held removals and ends graces, as "dateline accept" does; a browser is sent back to the page
//	GET  /debug/pprof/   profiles of the process, if the configuration enables them
//
// There is no password, so the address must be reachable from this machine only.
// That does not keep out web pages in a browser on this machine, so the host of a
// request must be an IP address, localhost or the configured host, and requests
// from pages of other sites are refused.
package admin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"strings"

	"dateline/feed/explain"
	"dateline/feed/front"
	"dateline/feed/printable"
	"dateline/feed/serve"
	"dateline/feed/status"
)

// Traffic counts connections and requests from outside.
type Traffic struct {
	Answers     serve.Counts
	Connections front.Counts
}

// Options configure New.
type Options struct {
	Host    string // host of the address where it is served
	Status  func() status.Daemon
	Details func() status.Details
	Accept  func(context.Context) error
	Why     func(explain.Question) ([]explain.Answer, error)
	Traffic func() Traffic
	Delays  *Delays
	Pprof   bool // serve profiles
}

// New returns the handler for the operator's address.
func New(o Options) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { o.overview(w, r, http.StatusOK, outcome(r.URL.Query())) })
	mux.HandleFunc("GET "+stylePath, style)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) { ready(w, o.Status()) })
	mux.Handle("GET /metrics", metrics(o))
	mux.HandleFunc("GET /status", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(printable.Writer(w)).Encode(o.Status()) // the client has gone away
	})
	mux.HandleFunc("GET /why", o.why)
	mux.HandleFunc("POST /accept", o.accept)
	if o.Pprof {
		profiles(mux)
	}
	return fromHere(o.Host, mux)
}

// why answers a question about articles.
func (o Options) why(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Vary", "Accept")
	q := r.URL.Query()
	answers, err := o.Why(explain.Question{Of: q.Get("of"), In: q.Get("in")})
	code := http.StatusOK
	switch {
	case errors.Is(err, explain.ErrQuestion):
		code = http.StatusBadRequest
	case err != nil:
		code = http.StatusServiceUnavailable
	}
	switch {
	case inBrowser(r):
		show(w, r, code, "why.html", answered{Of: q.Get("of"), Answers: answers, Err: err})
	case err != nil:
		http.Error(w, printable.Text(err.Error()), code)
	default:
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(printable.Writer(w)).Encode(explain.Report{Format: explain.Format, From: "daemon", Answers: answers}) // the client has gone away
	}
}

// accept accepts what is held back. A browser gets the page, and the outcome on it.
func (o Options) accept(w http.ResponseWriter, r *http.Request) {
	before := o.Status()
	err := o.Accept(r.Context())
	switch {
	case err != nil && inBrowser(r):
		o.overview(w, r, http.StatusServiceUnavailable, "Nothing was accepted: "+err.Error()+".")
	case err != nil:
		http.Error(w, printable.Text(err.Error()), http.StatusServiceUnavailable)
	case inBrowser(r):
		w.Header().Set("Location", "/?"+outcomeOf(before).Encode())
		w.WriteHeader(http.StatusSeeOther)
	}
}

// profiles adds the handlers of net/http/pprof. Importing that package registers
// them only with http.DefaultServeMux.
func profiles(mux *http.ServeMux) {
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
}

// ready answers whether requests can be sent to this process. A fault does not
// make it unready: what is served stays valid, and other replicas probably have
// the same fault, which would leave a load balancer without any.
func ready(w http.ResponseWriter, s status.Daemon) {
	text := "ok"
	switch {
	case s.Ending:
		text = "shutting down"
	case !s.Ready:
		text = "the articles are being read"
	}
	if !isReady(s) {
		w.Header().Set("Retry-After", "2")
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	fmt.Fprintln(w, text)
	for i := range s.Faults {
		fmt.Fprintln(w, "warning:", s.Faults[i].Error())
	}
	for _, n := range s.Notes() {
		fmt.Fprintf(w, "%s: %s\n", n.Name, printable.Line(n.Text))
	}
	for _, t := range s.Trees {
		fmt.Fprintln(w, t)
	}
}

// isReady reports whether requests can be sent to a process.
func isReady(s status.Daemon) bool { return s.Ready && !s.Ending }

// fromHere refuses requests whose host may be a name that an attacker resolves to
// this address (DNS rebinding), and requests that a browser sends on behalf of
// another site. It refuses every method, because even a GET of a profile is
// costly.
func fromHere(host string, h http.Handler) http.Handler {
	host = hostname(host)
	pages := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if name := hostname(r.Host); name != host && name != "localhost" && net.ParseIP(name) == nil {
			http.Error(w, "the host of the request must be an IP address or localhost", http.StatusMisdirectedRequest)
			return
		}
		judged := r.WithContext(r.Context())
		judged.Method = http.MethodPost // Check lets a GET pass, as it changes nothing
		if err := pages.Check(judged); err != nil {
			http.Error(w, err.Error()+"; requests from pages of other sites are refused; type the address into the browser, or use another client", http.StatusForbidden)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// hostname returns the host in a Host header in lower case, without port,
// brackets or trailing dot.
func hostname(field string) string {
	if host, _, err := net.SplitHostPort(field); err == nil {
		field = host
	} else if strings.HasPrefix(field, "[") && strings.HasSuffix(field, "]") {
		field = field[1 : len(field)-1]
	}
	return strings.ToLower(strings.TrimSuffix(field, "."))
}
