package config

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// LedgerOf returns the URL of the ledger in a configuration that Load refuses:
// a running daemon, which read an earlier version of the file, is found by its
// ledger. It parses each line by itself, so that errors in other lines do not
// matter.
func LedgerOf(file string) string {
	data, _ := read(file) // on error, with what could be read
	url := Default().Ledger.URL
	var table []byte // the header above the line
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
