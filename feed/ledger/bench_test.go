package ledger

import (
	"cmp"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dateline/feed/archive"
)

const many = 100_000

// bigLedger makes a ledger of many articles and items.
func bigLedger(b *testing.B) (o Options, files []File) {
	b.Helper()
	files = parsed(b, many)
	o = Options{URL: "sqlite:" + filepath.Join(b.TempDir(), "dateline.db")}
	l, _, err := Open(o)
	must(b, err)
	start := time.Now()
	must(b, l.Save(Changes{Files: files, Memory: archive.Memory{Items: itemsOf(files)}}))
	b.Logf("saving %d articles and the backup took %v", many, time.Since(start))
	must(b, l.Close())
	return o, files
}

// BenchmarkLoad opens a ledger of 100,000 articles and items. The floor steps
// over the same rows and scans them, no more; "x-floor" is the ratio.
func BenchmarkLoad(b *testing.B) {
	o, _ := bigLedger(b)
	var ours, floor time.Duration
	for b.Loop() {
		start := time.Now()
		l, s, err := Open(o)
		must(b, err)
		if ours += time.Since(start); len(s.Files) != many || len(s.Items) != many {
			b.Fatalf("%d files, %d items", len(s.Files), len(s.Items))
		}
		must(b, l.Close())

		b.StopTimer()
		floor += scan(b, o)
		b.StartTimer()
	}
	b.ReportMetric(ours.Seconds()*1e3/float64(b.N), "ms")
	b.ReportMetric(float64(ours)/float64(floor), "x-floor")
}

// scan is the floor of BenchmarkLoad.
func scan(b *testing.B, o Options) time.Duration {
	start := time.Now()
	path, err := Path(o.URL)
	must(b, err)
	db, err := openForReading(path)
	must(b, err)
	defer db.Close()
	for _, t := range []table{itemsTable, filesTable} {
		rows, err := db.Query(t.statement("all"))
		must(b, err)
		places := make([]any, len(t.columns)+1)
		for i := range places {
			if i == len(t.columns) || t.columns[i] == 'n' {
				places[i] = new(int64)
			} else {
				places[i] = new(sql.RawBytes)
			}
		}
		for rows.Next() {
			must(b, rows.Scan(places...))
		}
		must(b, rows.Err())
	}
	return time.Since(start)
}

// BenchmarkSave replaces 1,000 articles and items, spread over a ledger of
// 100,000. The floor replaces as many others, encoded before, by the bare
// statements in one transaction; "x-floor" is the ratio.
func BenchmarkSave(b *testing.B) {
	o, files := bigLedger(b)
	l, _, err := Open(o)
	must(b, err)
	items := itemsOf(files)
	var ours, slowest, floor time.Duration
	for n := 1; b.Loop(); n++ {
		c := spread(files, items, 2*n)
		start := time.Now()
		must(b, l.Save(c))
		ours += time.Since(start)
		slowest = max(slowest, time.Since(start))

		b.StopTimer()
		floor += replace(b, l.db, spread(files, items, 2*n+1))
		b.StartTimer()
	}
	b.ReportMetric(ours.Seconds()*1e3/float64(b.N), "ms")
	b.ReportMetric(slowest.Seconds()*1e3, "ms-slowest")
	b.ReportMetric(float64(ours)/float64(floor), "x-floor")
	must(b, l.Close())
}

// spread returns a change of 1,000 articles and items; the next n means others.
func spread(files []File, items []archive.Item, n int) (c Changes) {
	for i := range 1000 {
		k := (i*97 + n*31) % many
		f, item := files[k], items[k]
		f.Stamp.Ctime += int64(n)
		item.Updated = item.Updated.Add(time.Duration(n) * time.Second)
		c.Files, c.Items = append(c.Files, f), append(c.Items, item)
	}
	return c
}

// replace is the floor of BenchmarkSave.
func replace(b *testing.B, db *sql.DB, c Changes) time.Duration {
	var s checksum
	var rows [2][][]any
	for i := range c.Files {
		f, err := fileColumns(c.Files[i])
		must(b, err)
		item := itemColumns(c.Items[i])
		rows[0] = append(rows[0], append(f, s.of(filesTable, f)))
		rows[1] = append(rows[1], append(item, s.of(itemsTable, item)))
	}
	slices.SortFunc(rows[0], func(x, y []any) int { return cmp.Compare(x[0].(int64), y[0].(int64)) })
	slices.SortFunc(rows[1], func(x, y []any) int { return cmp.Compare(x[0].(string), y[0].(string)) })
	start := time.Now()
	tx, err := db.Begin()
	must(b, err)
	for i, t := range []table{filesTable, itemsTable} {
		put, err := tx.Prepare(t.statement("put"))
		must(b, err)
		for _, row := range rows[i] {
			_, err := put.Exec(row...)
			must(b, err)
		}
	}
	must(b, tx.Commit())
	return time.Since(start)
}

// BenchmarkBackup renews the backup of a ledger of 100,000 articles and items, as
// Save does once a day.
func BenchmarkBackup(b *testing.B) {
	o, _ := bigLedger(b)
	l, _, err := Open(o)
	must(b, err)
	for b.Loop() {
		l.backupDue = true
		if l.backUp(b.Context()); l.backupDue {
			b.Fatal("no backup")
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()*1e3/float64(b.N), "ms")
	info, err := os.Stat(l.path + backupSuffix)
	must(b, err)
	b.ReportMetric(float64(info.Size())/1e6, "MB")
	must(b, l.Close())
}
