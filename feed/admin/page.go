package admin

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"dateline/feed/audience"
	"dateline/feed/explain"
	"dateline/feed/printable"
	"dateline/feed/status"
)

//go:embed theme
var files embed.FS

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"count": count, "size": size, "percent": percent, "moment": moment, "name": nameOf, "place": place, "page": pageOf,
}).ParseFS(files, "theme/*.html"))

const stylePath = "/style.css"

// style sends the stylesheet.
func style(w http.ResponseWriter, r *http.Request) {
	data, err := files.ReadFile("theme/style.css")
	if err != nil {
		panic(err) // it is part of the program
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// inBrowser reports whether a request wants a page instead of data.
func inBrowser(r *http.Request) bool { return strings.Contains(r.Header.Get("Accept"), "text/html") }

// fields are the header fields of all pages. Referrer-Policy is not no-referrer, with
// which browsers send "Origin: null" with the form, and that is refused.
var fields = map[string]string{
	"Content-Type":            "text/html; charset=utf-8",
	"Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"Cache-Control":           "no-store",
	"Referrer-Policy":         "same-origin",
	"X-Content-Type-Options":  "nosniff",
}

// show answers with a page.
func show(w http.ResponseWriter, r *http.Request, code int, name string, data any) {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, name, data); err != nil {
		panic(err) // the templates are part of the program, and a buffer returns no error
	}
	for name, value := range fields {
		w.Header().Set(name, value)
	}
	w.WriteHeader(code)
	_, _ = printable.Writer(w).Write(b.Bytes()) // the client has gone away
}

// answered is the data of why.html.
type answered struct {
	Of      string
	Answers []explain.Answer
	Err     error // may be nil
}

// mostTallies bounds the feeds and the readers that the page names.
const mostTallies = 50

// overview is the data of overview.html.
type overview struct {
	status.Daemon
	status.Details
	Outcome  string // what a button did; empty before
	Requests audience.Period
	Chart    chart
}

// overview answers with the page of the operator.
func (o Options) overview(w http.ResponseWriter, r *http.Request, code int, outcome string) {
	v := overview{Daemon: o.Status(), Outcome: outcome}
	if o.Details != nil {
		v.Details = o.Details()
	}
	v.Requests = audience.Sum(v.Days, mostTallies)
	v.Chart = chartOf(v.Days, v.Time)
	show(w, r, code, "overview.html", v)
}

// Acceptable reports whether there is something to accept.
func (v overview) Acceptable() bool {
	return v.Held+v.Departing.Articles+v.Waiting.Articles > 0 || v.Clock != ""
}

// ToRemove returns the number of articles that accepting removes.
func (v overview) ToRemove() int { return v.Held + v.Departing.Articles }

// MoreRemovals returns the number of articles to remove that are not named.
func (v overview) MoreRemovals() int { return v.ToRemove() - len(v.Removals) }

// Up returns how long the daemon has run.
func (v overview) Up() string {
	minutes := int(v.Time.Sub(v.Started).Minutes())
	return fmt.Sprintf("%d d %d h %d min", minutes/(24*60), minutes/60%24, minutes%60)
}

// tallies are the data of a table of requests. BaseURL is empty unless the names are
// those of feeds.
type tallies struct {
	Of, BaseURL string
	Tallies     []audience.Tally
}

// ByFeed and ByReader return the tables of requests.
func (v overview) ByFeed() tallies { return tallies{"Feed", v.BaseURL, v.Requests.Feeds} }

func (v overview) ByReader() tallies { return tallies{"Reader", "", v.Requests.Readers} }

// outcomeOf returns what accepting did, as the query of the page that tells it.
func outcomeOf(before status.Daemon) url.Values {
	q := url.Values{"removed": {strconv.Itoa(before.Held + before.Departing.Articles)}, "published": {strconv.Itoa(before.Waiting.Articles)}}
	if before.Clock != "" {
		q.Set("clock", "1")
	}
	return q
}

// outcome tells in words what outcomeOf tells, or nothing if there was none.
func outcome(q url.Values) string {
	if !q.Has("removed") {
		return ""
	}
	var parts []string
	for _, c := range [][3]string{{"removed", "1 article was removed", "%d articles were removed"}, {"published", "1 article that waited was published", "%d articles that waited were published"}} {
		switch n, err := strconv.Atoi(q.Get(c[0])); {
		case err != nil || n <= 0:
		case n == 1:
			parts = append(parts, c[1])
		default:
			parts = append(parts, fmt.Sprintf(c[2], n))
		}
	}
	if q.Has("clock") {
		parts = append(parts, "the clock of this machine is trusted")
	}
	if len(parts) == 0 {
		return "Nothing was held back."
	}
	return "Accepted: " + strings.Join(parts, ", ") + "."
}
