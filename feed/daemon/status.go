package command

import (
	"context"
	"net"
	"os"

	"dateline/feed"
	"dateline/feed/admin"
	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/front"
	"dateline/feed/report"
	"dateline/feed/status"
)

// administer answers the operator until ctx ends.
func (d *daemon) administer(ctx context.Context, sockets []net.Listener, c *config.Config) error {
	for _, s := range sockets {
		d.log.Info("administration", "at", s.Addr().String())
	}
	d.log.Info("readyz says only whether there is something to serve; for alerts, use dateline_faults in metrics, or dateline status")
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
func (d *daemon) status() status.Daemon {
	s := status.Daemon{Version: d.Version, Process: os.Getpid(), Admin: d.setting, Started: d.started, Ending: d.ending.Load(),
		Faults: []article.Fault{}, Readers: d.audience.Readers()}
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
func publishing(s *status.Daemon, state *feed.State) {
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

// plan tells what a start would change for subscribers.
func (l *line) plan(_ context.Context, args []string) error {
	r, err := l.read(args, true)
	if err != nil {
		return err
	}
	return atWork(report.Plan(l.out, r.remembered, r.state.Snapshot, r.first, l.json))
}
