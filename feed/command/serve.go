package command

import (
	"context"
	"time"

	"dateline/feed"
	"dateline/feed/config"
	"dateline/feed/daemon"
	"dateline/feed/report"
)

// serve runs the daemon until ctx ends.
func (l *line) serve(ctx context.Context, args []string) error {
	return daemon.Run(ctx, daemon.Options{
		Version:  l.Version,
		Load:     func() (*config.Config, error) { return l.load(args) },
		File:     l.file,
		Watch:    l.Watch,
		Log:      logger(),
		Started:  func(s *feed.State, baseURL string) { report.Started(l.out, s, baseURL) },
		Progress: progress(),
		Now:      time.Now,
	})
}
