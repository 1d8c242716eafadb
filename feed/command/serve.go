package command

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dateline/feed"
	"dateline/feed/config"
	"dateline/feed/daemon"
	"dateline/feed/report"
)

// serve runs the daemon until ctx ends.
func (l *line) serve(ctx context.Context, args []string) error {
	if l.level != "" && !slices.Contains(config.Levels, l.level) {
		return fmt.Errorf("--log-level: %q is not a level; write one of: %s", l.level, strings.Join(config.Levels, ", "))
	}
	log := newJournal()
	load, started := l.load, report.Started
	if len(args) > 0 {
		at := placeOf(args[0]) // once, so that the ledger stays where it is while the daemon runs
		if err := at.make(); err != nil {
			return failure{err}
		}
		load = func([]string) (*config.Config, error) { return l.loadFor(args[0], at) }
		started = func(w io.Writer, s *feed.State, baseURL string) {
			at.tell(log.Logger)
			report.Started(w, s, baseURL)
		}
	}
	here, _ := os.Getwd() // if that fails, names are used as they are
	return daemon.Run(ctx, daemon.Options{
		Version: l.Version,
		Load: func() (*config.Config, error) {
			enter(here)
			c, err := load(args)
			if err == nil && l.level != "" {
				c.Log.Level = l.level // at each reload, too
			}
			return c, err
		},
		File:      absolute(here, l.file),
		Watch:     l.Watch,
		Skipped:   l.Skipped,
		Log:       log.Logger,
		Configure: func(c *config.Config) { log.set(c.Log) },
		Started:   func(s *feed.State, baseURL string) { started(l.out, s, baseURL) },
		Progress:  progress(),
		Now:       time.Now,
	})
}

// enter makes the directory at a path the working directory, in case that was
// deleted and made anew since the start. Relative names then mean again what they
// did, in the configuration as well as in messages.
func enter(path string) {
	there, err := os.Stat(path)
	if err != nil {
		return
	}
	if here, err := os.Stat("."); err != nil || !os.SameFile(here, there) {
		_ = os.Chdir(path) // if that fails, the names lead nowhere, which is reported
	}
}

// absolute returns the absolute path of a file that is named in a directory.
func absolute(dir, file string) string {
	if filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(dir, file)
}
