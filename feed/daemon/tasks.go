package daemon

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// grace is how long the daemon may take to end. Service managers kill a process
// that takes longer than some time, systemd after 90 s, Docker after 10 s: by
// then it should have said what hangs.
const grace = 10 * time.Second

// tasks names everything that has to end before the process does, so that the
// daemon can say what it no longer waits for.
type tasks struct {
	mu    sync.Mutex // guards names
	names []string
}

// begin notes that a task runs until ended is called.
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

// of returns the work of a goroutine as a task.
func (t *tasks) of(name string, work func() error) func() error {
	return func() error {
		defer t.begin(name)()
		return work()
	}
}

// String lists the tasks that run, in the order in which they began.
func (t *tasks) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Join(t.names, ", ")
}
