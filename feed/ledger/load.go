package ledger

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"

	"dateline/feed/archive"
)

// contents is what was read from a ledger.
type contents struct {
	State          // including the moves that were taken back
	lost   []int64 // ids of files whose rows are damaged
	damage error   // why something may be missing; nil if nothing is
	blank  bool    // there is no ledger, or nothing was ever written to it
	// lacksFiles means that files may be missing because of damage, so the parser is
	// left out.
	lacksFiles bool
}

// state returns what other packages see.
func (c *contents) state() *State {
	s := c.State
	s.Moves = slices.DeleteFunc(slices.Clone(s.Moves), func(m archive.Move) bool { return m.To == "" })
	return &s
}

// Read returns what a ledger holds, without changing it: another process may be
// using it. If there is no ledger, it returns what the backup holds, or
// nothing.
func Read(url string) (*State, error) {
	path, err := Path(url)
	if err != nil {
		return nil, err
	}
	if err := checkPlace(path); err != nil {
		return nil, err
	}
	c, err := readWithoutTrace(path)
	switch {
	case err == nil && c.damage != nil: // or another process opened it meanwhile
		c, err = readWithoutTrace(path)
	case err == nil && c.blank: // a start would use the backup
		c, err = read(path + backupSuffix)
	}
	if err != nil {
		return nil, err
	}
	if c.damage != nil {
		return nil, &fault{path, "is damaged: " + reason(c.damage), "nothing is read", "run dateline serve, which repairs it", c.damage}
	}
	return c.state(), nil
}

// read reads a ledger without changing it; of a damaged one, what can be read.
// It fails only if repairing the ledger would not help.
func read(path string) (*contents, error) { return readBy(openForReading, path) }

func readBy(open func(path string) (*sql.DB, error), path string) (*contents, error) {
	defer DelayGC(StartGrowth)()
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return &contents{blank: true}, nil
	}
	db, err := open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer db.Close()
	version, err := identify(db, path)
	if _, refused := errors.AsType[*fault](err); refused {
		return nil, err
	}
	if err == nil && version == 0 {
		return &contents{blank: true}, nil
	}
	if err == nil && version < newest() {
		return readUpgraded(db, path)
	}
	c := load(db)
	if c.damage = cmp.Or(err, c.damage); c.damage != nil && !isDamage(c.damage) {
		return nil, unreadable(path, c.damage)
	}
	return c, nil
}

// load reads everything that can be read, and the files concurrently with the
// rest.
func load(db *sql.DB) *contents {
	var c contents
	var wrong error
	var reading sync.WaitGroup
	reading.Go(func() { c.Files, c.lost, wrong = loadFiles(db) })
	c.damage = c.loadStories(db)
	reading.Wait()
	c.damage = cmp.Or(c.damage, wrong)
	if c.lacksFiles = wrong != nil || len(c.lost) > 0; c.lacksFiles {
		c.Parser = ""
	}
	return &c
}

// loadStories reads everything that can be read but the files.
func (c *contents) loadStories(db queryer) error {
	var m meta
	var wrong [12]error
	metas, err := loadTable(db, metaTable, nil, metaOf)
	wrong[0] = err
	if len(metas) > 0 {
		m = metas[0]
	}
	c.Clock, c.Minting, c.Parser = archive.TimeOf(m.clock), m.minting, m.parser
	c.Items, wrong[1] = loadTable(db, itemsTable, &m.totals[0], itemOf)
	c.Moves, wrong[2] = loadTable(db, movesTable, &m.totals[1], moveOf)
	c.Topics, wrong[3] = loadTable(db, topicsTable, &m.totals[2], topicOf)
	c.Mounts, wrong[4] = loadTable(db, mountsTable, &m.totals[3], mountOf)
	details, err := loadTable(db, detailsTable, nil, detailOf)
	wrong[7] = err
	addDetails(c.Items, details)
	c.Feeds, wrong[8] = loadTable(db, feedsTable, nil, feedOf)
	appearance, err := loadTable(db, appearancesTable, nil, appearanceOf)
	if wrong[9] = err; len(appearance) > 0 {
		c.Appearance = appearance[0]
	}
	conditions, err := loadTable(db, conditionsTable, nil, conditionsOf)
	if wrong[6] = err; len(conditions) > 0 {
		c.Conditions = conditions[0]
	}
	c.Notices, wrong[5] = loadTable(db, noticesTable, nil, noticeOf)
	c.Adoptions, wrong[10] = loadTable(db, adoptionsTable, nil, adoptionOf)
	requests, err := loadTable(db, requestsTable, nil, requestOf)
	c.Days, wrong[11] = daysOf(requests), err
	return cmp.Or(wrong[:]...)
}

// loadTable reads a table in which every row counts. If an error stops it, it
// reads from the other end to the same place, so that only what is damaged is
// lost.
func loadTable[T any](db queryer, t table, total *int64, of func(*row) T) (list []T, wrong error) {
	var s checksum
	var sum int64
	visit := func(r *row) {
		if !r.isIntact(&s) {
			wrong = cmp.Or(wrong, fmt.Errorf("%w: a row of %s", errDamaged, t.name))
			return
		}
		sum += weight(r.crc)
		if len(list) == cap(list) {
			list = slices.Grow(list, len(list)+1) // doubling, unlike append, which leaves more garbage at a start
		}
		list = append(list, of(r))
	}
	if err := t.each(db, visit); err != nil {
		t.eachBackward(db, visit)
		return list, err
	}
	if wrong == nil && total != nil && sum != *total {
		wrong = fmt.Errorf("%w: rows of %s are missing", errDamaged, t.name)
	}
	return list, wrong
}
