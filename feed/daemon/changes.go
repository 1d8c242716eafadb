package daemon

import (
	"context"
	"crypto/sha256"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"dateline/feed/config"
)

const (
	// interval is how often the configuration file is compared. File system
	// events would require watching its whole directory for one small file.
	interval = time.Second
	// largest is more than config.Load accepts, in bytes.
	largest = 1 << 20
)

// reloads delivers a value when the configuration has to be reloaded: at SIGHUP,
// and when the contents of the file differ from before, or those of the files that
// decide how pages look from those in use. Its goroutine is not waited for: it only
// reads, and a read from a dead disk may never return.
func reloads(ctx context.Context, file string, before version, inUse func() *config.Config) <-chan struct{} {
	due := make(chan struct{})
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP)
	go func() {
		defer signal.Stop(signals)
		deliver(ctx, due, signals, file, before, inUse)
	}()
	return due
}

// deliver sends on due until ctx ends.
func deliver(ctx context.Context, due chan<- struct{}, signals <-chan os.Signal, file string, before version, inUse func() *config.Config) {
	var look look
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-signals:
		case <-tick.C:
			now := contents(file)
			if looks := look.changed(inUse()); now == before && !looks {
				continue
			}
			before = now
		}
		select {
		case due <- struct{}{}:
		case <-ctx.Done():
			return
		}
	}
}

// look is what the files that decide how pages look contained when they were last
// compared, and the configuration that names them.
type look struct {
	of  *config.Config
	sum [sha256.Size]byte
}

// changed reports whether they have changed since then, or since a configuration was
// loaded that has come into use.
func (l *look) changed(c *config.Config) bool {
	if l.of != c {
		*l = look{c, c.Look()}
	}
	was := l.sum
	l.sum = c.LookNow()
	return l.sum != was
}

// version is the contents of a configuration file. Times and sizes cannot
// distinguish two edits within one tick of the file system's clock.
type version struct {
	readable bool
	text     string
}

// contents returns the version of a file. A pipe, which is what a shell makes of
// <(command), counts as unreadable, because it can be read only once.
func contents(file string) version {
	f, err := os.OpenFile(file, os.O_RDONLY|syscall.O_NONBLOCK, 0) // opening a pipe must not block
	if err != nil {
		return version{}
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return version{}
	}
	text, err := io.ReadAll(io.LimitReader(f, largest))
	return version{readable: err == nil, text: string(text)}
}
