package config

import (
	"bytes"
	"path/filepath"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// LedgerOf returns the URL of the ledger in a configuration that Load refuses:
// the daemon that was started with an earlier version of the file still uses
// it. It parses each table by itself, so that errors in others do not matter.
func LedgerOf(file string) string {
	data, _ := read(file) // what can be read of it
	url := Default().Ledger.URL
	table := []byte{}
	for line := range bytes.Lines(append(bytes.TrimPrefix(data, byteOrderMark), "\n["...)) {
		if bytes.HasPrefix(bytes.TrimSpace(line), []byte("[")) {
			if found := ledgerIn(table); found != "" {
				url = found
			}
			table = table[:0]
		}
		table = append(table, line...)
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
