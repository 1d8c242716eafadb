package ledger

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"time"
)

const (
	backupSuffix   = ".backup"
	repairedSuffix = ".mended" // a complete ledger that will replace a damaged one
)

var errOnlyBackup = errors.New("there is only the backup")

// survey reads the ledger, unless its damage is known to prevent that, and
// completes it from the backup if it is damaged.
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
		l.log.Warn("the backup of the ledger cannot be used", "reason", err)
		backup = &contents{}
	}
	backup.Files = filesLeft(backup, c)
	c.State = State(merge(Changes(backup.State), Changes(c.State)))
	if c.lacksFiles || backup.lacksFiles {
		c.Parser = ""
	}
	return c, nil
}

// filesLeft returns the files of a backup that may complete a damaged ledger. Those
// of articles that the ledger knows to be removed would bring these back. If the
// ledger knows its parser, another one may have read the files of the backup, so
// they are read again.
func filesLeft(backup, damaged *contents) (files []File) {
	removed := map[string]bool{}
	for i := range damaged.Items {
		removed[damaged.Items[i].Path] = !damaged.Items[i].Removed.IsZero()
	}
	for _, f := range backup.Files {
		if f.Article != nil && removed[f.Article.Path] {
			continue
		}
		if damaged.Parser != "" && damaged.Parser != backup.Parser {
			f.Stamp = Stamp{}
		}
		files = append(files, f)
	}
	return files
}

// repair makes a new ledger from what was read from a damaged one.
func (l *Ledger) repair(c *contents) error {
	if err := makeLedger(l.path+repairedSuffix, Changes(c.State)); err != nil {
		return err
	}
	if c.damage == errOnlyBackup {
		return l.finishRepair(isMissing, nil)
	}
	return l.finishRepair(wasDamaged, c.damage)
}

// makeLedger writes a ledger and closes it: all of it or nothing, even if the
// power fails.
func makeLedger(path string, c Changes) error {
	return makeFile(path, func(name string) error {
		db, err := openForWriting(name)
		if err != nil {
			return err
		}
		return errors.Join(write(db, c), db.Close())
	})
}

// makeFile writes a database under another name, and renames it once it is
// complete and on the disk.
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

// Why a whole ledger is rewritten.
const (
	wasDamaged = "the ledger was damaged; it was rebuilt from its readable rows and its backup"
	isMissing  = "the ledger was missing; it was restored from its backup"
	wasTaken   = "the ledger was deleted or replaced while it was in use; it was written again"
)

// keepPlace writes the ledger again if it was deleted, or replaced by another
// file: what is written to a file without a name is lost when the process ends.
func (l *Ledger) keepPlace() error {
	file, err := os.Stat(l.path)
	if err == nil && os.SameFile(file, l.file) || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	l.unlock() // the lock file may have been deleted as well
	if err := l.takeLock(); err != nil {
		return err
	}
	err = makeFile(l.path+repairedSuffix, func(name string) error {
		_, err := l.db.Exec("VACUUM INTO $1", name)
		return err
	})
	if err != nil {
		return err
	}
	if err := l.finishRepair(wasTaken, nil); err != nil {
		return err
	}
	l.db.Close() // only now: it deletes the -wal file by its name
	l.db = nil
	return l.start(nil)
}

// finishRepair sets the present ledger aside and puts the repaired one, if any,
// in its place. If the process dies in between, the next one finishes that; it
// no longer knows the damage.
func (l *Ledger) finishRepair(why string, damage error) error {
	repaired := l.path + repairedSuffix
	if !exists(repaired) {
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
	if err := errors.Join(os.Rename(repaired, l.path), syncDir(l.path)); err != nil {
		return err
	}
	l.backupDue = true
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

// modified returns when a file was modified; the zero time if it does not
// exist.
func modified(path string) time.Time {
	info, err := os.Stat(path)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// checkWritable checks that a file can be written. It must not be called while
// SQLite has the file open in this process: closing any descriptor of a file
// releases all POSIX locks on it.
func checkWritable(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return f.Close()
}
