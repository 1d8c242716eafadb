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
	present := make(map[int64]int64, len(known))
	for e := range s.Global().Newest() {
		present[e.Published().Unix()] += int64(e.Sum())
	}
	for at, sum := range present {
		if was, ok := known[at]; !ok || was != sum {
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

// write indexes the articles of some moments in one transaction. Those of one moment
// are found together, since few share one: adopted ones.
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
		entries := s.Global().At(at)
		if len(entries) == 0 {
			continue
		}
		var titles, texts, topics []string
		sum := int64(0)
		for _, e := range entries {
			titles, texts = append(titles, e.Title), append(texts, e.Text()...)
			for _, t := range e.Topics {
				topics = append(topics, t.Name)
			}
			sum += int64(e.Sum())
		}
		seen := characters{}
		title, body, named := seen.words(titles...), seen.words(texts...), seen.words(topics...)
		exec(`INSERT INTO articles (rowid, title, body, topics, characters) VALUES (?, ?, ?, ?, ?)`, at, title, body, named, seen.String())
		exec(`INSERT INTO sums (published, sum) VALUES (?, ?)`, at, sum)
	}
	if err != nil {
		return err
	}
	return tx.Commit()
}
