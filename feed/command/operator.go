package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"dateline/feed"
	"dateline/feed/admin"
	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/front"
	"dateline/feed/report"
)

// administer answers the operator until ctx ends.
func (d *daemon) administer(ctx context.Context, sockets []net.Listener, c *config.Config) error {
	for _, s := range sockets {
		d.log.Info("administration", "at", s.Addr().String())
	}
	host, _, _ := net.SplitHostPort(c.Server.Admin)
	o := d.connections(c)
	o.Handler = admin.New(admin.Options{
		Host:   host,
		Status: d.status,
		Accept: func(ctx context.Context) error { return d.working.Load().publisher.Accept(ctx) },
		Traffic: func() admin.Traffic {
			return admin.Traffic{Answers: d.shown.Load().handler.Counts(), Connections: d.front.Counts()}
		},
		Delays: d.delays,
		Pprof:  c.Server.Pprof,
	})
	return front.New(o).Serve(ctx, sockets...)
}

// status says how the daemon is.
func (d *daemon) status() admin.Status {
	s := admin.Status{Version: d.Version, Started: d.started, Faults: []article.Fault{}, Readers: d.polls.Readers()}
	if refused := d.refused.Load(); refused != nil {
		s.Faults = append(s.Faults, article.Fault{Kind: article.OfConfiguration, Problem: *refused})
	}
	if g := d.working.Load(); g != nil {
		for _, t := range g.trees {
			s.Trees = append(s.Trees, t.Status())
		}
	}
	if state := d.shown.Load().publisher.Current(); state != nil {
		publishing(&s, state)
	}
	return s
}

// publishing says how the archive is.
func publishing(s *admin.Status, state *feed.State) {
	s.Ready = true
	s.Revision = state.Snapshot.Serial()
	s.Published = state.Since
	s.Articles = state.Snapshot.Global().Len()
	for f := range state.Snapshot.Topics() {
		if f.Len() > 0 {
			s.Topics++
		}
	}
	s.Held = state.Snapshot.Held()
	s.Scheduled = state.Snapshot.Due()
	s.Problems = len(state.Problems)
	s.Faults = append(s.Faults, state.Faults...)
	if state.Ledger != nil {
		s.Ledger = state.Ledger.Error()
	}
	if doubt := state.Snapshot.Doubt(); doubt != nil {
		s.Clock = doubt.What
	}
}

// askStatus asks the running daemon how it is.
func (l *line) askStatus(ctx context.Context) (s admin.Status, err error) {
	body, err := l.ask(ctx, http.MethodGet, "/status")
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(body, &s); err != nil {
		return s, failure{fmt.Errorf("reading the status: %w; %s", err, notOurs)}
	}
	return s, nil
}

const notOurs = "it is no dateline that answers at server.admin; stop the program that does, or set another address"

// status tells how the running daemon is. Faults are findings.
func (l *line) status(ctx context.Context, _ []string) error {
	s, err := l.askStatus(ctx)
	if err != nil {
		return err
	}
	if err := report.Status(l.out, s, l.json); err != nil {
		return failure{err}
	}
	if !s.Ready || len(s.Faults) > 0 {
		return errFindings
	}
	return nil
}

// accept has the running daemon let pass what it holds.
func (l *line) accept(ctx context.Context, _ []string) error {
	s, err := l.askStatus(ctx)
	if err != nil {
		return err
	}
	if s.Held == 0 && s.Clock == "" {
		fmt.Fprintln(l.out, "nothing is held")
		return nil
	}
	if _, err := l.ask(ctx, http.MethodPost, "/accept"); err != nil {
		return err
	}
	if s.Held > 0 {
		fmt.Fprintf(l.out, "accepted: articles of which the files are gone are removed, %d\n", s.Held)
	}
	if s.Clock != "" {
		fmt.Fprintln(l.out, "accepted: the clock of this machine is right")
	}
	return nil
}

// ask sends a request to the running daemon.
func (l *line) ask(ctx context.Context, method, path string) ([]byte, error) {
	c, err := l.loadOrDefault()
	if err != nil {
		return nil, err
	}
	address := c.Server.Admin
	if address == "" {
		return nil, failure{errors.New("server.admin is empty; nobody can be asked; set it, and restart the daemon")}
	}
	if strings.HasPrefix(address, ":") {
		address = "127.0.0.1" + address
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, "http://"+address+path, nil)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Transport: &http.Transport{Proxy: nil}}
	answer, err := client.Do(r)
	if err != nil {
		return nil, failure{fmt.Errorf("no dateline answers at %s: %w; start it, or name its configuration with --config", address, err)}
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	switch kind := answer.Header.Get("Content-Type"); {
	case err != nil || answer.StatusCode == http.StatusOK:
	case !strings.HasPrefix(kind, "text/plain"):
		err = fmt.Errorf("%s; %s", answer.Status, notOurs)
	default:
		err = fmt.Errorf("%s: %s", answer.Status, strings.TrimSpace(string(body)))
	}
	return body, atWork(err)
}

// plan tells what a start would change for subscribers.
func (l *line) plan(_ context.Context, args []string) error {
	r, err := l.read(args, true)
	if err != nil {
		return err
	}
	return atWork(report.Plan(l.out, r.remembered, r.state.Snapshot, r.first, l.json))
}
