// Package search finds articles by their words.
//
// The index is a SQLite database (FTS5) beside the ledger. It follows the
// archive in the background and never delays a publication; it can be made
// again at any time from the articles, so nothing is done for its safety. At a
// start, what differs from the archive is indexed.
//
//	dateline.db.search   the index, with -wal and -shm while it is open
//
// # Readings of the design
//
//   - The index of searches is a database beside the ledger: it can be
//     lost, and no publication waits for it. FTS5, as bleve takes six times
//     as long and three times the room; pairs of characters, as trigrams
//     find no word of two. Until it has caught up after a start, searches
//     answer 503, as a feed must not look empty. They hold the newest hits,
//     and no others that came late.
package search

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"dateline/feed/archive"
)

// Index is the index of an archive. Run keeps it; Follow and Find may be
// called by several goroutines.
type Index struct {
	path string
	log  *slog.Logger
	wake chan struct{} // holds one when there is work

	mu       sync.Mutex // guards what follows
	db       *sql.DB    // nil while it cannot be read
	snapshot *archive.Snapshot
	moments  map[int64]bool // of publication, whose entries are to be indexed
	all      bool           // everything is to be compared
	complete chan struct{}  // closed while everything is indexed
	ready    bool           // everything was once
}

// New gives the index that is kept at a path. It answers once Run has it.
func New(path string, log *slog.Logger) *Index {
	return &Index{path: path, log: log, wake: make(chan struct{}, 1), moments: map[int64]bool{}, all: true, complete: make(chan struct{})}
}

// Follow has the index know a snapshot, and what changed since the last one.
func (x *Index) Follow(s *archive.Snapshot, delta archive.Delta) {
	x.mu.Lock()
	x.snapshot = s
	if !x.all { // else the comparison finds them
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

// Complete is closed when all that the index knows of is in it.
func (x *Index) Complete() <-chan struct{} {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.complete
}

// retry is how long to wait after what could not be written.
const retry = time.Minute

// Run keeps the index until ctx ends. What it cannot write it logs once, and
// tries again.
func (x *Index) Run(ctx context.Context) {
	defer x.drop()
	said := ""
	for {
		err := x.catchUp(ctx)
		var again <-chan time.Time
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			said = ""
		default:
			again = time.After(retry)
			if text := err.Error(); text != said {
				said = text
				x.log.Error("the index of searches " + x.path + ": " + text + "; searches may miss articles; make it writable, or make room; it is tried again every minute")
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

// catchUp indexes what is to be indexed.
func (x *Index) catchUp(ctx context.Context) error {
	for ctx.Err() == nil {
		s, moments, all := x.take()
		if s == nil || !all && len(moments) == 0 {
			return nil
		}
		if err := x.index(ctx, s, moments, all); err != nil {
			x.putBack(moments, all || remade(err))
			if remade(err) {
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

// take gives what is to be done.
func (x *Index) take() (s *archive.Snapshot, moments []int64, all bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.snapshot == nil {
		return nil, nil, false
	}
	moments, all = slices.Sorted(maps.Keys(x.moments)), x.all
	clear(x.moments)
	x.all = false
	return x.snapshot, moments, all
}

func (x *Index) putBack(moments []int64, all bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.all = x.all || all
	for _, at := range moments {
		x.moments[at] = true
	}
}

// settle notes that all is done, unless there is more by now.
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
		db.Close() // waits for searches
	}
}

// ErrUnready says that the index cannot answer yet.
var ErrUnready = errors.New("the articles are being indexed")

// patience bounds the time of one search.
const patience = 2 * time.Second

// Find gives the moments of publication (Unix seconds) of the newest n
// articles that a query finds, newest first. It fails with ErrUnready, or
// where it takes too long.
func (x *Index) Find(ctx context.Context, q Query, n int) ([]int64, error) {
	x.mu.Lock()
	db, ready := x.db, x.ready
	x.mu.Unlock()
	if !ready {
		return nil, ErrUnready
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	moments, err := matches(ctx, db, q, n)
	if err != nil {
		return nil, fmt.Errorf("searching: %w", err)
	}
	return moments, nil
}

// matches has SQLite hand over all in one row: the driver interrupts a
// statement that looks for its first row, and none after that, so that a
// search with a hit among the newest would go on whatever becomes of ctx.
func matches(ctx context.Context, db *sql.DB, q Query, n int) (moments []int64, err error) {
	const find = `SELECT json_group_array(rowid ORDER BY rowid DESC) FROM
		(SELECT rowid FROM articles WHERE articles MATCH ? ORDER BY rowid DESC LIMIT ?)`
	var list []byte
	if err := db.QueryRowContext(ctx, find, q.match, n).Scan(&list); err != nil {
		return nil, err
	}
	return moments, json.Unmarshal(list, &moments)
}
