package search

import (
	"database/sql"
	"errors"
	"net/url"
	"os"
	"runtime"

	sqlite "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// schema is that of the index. articles has no texts in it, only where words
// stand (FTS5, contentless): its rowid is the publication in Unix seconds, of
// which no two articles share one, so that reading it backwards gives the
// newest first. characters are those of scripts without spaces, each once.
// sums tells what was indexed: see archive.Entry.Sum.
const schema = `
	PRAGMA user_version = 1;
	PRAGMA application_id = 0x44617453;
	CREATE VIRTUAL TABLE articles USING fts5(title, body, topics, characters, content = '', contentless_delete = 1, tokenize = 'ascii');
	CREATE TABLE sums (published INTEGER PRIMARY KEY, sum INTEGER NOT NULL)`

// What a crash takes back is made again: with a WAL, synchronous(normal) keeps
// the database whole and waits for the disk only now and then.
const pragmas = "?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(wal)&_pragma=synchronous(normal)&_pragma=journal_size_limit(16777216)"

// open opens the database at a path, making it where there is none, or where
// what is there is damaged or of another schema.
func open(path string) (*sql.DB, error) {
	db, err := connect(path)
	if err == nil || !remade(err) {
		return db, err
	}
	if err := discard(path); err != nil {
		return nil, err
	}
	return connect(path)
}

// discard removes a database that is closed.
func discard(path string) error {
	for _, suffix := range []string{"-wal", "-shm", ""} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// errSchema says that a database has another schema.
var errSchema = errors.New("another schema")

func connect(path string) (*sql.DB, error) {
	address := url.URL{Scheme: "file", Path: path}
	db, err := sql.Open("sqlite", address.String()+pragmas)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(runtime.GOMAXPROCS(0) + 1)
	var version, id, tables int
	err = db.QueryRow(`SELECT (SELECT user_version FROM pragma_user_version), (SELECT application_id FROM pragma_application_id), count(*) FROM sqlite_schema`).
		Scan(&version, &id, &tables)
	switch {
	case err != nil:
	case tables == 0:
		_, err = db.Exec(schema)
	case version != 1 || id != 0x44617453:
		err = errSchema
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// remade reports whether an error is mended by making the index again.
func remade(err error) bool {
	var e *sqlite.Error
	if errors.As(err, &e) {
		code := e.Code() & 0xff
		return code == sqlite3.SQLITE_CORRUPT || code == sqlite3.SQLITE_NOTADB || code == sqlite3.SQLITE_ERROR
	}
	return errors.Is(err, errSchema)
}
