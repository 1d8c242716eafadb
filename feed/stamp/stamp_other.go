//go:build !unix

package stamp

import "os"

// Of returns the stamp of the file that a path leads to.
func Of(path string) Stamp {
	info, err := os.Stat(path)
	if err != nil {
		return Stamp{}
	}
	return of(info)
}

// OfOpen returns the stamp of an open file.
func OfOpen(f *os.File) (Stamp, error) {
	info, err := f.Stat()
	if err != nil {
		return Stamp{}, err
	}
	return of(info), nil
}

func of(info os.FileInfo) Stamp {
	return Stamp{Size: info.Size(), Ctime: info.ModTime().UnixNano()}
}
