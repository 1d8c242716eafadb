package ledger

import (
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"

	_ "modernc.org/sqlite" // the driver
)

//go:embed migrations/*.sql
var shipped embed.FS

// migrations are numbered from 1; tests add to them.
var migrations fs.FS = shipped

// newest is the version of the schema that this program knows.
func newest() int {
	names, _ := fs.Glob(migrations, "migrations/*.sql") // the pattern is valid
	return len(names)
}

//go:embed statements.sql
var statementText string

// statements are the statements of statements.sql by name.
var statements = func() map[string]string {
	m := map[string]string{}
	for part := range strings.SplitSeq("\n"+statementText, "\n-- ") {
		name, text, _ := strings.Cut(part, "\n")
		m[name] = text
	}
	return m
}()

const applicationID = 0x44617465 // in the first migration

// A writer keeps 8 MiB of pages in memory, and its -wal file shrinks to 16 MiB
// after an import. synchronous(full) waits for the disk at every commit: what
// was published must not be lost when the power fails.
const (
	forWriting = "?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(wal)&_pragma=synchronous(full)" +
		"&_pragma=cache_size(-8192)&_pragma=journal_size_limit(16777216)"
	forReading = "?mode=ro&_pragma=busy_timeout(10000)&_pragma=query_only(1)"
	// With readonly_shm, SQLite does not write into the -shm file of another process
	// either, but fails if there is none, or if none has it open and -wal is damaged.
	withoutTrace = "&readonly_shm=1"
)

// connect opens a database with at most a number of connections.
func connect(path, options string, connections int) (*sql.DB, error) {
	db, err := sql.Open("sqlite", fileURL(path)+options)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	return db, nil
}

func fileURL(path string) string {
	u := url.URL{Scheme: "file", Path: path}
	return u.String()
}

// openForReading opens a ledger for two concurrent reads, and writes nothing, but
// SQLite uses its -shm file. If there is no -wal file, no process has it open: then
// it is opened as immutable, since SQLite would create one in order to lock it.
func openForReading(path string) (*sql.DB, error) {
	if exists(path + "-wal") {
		return connect(path, forReading, 2)
	}
	return connect(path, forReading+"&immutable=1", 2)
}

// openForWriting opens a ledger of the newest schema, and makes it if need be.
func openForWriting(path string) (*sql.DB, error) {
	_, statErr := os.Stat(path)
	created := statErr != nil
	db, err := connect(path, forWriting, 1)
	if err != nil {
		return nil, err
	}
	if err = migrate(db); err == nil && created {
		err = syncDir(path)
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// migrate applies the migrations that a database has not had yet, each in one
// transaction. The first transaction also finds out whether it can be written
// at all.
func migrate(db *sql.DB) error {
	for {
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		defer tx.Rollback()
		var version int
		if err := tx.QueryRow("PRAGMA user_version").Scan(&version); err != nil || version >= newest() {
			return err
		}
		version++
		text, err := fs.ReadFile(migrations, fmt.Sprintf("migrations/%d.sql", version))
		if err != nil {
			return err
		}
		if _, err := tx.Exec(string(text)); err != nil {
			return err
		}
		if _, err := tx.Exec(fmt.Sprintf("PRAGMA user_version = %d", version)); err != nil {
			return err
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
}

// upgrade brings a ledger of an older schema up to date. A file that is not a
// ledger, or cannot be read, is not changed: reading it later reports why.
func upgrade(path string) error {
	if !exists(path) {
		return nil
	}
	db, err := openForReading(path)
	if err != nil {
		return err
	}
	version, err := identify(db, path)
	db.Close()
	if err != nil || version == 0 || version == newest() {
		return nil
	}
	db, err = openForWriting(path)
	if err != nil {
		return err
	}
	return db.Close()
}

// identify returns the version of the schema of a ledger, 0 for an empty
// database, and a fault for a database that this program must not touch.
func identify(db *sql.DB, path string) (version int, err error) {
	var id, tables, ours int
	err = db.QueryRow(`SELECT (SELECT user_version FROM pragma_user_version), (SELECT application_id FROM pragma_application_id),
		count(*), coalesce(sum(name = 'items'), 0) FROM sqlite_schema`).Scan(&version, &id, &tables, &ours)
	switch {
	case err != nil:
		return 0, err
	case tables == 0 && version == 0:
		return 0, nil
	case id != applicationID && ours == 0:
		return 0, refuse(path, "belongs to another program", "name another file in ledger.url")
	case version > newest():
		return 0, refuse(path, otherSchema(version), "run the newer version of Dateline, or name another file in ledger.url")
	case version <= 0 || id != applicationID:
		return 0, fmt.Errorf("%w: its header", errDamaged)
	}
	return version, nil
}
