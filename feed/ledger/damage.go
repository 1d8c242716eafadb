package ledger

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"time"
)

const (
	backupSuffix = ".backup"
	mendedSuffix = ".mended" // complete, and about to take the place of a damaged ledger
)

var errOnlyBackup = errors.New("there is only the backup")

// survey reads the ledger, unless it is known to be damaged beyond that, and
// what its backup says of what is missing.
func (l *Ledger) survey(damage error) (*contents, error) {
	c := &contents{}
	if damage == nil {
		damage = checkLog(l.path + "-wal")
		if damage != nil && !isDamage(damage) {
			return nil, unreadable(l.path+"-wal", damage)
		}
		var err error
		if c, err = read(l.path); err != nil {
			return nil, err
		}
	}
	c.damage = cmp.Or(c.damage, damage)
	if c.blank && c.damage == nil && exists(l.path+backupSuffix) {
		c.damage = errOnlyBackup
	}
	if c.damage == nil {
		return c, nil
	}
	backup, err := read(l.path + backupSuffix)
	if err != nil {
		l.log.Warn("the backup of the ledger is not used", "reason", err)
		backup = &contents{}
	}
	c.State = State(after(Changes(backup.State), Changes(c.State)))
	return c, nil
}

// mend makes a new ledger of what was read of a damaged one.
func (l *Ledger) mend(c *contents) error {
	if err := makeLedger(l.path+mendedSuffix, Changes(c.State)); err != nil {
		return err
	}
	if c.damage == errOnlyBackup {
		return l.finishMending(isMissing, nil)
	}
	return l.finishMending(wasDamaged, c.damage)
}

// makeLedger makes a closed ledger, all of it or nothing, even when the power
// fails.
func makeLedger(path string, c Changes) error {
	return makeFile(path, func(name string) error {
		db, err := openForWriting(name)
		if err != nil {
			return err
		}
		return errors.Join(write(db, c), db.Close())
	})
}

// makeFile gives a database its name when it is complete and on the disk.
func makeFile(path string, fill func(name string) error) error {
	name := path + ".new"
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(name + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := fill(name); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close(), os.Rename(name, path)); err != nil {
		return err
	}
	return syncDir(path)
}

// Why a ledger is made anew.
const (
	wasDamaged = "the ledger was damaged; what could be read of it and of its backup makes a new one"
	isMissing  = "there is only the backup of the ledger; it makes a new one"
	wasTaken   = "the ledger was deleted or replaced while it was in use; it is written anew"
)

// keepPlace writes the ledger anew where somebody has deleted it, or put
// another file in its place: what is written to a file without a name ends
// with the process.
func (l *Ledger) keepPlace() error {
	file, err := os.Stat(l.path)
	if err == nil && os.SameFile(file, l.file) || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	l.unlock() // the name of the lock may be gone as well
	if err := l.takeLock(); err != nil {
		return err
	}
	err = makeFile(l.path+mendedSuffix, func(name string) error {
		_, err := l.db.Exec("VACUUM INTO $1", name)
		return err
	})
	if err != nil {
		return err
	}
	if err := l.finishMending(wasTaken, nil); err != nil {
		return err
	}
	l.db.Close() // not before: it deletes the -wal file by its name
	l.db = nil
	return l.start(nil)
}

// finishMending puts a mended ledger in its place, and what is there aside. A
// process that dies in between leaves that to the next, which does not know
// the damage any more.
func (l *Ledger) finishMending(why string, damage error) error {
	mended := l.path + mendedSuffix
	if !exists(mended) {
		return nil
	}
	aside := l.path + ".damaged-" + l.now().UTC().Format("20060102T150405Z")
	for exists(aside) {
		aside += "+"
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Rename(l.path+suffix, aside+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := errors.Join(os.Rename(mended, l.path), syncDir(l.path)); err != nil {
		return err
	}
	l.fresh = true
	about := []any{"ledger", l.path}
	if damage != nil {
		about = append(about, "damage", damage)
	}
	if exists(aside) {
		about = append(about, "aside", aside)
	}
	l.log.Warn(why, about...)
	return nil
}

// modified gives the zero time for a file that is not there.
func modified(path string) time.Time {
	info, err := os.Stat(path)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// checkWritable must not be called while SQLite has the file open in this
// process: closing a file lets go of all POSIX locks on it.
func checkWritable(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return f.Close()
}
