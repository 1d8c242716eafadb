package config

import (
	"cmp"
	"fmt"
	"strings"
)

// Error is why a configuration cannot be used.
type Error struct {
	File string
	// Findings are in the order of the file: at least one, at most 20.
	Findings []Finding
	// Err is the error of the system if the file could not be read, otherwise
	// nil.
	Err error
}

// Finding is one thing wrong with a configuration.
type Finding struct {
	Line   int    // from 1; 0 when it is about the whole file
	Column int    // in characters, from 1
	Key    string // "site.base_url"; empty for errors of syntax
	Flag   string // "--base-url", if the value is from the command line; then there is no Line and no Key
	What   string
	Hint   string
}

// Error returns a line for every finding, without a newline at the end:
// "file:line:column: key: what; configuration not used; hint".
func (e *Error) Error() string {
	lines := make([]string, len(e.Findings))
	for i, f := range e.Findings {
		lines[i] = f.in(e.File)
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns Err, so that errors.Is finds fs.ErrNotExist.
func (e *Error) Unwrap() error { return e.Err }

func (f Finding) in(file string) string {
	place := cmp.Or(f.Flag, file)
	if f.Line > 0 {
		place = fmt.Sprintf("%s:%d:%d", file, f.Line, f.Column)
	}
	if f.Key != "" {
		place += ": " + f.Key
	}
	return fmt.Sprintf("%s: %s; configuration not used; %s", place, f.What, f.Hint)
}

// whole returns an Error about a file as a whole.
func whole(file string, err error, what, hint string) *Error {
	return &Error{File: file, Findings: []Finding{{What: what, Hint: hint}}, Err: err}
}
