package search

import (
	"context"
	"database/sql"
	"slices"

	"dateline/feed/archive"
)

// batchSize is how many articles are indexed in one transaction: enough to make
// it cheap, few enough to need little memory.
const batchSize = 500

// index does some work for a snapshot.
func (x *Index) index(ctx context.Context, s *archive.Snapshot, w work) error {
	db, err := x.database()
	if err != nil {
		return err
	}
	if w.all {
		if w.moments, err = compare(ctx, db, s); err != nil {
			return err
		}
	}
	for some := range slices.Chunk(w.moments, batchSize) {
		if err := write(ctx, db, s, some); err != nil {
			return err
		}
	}
	return nil
}

// database returns the database, and opens it if necessary.
func (x *Index) database() (*sql.DB, error) {
	x.mu.Lock()
	db := x.db
	x.mu.Unlock()
	if db != nil {
		return db, nil
	}
	db, err := open(x.path)
	if err != nil {
		return nil, err
	}
	x.mu.Lock()
	x.db = db
	x.mu.Unlock()
	return db, nil
}

// compare returns the moments of articles that are not indexed, are indexed in
// another version, or no longer exist.
func compare(ctx context.Context, db *sql.DB, s *archive.Snapshot) (moments []int64, err error) {
	rows, err := db.QueryContext(ctx, `SELECT published, sum FROM sums`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	known := make(map[int64]int64)
	for rows.Next() {
		var at, sum int64
		if err := rows.Scan(&at, &sum); err != nil {
			return nil, err
		}
		known[at] = sum
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for e := range s.Global().Newest() {
		at := e.Published().Unix()
		if sum, ok := known[at]; !ok || sum != int64(e.Sum()) {
			moments = append(moments, at)
		}
		delete(known, at)
	}
	for at := range known {
		moments = append(moments, at)
	}
	slices.Sort(moments)
	return moments, nil
}

// write indexes the articles of some moments in one transaction.
func write(ctx context.Context, db *sql.DB, s *archive.Snapshot, moments []int64) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	exec := func(statement string, args ...any) {
		if err == nil {
			_, err = tx.ExecContext(ctx, statement, args...)
		}
	}
	for _, at := range moments {
		exec(`DELETE FROM articles WHERE rowid = ?`, at)
		exec(`DELETE FROM sums WHERE published = ?`, at)
		e, ok := s.Global().At(at)
		if !ok {
			continue
		}
		var topics []string
		for _, t := range e.Topics {
			topics = append(topics, t.Name)
		}
		seen := characters{}
		title, body, named := seen.words(e.Title), seen.words(e.Text()...), seen.words(topics...)
		exec(`INSERT INTO articles (rowid, title, body, topics, characters) VALUES (?, ?, ?, ?, ?)`, at, title, body, named, seen.String())
		exec(`INSERT INTO sums (published, sum) VALUES (?, ?)`, at, int64(e.Sum()))
	}
	if err != nil {
		return err
	}
	return tx.Commit()
}
