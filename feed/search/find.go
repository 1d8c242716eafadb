package search

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"slices"
)

// Request says what to search for, and which of the articles found to return.
type Request struct {
	Query Query
	// From is where the articles begin that are returned.
	From Cursor
	Most int // how many moments are returned at most
	// Counted is up to how many moments are counted; 0 means that nobody counts.
	Counted int
	// Has reports whether articles of a moment are to be found; nil means all.
	Has func(moment int64) bool
}

// Cursor is a place in the list of articles found. Its moment is exclusive.
type Cursor struct {
	Side   Side
	Moment int64 // of publication, in Unix seconds
}

// Side says on which side of its moment a Cursor is.
type Side uint8

// The sides.
const (
	Newest Side = iota // at the beginning of the list, whatever the moment
	Before
	After
)

// Hits are articles found, as their moments of publication (Unix seconds), newest first.
type Hits struct {
	Moments      []int64
	Newer, Older bool // there are more before or after these
	Count        int  // how many there are in all, as far as they are counted
	More         bool // there are more than Count
}

// Find returns the articles that match a query. It fails with ErrUnready if the index is
// not complete, and if the search takes too long.
func (x *Index) Find(ctx context.Context, r Request) (Hits, error) {
	x.mu.Lock()
	db, ready := x.db, x.ready
	x.mu.Unlock()
	if !ready {
		return Hits{}, ErrUnready
	}
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	h, err := scan{ctx, db, r.Query, r.Has}.hits(r)
	if err != nil {
		return Hits{}, fmt.Errorf("searching: %w", err)
	}
	return h, nil
}

// scan reads the index.
type scan struct {
	ctx   context.Context
	db    *sql.DB
	query Query
	has   func(int64) bool
}

// hits returns what a request asks for. What is counted completely is not read again.
func (s scan) hits(r Request) (h Hits, err error) {
	n := max(r.Counted, r.Most)
	newest, err := s.before(math.MaxInt64, n+1)
	if err != nil {
		return h, err
	}
	h.Count, h.More = min(len(newest), n), len(newest) > n
	if !h.More || r.From.Side == Newest {
		h.within(newest, r)
		return h, nil
	}
	return h, s.around(&h, r)
}

// within fills in the part of a list, which has all moments of the part, one more than
// these at its end, or all that there are.
func (h *Hits) within(list []int64, r Request) {
	from, until := 0, len(list)
	switch r.From.Side {
	case Before:
		from = index(list, r.From.Moment)
		for from < len(list) && list[from] == r.From.Moment {
			from++
		}
	case After:
		until = index(list, r.From.Moment)
		from = max(0, until-r.Most)
	}
	until = min(until, from+r.Most)
	h.Moments, h.Newer, h.Older = list[from:until], from > 0, until < len(list)
}

// index returns the index of the first moment that is not later than another.
func index(list []int64, moment int64) int {
	i, _ := slices.BinarySearchFunc(list, moment, func(a, b int64) int {
		if a > b {
			return -1
		}
		return 1
	})
	return i
}

// around fills in a part that is far from the beginning.
func (s scan) around(h *Hits, r Request) (err error) {
	var beyond []int64
	moment := r.From.Moment
	if r.From.Side == Before {
		if h.Moments, err = s.before(moment, r.Most+1); err != nil {
			return err
		}
		h.Older = len(h.Moments) > r.Most
		h.Moments = h.Moments[:min(r.Most, len(h.Moments))]
		beyond, err = s.after(max(moment, math.MinInt64+1)-1, 1)
		h.Newer = len(beyond) > 0
		return err
	}
	if h.Moments, err = s.after(moment, r.Most+1); err != nil {
		return err
	}
	h.Newer = len(h.Moments) > r.Most
	h.Moments = h.Moments[:min(r.Most, len(h.Moments))]
	slices.Reverse(h.Moments)
	beyond, err = s.before(min(moment, math.MaxInt64-1)+1, 1)
	h.Older = len(beyond) > 0
	return err
}

// SQLite returns all moments in one row. The driver interrupts a statement only until
// its first row: with a row for each, a search with one among the newest articles would
// go on after its context is done.
const (
	findBefore = `SELECT json_group_array(rowid ORDER BY rowid DESC) FROM
		(SELECT rowid FROM articles WHERE articles MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?)`
	findAfter = `SELECT json_group_array(rowid ORDER BY rowid) FROM
		(SELECT rowid FROM articles WHERE articles MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?)`
)

// before returns the newest n moments before another, newest first.
func (s scan) before(moment int64, n int) ([]int64, error) { return s.read(findBefore, moment, n) }

// after returns the oldest n moments after another, oldest first.
func (s scan) after(moment int64, n int) ([]int64, error) { return s.read(findAfter, moment, n) }

// maxBatch bounds the moments that are read at a time, if only some of them count.
const maxBatch = 8192

// read returns the first n moments that count. It reads them in batches, as it is not
// known how many do.
func (s scan) read(find string, moment int64, n int) (list []int64, err error) {
	if s.has == nil {
		return s.batch(find, moment, n)
	}
	for size := min(4*n, maxBatch); ; size = min(2*size, maxBatch) {
		some, err := s.batch(find, moment, size)
		if err != nil {
			return nil, err
		}
		for _, at := range some {
			if s.has(at) {
				list = append(list, at)
			}
			if len(list) == n {
				return list, nil
			}
		}
		if len(some) < size {
			return list, nil
		}
		moment = some[len(some)-1]
	}
}

func (s scan) batch(find string, moment int64, n int) (list []int64, err error) {
	if err := s.ctx.Err(); err != nil {
		return nil, err
	}
	var text []byte
	if err := s.db.QueryRowContext(s.ctx, find, s.query.match, moment, n).Scan(&text); err != nil {
		return nil, err
	}
	return list, json.Unmarshal(text, &list)
}
