package ledger

import "database/sql"

// Required returns an error if neither the ledger of a URL nor its backup holds an
// item, for an operator who knows that it must. It changes nothing, and makes no
// ledger. A ledger of which that cannot be found out is left to Open.
func Required(url string) error {
	path, err := Path(url)
	if err != nil {
		return err
	}
	for _, suffix := range []string{"", repairedSuffix, backupSuffix} {
		if mayHold(path + suffix) {
			return nil
		}
	}
	return lacksItems(path)
}

func lacksItems(path string) error {
	return refuse(path, "holds no articles, and ledger.require says that it must", "put its backup in its place, or start once with ledger.require = false")
}

// mayHold reports whether a database holds items, or may, because it cannot be read.
func mayHold(path string) bool {
	if !exists(path) {
		return false
	}
	db, err := openForReading(path)
	if err != nil {
		return true
	}
	defer db.Close()
	if version, err := identify(db, path); err != nil || version == 0 {
		return err != nil
	}
	return hasItems(db)
}

func hasItems(db *sql.DB) (some bool) {
	if db.QueryRow("SELECT EXISTS (SELECT 1 FROM items)").Scan(&some) != nil {
		return true
	}
	return some
}
