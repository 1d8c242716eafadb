package front

import (
	"io"
	"os"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// sending is what is still to be sent of a head and a file.
type sending struct {
	head   []byte
	file   int // its descriptor
	offset int64
	left   int   // bytes of the file
	err    error // other than of the connection
	step   func(to uintptr) (done bool)
}

// sendFile sends the head and some bytes of a file from an offset on, which
// are not copied (sendfile(2)). ok is false, and nothing is sent, where the connection is none
// of the system's.
func (w *way) sendFile(file *os.File, offset int64, size int) (n int, ok bool) {
	system, ok := w.conn.Conn.(syscall.Conn)
	if !ok {
		return 0, false
	}
	raw, err := system.SyscallConn()
	if err != nil {
		return 0, false
	}
	s := &w.sending
	if s.step == nil {
		s.step = s.some
	}
	s.head, s.file, s.offset, s.left, s.err = w.out, int(file.Fd()), offset, size, nil
	w.sent = true
	if w.err = raw.Write(s.step); w.err == nil {
		w.err = s.err
	}
	runtime.KeepAlive(file)
	return size - s.left, true
}

// some sends until there is nothing left or no room.
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
