package command

import (
	"errors"
	"os"

	"dateline/feed/config"
)

const defaultFile = "config.toml"

// load returns the configuration. A directory on the command line replaces all
// [[content]]; then no file is needed.
func (l *line) load(args []string) (*config.Config, error) {
	if len(args) == 0 {
		return l.flags.Load(l.file)
	}
	return l.loadFor(args[0], placeOf(args[0]))
}

// loadFor returns the configuration for a directory on the command line, whose
// ledger is at a place.
func (l *line) loadFor(dir string, at place) (*config.Config, error) {
	c, err := l.loadOrDefault()
	if err == nil {
		content := config.Default().Content[0]
		content.Dir, content.Language = dir, c.Site.Language
		c.Content = []config.Content{content}
		c.Ledger.URL = at.url()
	}
	return c, err
}

// loadOrDefault returns the configuration, or the defaults if there is no file
// and none was named.
func (l *line) loadOrDefault() (*config.Config, error) {
	c, err := l.flags.Load(l.file)
	if errors.Is(err, os.ErrNotExist) && l.file == defaultFile {
		return l.flags.Default()
	}
	return c, err
}
