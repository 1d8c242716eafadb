package admin

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"dateline/feed/article"
	"dateline/feed/audience"
	"dateline/feed/serve"
	"dateline/feed/status"
)

// metrics returns the handler of /metrics.
func metrics(o Options) http.Handler {
	return promhttp.HandlerFor(registry(o), promhttp.HandlerOpts{})
}

func registry(o Options) *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(collector{o.Status, o.Traffic}, o.Delays, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return r
}

// collector reads the status and the traffic once for all metrics of a scrape, so
// that they are consistent.
type collector struct {
	status  func() status.Daemon
	traffic func() Traffic
}

// Delays is a histogram of the delays between noticing that a file changed and
// publishing the change.
type Delays struct{ prometheus.Histogram }

// NewDelays returns an empty histogram.
func NewDelays() *Delays {
	return &Delays{prometheus.NewHistogram(prometheus.HistogramOpts{
		Name:    "dateline_file_to_feed_seconds",
		Help:    "Time from noticing that a file changed until the feeds contain the change.",
		Buckets: []float64{.05, .1, .2, .3, .4, .5, .6, .7, .8, 1, 1.5, 2, 3, 5, 10, 30, 60},
	})}
}

// Add counts a change that took this long.
func (d *Delays) Add(took time.Duration) { d.Observe(took.Seconds()) }

// metric is a number that is read from a T.
type metric[T any] struct {
	desc  *prometheus.Desc
	kind  prometheus.ValueType
	value func(T) float64
}

// ofStatus are the metrics of the daemon as a whole.
var ofStatus = []metric[status.Daemon]{
	gauge("ready", "1 if requests can be sent here, as /readyz says, else 0.", func(s status.Daemon) float64 { return truth(isReady(s)) }),
	gauge("snapshot_revision", "Revision of the current snapshot.", func(s status.Daemon) float64 { return float64(s.Revision) }),
	gauge("snapshot_timestamp_seconds", "When the current snapshot was first served, or 0 if there is none.", func(s status.Daemon) float64 { return seconds(s.Published) }),
	gauge("articles", "Published articles.", func(s status.Daemon) float64 { return float64(s.Articles) }),
	gauge("topics", "Topics that have articles.", func(s status.Daemon) float64 { return float64(s.Topics) }),
	gauge("held_articles", "Articles that stay published without their files until the removal is accepted.", func(s status.Daemon) float64 { return float64(s.Held) }),
	gauge("departing_articles", "Articles that stay published without their files until their grace ends.", func(s status.Daemon) float64 { return float64(s.Departing.Articles) }),
	gauge("waiting_articles", "New articles that wait, as they may replace published articles.", func(s status.Daemon) float64 { return float64(s.Waiting.Articles) }),
	gauge("large_feeds", "Feeds that are larger than feeds.max_bytes, because their newest articles need more.", func(s status.Daemon) float64 { return float64(len(s.Large)) }),
	gauge("problems", "Complaints about articles.", func(s status.Daemon) float64 { return float64(s.Problems) }),
	gauge("config_last_reload_success", "1 if the configuration that was read last is in use, else 0.", func(s status.Daemon) float64 { return truth(reload(s).Success) }),
	gauge("config_last_reload_timestamp_seconds", "When the configuration was last read with another result than before.", func(s status.Daemon) float64 { return seconds(reload(s).At) }),
	counter("config_reloads_total", "Reloads of the configuration since the start, including those that were refused.", func(s status.Daemon) float64 { return float64(reload(s).Count) }),
	gauge("ledger_fault", "1 if the ledger cannot be saved, else 0.", func(s status.Daemon) float64 { return truth(s.Ledger != "") }),
	gauge("clock_fault", "1 if the clock of the system is not trusted, else 0.", func(s status.Daemon) float64 { return truth(s.Clock != "") }),
}

// ofMoment are the metrics of the daemon that are left out until they are known:
// an alert that compares a time of 0 with the clock would fire.
var ofMoment = []metric[status.Daemon]{
	gauge("newest_article_timestamp_seconds", "When the newest article was published.", func(s status.Daemon) float64 { return seconds(s.Newest) }),
	gauge("ledger_backup_timestamp_seconds", "When the backup of the ledger was last renewed.", func(s status.Daemon) float64 { return seconds(s.BackedUp) }),
	gauge("certificate_expiry_timestamp_seconds", "When the TLS certificate expires, the first one if there are several.", func(s status.Daemon) float64 { return seconds(s.Certificate) }),
}

// ofBuild describes the program, with the labels version, goversion and revision.
var ofBuild = []metric[status.Daemon]{
	gauge("build_info", "1, with the version of Dateline, the version of Go and the revision of the source as labels.", always, "version", "goversion", "revision"),
}

// ofConfig describes the configuration in use, with the label digest.
var ofConfig = []metric[status.Daemon]{
	gauge("config_info", "1, with the digest of the configuration in use as a label.", always, "digest"),
}

func always(status.Daemon) float64 { return 1 }

// reload returns the last reload, which at first is the start.
func reload(s status.Daemon) status.Reload {
	if s.Reload == nil {
		return status.Reload{At: s.Started, Success: true}
	}
	return *s.Reload
}

// ofFault are the metrics of faults, with the label kind.
var ofFault = []metric[int]{
	gauge("faults", "Faults that keep the daemon from working properly.", func(n int) float64 { return float64(n) }, "kind"),
}

// faults returns the number of faults of each kind. Kinds without a fault count 0,
// because an alert needs a series that rises.
func faults(s status.Daemon) map[article.Kind]int {
	n := map[article.Kind]int{}
	for _, k := range article.Kinds {
		n[k] = 0
	}
	for _, f := range s.Faults {
		n[f.Kind]++
	}
	return n
}

