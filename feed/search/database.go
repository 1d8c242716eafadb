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

// schema is the schema of the index. The table articles holds no texts, only
// where words are in them (FTS5, contentless). Its rowid is the time of
// publication in Unix seconds, which no two articles share: read backwards, it
// returns the newest first. The column characters holds each character of scripts
// without spaces once. The table sums holds which version of an article was
// indexed: see archive.Entry.Sum.
//
// It is FTS5, since bleve takes six times as long and three times the room, and
// pairs of characters, since trigrams do not find words of two characters.
const schema = `
	PRAGMA user_version = 1;
	PRAGMA application_id = 0x44617453;
	CREATE VIRTUAL TABLE articles USING fts5(title, body, topics, characters, content = '', contentless_delete = 1, tokenize = 'ascii');
	CREATE TABLE sums (published INTEGER PRIMARY KEY, sum INTEGER NOT NULL)`

const applicationID = 0x44617453 // in the schema

// What a crash loses is indexed again, so the index need not wait for the disk at
// every commit: with a WAL, synchronous(normal) keeps the database consistent.
const pragmas = "?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(wal)&_pragma=synchronous(normal)&_pragma=journal_size_limit(16777216)"

// open opens the database at a path. It makes a new one if there is none, or if
// that is damaged or has another schema.
func open(path string) (*sql.DB, error) {
	db, err := connect(path)
	if err == nil || !isRemade(err) {
		return db, err
	}
	if err := discard(path); err != nil {
		return nil, err
	}
	return connect(path)
}

// discard deletes a database, which must be closed.
func discard(path string) error {
	for _, suffix := range []string{"-wal", "-shm", ""} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// errSchema means that a database has another schema.
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
	case version != 1 || id != applicationID:
		err = errSchema
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// isRemade reports whether rebuilding the index resolves an error.
func isRemade(err error) bool {
	var e *sqlite.Error
	if errors.As(err, &e) {
		code := e.Code() & 0xff
		return code == sqlite3.SQLITE_CORRUPT || code == sqlite3.SQLITE_NOTADB || code == sqlite3.SQLITE_ERROR
	}
	return errors.Is(err, errSchema)
}
