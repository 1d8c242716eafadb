package search

import (
	"context"
	"errors"
	"math"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestPatience checks that a search ends with its context even if it has already
// found something: of 20,000 articles that it has to scan, the newest is a hit.
func TestPatience(t *testing.T) {
	db, err := open(filepath.Join(t.TempDir(), "x.search"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const articles = 20_000
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	for i := range articles {
		text := strings.Repeat("a ", 10)
		if i == articles-1 {
			text += text
		}
		if _, err := tx.Exec(`INSERT INTO articles (rowid, body) VALUES (?, ?)`, i, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	q, err := Parse(`"` + strings.Repeat("a ", 15) + `"`)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if found, err := (scan{t.Context(), db, q, nil}.before(math.MaxInt64, 50)); err != nil || len(found) != 1 || found[0] != articles-1 {
		t.Fatalf("found %v, %v", found, err)
	}
	half := time.Since(start) / 2
	for { // until it does: the system may be late
		ctx, cancel := context.WithTimeout(t.Context(), half)
		_, err := (scan{ctx, db, q, nil}.before(math.MaxInt64, 50))
		cancel()
		if errors.Is(err, context.DeadlineExceeded) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
