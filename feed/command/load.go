package command

import (
	"errors"
	"os"
	"path/filepath"

	"dateline/feed/config"
)

const defaultFile = "config.toml"

// load gives the configuration. A directory on the command line stands for
// all [[content]] and needs no file.
func (l *line) load(args []string) (*config.Config, error) {
	if len(args) == 0 {
		return config.Load(l.file)
	}
	c, err := l.loadOrDefault()
	if err == nil {
		content := config.Default().Content[0]
		content.Dir, content.Language = args[0], c.Site.Language
		c.Content = []config.Content{content}
		c.Ledger.URL = ledgerBeside(args[0])
	}
	return c, err
}

// loadOrDefault gives the configuration, or the defaults where nobody wrote
// one.
func (l *line) loadOrDefault() (*config.Config, error) {
	c, err := config.Load(l.file)
	if errors.Is(err, os.ErrNotExist) && l.file == defaultFile {
		return config.Default(), nil
	}
	return c, err
}

// ledgerBeside gives the ledger of a directory that is named on the command
// line. It is the directory's own: that of a configuration remembers other
// articles, and would take them for removed.
func ledgerBeside(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	return "sqlite:" + dir + ".dateline.db"
}
