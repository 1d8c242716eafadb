package feed

import (
	"database/sql"
	"io/fs"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"dateline/feed/ledger"
)

// look gives the files below dir with their stamps, as a scan does.
func look(tb testing.TB, dir string) []File {
	var files []File
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".md") {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, name)
		stamp := ledger.Stamp{Size: info.Size(), Mtime: info.ModTime().UnixNano(), Inode: info.Sys().(*syscall.Stat_t).Ino}
		files = append(files, File{Path: filepath.ToSlash(rel), Stamp: stamp})
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return files
}

// startOn starts a publisher on a ledger, as the daemon does: the files are
// looked at while what the ledger holds is put in place.
func startOn(tb testing.TB, dir, url string) (*Publisher, *ledger.Ledger) {
	book, state, err := ledger.Open(ledger.Options{URL: url})
	if err != nil {
		tb.Fatal(err)
	}
	files := make(chan []File, 1)
	go func() { files <- look(tb, dir) }()
	p := newPublisher(tb, dir)
	p.Recall(book, state)
	p.Apply(Batch{Changed: <-files})
	return p, book
}

// stepRows reads every row of a ledger, and nothing else.
func stepRows(tb testing.TB, path string) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		tb.Fatal(err)
	}
	defer db.Close()
	for _, table := range []string{"files", "items", "moves", "topics", "mounts", "notices", "meta"} {
		stepTable(tb, db, table)
	}
}

func stepTable(tb testing.TB, db *sql.DB, table string) {
	rows, err := db.Query("SELECT * FROM " + table)
	if err != nil {
		tb.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		tb.Fatal(err)
	}
	raw, into := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
	for i := range raw {
		into[i] = &raw[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			tb.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkWarmStart starts on a ledger of 100,000 articles of which none
// changed. "x-floor" is the ratio to a walk with stat and reading all rows,
// one after the other; "x-cold" that of a start without a ledger to this.
func BenchmarkWarmStart(b *testing.B) {
	dir := b.TempDir()
	writeTree(b, dir, 100_000)
	path := filepath.Join(b.TempDir(), "dateline.db")
	begin := time.Now()
	p, book := startOn(b, dir, "sqlite:"+path)
	cold := time.Since(begin)
	p.Close()
	if err := book.Close(); err != nil {
		b.Fatal(err)
	}
	var warm, floor time.Duration
	for b.Loop() {
		p, book = nil, nil
		runtime.GC() // a process starts with an empty heap
		begin := time.Now()
		p, book = startOn(b, dir, "sqlite:"+path)
		warm += time.Since(begin)
		if n := p.Current().Snapshot.Global().Len(); n != 100_000 {
			b.Fatalf("%d articles", n)
		}
		if err := book.Close(); err != nil {
			b.Fatal(err)
		}
		p.Close()
		p, book = nil, nil
		runtime.GC()
		begin = time.Now()
		look(b, dir)
		stepRows(b, path)
		floor += time.Since(begin)
	}
	b.ReportMetric(float64(warm)/float64(floor), "x-floor")
	b.ReportMetric(float64(cold)*float64(b.N)/float64(warm), "x-cold")
	b.ReportMetric(warm.Seconds()/float64(b.N), "s/start")
}
