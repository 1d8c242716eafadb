package admin

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics serves gauges that are read from the status.
func metrics(status func() Status) http.Handler {
	r := prometheus.NewRegistry()
	gauge := func(name, help string, value func(Status) float64) {
		r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "dateline", Name: name, Help: help},
			func() float64 { return value(status()) }))
	}
	gauge("ready", "1 when every article was read once.", func(s Status) float64 { return truth(s.Ready) })
	gauge("articles", "Articles that are published.", func(s Status) float64 { return float64(s.Articles) })
	gauge("topics", "Topics that have articles.", func(s Status) float64 { return float64(s.Topics) })
	gauge("held_articles", "Articles whose files are gone, published until the removal is accepted.", func(s Status) float64 { return float64(s.Held) })
	gauge("problems", "Complaints about articles.", func(s Status) float64 { return float64(s.Problems) })
	gauge("faults", "What keeps the daemon from its work.", func(s Status) float64 { return float64(len(s.Faults)) })
	gauge("ledger_fault", "1 when the ledger cannot be saved.", func(s Status) float64 { return truth(s.Ledger != "") })
	gauge("clock_fault", "1 when the clock of the system is not trusted.", func(s Status) float64 { return truth(s.Clock != "") })
	return promhttp.HandlerFor(r, promhttp.HandlerOpts{})
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
