package front

import (
	"errors"
	"net"
	"syscall"
)

// listener accepts the connections that a gate admits.
type listener struct {
	net.Listener
	gate *gate
}

// Accept implements net.Listener.
func (l listener) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, survivable(err)
		}
		if admitted := l.gate.admit(c); admitted != nil {
			return admitted, nil
		}
	}
}

// temporary is an error after which net/http accepts again, a little later.
type temporary struct{ error }

func (temporary) Timeout() bool   { return false }
func (temporary) Temporary() bool { return true }
func (t temporary) Unwrap() error { return t.error }

// survivable marks an error as temporary if it is about a single connection, or
// about resources that will be free again, but not about the listener
// (accept(2), "Error handling"). net/http knows of EMFILE and the like itself.
func survivable(err error) error {
	for _, e := range []error{
		syscall.ENOBUFS, syscall.ENOMEM, syscall.EPERM, syscall.EPROTO, syscall.ENOPROTOOPT,
		syscall.ENETDOWN, syscall.ENETUNREACH, syscall.EHOSTDOWN, syscall.EHOSTUNREACH,
	} {
		if errors.Is(err, e) {
			return temporary{err}
		}
	}
	return err
}
