// Package search finds articles by their words.
//
// The index is a SQLite database (FTS5) beside the ledger. It follows the archive
// in the background, and no publication waits for it. It is not in the ledger,
// because it can be rebuilt from the articles at any time, so losing it does no
// harm. At a start, everything that differs from the archive is indexed.
//
//	dateline.db.search   the index, with -wal and -shm while it is open
package search

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"dateline/feed/archive"
)

// Index is the index of an archive. Run keeps it up to date. The other methods
// may be called by several goroutines at once.
type Index struct {
	// Immutable after New.
	path string
	log  *slog.Logger
	wake chan struct{} // full when there may be work

	mu       sync.Mutex // guards the fields below
	db       *sql.DB    // nil while it cannot be read
	snapshot *archive.Snapshot
	moments  map[int64]bool // of publication, in Unix seconds, whose articles must be indexed
	all      bool           // everything must be compared with the snapshot
	complete chan struct{}  // closed while everything is indexed
	ready    bool           // everything was indexed at least once
}

// work is what has to be indexed.
type work struct {
	moments []int64 // of publication, in Unix seconds
	all     bool    // or everything that differs
}

// New returns the index at a path. It answers once Run has caught up.
func New(path string, log *slog.Logger) *Index {
	return &Index{path: path, log: log, wake: make(chan struct{}, 1), moments: map[int64]bool{}, all: true, complete: make(chan struct{})}
}

// Follow tells the index about the next snapshot and what changed since the last
// one.
func (x *Index) Follow(s *archive.Snapshot, delta archive.Delta) {
	x.mu.Lock()
	x.snapshot = s
	if !x.all { // otherwise the comparison finds them
		for _, at := range delta.Moments {
			x.moments[at] = true
		}
	}
	if x.isBehind() && isClosed(x.complete) {
		x.complete = make(chan struct{})
	}
	x.mu.Unlock()
	select {
	case x.wake <- struct{}{}:
	default:
	}
}

func (x *Index) isBehind() bool { return x.all || len(x.moments) > 0 }

func isClosed(c chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// Complete returns a channel that is closed once everything passed to Follow is
// indexed.
func (x *Index) Complete() <-chan struct{} {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.complete
}

// retryInterval is how long to wait after a failure to write, such as a full
// disk.
const retryInterval = time.Minute

// Run keeps the index up to date until ctx is done. If it cannot write it, it
// logs that once and tries again.
func (x *Index) Run(ctx context.Context) {
	defer x.drop()
	logged := ""
	for {
		err := x.catchUp(ctx)
		var again <-chan time.Time
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			logged = ""
		default:
			again = time.After(retryInterval)
			if text := err.Error(); text != logged {
				logged = text
				x.log.Error("the search index " + x.path + ": " + text + "; searches may miss articles; make it writable, or free space on the disk; it is tried again every minute")
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-x.wake:
		case <-again:
		}
	}
}

// catchUp does all outstanding work.
func (x *Index) catchUp(ctx context.Context) error {
	for ctx.Err() == nil {
		s, w := x.take()
		if s == nil || !w.all && len(w.moments) == 0 {
			return nil
		}
		if err := x.index(ctx, s, w); err != nil {
			w.all = w.all || isRemade(err)
			x.putBack(w)
			if isRemade(err) {
				x.drop()
				if discard(x.path) == nil {
					continue
				}
			}
			return err
		}
		x.settle()
	}
	return ctx.Err()
}

// take returns the snapshot, or nil if there is none yet, and the outstanding
// work, which the caller now has to do or put back.
func (x *Index) take() (*archive.Snapshot, work) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.snapshot == nil {
		return nil, work{}
	}
	w := work{slices.Sorted(maps.Keys(x.moments)), x.all}
	clear(x.moments)
	x.all = false
	return x.snapshot, w
}

// putBack returns work that could not be done.
func (x *Index) putBack(w work) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.all = x.all || w.all
	for _, at := range w.moments {
		x.moments[at] = true
	}
}

// settle records that everything is indexed, unless more work has arrived
// meanwhile.
func (x *Index) settle() {
	x.mu.Lock()
	defer x.mu.Unlock()
	if !x.isBehind() {
		x.ready = true
		if !isClosed(x.complete) {
			close(x.complete)
		}
	}
}

// drop closes the database.
func (x *Index) drop() {
	x.mu.Lock()
	db := x.db
	x.db, x.ready = nil, false
	x.mu.Unlock()
	if db != nil {
		db.Close() // waits for searches to end
	}
}

// ErrUnready means that the index has not caught up since the start. Searches
// must then fail, since a feed of hits must not look empty.
var ErrUnready = errors.New("the articles are being indexed")

// maxTime bounds the time of one search.
const maxTime = 2 * time.Second
