package feed

import (
	"errors"
	"io"
	"sync/atomic"
	"time"
)

// How long to wait for a file. On a network mount whose server is gone a system
// call neither succeeds nor fails: it does not return.
const (
	// readWait bounds each read of the publisher: no disk that works is as
	// slow as this.
	readWait = time.Minute
	// requestWait is shorter, as a client can ask again.
	requestWait = 5 * time.Second
)

// maxHanging bounds the abandoned calls to one content directory, as each holds
// a thread. While there are that many, new calls fail at once.
const maxHanging = 4

// errHangs says that a call to the file system has not returned in time.
var errHangs = errors.New("the disk does not answer")

// disk is the file system below a content directory.
type disk struct {
	hanging atomic.Int32 // abandoned calls that have not returned
	answers func()       // called when one of them returns; it must not block
}

// within returns the result of call, or errHangs if that takes longer than
// wait. Then the call is abandoned: it goes on in its goroutine, with all that
// it holds, and a file that it opens is closed.
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
		d.answers()
	}()
	return result, errHangs
}
