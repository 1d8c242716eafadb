package ledger

import (
	"cmp"
	"database/sql"
	"errors"
	"slices"

	"dateline/feed/archive"
)

// write writes changes in one transaction. No two of them may have the same
// key.
func write(db *sql.DB, c Changes) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	w := &writer{tx: tx}
	var m meta
	w.fail(metaTable.each(tx, func(r *row) { m = metaOf(r) }))
	w.files(c.Files)
	w.dropItems(&m.totals[0], c.Dropped)
	put(w, itemsTable, &m.totals[0], c.Items, itemColumns)
	w.details(c.Items)
	put(w, movesTable, &m.totals[1], c.Moves, moveColumns)
	w.forgetTopics(&m.totals[2], c.Forgotten)
	put(w, topicsTable, &m.totals[2], c.Topics, topicColumns)
	put(w, feedsTable, nil, c.Feeds, feedColumns)
	put(w, mountsTable, &m.totals[3], c.Mounts, mountColumns)
	w.notices(c.Withdrawn, c.Notices)
	w.adoptions(c.Unadopted, c.Adoptions)
	w.days(c.Days)
	if c.Conditions != (archive.Conditions{}) {
		put(w, conditionsTable, nil, []archive.Conditions{c.Conditions}, conditionsColumns)
	}
	if c.Appearance != (archive.Appearance{}) {
		put(w, appearancesTable, nil, []archive.Appearance{c.Appearance}, appearanceColumns)
	}
	m.minting, m.parser = cmp.Or(c.Minting, m.minting), cmp.Or(c.Parser, m.parser)
	if !c.Clock.IsZero() {
		m.clock = archive.Seconds(c.Clock)
	}
	put(w, metaTable, nil, []meta{m}, meta.columns)
	if w.err != nil {
		return w.err
	}
	if err := tx.Commit(); err != nil {
		db.Exec("ROLLBACK") // a commit that failed may have left it open
		return err
	}
	return nil
}

// forget deletes rows of files that are damaged, and the parser with them, so that
// it is known until all files have been read again that some were lost.
func forget(db *sql.DB, ids []int64) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	w := &writer{tx: tx}
	drop := w.prepare(filesTable, "drop")
	for _, id := range ids {
		w.exec(drop, id)
	}
	if len(ids) > 0 {
		var m meta
		w.fail(metaTable.each(tx, func(r *row) { m = metaOf(r) }))
		m.parser = ""
		put(w, metaTable, nil, []meta{m}, meta.columns)
	}
	return cmp.Or(w.err, tx.Commit())
}

// writer writes rows in a transaction, and does nothing more after an error.
type writer struct {
	tx  *sql.Tx
	err error // the first one
	sum checksum
}

func (w *writer) fail(err error) { w.err = cmp.Or(w.err, err) }

// prepare returns a statement that is closed with the transaction.
func (w *writer) prepare(t table, name string) *sql.Stmt {
	if w.err != nil {
		return nil
	}
	s, err := w.tx.Prepare(t.statement(name))
	w.fail(err)
	return s
}

func (w *writer) exec(s *sql.Stmt, columns ...any) {
	if w.err == nil {
		_, err := s.Exec(columns...)
		w.fail(err)
	}
}

// put writes rows of a table, and updates its total if it has one.
func put[T any](w *writer, t table, total *int64, list []T, columns func(T) []any) {
	if len(list) == 0 {
		return
	}
	insert := w.prepare(t, "put")
	var find *sql.Stmt
	if total != nil {
		find = w.prepare(t, "crc")
	}
	for i := 0; i < len(list) && w.err == nil; i++ {
		c := columns(list[i])
		crc := w.sum.of(t, c)
		if total != nil {
			*total += weight(crc) - w.present(find, c[0])
		}
		w.exec(insert, append(c, crc)...)
	}
}

// details writes what few items have, and deletes what they no longer have.
func (w *writer) details(items []archive.Item) {
	var few []archive.Item
	var drop *sql.Stmt
	for _, i := range items {
		if hasDetails(i) {
			few = append(few, i)
			continue
		}
		if drop == nil {
			drop = w.prepare(detailsTable, "drop")
		}
		w.exec(drop, i.ID)
	}
	put(w, detailsTable, nil, few, detailColumns)
}

// dropItems deletes items by their ids.
func (w *writer) dropItems(total *int64, ids []string) {
	if len(ids) == 0 {
		return
	}
	find, drop, dropDetail := w.prepare(itemsTable, "crc"), w.prepare(itemsTable, "drop"), w.prepare(detailsTable, "drop")
	for i := 0; i < len(ids) && w.err == nil; i++ {
		*total -= w.present(find, ids[i])
		w.exec(drop, ids[i])
		w.exec(dropDetail, ids[i])
	}
}

// adoptions deletes records of adoptions by their numbers, and writes others.
func (w *writer) adoptions(numbers []int64, list []archive.Adopted) {
	if len(numbers) > 0 {
		drop := w.prepare(adoptionsTable, "drop")
		for _, n := range numbers {
			w.exec(drop, n)
		}
	}
	put(w, adoptionsTable, nil, list, adoptionColumns)
}

// forgetTopics deletes topics by their slugs, and what is known about their feeds.
func (w *writer) forgetTopics(total *int64, slugs []string) {
	if len(slugs) == 0 {
		return
	}
	find, drop, dropFeed := w.prepare(topicsTable, "crc"), w.prepare(topicsTable, "drop"), w.prepare(feedsTable, "drop")
	for i := 0; i < len(slugs) && w.err == nil; i++ {
		*total -= w.present(find, slugs[i])
		w.exec(drop, slugs[i])
		w.exec(dropFeed, archive.FeedOfTopic(slugs[i]))
	}
}

// notices deletes notices by their numbers, writes others, which may have such
// a number again, and deletes the oldest ones beyond the limit.
func (w *writer) notices(withdrawn []int64, list []archive.Notice) {
	if len(withdrawn) > 0 {
		drop := w.prepare(noticesTable, "drop")
		for _, number := range withdrawn {
			w.exec(drop, number)
		}
	}
	if len(list) > 0 {
		put(w, noticesTable, nil, list, noticeColumns)
		w.exec(w.prepare(noticesTable, "prune"), archive.MaxNotices)
	}
}

// present returns what the row with a key adds to the total: 0 if there is no
// such row.
func (w *writer) present(find *sql.Stmt, key any) int64 {
	var crc int64
	switch err := find.QueryRow(key).Scan(&crc); {
	case err == nil:
		return weight(crc)
	case !errors.Is(err, sql.ErrNoRows):
		w.fail(err)
	}
	return 0
}

// files writes or deletes files in the order of the table, which fills its
// pages one after another instead of splitting them.
func (w *writer) files(list []File) {
	if len(list) == 0 {
		return
	}
	type place struct {
		id    int64
		index int
	}
	order := make([]place, len(list))
	for i, f := range list {
		order[i] = place{fileID(f.File), i}
	}
	slices.SortFunc(order, func(a, b place) int { return cmp.Compare(a.id, b.id) })
	insert, drop := w.prepare(filesTable, "put"), w.prepare(filesTable, "drop")
	for i := 0; i < len(order) && w.err == nil; i++ {
		f := list[order[i].index]
		if f.Article == nil && f.Day == nil && f.Page == nil && f.Asset == nil {
			w.exec(drop, order[i].id)
			continue
		}
		c, err := fileColumns(f)
		if err != nil { // a file that cannot be encoded must not keep the others from being saved
			w.exec(drop, order[i].id)
			continue
		}
		w.exec(insert, append(c, w.sum.of(filesTable, c))...)
	}
}
