package setup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"

	"golang.org/x/sync/singleflight"
)

// timeout is how long a content directory may take to answer. A disk that has
// to spin up, or a network mount that reconnects, needs seconds.
const timeout = time.Minute

// probes holds the probes in flight by directory. A probe of a dead mount never
// returns, so later callers share it; otherwise each retry would tie up another
// thread.
var probes singleflight.Group

// reachable returns an error with a hint if a content directory cannot be used
// or does not answer in time.
func reachable(dir string) error {
	result := probes.DoChan(dir, func() (any, error) { return nil, probe(dir) })
	select {
	case r := <-result:
		return r.Err
	case <-time.After(timeout):
		return fmt.Errorf("content directory %q: the file system has not answered for %v; nothing is served; repair it, or name another directory in [[content]] dir", dir, timeout)
	}
}

// probe returns an error with a hint if a content directory cannot be used.
func probe(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("content directory %q does not exist; nothing is served; name an existing directory in [[content]] dir, or create one with: dateline init DIR", dir)
	case err != nil:
		return fmt.Errorf("content directory: %w; nothing is served; make it readable", err)
	case !info.IsDir():
		return fmt.Errorf("content directory %q is a file; nothing is served; name the directory that holds the articles", dir)
	}
	// The kernel may answer Stat from its cache; only reading shows that the
	// server of a network mount is gone. Errors are ignored here: the publisher
	// reports them as faults of the tree.
	if f, err := os.OpenFile(dir, os.O_RDONLY|syscall.O_NONBLOCK, 0); err == nil {
		defer f.Close()
		_, _ = f.ReadDir(1)
	}
	return nil
}
