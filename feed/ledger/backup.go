package ledger

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
)

// backUp renews the backup if the ledger holds more. A failure is only logged,
// since the ledger itself is not affected.
func (l *Ledger) backUp() {
	if !l.backupDue {
		return
	}
	l.backedUp = l.now()
	if err := makeFile(l.path+backupSuffix, func(name string) error { return copyMemory(l.path, name) }); err != nil {
		l.log.Warn("the backup of the ledger could not be renewed", "file", l.path+backupSuffix, "reason", err)
		return
	}
	l.backupDue = false
}

// copyMemory copies everything but the files into another ledger. The copy is
// read afterwards: a backup must not be worse than the one it replaces.
func copyMemory(from, to string) error {
	db, err := openForWriting(to)
	if err != nil {
		return err
	}
	err = copyTables(db, from)
	if err == nil {
		err = load(db).damage
	}
	return errors.Join(err, db.Close())
}

func copyTables(db *sql.DB, from string) error {
	source := url.URL{Scheme: "file", Path: from, RawQuery: "mode=ro"}
	if _, err := db.Exec("ATTACH $1 AS ledger", source.String()); err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, t := range []table{itemsTable, detailsTable, feedsTable, movesTable, topicsTable, mountsTable, noticesTable, appearancesTable, conditionsTable, metaTable} {
		if _, err := tx.Exec(fmt.Sprintf("INSERT INTO main.%s SELECT * FROM ledger.%[1]s", t.name)); err != nil {
			return fmt.Errorf("copying %s: %w", t.name, err)
		}
	}
	return tx.Commit()
}
