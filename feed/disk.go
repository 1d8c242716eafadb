package feed

import (
	"errors"
	"io"
	"sync/atomic"
	"time"
)

// How long to wait for a file. On a network mount whose server has gone away a
// system call neither succeeds nor fails: it does not return.
const (
	// readWait bounds each read of the publisher. No working disk is that slow.
	readWait = time.Minute
	// requestWait is shorter, since a client can ask again.
	requestWait = 5 * time.Second
)

// maxHanging bounds the abandoned calls to one content directory, since each of
// them holds a thread. While there are that many, new calls fail at once.
const maxHanging = 4

// errHangs means that a call to the file system did not return in time.
var errHangs = errors.New("the disk does not answer")

// disk is the file system below a content directory.
type disk struct {
	hanging  atomic.Int32 // abandoned calls that have not returned
	returned func()       // called when one of them returns; it must not block; immutable after open
}

// within returns the result of call, or errHangs if that takes longer than
// wait. The call is then abandoned: it goes on in its goroutine, keeps what it
// refers to, and if it opens a file in the end, that is closed.
func within[T any](d *disk, wait time.Duration, call func() (T, error)) (result T, err error) {
	if d.hanging.Load() >= maxHanging {
		return result, errHangs
	}
	type outcome struct {
		result T
		err    error
	}
	done := make(chan outcome, 1)
	go func() {
		result, err := call()
		done <- outcome{result, err}
	}()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case o := <-done:
		return o.result, o.err
	case <-timer.C:
	}
	d.hanging.Add(1)
	go func() {
		if late := <-done; late.err == nil {
			if file, ok := any(late.result).(io.Closer); ok {
				_ = file.Close()
			}
		}
		d.hanging.Add(-1)
		d.returned()
	}()
	return result, errHangs
}
