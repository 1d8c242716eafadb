// Package ledger keeps what must outlive the process: ids, times and
// fingerprints of stories, moves, slugs, notices of changes, and parsed files
// for a quick start.
//
// A ledger is a SQLite database (WAL, synchronous=FULL) and its companions:
//
//	dateline.db             the ledger; its tables are in migrations/
//	dateline.db-wal, -shm   SQLite's, while it is open or after a crash
//	dateline.db.lock        locked by the process that has it open, whose id it holds
//	dateline.db.admin       where that process answers its operator, HOST:PORT; only while it is open
//	dateline.db.backup      a ledger of everything but the parsed files
//	dateline.db.new         a ledger being mended
//	dateline.db.damaged-20261125T101500Z   set aside; nothing deletes it
//
// Every row ends with a checksum, CRC-32C over the name of its table and its
// columns, and every table but files and notices has a total of them: a
// flipped bit and a lost row are noticed when the ledger is opened, which
// reads everything. Then what can still be read of it overrules the backup,
// and both make a new ledger. A row of files may be lost at any time: the file
// is read again. So may one of notices: subscribers have had it.
//
// The user_version of SQLite is the number of migrations applied. A ledger of
// more than this program knows is refused and left as it is.
//
// A change that cannot be saved is kept in memory, and goes with the next.
//
// # Readings of the design
//
//   - serve DIR has a ledger beside DIR, since that of a configuration
//     remembers other articles. check does not use the ledger; plan and
//     topics read it.
package ledger

import (
	"cmp"
	"database/sql"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"github.com/gofrs/flock"
	sqlite3 "modernc.org/sqlite/lib"

	"dateline/feed/archive"
)

// Options say which ledger to open.
type Options struct {
	URL string           // "sqlite:/var/lib/dateline/dateline.db"
	Log *slog.Logger     // hears of damage; nil: nobody does
	Now func() time.Time // nil: time.Now
	// Admin is where this process answers its operator, for Holder to find;
	// empty: nowhere.
	Admin string
}

// State is all that a ledger holds.
type State struct {
	archive.Memory
	Files  []File
	Parser string // key of the parser that made Files
}

// Changes are what is added to a ledger or changed in it. What is empty stays
// as it was. Items are told apart by ID, moves by From, topics by Slug,
// notices by Number, files by File; of two the later counts. A File without
// Article, Day and Image is forgotten.
type Changes struct {
	archive.Memory
	Files  []File
	Parser string
}

// File is what was read of a file. With the zero Stamp it is read again at
// the next start.
type File struct {
	archive.Change
	Stamp Stamp
}

// Ledger is an open ledger. One goroutine uses it.
type Ledger struct {
	path  string
	admin string
	log   *slog.Logger
	now   func() time.Time
	lock  *flock.Flock
	db    *sql.DB     // nil while it cannot be written
	file  fs.FileInfo // of the open database
	left  Changes     // what could not be saved
	fresh bool        // there is more in it than in the backup
	saved time.Time   // of the backup
}

// Open opens a ledger, making it where there is none, and gives what it holds.
// With ErrUnwritable it gives both as well: what is in the ledger could be
// read, and Save tries again. Any other error is for the operator to mend.
func Open(o Options) (*Ledger, *State, error) {
	path, err := Path(o.URL)
	if err != nil {
		return nil, nil, err
	}
	l := &Ledger{path: path, admin: o.Admin, log: cmp.Or(o.Log, slog.New(slog.DiscardHandler)), now: o.Now}
	if l.now == nil {
		l.now = time.Now
	}
	c, err := l.open()
	if err != nil && !errors.Is(err, ErrUnwritable) {
		l.unlock()
		return nil, nil, err
	}
	if err != nil && c.damage != nil {
		l.log.Warn("the ledger is damaged; what can be read of it is used; it is mended when it can be written", "ledger", l.path, "what", c.damage)
	}
	return l, c.state(), err
}

// open does all of Open. On ErrUnwritable l.db stays nil.
func (l *Ledger) open() (*contents, error) {
	unwritten := l.reserve()
	if unwritten != nil && !errors.Is(unwritten, ErrUnwritable) {
		return nil, unwritten
	}
	var damage error
	if unwritten == nil {
		upgrade(l.path + backupSuffix) // where that fails, the backup is not used
		if damage = upgrade(l.path); damage != nil && !isDamage(damage) {
			damage, unwritten = nil, damage
		}
	}
	c, err := l.survey(damage)
	if err != nil {
		return nil, err
	}
	if unwritten == nil {
		unwritten = l.begin(c)
	}
	if unwritten != nil {
		return c, unwritable(l.path, unwritten)
	}
	return c, nil
}

// reserve makes this the one to write the ledger, and finds out cheaply
// whether it can be written.
func (l *Ledger) reserve() error {
	if err := checkPlace(l.path); err != nil {
		return err
	}
	if err := l.takeLock(); err != nil {
		return err
	}
	err := l.finishMending(wasDamaged, nil)
	if err == nil && exists(l.path) {
		err = checkWritable(l.path)
	}
	if err != nil {
		return unwritable(l.path, err)
	}
	return nil
}

// begin makes the ledger ready for writing, mending it where it is damaged.
func (l *Ledger) begin(c *contents) error {
	if c.damage == nil {
		err := l.start(c.lost)
		// SQLite also says read-only where a damaged header does.
		if err == nil || !isDamage(err) && (code(err) != sqlite3.SQLITE_READONLY || checkWritable(l.path) != nil) {
			return err
		}
		c.damage = err
	}
	if err := l.mend(c); err != nil {
		return err
	}
	return l.start(nil)
}

// start opens the database, and forgets files of which the row is wrong.
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
	l.db, l.file, l.saved = db, file, modified(l.path+backupSuffix)
	return nil
}

// Close saves what is left and the backup, and releases the ledger.
func (l *Ledger) Close() error {
	err := l.Retry()
	if l.db != nil {
		kept := l.keepPlace()
		if kept == nil {
			l.backUp()
		}
		err = errors.Join(err, kept)
	}
	if l.db != nil { // it may have been closed and not opened again
		err = errors.Join(err, l.db.Close())
		l.db = nil
	}
	l.unlock()
	return err
}
