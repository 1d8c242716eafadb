package express

import (
	"io"
	"os"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// sending is what remains to be sent of a head and a file.
type sending struct {
	head   []byte
	file   int // file descriptor
	offset int64
	left   int                          // bytes of the file
	err    error                        // from a system call
	step   func(to uintptr) (done bool) // s.some; a field, so that it is allocated once
}

// sendFile sends the head in out, then size bytes of a file from offset without
// copying them (sendfile(2)). It returns how many of these it sent. If the
// connection is not a system socket, ok is false and nothing is sent.
func (e *exchange) sendFile(file *os.File, offset int64, size int) (n int, ok bool) {
	system, ok := e.conn.inner.(syscall.Conn)
	if !ok {
		return 0, false
	}
	raw, err := system.SyscallConn()
	if err != nil {
		return 0, false
	}
	s := &e.sending
	if s.step == nil {
		s.step = s.some
	}
	s.head, s.file, s.offset, s.left, s.err = e.out, int(file.Fd()), offset, size, nil
	e.sent = true
	if e.err = raw.Write(s.step); e.err == nil {
		e.err = s.err
	}
	runtime.KeepAlive(file)
	return size - s.left, true
}

// some sends until nothing is left or the socket's buffer is full. The head waits
// for the file (MSG_MORE), so that a small file goes out in one packet with it.
func (s *sending) some(to uintptr) (done bool) {
	for len(s.head) > 0 || s.left > 0 {
		var n int
		if len(s.head) > 0 {
			n, s.err = unix.SendmsgN(int(to), s.head, nil, nil, unix.MSG_MORE|unix.MSG_NOSIGNAL)
			s.head = s.head[max(0, n):]
		} else {
			n, s.err = unix.Sendfile(int(to), s.file, &s.offset, s.left)
			s.left -= max(0, n)
		}
		switch {
		case s.err == unix.EINTR:
		case s.err == unix.EAGAIN:
			s.err = nil
			return false
		case s.err != nil:
			return true
		case n == 0:
			s.err = io.ErrUnexpectedEOF
			return true
		}
	}
	return true
}
