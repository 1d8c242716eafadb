package admin

import (
	"fmt"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"dateline/feed/audience"
	"dateline/feed/manual"
	"dateline/feed/serve"
	"dateline/feed/site"
	"dateline/feed/status"
)

// scraped returns what /metrics and /readyz answer for a status.
func scraped(s status.Daemon) (metrics string, ready int) {
	h := New(Options{Status: func() status.Daemon { return s }, Traffic: func() Traffic { return Traffic{} }, Delays: NewDelays()})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "http://127.0.0.1/metrics", nil))
	r := httptest.NewRecorder()
	h.ServeHTTP(r, httptest.NewRequest("GET", "http://127.0.0.1/readyz", nil))
	return "\n" + w.Body.String(), r.Code
}

// TestReadyMetric checks that the metric says what /readyz answers in each state.
func TestReadyMetric(t *testing.T) {
	for _, c := range []struct {
		ready, ending bool
		code, gauge   int
	}{{false, false, 503, 0}, {true, false, 200, 1}, {true, true, 503, 0}, {false, true, 503, 0}} {
		metrics, code := scraped(status.Daemon{Ready: c.ready, Ending: c.ending})
		if want := fmt.Sprintf("\ndateline_ready %d\n", c.gauge); code != c.code || !strings.Contains(metrics, want) {
			t.Errorf("ready %v, ending %v: %d, and not %q", c.ready, c.ending, code, want)
		}
	}
}

// TestOfTheDaemon checks the metrics of what an operator alerts on, and that times
// that are not known are left out.
func TestOfTheDaemon(t *testing.T) {
	at := func(seconds int64) time.Time { return time.Unix(seconds, 0) }
	s := status.Daemon{Version: "1.2.3", Build: status.Build{Go: "go1", Commit: "abc"}, Started: at(5), Config: "0123"}
	moments := []string{"dateline_newest_article_timestamp_seconds", "dateline_ledger_backup_timestamp_seconds", "dateline_certificate_expiry_timestamp_seconds"}
	first, _ := scraped(s)
	for _, m := range moments {
		if strings.Contains(first, "\n"+m+" ") {
			t.Errorf("%s is there although it is not known", m)
		}
	}
	s.Newest, s.BackedUp, s.Certificate, s.Reload = at(10), at(20), at(30), &status.Reload{Count: 2, At: at(40)}
	later, _ := scraped(s)
	for metrics, lines := range map[string][]string{
		first: {`dateline_build_info{goversion="go1",revision="abc",version="1.2.3"} 1`, `dateline_config_info{digest="0123"} 1`,
			"dateline_config_last_reload_success 1", "dateline_config_last_reload_timestamp_seconds 5", "dateline_config_reloads_total 0"},
		later: {moments[0] + " 10", moments[1] + " 20", moments[2] + " 30",
			"dateline_config_last_reload_success 0", "dateline_config_last_reload_timestamp_seconds 40", "dateline_config_reloads_total 2"},
	} {
		for _, line := range lines {
			if !strings.Contains(metrics, "\n"+line+"\n") {
				t.Errorf("there is no %s", line)
			}
		}
	}
}

// full is a status in which nothing is unknown, so that all metrics have series.
func full() (status.Daemon, Traffic) {
	return status.Daemon{Newest: time.Unix(1, 0), BackedUp: time.Unix(1, 0), Certificate: time.Unix(1, 0), Trees: []status.Tree{{Dir: "news"}}, Readers: []audience.Reader{{Name: "Feedly"}}},
		Traffic{Answers: serve.Counts{Requests: []serve.Count{{Kind: site.Feeds, Status: 200}}}}
}

// TestMonitored checks that /metrics has each metric that the alert rules and the
// dashboard name, and each label by which they select.
func TestMonitored(t *testing.T) {
	s, traffic := full()
	h := New(Options{Status: func() status.Daemon { return s }, Traffic: func() Traffic { return traffic }, Delays: NewDelays()})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "http://127.0.0.1/metrics", nil))
	series := map[string]string{} // the first one of each name, with its labels
	for line := range strings.Lines(w.Body.String()) {
		if name := regexp.MustCompile(`^\w+`).FindString(line); name != "" {
			series[name] += line
		}
	}
	named := 0
	for _, name := range manual.Monitoring {
		text, _ := manual.File(name)
		for _, m := range regexp.MustCompile(`\b((?:dateline|process|go)_[a-z_]+)(?:\{([^}]*)\})?`).FindAllStringSubmatch(strings.ReplaceAll(string(text), `\"`, `"`), -1) {
			named++
			if series[m[1]] == "" {
				t.Errorf("%s names %s, which is not there", name, m[1])
			}
			for _, label := range regexp.MustCompile(`(\w+)=~?"([^"]*)"`).FindAllStringSubmatch(m[2], -1) {
				if label[1] == "instance" { // it comes from Prometheus
					continue
				}
				if there := series[m[1]]; !strings.Contains(there, label[1]+`="`) || label[1] == "kind" && !strings.Contains(there, label[0]) {
					t.Errorf("%s selects %s of %s, which is not there", name, label[0], m[1])
				}
			}
		}
	}
	if named < 40 {
		t.Errorf("only %d metrics were found", named)
	}
}

// TestLint checks the names, types and help of all metrics against the conventions
// of Prometheus.
func TestLint(t *testing.T) {
	s, traffic := full()
	families, err := registry(Options{Status: func() status.Daemon { return s }, Traffic: func() Traffic { return traffic }, Delays: NewDelays()}).Gather()
	if err != nil {
		t.Fatal(err)
	}
	problems, err := promlint.NewWithMetricFamilies(families).Lint()
	if err != nil || len(families) < 40 {
		t.Fatalf("%d families, %v", len(families), err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
}
