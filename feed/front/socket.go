package front

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

// socketPrefix begins the address of a Unix domain socket, which is followed by
// its path: "unix:/run/dateline.sock".
const socketPrefix = "unix:"

// The permissions of sockets; whoever may write to one may connect. The site is
// as public as a port of the loopback interface, because the web server is
// another user, which need not be in a group of this one. A directory that only
// the web server may enter keeps others out. The operator's socket is for the
// user and the group of the daemon.
const (
	publicMode   fs.FileMode = 0o666
	operatorMode fs.FileMode = 0o660
)

// Name returns an address in the form of Addresses.
func Name(a net.Addr) string {
	if a.Network() == "unix" {
		return socketPrefix + a.String()
	}
	return a.String()
}

// Dial connects to an address in the form of Addresses.
func Dial(ctx context.Context, address string) (net.Conn, error) {
	var d net.Dialer
	if path, ok := strings.CutPrefix(address, socketPrefix); ok {
		return d.DialContext(ctx, "unix", path)
	}
	return d.DialContext(ctx, "tcp", address)
}

// longestPath is the length in bytes of the longest path that a socket can have:
// 107 on Linux (unix(7)).
const longestPath = len(syscall.RawSockaddrUnix{}.Path) - 1

// errInUse means that another program listens on a socket.
var errInUse = errors.New("another program listens there")

// openSocket opens a socket at a path. A socket that a killed process left there
// is replaced; anything else is not.
func openSocket(path string, mode fs.FileMode) (net.Listener, error) {
	if len(path) > longestPath {
		return nil, fmt.Errorf("the path has %d bytes, but that of a socket may have only %d", len(path), longestPath)
	}
	defer alone(filepath.Dir(path))()
	if err := removeStale(path); err != nil {
		return nil, err
	}
	l, err := net.Listen("unix", path)
	if e := new(net.OpError); errors.As(err, &e) {
		err = e.Err // without the path
	}
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, mode); err != nil {
		_ = l.Close() // no connection was accepted
		return nil, err
	}
	return l, nil
}

// removeStale removes a socket on which nobody listens.
func removeStale(path string) error {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return nil // opening it has a better error, unless it is just not there
	case info.Mode().Type() != fs.ModeSocket:
		return errors.New("a file that is not a socket is there")
	}
	c, err := net.Dial("unix", path)
	if err == nil {
		_ = c.Close() // nothing was sent
		return errInUse
	}
	if !errors.Is(err, syscall.ECONNREFUSED) { // its backlog may be full, or we may not connect
		return fmt.Errorf("%w: %w", errInUse, err)
	}
	return os.Remove(path)
}

// tie is how long a start waits for another one that opens a socket in the same
// directory, which takes a moment.
const tie = 5 * time.Second

// alone locks a directory, and returns what unlocks it. Otherwise, of two
// processes that find the same socket of a killed one, the second could remove
// the socket that the first has just opened. Where a directory cannot be locked,
// it is not.
func alone(dir string) (unlock func()) {
	ctx, cancel := context.WithTimeout(context.Background(), tie)
	defer cancel()
	lock := flock.New(dir, flock.SetFlag(os.O_RDONLY))
	_, _ = lock.TryLockContext(ctx, 10*time.Millisecond)
	return func() { _ = lock.Close() } // it also closes the file
}

// hintFor returns what to do if the address set by a key cannot be opened.
func hintFor(err error, key string) string {
	switch {
	case errors.Is(err, errInUse), errors.Is(err, syscall.EADDRINUSE):
		return "stop the program that listens there, or set " + key
	case errors.Is(err, fs.ErrNotExist):
		return "create its directory (RuntimeDirectory= of systemd), or set " + key
	case errors.Is(err, fs.ErrPermission):
		return "let the user that runs dateline do that, or set " + key
	}
	return "set another " + key
}
