package config

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Traces returns the URL of the ledger and server.admin of a configuration that Load
// refuses: by these a running daemon is found, which read an earlier version of the
// file. It parses each line by itself, so that errors in other lines do not matter.
// If the file does not name server.admin, that stays empty, since whatever answers
// at the default address may belong to another site.
func Traces(file string) *Config {
	data, _ := read(file) // on error, with what could be read
	c := &Config{Ledger: Default().Ledger}
	var table []byte // the header above the line
	for line := range bytes.Lines(bytes.TrimPrefix(data, byteOrderMark)) {
		if bytes.HasPrefix(bytes.TrimSpace(line), []byte("[")) {
			table = line
		} else {
			c.trace(slices.Concat(table, line))
		}
	}
	c.Ledger.URL = sqlite + below(filepath.Dir(file), strings.TrimPrefix(c.Ledger.URL, sqlite))
	return c
}

// trace sets what a part of a configuration says.
func (c *Config) trace(part []byte) {
	var found struct {
		Ledger struct{ URL string }
		Server struct{ Admin *string }
	}
	if toml.Unmarshal(part, &found) != nil {
		return
	}
	if strings.HasPrefix(found.Ledger.URL, sqlite) {
		c.Ledger.URL = found.Ledger.URL
	}
	if found.Server.Admin != nil {
		c.Server.Admin = *found.Server.Admin
	}
}
