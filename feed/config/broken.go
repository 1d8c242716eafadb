package config

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// LedgerOf returns the URL of the ledger in a configuration that Load refuses:
// the daemon that was started with an earlier version of the file still uses
// it. It parses each line by itself, so that errors in others do not matter.
func LedgerOf(file string) string {
	data, _ := read(file) // what can be read of it
	url := Default().Ledger.URL
	var table []byte // its heading
	for line := range bytes.Lines(bytes.TrimPrefix(data, byteOrderMark)) {
		if bytes.HasPrefix(bytes.TrimSpace(line), []byte("[")) {
			table = line
		} else if found := ledgerIn(slices.Concat(table, line)); found != "" {
			url = found
		}
	}
	return sqlite + below(filepath.Dir(file), strings.TrimPrefix(url, sqlite))
}

// ledgerIn returns the URL of the ledger in a part of a configuration, or "" if
// there is none.
func ledgerIn(part []byte) string {
	var c struct {
		Ledger Ledger `toml:"ledger"`
	}
	if toml.Unmarshal(part, &c) != nil || !strings.HasPrefix(c.Ledger.URL, sqlite) {
		return ""
	}
	return c.Ledger.URL
}
