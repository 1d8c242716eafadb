package feed

import (
	"errors"
	"sync/atomic"
	"time"
)

// How long files are waited for. What stands on a network mount whose server
// is gone is neither read nor refused: the system call does not return.
const (
	// readWait is for the publisher, with each file: no disk that works is as
	// slow.
	readWait = time.Minute
	// requestWait is for a client, who can come again.
	requestWait = 5 * time.Second
)

// maxHanging bounds the calls to one directory that nobody waits for any
// more, as each keeps a thread. While there are so many, others fail at once.
const maxHanging = 4

// errHangs says that a file is neither read nor refused.
var errHangs = errors.New("the disk does not answer")

// disk is what a directory stands on.
type disk struct {
	hanging atomic.Int32 // calls that nobody waits for any more
	answers func()       // hears when one of them returns; it must not wait
}

// within returns what call does, or errHangs when that takes too long. Then
// the call goes on by itself, with all that it holds.
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
		<-done
		d.hanging.Add(-1)
		d.answers()
	}()
	return result, errHangs
}
