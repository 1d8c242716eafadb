package ledger

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// ErrUnwritable says that a ledger can be read, and cannot be written for now.
var ErrUnwritable = errors.New("not writable")

// fault says what is wrong with a ledger.
type fault struct {
	path, what, effect, hint string
	err                      error // its cause, or nil
}

func (f *fault) Error() string {
	return fmt.Sprintf("ledger %q: %s; %s; %s", f.path, f.what, f.effect, f.hint)
}

func (f *fault) Unwrap() error { return f.err }

const (
	nothingServed = "nothing is served"
	keptInMemory  = "what changes is kept in memory, and lost if dateline ends before it is saved"
)

// unwritable words why a ledger cannot be written.
func unwritable(path string, err error) error {
	if f, ok := errors.AsType[*fault](err); ok {
		return f
	}
	hint := "let dateline write the file and its directory"
	switch code(err) {
	case sqlite3.SQLITE_FULL:
		hint = "free space on the disk"
	case sqlite3.SQLITE_IOERR:
		hint = "check the disk"
	case sqlite3.SQLITE_BUSY:
		hint = "end the other program that uses the file"
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		hint = "the next attempt mends the ledger"
	}
	return &fault{path, "cannot be written: " + reason(err), keptInMemory, hint + "; it is saved then", errors.Join(ErrUnwritable, err)}
}

// unreadable words why a ledger cannot be read.
func unreadable(path string, err error) error {
	if code(err) == sqlite3.SQLITE_CANTOPEN { // SQLite does not say why
		f, cause := os.Open(path)
		if cause == nil {
			f.Close()
		} else {
			err = cause
		}
	}
	return &fault{path, "cannot be read: " + reason(err), nothingServed, "let dateline read the file, or name another in ledger.url", err}
}

// reason gives what a system error says, without the path that it repeats.
func reason(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err.Error()
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}

// code gives the primary result code of SQLite, 0 for other errors.
func code(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}

var errDamaged = errors.New("its content is damaged")

// isDamage reports whether an error speaks of the content of a database, not
// of what is around it. A database of which bytes changed makes SQLite say
// many things: that a table is not there, that it is too large.
func isDamage(err error) bool {
	if errors.Is(err, errDamaged) {
		return true
	}
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return false
	}
	switch e.Code() {
	case sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS:
		return true
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_BUSY,
		sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_NOLFS:
		return false
	}
	return true
}
