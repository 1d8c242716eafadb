package siege

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

var combinations = flag.Int("combinations", 3000, "random combinations of topics that are asked for")

// slugs returns the slugs of all topics.
func (d *daemon) slugs() (list []string) {
	d.t.Helper()
	r, err := http.Get("http://" + d.address + "/topics/")
	if err != nil {
		d.t.Fatal(err)
	}
	defer r.Body.Close()
	page, err := io.ReadAll(r.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`/topics/([^/"]+)/"`).FindAllStringSubmatch(string(page), -1) {
		list = append(list, m[1])
	}
	if len(list) < 5 {
		d.t.Fatalf("the topics are %q", list)
	}
	return list
}

// combination returns a path that most likely has not been requested yet.
func combination(draw *rand.Rand, slugs []string) string {
	list := func(sign string) string {
		var names []string
		for range 1 + draw.IntN(4) {
			names = append(names, slugs[draw.IntN(len(slugs))])
		}
		if draw.IntN(20) == 0 {
			names = append(names, fmt.Sprint("unknown-", draw.Uint32()))
		}
		return strings.Join(names, sign)
	}
	path := "/topics/" + list([]string{"+", ","}[draw.IntN(2)]) + "/"
	if draw.IntN(3) == 0 {
		path += "except/" + list(",") + "/"
	}
	path += "feed." + []string{"atom", "rss", "json"}[draw.IntN(3)]
	if draw.IntN(2) == 0 {
		path += fmt.Sprintf("?limit=%d", 1+draw.IntN(520))
	}
	return path
}

// ask requests a path, and returns an error if the answer is not a documented
// one. fields are names and values in turn.
func (d *daemon) ask(client *http.Client, path string, fields ...string) (*http.Response, error) {
	r, err := http.NewRequest(http.MethodGet, "http://"+d.address+path, nil)
	if err != nil {
		return nil, err
	}
	for i := 0; i < len(fields); i += 2 {
		r.Header.Set(fields[i], fields[i+1])
	}
	answer, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return answer, errors.Join(err, whole(path, answer, body))
}

// patient returns a client that does not follow redirects.
func patient() *http.Client {
	return &http.Client{Transport: &http.Transport{}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// TestCombinations requests one combination of topics after another, and checks
// that the daemon's memory grows by no more than its cache.
func TestCombinations(t *testing.T) {
	t.Parallel()
	const cache = 8 << 20
	d := start(t, fmt.Sprintf("rate = 0\npprof = true\ncache_bytes = %d\n", cache))
	slugs := d.slugs()
	ask := func(n int, seed uint64) {
		var all sync.WaitGroup
		for worker := range 2 {
			all.Go(func() {
				draw := rand.New(rand.NewPCG(seed, uint64(worker)))
				client := patient()
				defer client.CloseIdleConnections()
				for range n / 2 {
					if _, err := d.ask(client, combination(draw, slugs)); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		all.Wait()
	}
	ask(*combinations/10, 1)
	before := d.heap()
	ask(*combinations, 2)
	after := d.heap()
	t.Logf("%d combinations: %.1f MB of heap after a tenth, %.1f MB at the end; %.0f documents were made", *combinations, before/1e6, after/1e6, d.metric("dateline_documents_made_total"))
	if after > before+2*cache { // the memory for deltas has a limit too
		t.Errorf("the heap grew from %.1f MB to %.1f MB", before/1e6, after/1e6)
	}
}

// heap returns the memory in use. It is the least of ten readings, because the
// daemon compresses documents in between. It needs pprof.
func (d *daemon) heap() (least float64) {
	d.t.Helper()
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for range 10 {
		r, err := http.Get("http://" + d.admin + "/debug/pprof/heap?gc=1")
		if err != nil {
			d.t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, r.Body) // the request causes a garbage collection
		r.Body.Close()
		if now := d.metric("go_memstats_heap_alloc_bytes"); least == 0 || now < least {
			least = now
		}
		<-again.C
	}
	return least
}
