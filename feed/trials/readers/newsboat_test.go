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

// boatDir is a home of newsboat, subscribed to one feed.
type boatDir string

func (d boatDir) subscribe(url string) error {
	return errors.Join(os.WriteFile(filepath.Join(string(d), "urls"), []byte(url+"\n"), 0o644),
		os.WriteFile(filepath.Join(string(d), "config"), nil, 0o644))
}

// reload reads the feed.
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

// cache opens the database in which newsboat keeps what it read.
func (d boatDir) cache() (*sql.DB, error) {
	return sql.Open("sqlite", "file:"+filepath.Join(string(d), "cache.db"))
}

// boatItem is an item as newsboat keeps it.
type boatItem struct {
	item
	content string
	unread  bool
}

// items gives what newsboat keeps. It takes items from the end of a feed.
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

// readNewsboats reads feeds at the same time: newsboat waits more than it
// works.
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

// readNewsboat reads a feed in a home of its own: newsboat keeps an item of
// two feeds in one of them.
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
