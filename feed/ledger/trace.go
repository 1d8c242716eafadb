package ledger

import (
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
	dir, err := os.MkdirTemp("", "dateline-")
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer os.RemoveAll(dir)
	aside := filepath.Join(dir, filepath.Base(path))
	for _, suffix := range []string{"", "-wal"} {
		if err := copyFile(aside+suffix, path+suffix); err != nil {
			return nil, unreadable(path, err)
		}
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
