package newstest

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Shared returns the path of a file or folder of ../shared, a folder beside some
// checkouts that has a real archive, what an independent parser reads in it, and
// the grammars of feeds. The test skips if the folder does not exist, and fails
// if something in it cannot be read.
func Shared(tb testing.TB, name string) string {
	tb.Helper()
	dir, err := os.Getwd()
	for err == nil {
		if _, err = os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		} else if parent := filepath.Dir(dir); errors.Is(err, fs.ErrNotExist) && parent != dir {
			dir, err = parent, nil
		}
	}
	if err != nil {
		tb.Fatal(err)
	}
	shared := filepath.Join(dir, "..", "shared")
	if _, err := os.Stat(shared); errors.Is(err, fs.ErrNotExist) {
		tb.Skip("no ../shared beside this checkout")
	}
	path := filepath.Join(shared, name)
	if _, err := os.Stat(path); err != nil {
		tb.Fatal(err)
	}
	return path
}

// Truth returns what an independent parser reads in the articles of a language
// of the corpus, one row per article.
func Truth[T any](tb testing.TB, lang string) (rows []T) {
	tb.Helper()
	f, err := os.Open(Shared(tb, "corpus/truth-"+lang+".jsonl"))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var row T
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			tb.Fatal(err)
		}
		rows = append(rows, row)
	}
	if err := lines.Err(); err != nil || len(rows) == 0 {
		tb.Fatalf("%d rows, error %v", len(rows), err)
	}
	return rows
}
