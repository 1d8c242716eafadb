// Package ledger stores what must outlive the process.
//
// That is ids, times and fingerprints of stories, which of them depart, when topics
// came to them, moves, slugs, when feeds changed and what their windows held, since
// when documents look as they do, notices of changes, what adoptions of other
// feeds changed, requests by day, and parsed files for a quick start.
//
// A ledger is a SQLite database (WAL, synchronous=FULL) and its companions:
//
//	dateline.db             the ledger; its tables are in migrations/
//	dateline.db-wal, -shm   SQLite's, while it is open or after a crash
//	dateline.db.lock        locked by the process that has the ledger open; holds its id
//	dateline.db.admin       HOST:PORT of that process's admin address, while it is open
//	dateline.db.backup      a copy of the ledger, which takes its place as it is
//	dateline.db.mended      a repaired ledger, about to take the place of a damaged one
//	dateline.db.damaged-20261125T101500Z   a damaged ledger; nothing deletes it
//	*.new                   a backup or a repaired ledger that is being written
//
// Every row ends with a checksum, CRC-32C over the name of its table and its
// columns, and items, moves, topics and mounts have a total of them. Opening a
// ledger reads everything, so a flipped bit or a row that is lost from these is
// noticed then, and a new ledger is made from what can still be read and, for the
// rest, from its backup. A row of these others may be lost at any time:
//
//	files         the file is read again; if rows are damaged, all files are
//	notices       subscribers have received it
//	feeds         the feed, day or list of notices counts as changed just now, and
//	              the window of a feed as having held its newest entries
//	appearances   all documents count as changed just now
//	conditions    the zone, the base URL and the aliases count as those of now
//	details       a grace begins anew, a window may show one old entry more, and the
//	              time of an adopted item may follow the zone
//	adoptions     the adoption cannot be taken back completely
//	requests      the requests of a day are too few
//
// The user_version of SQLite is the number of migrations applied. A ledger with
// more migrations than this program knows is refused and not changed.
//
// A change that cannot be saved is kept in memory and saved with the next one.
//
// It exports more than fifteen names: besides Open, Read and their types, what
// other packages need to know about a ledger, namely Path, Usable, Free, Required
// and Holder for the command line and a reload, Problem for the status, and DelayGC
// for the start that follows.
//
// # Decisions
//
//   - serve DIR has its own ledger beside DIR, because that of a configuration
//     holds other articles. check does not use the ledger; plan and topics read
//     it.
package ledger

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"github.com/gofrs/flock"
	sqlite3 "modernc.org/sqlite/lib"

	"dateline/feed/archive"
	"dateline/feed/audience"
)

// Options configure Open.
type Options struct {
	URL string           // "sqlite:/var/lib/dateline/dateline.db"
	Log *slog.Logger     // reports damage; nil discards it
	Now func() time.Time // nil means time.Now
	// Together keeps all changes until Commit writes them in one transaction. Close
	// drops those that were not committed.
	Together bool
	// Require refuses a ledger without items, as Required does.
	Require bool
	// Admin is the admin address of this process, which Holder returns; empty
	// if it has none.
	Admin string
}

// State is everything that a ledger holds.
type State struct {
	archive.Memory
	Files []File
	// Parser is the key of the parser that made Files. It is empty until all files
	// have been read: in a new ledger, and in one that lost files because of damage.
	Parser string
	Days   []audience.Day // with requests, by date
}

// Changes are added to a ledger. An empty field changes nothing. Items are dropped
// before others are added. The keys are the ID of items, From of moves, Feed of feeds, Slug of topics, Number of notices, and
// File of files; the later of two with the same key counts, and of two Days the one with more requests. A File without Article,
// Day, Page and Asset is deleted.
type Changes struct {
	archive.Memory
	Files  []File
	Parser string
	Days   []audience.Day
}

// File is what was read from a file. If its Stamp is zero, the next start reads
// it again.
type File struct {
	archive.Change
	Stamp Stamp
}

// Ledger is an open ledger. One goroutine at a time may use it.
type Ledger struct {
	// Immutable after Open.
	path     string
	admin    string
	require  bool
	together bool
	log      *slog.Logger
	now      func() time.Time

	// Owned by the goroutine that uses the ledger.
	lock        *flock.Flock // nil while another process may have the ledger
	db          *sql.DB      // nil while it cannot be written
	file        fs.FileInfo  // of the open database
	unsaved     Changes
	backupDue   bool // the ledger holds more than its backup
	backup      Backup
	backupTried time.Time // when the backup was written, or last tried
}

