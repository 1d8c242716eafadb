package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"text/tabwriter"
	"time"
)

// kind is a kind of request, with the lowest acceptable ratios.
type kind struct {
	name         string
	encoding     string
	conditional  bool
	nginx, caddy float64
}

var kinds = []kind{
	{"304 by If-None-Match", "gzip", true, 0.52, 2.0},
	{"200 gzip", "gzip", false, 0.80, 2.5},
	{"200 identity", "identity", false, 0.55, 0.7},
}

// request is a request to one server.
type request struct {
	*server
	fields map[string]string
}

// compare measures requests a second.
func (b *bench) compare(o options) error {
	if err := installed("nginx", "caddy", "wrk"); err != nil {
		return err
	}
	servers, err := b.same()
	if err != nil {
		return err
	}
	t := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "request\tbytes\tper second\tto nginx\tat least\tto Caddy\tat least\t\n")
	missed := false
	for _, k := range kinds {
		if _, err := packed(servers[0]); err != nil { // Dateline may have rendered its feed again
			return err
		}
		requests, size, err := prepare(k, servers)
		if err != nil {
			return err
		}
		var perSecond, toNginx, toCaddy []float64
		for round := range o.rounds {
			rates, err := b.round(o, requests, round)
			if err != nil {
				return err
			}
			perSecond = append(perSecond, rates[0])
			toNginx = append(toNginx, rates[0]/rates[1])
			toCaddy = append(toCaddy, rates[0]/rates[2])
		}
		fmt.Fprintf(t, "%s\t%d\t%.0f\t%s\t%.2f\t%s\t%.2f\t\n", k.name, size, median(perSecond), spread(toNginx), k.nginx, spread(toCaddy), k.caddy)
		missed = missed || median(toNginx) < k.nginx || median(toCaddy) < k.caddy
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if missed {
		fmt.Println("a bound is missed")
		return errMissed
	}
	return nil
}

// same starts Dateline, nginx and Caddy with the same bytes.
func (b *bench) same() ([]*server, error) {
	if err := b.articles(60, 7); err != nil {
		return nil, err
	}
	dateline, _, err := b.dateline()
	if err != nil {
		return nil, err
	}
	_, identity, err := get(dateline.url+"/feed.atom", nil)
	if err != nil {
		return nil, err
	}
	gzip, err := packed(dateline)
	if err != nil {
		return nil, err
	}
	if err := b.write("public/feed.atom", string(identity)); err != nil {
		return nil, err
	}
	if err := b.write("public/feed.atom.gz", string(gzip)); err != nil {
		return nil, err
	}
	nginx, err := b.nginx()
	if err != nil {
		return nil, err
	}
	caddy, err := b.caddy()
	return []*server{dateline, nginx, caddy}, err
}

// packed returns the gzip form of the feed once it is the well-compressed one,
// which appears together with Brotli. The feed may be made twice after a start.
func packed(s *server) (gzip []byte, err error) {
	again := time.NewTicker(200 * time.Millisecond)
	defer again.Stop()
	for range 100 {
		answer, _, err := get(s.url+"/feed.atom", map[string]string{"Accept-Encoding": "br"})
		if err != nil {
			return nil, err
		}
		_, body, err := get(s.url+"/feed.atom", map[string]string{"Accept-Encoding": "gzip"})
		if err != nil {
			return nil, err
		}
		if answer.Header.Get("Content-Encoding") == "br" && len(body) == len(gzip) {
			return gzip, nil
		}
		gzip = body
		<-again.C
	}
	return nil, fmt.Errorf("dateline does not compress its feed well within 20 seconds; nothing is measured")
}

// prepare makes the requests of a kind, and checks that all servers answer them
// alike.
func prepare(k kind, servers []*server) (requests []request, size int, err error) {
	var same []byte
	for i, s := range servers {
		fields := map[string]string{"Accept-Encoding": k.encoding}
		answer, body, err := get(s.url+"/feed.atom", fields)
		if err != nil {
			return nil, 0, err
		}
		want := http.StatusOK
		if k.conditional {
			fields["If-None-Match"] = answer.Header.Get("ETag")
			want = http.StatusNotModified
			if answer, body, err = get(s.url+"/feed.atom", fields); err != nil {
				return nil, 0, err
			}
		}
		if i == 0 {
			same = body
		}
		if answer.StatusCode != want || !bytes.Equal(body, same) {
			return nil, 0, fmt.Errorf("%s: %s answers %s with %d bytes, want %d with the %d of dateline; nothing is measured", k.name, s.name, answer.Status, len(body), want, len(same))
		}
		requests = append(requests, request{s, fields})
	}
	return requests, len(same), nil
}

// round measures each server for some seconds, beginning with another one each
// time, and returns requests per second.
func (b *bench) round(o options, requests []request, round int) ([]float64, error) {
	rates := make([]float64, len(requests))
	for i := range requests {
		n := (round + i) % len(requests)
		r := requests[n]
		args := []string{"-c", "1", "wrk", "-t", "1", "-c", strconv.Itoa(o.connections), "-d", strconv.Itoa(o.seconds) + "s"}
		for name, value := range r.fields {
			args = append(args, "-H", name+": "+value)
		}
		out, err := exec.CommandContext(b.ctx, "taskset", append(args, r.url+"/feed.atom")...).CombinedOutput()
		if err != nil {
			return nil, fmt.Errorf("wrk: %w\n%s", err, out)
		}
		if rates[n], err = rate(out); err != nil {
			return nil, err
		}
	}
	return rates, nil
}

var (
	perSecond = regexp.MustCompile(`Requests/sec:\s+([0-9.]+)`)
	failures  = regexp.MustCompile(`Non-2xx or 3xx responses.*|Socket errors.*`)
)

// rate reads the output of wrk.
func rate(out []byte) (float64, error) {
	m := perSecond.FindSubmatch(out)
	if failure := failures.Find(out); m == nil || failure != nil {
		return 0, fmt.Errorf("wrk: %s; the round does not count:\n%s", failure, out)
	}
	return strconv.ParseFloat(string(m[1]), 64)
}

// median returns the median of values, or the upper of the two in the middle.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// spread returns the median with the lowest and the highest value.
func spread(values []float64) string {
	return fmt.Sprintf("%.2f (%.2f to %.2f)", median(values), slices.Min(values), slices.Max(values))
}
