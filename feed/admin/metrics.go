package admin

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics serves what one reading of the status says.
func metrics(status func() Status) http.Handler {
	r := prometheus.NewRegistry()
	r.MustRegister(collector(status))
	return promhttp.HandlerFor(r, promhttp.HandlerOpts{})
}

// collector reads the status once for all metrics of a scrape.
type collector func() Status

// A metric is a number in a T.
type metric[T any] struct {
	desc  *prometheus.Desc
	kind  prometheus.ValueType
	value func(T) float64
}

// ofStatus are the metrics of the daemon.
var ofStatus = []metric[Status]{
	gauge("ready", "1 when every article was read once.", func(s Status) float64 { return truth(s.Ready) }),
	gauge("articles", "Articles that are published.", func(s Status) float64 { return float64(s.Articles) }),
	gauge("topics", "Topics that have articles.", func(s Status) float64 { return float64(s.Topics) }),
	gauge("held_articles", "Articles whose files are gone, published until the removal is accepted.", func(s Status) float64 { return float64(s.Held) }),
	gauge("problems", "Complaints about articles.", func(s Status) float64 { return float64(s.Problems) }),
	gauge("faults", "What keeps the daemon from its work.", func(s Status) float64 { return float64(len(s.Faults)) }),
	gauge("ledger_fault", "1 when the ledger cannot be saved.", func(s Status) float64 { return truth(s.Ledger != "") }),
	gauge("clock_fault", "1 when the clock of the system is not trusted.", func(s Status) float64 { return truth(s.Clock != "") }),
}

// ofTree are the metrics of each content directory, told apart by the label dir.
var ofTree = []metric[Tree]{
	gauge("tree_directories", "Directories that are watched or polled.", func(t Tree) float64 { return float64(t.Directories) }, "dir"),
	gauge("tree_polled_directories", "Directories that are polled.", func(t Tree) float64 { return float64(t.Polled) }, "dir"),
	gauge("tree_files", "Files that may be articles or covers.", func(t Tree) float64 { return float64(t.Files) }, "dir"),
	gauge("tree_faults", "What cannot be read or is left out.", func(t Tree) float64 { return float64(t.Faults) }, "dir"),
	gauge("tree_scan_timestamp_seconds", "When the last full scan ended; 0: there was none.", func(t Tree) float64 {
		if t.Scanned.IsZero() {
			return 0
		}
		return float64(t.Scanned.UnixMilli()) / 1000
	}, "dir"),
	gauge("tree_scan_duration_seconds", "How long the last full scan took.", func(t Tree) float64 { return t.Took }, "dir"),
	counter("tree_overflows_total", "Times that events were lost, each answered by a full scan.", func(t Tree) float64 { return float64(t.Overflows) }, "dir"),
}

func gauge[T any](name, help string, value func(T) float64, labels ...string) metric[T] {
	return metric[T]{prometheus.NewDesc("dateline_"+name, help, labels, nil), prometheus.GaugeValue, value}
}

func counter[T any](name, help string, value func(T) float64, labels ...string) metric[T] {
	return metric[T]{prometheus.NewDesc("dateline_"+name, help, labels, nil), prometheus.CounterValue, value}
}

// Describe implements prometheus.Collector.
func (c collector) Describe(ch chan<- *prometheus.Desc) {
	for _, m := range ofStatus {
		ch <- m.desc
	}
	for _, m := range ofTree {
		ch <- m.desc
	}
}

// Collect implements prometheus.Collector.
func (c collector) Collect(ch chan<- prometheus.Metric) {
	s := c()
	for _, m := range ofStatus {
		ch <- prometheus.MustNewConstMetric(m.desc, m.kind, m.value(s))
	}
	for _, t := range s.Trees {
		for _, m := range ofTree {
			ch <- prometheus.MustNewConstMetric(m.desc, m.kind, m.value(t), t.Dir)
		}
	}
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