// Open opens a ledger, or makes one if there is none, and returns what it holds.
// It returns both with ErrUnwritable, too: then the ledger could be read, and
// Save tries again to write it. Any other error needs the operator.
func Open(o Options) (*Ledger, *State, error) {
	path, err := Path(o.URL)
	if err != nil {
		return nil, nil, err
	}
	if o.Require {
		if err := Required(o.URL); err != nil {
			return nil, nil, err
		}
	}
	l := &Ledger{path: path, admin: o.Admin, require: o.Require, together: o.Together, log: cmp.Or(o.Log, slog.New(slog.DiscardHandler)), now: o.Now}
	if l.now == nil {
		l.now = time.Now
	}
	c, err := l.open()
	if err != nil && !errors.Is(err, ErrUnwritable) {
		l.unlock()
		return nil, nil, err
	}
	if err != nil && c.damage != nil {
		l.log.Warn("the ledger is damaged; its readable rows are used; it will be repaired once it is writable", "ledger", l.path, "what", c.damage)
	}
	return l, c.state(), err
}

// open does the work of Open. With ErrUnwritable l.db stays nil.
func (l *Ledger) open() (*contents, error) {
	unwritten := l.reserve()
	if unwritten != nil && !errors.Is(unwritten, ErrUnwritable) {
		return nil, unwritten
	}
	var damage error
	if unwritten == nil {
		upgrade(l.path + backupSuffix) // if that fails, the backup is not used
		if damage = upgrade(l.path); damage != nil && !isDamage(damage) {
			damage, unwritten = nil, damage
		}
	}
	c, err := l.survey(damage)
	if err != nil {
		return nil, err
	}
	if l.require && len(c.Items) == 0 {
		return nil, lacksItems(l.path)
	}
	if unwritten == nil {
		unwritten = l.begin(c)
	}
	if unwritten != nil {
		return c, unwritable(l.path, unwritten)
	}
	return c, nil
}

// reserve makes this process the one that writes the ledger, and checks, as far
// as that is cheap, that it can.
func (l *Ledger) reserve() error {
	if err := checkPlace(l.path); err != nil {
		return err
	}
	if err := l.takeLock(); err != nil {
		return err
	}
	err := l.finishRepair(wasDamaged, nil)
	if err == nil && exists(l.path) {
		err = checkWritable(l.path)
	}
	if err != nil {
		return unwritable(l.path, err)
	}
	return nil
}

// begin makes the ledger ready for writing, and repairs it if it is damaged.
func (l *Ledger) begin(c *contents) error {
	if c.damage == nil {
		err := l.start(c.lost)
		// A damaged header, too, may make SQLite call the database read-only.
		if err == nil || !isDamage(err) && (code(err) != sqlite3.SQLITE_READONLY || checkWritable(l.path) != nil) {
			return err
		}
		c.damage = err
	}
	if err := l.repair(c); err != nil {
		return err
	}
	return l.start(nil)
}

// start opens the database, and deletes the files whose rows are damaged.
func (l *Ledger) start(lost []int64) error {
	db, err := openForWriting(l.path)
	if err != nil {
		return err
	}
	if err := forget(db, lost); err != nil {
		db.Close()
		return err
	}
	file, err := os.Stat(l.path)
	if err != nil {
		db.Close()
		return err
	}
	l.db, l.file = db, file
	l.backup.Renewed = modified(l.path + backupSuffix)
	l.backupTried = l.backup.Renewed
	return nil
}

// Close saves what was not saved yet, renews the backup if there is time, and
// releases the ledger.
func (l *Ledger) Close() (err error) {
	if !l.unsaved.empty() && !l.together {
		err = l.Retry()
	}
	if l.db != nil {
		kept := l.keepPlace()
		if kept == nil {
			ctx, stop := context.WithTimeout(context.Background(), lastBackup)
			l.backUp(ctx)
			stop()
		}
		err = errors.Join(err, kept)
	}
	if l.db != nil { // keepPlace may have closed it and failed to open it again
		err = errors.Join(err, l.db.Close())
		l.db = nil
	}
	l.unlock()
	return err
}
