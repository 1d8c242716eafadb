package readers

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"golang.org/x/sync/errgroup"
	_ "modernc.org/sqlite"
)

// boatDir is a home directory of newsboat, subscribed to one feed.
type boatDir string

func (d boatDir) subscribe(url string) error {
	return errors.Join(os.WriteFile(filepath.Join(string(d), "urls"), []byte(url+"\n"), 0o644),
		os.WriteFile(filepath.Join(string(d), "config"), nil, 0o644))
}

// reload makes newsboat read the feed.
func (d boatDir) reload() error {
	file := func(name string) string { return filepath.Join(string(d), name) }
	c := exec.Command("newsboat", "-q", "-C", file("config"), "-u", file("urls"), "-c", file("cache.db"), "-x", "reload")
	c.Env = append(os.Environ(), "HOME="+string(d), "XDG_CONFIG_HOME="+string(d), "XDG_DATA_HOME="+string(d), "LC_ALL=C.UTF-8")
	out, err := c.CombinedOutput()
	if err != nil || len(out) > 0 {
		return fmt.Errorf("newsboat: %v: %s", err, out)
	}
	return nil
}

// cache opens the database in which newsboat stores what it read.
func (d boatDir) cache() (*sql.DB, error) {
	return sql.Open("sqlite", "file:"+filepath.Join(string(d), "cache.db"))
}

// boatItem is an item as newsboat stores it.
type boatItem struct {
	item
	content string
	unread  bool
}

// items returns what newsboat has stored. It stores the items of a feed from
// the last to the first.
func (d boatDir) items() (items []boatItem, err error) {
	db, err := d.cache()
	if err != nil {
		return nil, err
	}
	defer db.Close()
	rows, err := db.Query("SELECT guid, title, url, pubDate, content, unread FROM rss_item ORDER BY id DESC")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var it boatItem
		if err := rows.Scan(&it.ID, &it.Title, &it.Link, &it.Published, &it.content, &it.unread); err != nil {
			return nil, err
		}
		items = append(items, it)
	}
	return items, rows.Err()
}

// readNewsboats reads feeds in parallel, because newsboat spends most of its
// time waiting.
func readNewsboats(files []string) ([]reading, error) {
	readings := make([]reading, len(files))
	var readers errgroup.Group
	readers.SetLimit(8)
	for i, file := range files {
		readers.Go(func() error {
			list, err := each("newsboat", readNewsboat)([]string{file})
			readings[i] = list[0]
			return err
		})
	}
	return readings, readers.Wait()
}

// readNewsboat reads a feed in a home directory of its own, because newsboat
// stores an item that is in two feeds only once.
func readNewsboat(file string) (items []item, err error) {
	home, err := os.MkdirTemp("", "newsboat")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(home)
	d := boatDir(home)
	if err := d.subscribe("file://" + file); err != nil {
		return nil, err
	}
	if err := d.reload(); err != nil {
		return nil, err
	}
	kept, err := d.items()
	for _, it := range kept {
		items = append(items, it.item)
	}
	return items, err
}
