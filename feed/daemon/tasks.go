package command

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// grace is how long the process may take to end.
const grace = 10 * time.Second

// tasks holds the names of what runs and has to end before the process does.
type tasks struct {
	mu    sync.Mutex // guards names
	names []string
}

// begin notes that a task runs, until ended is called.
func (t *tasks) begin(name string) (ended func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.names = append(t.names, name)
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		i := slices.Index(t.names, name)
		t.names = slices.Delete(t.names, i, i+1)
	}
}

// of makes the work of a goroutine a task.
func (t *tasks) of(name string, work func() error) func() error {
	return func() error {
		defer t.begin(name)()
		return work()
	}
}

// String lists what runs.
func (t *tasks) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Join(t.names, ", ")
}

// cut returns an error that names what still runs and is no longer waited for.
func (t *tasks) cut() error {
	if t.String() == "" {
		return errors.New("interrupted")
	}
	return fmt.Errorf("not ended within %v: %s; cut off; see whether a disk or a network mount hangs", grace, t)
}

// overdue returns a channel that is closed grace after ctx has ended, or at once
// if no task runs then: a task may never end, as a system call on a dead mount
// may never return.
func (t *tasks) overdue(ctx context.Context) <-chan struct{} {
	over := make(chan struct{})
	context.AfterFunc(ctx, func() {
		if t.String() != "" {
			time.Sleep(grace)
		}
		close(over)
	})
	return over
}
