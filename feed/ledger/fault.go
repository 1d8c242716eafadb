package ledger

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"dateline/feed/article"
)

// ErrUnwritable means that a ledger can be read, but cannot be written for now.
var ErrUnwritable = errors.New("not writable")

// fault is an error that describes what is wrong with a ledger.
type fault struct {
	path, what, effect, hint string
	err                      error // its cause, or nil
}

// Problem returns an error of Save as a problem.
func Problem(err error) *article.Problem {
	f, ok := errors.AsType[*fault](err)
	if !ok {
		return &article.Problem{File: "ledger", About: article.File, What: err.Error(), Effect: keptInMemory, Hint: "free space on the disk, or make the ledger writable"}
	}
	return &article.Problem{File: fmt.Sprintf("ledger %q", f.path), About: article.File, What: f.what, Effect: f.effect, Hint: f.hint}
}

// refuse returns the fault of a ledger without which nothing is served.
func refuse(path, what, hint string) *fault {
	return &fault{path: path, what: what, effect: nothingServed, hint: hint}
}

// otherSchema returns the message that a ledger has another schema than this
// program's.
func otherSchema(version int) string {
	return fmt.Sprintf("its schema is version %d, but this version of Dateline knows only version %d", version, newest())
}

func (f *fault) Error() string {
	return fmt.Sprintf("ledger %q: %s; %s; %s", f.path, f.what, f.effect, f.hint)
}

func (f *fault) Unwrap() error { return f.err }

const (
	nothingServed = "nothing is served"
	keptInMemory  = "changes are kept in memory, and are lost if Dateline stops before they are saved"
)

// unwritable returns the fault of a ledger that cannot be written, and what to
// do about it.
func unwritable(path string, err error) error {
	if f, ok := errors.AsType[*fault](err); ok {
		return f
	}
	hint := "give dateline permission to write the file and its directory"
	switch code(err) {
	case sqlite3.SQLITE_FULL:
		hint = "free space on the disk"
	case sqlite3.SQLITE_IOERR:
		hint = "check the disk"
	case sqlite3.SQLITE_BUSY:
		hint = "stop the other program that is using the file"
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		hint = "wait for the next attempt, which will repair the ledger"
	}
	return &fault{path, "cannot be written: " + reason(err), keptInMemory, hint + "; the changes are saved then", errors.Join(ErrUnwritable, err)}
}

// unreadable returns the fault of a ledger that cannot be read.
func unreadable(path string, err error) error {
	if code(err) == sqlite3.SQLITE_CANTOPEN { // SQLite does not say why
		f, cause := os.Open(path)
		if cause == nil {
			f.Close()
		} else {
			err = cause
		}
	}
	return &fault{path, "cannot be read: " + reason(err), nothingServed, "give dateline permission to read the file, or name another one in ledger.url", err}
}

// reason returns the text of a system error without the path, which the message
// already has.
func reason(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err.Error()
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}

// code returns the primary result code of SQLite, or 0 for other errors.
func code(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}

var errDamaged = errors.New("its content is damaged")

// isDamage reports whether an error is about the content of a database rather
// than the system around it. It lists the codes that are not damage, since
// changed bytes can make SQLite report nearly anything: a missing table, a row
// that is too large.
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
