package daemon

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// grace is how long the daemon may take to end. Service managers kill a process
// that takes too long, systemd after 90 s, Docker after 10 s. By then the daemon
// should have logged what hangs.
const grace = 10 * time.Second

// tasks lists what has to end before the process does, so that the daemon can
// report what it no longer waits for.
type tasks struct {
	mu    sync.Mutex // guards names
	names []string
}

// begin adds a task that runs until ended is called.
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

// of returns a function that runs work as a task.
func (t *tasks) of(name string, work func() error) func() error {
	return func() error {
		defer t.begin(name)()
		return work()
	}
}

// String lists the running tasks in the order in which they began.
func (t *tasks) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Join(t.names, ", ")
}