// ofTree are the metrics of each content directory, with the label dir.
var ofTree = []metric[status.Tree]{
	gauge("tree_directories", "Directories that are watched or polled.", func(t status.Tree) float64 { return float64(t.Directories) }, "dir"),
	gauge("tree_polled_directories", "Directories that are polled.", func(t status.Tree) float64 { return float64(t.Polled) }, "dir"),
	gauge("tree_files", "Files that may be articles or covers.", func(t status.Tree) float64 { return float64(t.Files) }, "dir"),
	gauge("tree_faults", "Files and directories that could be read before and cannot be read now.", func(t status.Tree) float64 { return float64(t.Faults) }, "dir"),
	gauge("tree_scan_timestamp_seconds", "When the last full scan ended, or 0 if there was none.", func(t status.Tree) float64 { return seconds(t.Scanned) }, "dir"),
	gauge("tree_scan_duration_seconds", "Duration of the last full scan.", func(t status.Tree) float64 { return t.ScanSeconds }, "dir"),
	counter("tree_overflows_total", "How often events were lost. Each loss causes a full scan.", func(t status.Tree) float64 { return float64(t.Overflows) }, "dir"),
}

// ofReader are the metrics of each feed reader, with the label reader.
var ofReader = []metric[audience.Reader]{
	counter("reader_polls_total", "Requests for feeds.", func(r audience.Reader) float64 { return float64(r.Polls) }, "reader"),
	counter("reader_not_modified_total", "Requests for feeds that were answered 304.", func(r audience.Reader) float64 { return float64(r.NotModified) }, "reader"),
	counter("reader_unconditional_total", "Requests for feeds without a validator (If-None-Match or If-Modified-Since).", func(r audience.Reader) float64 { return float64(r.Unconditional) }, "reader"),
	gauge("reader_subscribers", "Subscribers, as the reader reports them.", func(r audience.Reader) float64 { return float64(r.Subscribers) }, "reader"),
}

// ofTraffic are the metrics of connections and requests from outside.
var ofTraffic = []metric[Traffic]{
	counter("documents_asked_total", "Documents that were requested.", func(t Traffic) float64 { return float64(t.Answers.Asked) }),
	counter("documents_made_total", "Documents that had to be rendered because they were not in the cache.", func(t Traffic) float64 { return float64(t.Answers.Made) }),
	gauge("cache_bytes", "Memory that the documents in the cache use.", func(t Traffic) float64 { return float64(t.Answers.CacheBytes) }),
	gauge("connections", "Open connections.", func(t Traffic) float64 { return float64(t.Connections.Open) }),
	counter("connections_accepted_total", "Connections that were accepted.", func(t Traffic) float64 { return float64(t.Connections.Accepted) }),
	counter("connections_refused_total", "Connections that were refused because there were too many.", func(t Traffic) float64 { return float64(t.Connections.Refused) }),
	counter("connections_evicted_total", "Idle connections that were closed to make room for new ones.", func(t Traffic) float64 { return float64(t.Connections.Evicted) }),
}

// ofCount are the metrics of requests, with the labels kind and status.
var ofCount = []metric[serve.Count]{
	counter("requests_total", "Requests by kind of document and status.", func(c serve.Count) float64 { return float64(c.Requests) }, "kind", "status"),
	counter("response_bytes_total", "Bytes of response bodies.", func(c serve.Count) float64 { return float64(c.Bytes) }, "kind", "status"),
}

func gauge[T any](name, help string, value func(T) float64, labels ...string) metric[T] {
	return metric[T]{prometheus.NewDesc("dateline_"+name, help, labels, nil), prometheus.GaugeValue, value}
}

func counter[T any](name, help string, value func(T) float64, labels ...string) metric[T] {
	return metric[T]{prometheus.NewDesc("dateline_"+name, help, labels, nil), prometheus.CounterValue, value}
}

// Describe implements prometheus.Collector.
func (c collector) Describe(ch chan<- *prometheus.Desc) {
	describe(ch, ofStatus)
	describe(ch, ofMoment)
	describe(ch, ofBuild)
	describe(ch, ofConfig)
	describe(ch, ofFault)
	describe(ch, ofTree)
	describe(ch, ofReader)
	describe(ch, ofTraffic)
	describe(ch, ofCount)
}

func describe[T any](ch chan<- *prometheus.Desc, metrics []metric[T]) {
	for _, m := range metrics {
		ch <- m.desc
	}
}

// Collect implements prometheus.Collector.
func (c collector) Collect(ch chan<- prometheus.Metric) {
	s, t := c.status(), c.traffic()
	collect(ch, ofStatus, s)
	for _, m := range ofMoment {
		if m.value(s) > 0 {
			collect(ch, []metric[status.Daemon]{m}, s)
		}
	}
	collect(ch, ofBuild, s, s.Version, s.Go, s.Commit)
	collect(ch, ofConfig, s, s.Config)
	for kind, n := range faults(s) {
		collect(ch, ofFault, n, string(kind))
	}
	for _, tree := range s.Trees {
		collect(ch, ofTree, tree, tree.Dir)
	}
	for _, r := range s.Readers {
		collect(ch, ofReader, r, r.Name)
	}
	collect(ch, ofTraffic, t)
	for _, n := range t.Answers.Requests {
		collect(ch, ofCount, n, n.Kind.String(), strconv.Itoa(n.Status))
	}
}

func collect[T any](ch chan<- prometheus.Metric, metrics []metric[T], of T, labels ...string) {
	for _, m := range metrics {
		ch <- prometheus.MustNewConstMetric(m.desc, m.kind, m.value(of), labels...)
	}
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// seconds returns a time in Unix seconds, 0 for the zero time.
func seconds(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.UnixMilli()) / 1000
}
