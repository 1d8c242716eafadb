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
	"time"

	"dateline/feed/article"
	"dateline/feed/audience"
	"dateline/feed/front"
	"dateline/feed/printable"
	"dateline/feed/serve"
)

// Status is what the daemon says of itself.
type Status struct {
	Version   string    `json:"version"`
	Process   int       `json:"process"` // its id
	Admin     string    `json:"admin"`   // server.admin of the configuration at its start
	Started   time.Time `json:"started"`
	Ready     bool      `json:"ready"`  // there is something to serve
	Ending    bool      `json:"ending"` // requests in flight finish, and then the process ends
	Articles  int       `json:"articles"`
	Topics    int       `json:"topics"`
	Held      int       `json:"held"`               // articles whose files are gone, still published
	Scheduled time.Time `json:"scheduled,omitzero"` // when something changes by itself; zero: never
	Problems  int       `json:"problems"`           // complaints about articles
	// Revision is the number of the present snapshot, Published when it was
	// shown first.
	Revision  uint32    `json:"revision"`
	Published time.Time `json:"published,omitzero"`
	Trees     []Tree    `json:"trees"`
	// Ledger is the fault of the ledger, Clock that of the system's clock;
	// empty for none.
	Ledger string `json:"ledger,omitempty"`
	Clock  string `json:"clock,omitempty"`
	// Faults are all that keep the daemon from its work.
	Faults []article.Fault `json:"faults"`
	// Readers are the feed readers that ask, most polls first.
	Readers []audience.Reader `json:"readers"`
}

// Traffic is what came from outside.
type Traffic struct {
	Answers     serve.Counts
	Connections front.Counts
}

// Tree says how a watched content directory is.
type Tree struct {
	Dir string `json:"dir"`
	// Mode is how changes are found: "events", "poll", or "mixed" where some
	// directories are polled.
	Mode        string    `json:"mode"`
	Directories int       `json:"directories"`
	Polled      int       `json:"polled"` // directories
	Files       int       `json:"files"`
	Scanned     time.Time `json:"scanned,omitzero"` // last full scan; zero: none yet
	Took        float64   `json:"took"`             // seconds of that scan
	Overflows   int       `json:"overflows"`        // times that events were lost, each answered by a full scan
	Faults      int       `json:"faults"`
}

// String gives the tree in one line.
func (t Tree) String() string {
	s := fmt.Sprintf("%s: %s, directories %d (polled %d), files %d, overflows %d, faults %d", t.Dir, t.Mode, t.Directories, t.Polled, t.Files, t.Overflows, t.Faults)
	if !t.Scanned.IsZero() {
		s += fmt.Sprintf(", full scan %s in %.3g s", t.Scanned.Format(time.RFC3339), t.Took)
	}
	return s
}

// Options say what a Handler tells.
type Options struct {
	Host    string // of the address where it is served
	Status  func() Status
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
func ready(w http.ResponseWriter, s Status) {
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
