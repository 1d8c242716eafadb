package ledger

import (
	"io"
	"os"
	"path/filepath"
)

// readWithoutTrace reads a ledger without changing any file beside it. SQLite needs
// a -shm file for a -wal file. If there is none, as after a crash of the system, no
// process has the ledger open, and a copy of both is read instead.
func readWithoutTrace(path string) (*contents, error) {
	if !exists(path+"-wal") || exists(path+"-shm") {
		return read(path)
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
