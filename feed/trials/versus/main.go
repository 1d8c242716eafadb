// Command versus measures Dateline beside nginx and Caddy, which serve the
// same bytes on the same machine.
//
//	go run ./feed/trials/versus              requests a second, as ratios to both
//	go run ./feed/trials/versus -idle 10000  memory of idle connections, beside nginx
//	go run ./feed/trials/versus -fresh       from a file to the feed
//
// It needs Debian's nginx, Caddy and wrk, and two processors: except with
// -fresh, the servers run on the first and wrk on the second. Rounds alternate
// between the servers, because such machines are shared; ratios are medians of
// the rounds. It exits with 1 if a bound is missed, and with 2 if nothing could
// be measured.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
)

// options are the flags.
type options struct {
	rounds, seconds, connections int
	idle                         int
	fresh                        bool
	articles, times              int
}

func main() {
	var o options
	flag.IntVar(&o.rounds, "rounds", 7, "number of rounds, whose median counts")
	flag.IntVar(&o.seconds, "seconds", 3, "`seconds` that a round takes for each server")
	flag.IntVar(&o.connections, "connections", 32, "number of connections of wrk")
	flag.IntVar(&o.idle, "idle", 0, "measure the memory of this many idle connections")
	flag.BoolVar(&o.fresh, "fresh", false, "measure the time from a file to the feed")
	flag.IntVar(&o.articles, "articles", 100_000, "number of articles with -fresh")
	flag.IntVar(&o.times, "times", 100, "number of changes with -fresh")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	switch err := run(ctx, o); {
	case errors.Is(err, errMissed):
		os.Exit(1)
	case err != nil:
		fmt.Fprintln(os.Stderr, "versus:", err)
		os.Exit(2)
	}
}

// errMissed means that a bound was missed; the output says which.
var errMissed = errors.New("a bound is missed")

func run(ctx context.Context, o options) error {
	if err := installed("taskset"); err != nil {
		return err
	}
	b, err := newBench(ctx)
	if err != nil {
		return err
	}
	defer b.close()
	b.pinned = !o.fresh
	switch {
	case o.fresh:
		return b.fresh(o)
	case o.idle > 0:
		return b.idle(o)
	}
	return b.compare(o)
}

// installed returns an error that names the Debian packages of missing
// programs.
func installed(programs ...string) error {
	packages := map[string]string{"nginx": "nginx-light", "caddy": "caddy", "wrk": "wrk", "taskset": "util-linux"}
	var missing []string
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			missing = append(missing, packages[p])
		}
	}
	if missing != nil {
		return fmt.Errorf("programs are missing; nothing is measured; apt-get install %s", strings.Join(missing, " "))
	}
	return nil
}
