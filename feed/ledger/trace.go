package ledger

import (
	"context"
	"database/sql"
	"io"
	"os"
	"path/filepath"
)

// readWithoutTrace reads a ledger without changing any file beside it. SQLite needs
// a -shm file for a -wal file. That of a process that has the ledger open is only
// read. If a crash has left the -wal file, a copy of the ledger is read.
func readWithoutTrace(path string) (*contents, error) {
	switch {
	case !exists(path + "-wal"):
		return read(path)
	case isLocked(path):
		return readBy(func(path string) (*sql.DB, error) { return connect(path, forReading+withoutTrace, 2) }, path)
	}
	return readAside(path, func(aside string) error {
		if err := copyFile(aside, path); err != nil {
			return err
		}
		return copyFile(aside+"-wal", path+"-wal")
	})
}

// readUpgraded reads a ledger of an older schema from a copy that has the newest
// one. So plan shows what an upgrade would change before it, and a ledger that
// cannot be written is served.
func readUpgraded(db *sql.DB, path string) (*contents, error) {
	return readAside(path, func(aside string) error {
		if err := copyDatabase(context.Background(), db, aside); err != nil {
			return err
		}
		return upgrade(aside)
	})
}

// readAside reads a copy of a ledger, which is deleted then.
func readAside(path string, makeCopy func(aside string) error) (*contents, error) {
	dir, err := os.MkdirTemp("", "dateline-")
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer os.RemoveAll(dir)
	aside := filepath.Join(dir, filepath.Base(path))
	switch err := makeCopy(aside); {
	case isDamage(err):
		return &contents{damage: err}, nil
	case err != nil:
		return nil, unreadable(path, err)
	}
	return read(aside)
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if closed := out.Close(); err == nil {
		err = closed
	}
	return err
}
