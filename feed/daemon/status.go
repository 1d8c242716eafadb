package daemon

import (
	"os"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/audience"
	"dateline/feed/status"
)

// mostNamed bounds the feeds and the readers of the last days that the status names.
const mostNamed = 10

// status returns the state of the daemon. Any goroutine may call it.
func (d *daemon) status() status.Daemon {
	s := status.Daemon{Format: status.Format, Time: d.Now().UTC(), Version: d.Version, Build: d.build, Process: os.Getpid(), Admin: d.setting, Started: d.began, Ending: d.ending.Load(),
		Large: []status.Large{}, Faults: []article.Fault{}, Readers: d.audience.Readers(), Requests: audience.Sum(d.audience.Days(), mostNamed), Reload: d.reloader.last.Load()}
	if refused := d.reloader.refused.Load(); refused != nil {
		s.Faults = append(s.Faults, article.Fault{Kind: article.OfConfiguration, Problem: *refused})
	}
	if d.certificates != nil {
		v := d.certificates.Validity()
		if s.Certificate = v.Expires; v.Problem != nil {
			s.Faults = append(s.Faults, article.Fault{Kind: article.OfCertificate, Problem: *v.Problem})
		}
	}
	for _, t := range d.working.Load().trees {
		s.Trees = append(s.Trees, t.Status())
	}
	shown := d.shown.Load()
	s.Config, s.LedgerFile = shown.digest, shown.place
	s.Unreachable = unreachable(shown.config.Site.BaseURL, d.listening)
	for _, e := range shown.pages.Failures() {
		s.Faults = append(s.Faults, article.Fault{Kind: article.OfTheme, Problem: failing(e)})
	}
	if state := shown.publisher.Current(); state != nil {
		published(&s, state)
		s.Departing, s.Waiting = shown.publisher.Waits()
	}
	if fresh := d.fresh.Load(); fresh != nil {
		s.Fresh = fresh.Error()
	}
	for _, x := range shown.renderer.Excesses() {
		s.Large = append(s.Large, status.Large{Feed: x.Path, Bytes: x.Bytes})
	}
	return s
}

// published fills in the fields about the published state.
func published(s *status.Daemon, state *feed.State) {
	s.Ready = true
	s.Revision = state.Snapshot.Serial()
	s.Published = state.Since
	s.Articles = state.Snapshot.Global().Len()
	for f := range state.Snapshot.Topics() {
		if f.Len() > 0 {
			s.Topics++
		}
	}
	for e := range state.Snapshot.Global().Newest() {
		s.Newest = e.Published()
		break
	}
	s.BackedUp = state.BackedUp
	s.Held = state.Snapshot.Held()
	for n := range state.Snapshot.Notices().Newest() {
		if n.Kind == archive.Backfilled {
			s.Backfill = &status.Backfill{Articles: n.Count, At: n.At}
			break
		}
	}
	s.Scheduled = state.Snapshot.Due()
	s.Problems = len(state.Problems)
	for _, p := range state.NoArticles {
		s.NoArticles = append(s.NoArticles, p.Error())
	}
	s.Faults = append(s.Faults, state.Faults...)
	if state.Ledger != nil {
		s.Ledger = state.Ledger.Error()
	}
	if doubt := state.Snapshot.Doubt(); doubt != nil {
		s.Clock = doubt.What
	}
}
