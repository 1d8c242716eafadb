//go:build !unix

package ledger

import "os"

// StampOf returns the stamp of the file at a path.
func StampOf(path string) Stamp {
	info, err := os.Stat(path)
	if err != nil {
		return Stamp{}
	}
	return stampOf(info)
}

// StampOfOpen returns the stamp of an open file.
func StampOfOpen(f *os.File) (Stamp, error) {
	info, err := f.Stat()
	if err != nil {
		return Stamp{}, err
	}
	return stampOf(info), nil
}

func stampOf(info os.FileInfo) Stamp {
	return Stamp{Size: info.Size(), Ctime: info.ModTime().UnixNano()}
}
