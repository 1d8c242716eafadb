//go:build unix

package command

import (
	"errors"

	"golang.org/x/sys/unix"
)

// mayWrite reports whether files can be made in a directory. Only a refusal
// counts: a directory that does not exist is reported elsewhere.
func mayWrite(dir string) bool {
	err := unix.Access(dir, unix.W_OK|unix.X_OK)
	return !errors.Is(err, unix.EACCES) && !errors.Is(err, unix.EPERM) && !errors.Is(err, unix.EROFS)
}
