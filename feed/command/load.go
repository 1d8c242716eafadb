package command

import (
	"errors"
	"os"
	"path/filepath"

	"dateline/feed/config"
)

const defaultFile = "config.toml"

// load returns the configuration. A directory on the command line replaces all
// [[content]]; then no file is needed.
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

// loadOrDefault returns the configuration, or the defaults if there is no file
// and none was named.
func (l *line) loadOrDefault() (*config.Config, error) {
	c, err := config.Load(l.file)
	if errors.Is(err, os.ErrNotExist) && l.file == defaultFile {
		return config.Default(), nil
	}
	return c, err
}

// ledgerBeside returns the URL of the ledger of a directory on the command line.
// The directory has its own ledger, because that of the configuration holds other
// articles, which would count as removed.
func ledgerBeside(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	return "sqlite:" + dir + ".dateline.db"
}
