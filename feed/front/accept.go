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

// temporary marks an error after which net/http waits a little and accepts again.
type temporary struct{ error }

func (temporary) Timeout() bool   { return false }
func (temporary) Temporary() bool { return true }
func (t temporary) Unwrap() error { return t.error }

// survivable marks an error as temporary if it concerns a single connection, or
// resources that will be free again, rather than the listener (accept(2), "Error
// handling"). net/http already treats EMFILE and similar errors as temporary.
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
