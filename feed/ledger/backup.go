package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"modernc.org/sqlite"
)

const (
	// backupInterval bounds what a damaged ledger loses. A backup reads and writes
	// everything, so it is not made with every change.
	backupInterval = 24 * time.Hour
	// backupRetry is how soon a backup that failed is tried again, at the earliest.
	backupRetry = time.Hour
	// lastBackup bounds the backup at the end of a process, which has ten seconds
	// to stop. How many articles that is enough for depends on the disk; a backup
	// that is cut short leaves the last daily one as it is.
	lastBackup = 5 * time.Second
	// backupStep is the number of pages that are copied between two looks at the
	// clock.
	backupStep = 4096
)

// Backup is the state of the backup.
type Backup struct {
	// Renewed is when it was last renewed; zero if there is none. The ledger saves
	// the time at least every twelve hours, which makes a renewal due like any other
	// change: if a backup is more than two days old, renewing it fails.
	Renewed time.Time
	Failure error // why it could not be renewed; nil if it could
}

// Backup returns the state of the backup.
func (l *Ledger) Backup() Backup { return l.backup }

// backUpDaily renews the backup if that is due, and tries again after a failure.
func (l *Ledger) backUpDaily() {
	wait := backupInterval
	if l.backup.Failure != nil {
		wait = backupRetry
	}
	if l.now().Sub(l.backupTried).Abs() >= wait { // Abs, since the clock may have been set back
		l.backUp(context.Background())
	}
}

// backUp renews the backup if the ledger holds more. A failure is not that of the
// ledger, which is not affected. If ctx ends before the backup is complete, the one
// before stays.
func (l *Ledger) backUp(ctx context.Context) {
	if !l.backupDue {
		return
	}
	name := l.path + backupSuffix
	l.backupTried = l.now()
	err := makeFile(name, func(name string) error { return l.copyTo(ctx, name) })
	switch {
	case err == nil:
		l.backupDue, l.backup = false, Backup{Renewed: l.now()}
	case ctx.Err() != nil:
		l.log.Info("the backup of the ledger was not renewed, since that takes longer than a stop may; the next start renews it", "file", name, "renewed", l.backup.Renewed)
	default:
		l.backup.Failure = err
		l.log.Warn("the backup of the ledger could not be renewed", "file", name, "reason", err)
	}
}

// copyTo copies the ledger, and reads the copy: a backup must not be worse than
// the one that it replaces.
func (l *Ledger) copyTo(ctx context.Context, name string) error {
	if err := copyDatabase(ctx, l.db, name); err != nil {
		return err
	}
	db, err := openForReading(name)
	if err != nil {
		return err
	}
	return errors.Join(verify(reader{ctx, db}), db.Close())
}

func copyDatabase(ctx context.Context, db *sql.DB, name string) error {
	from, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	err = from.Raw(func(c any) error { return copyPages(ctx, c, name) })
	return errors.Join(err, from.Close())
}

// copyPages copies a database page by page, which takes a quarter of the time of
// copying its rows.
func copyPages(ctx context.Context, from any, name string) (err error) {
	c, ok := from.(interface {
		NewBackup(to string) (*sqlite.Backup, error)
	})
	if !ok {
		return fmt.Errorf("the driver %T makes no backups", from)
	}
	b, err := c.NewBackup(fileURL(name))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.Finish()) }()
	for more := true; more && err == nil; {
		if more, err = b.Step(backupStep); err == nil {
			err = ctx.Err()
		}
	}
	return err
}

// reader reads a database until a context ends.
type reader struct {
	ctx context.Context
	db  *sql.DB
}

func (r reader) Query(query string, args ...any) (*sql.Rows, error) {
	return r.db.QueryContext(r.ctx, query, args...)
}

// verify reads everything in a ledger, and decodes no files. As in any ledger, a
// row of a file may be damaged: the file is read again.
func verify(db queryer) error {
	var c contents
	if err := c.loadStories(db); err != nil {
		return err
	}
	return filesTable.each(db, func(*row) {})
}
