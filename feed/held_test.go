package feed

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/article"
	"dateline/feed/ledger"
)

// TestHeldDirectories deletes from two directories, and restarts more than a day
// later. Each removal that is held is a fault that names its directory.
func TestHeldDirectories(t *testing.T) {
	url, clock, logged := "sqlite:"+filepath.Join(t.TempDir(), "dateline.db"), time.Now(), &bytes.Buffer{}
	dirs := []string{t.TempDir(), t.TempDir()}
	file := func(i int) string { return fmt.Sprintf("2026/04/%d/a.md", i+1) }
	for i := range 30 {
		for _, dir := range dirs {
			write(t, dir, file(i), fmt.Sprintf("# %s\n", strings.Repeat(string(rune('A'+i)), 9)))
		}
	}
	var book *ledger.Ledger
	start := func() *Publisher {
		var state *ledger.State
		var err error
		if book, state, err = ledger.Open(ledger.Options{URL: url}); err != nil {
			t.Fatal(err)
		}
		p := openPublisher(t, Content{Dir: dirs[0], Mount: "/", Language: "en", MaxRemoval: 20}, Content{Dir: dirs[1], Mount: "/zh", Language: "zh", MaxRemoval: 80})
		p.now, p.log = func() time.Time { return clock }, slog.New(slog.NewTextHandler(logged, nil))
		p.Recall(book, state)
		for i, dir := range dirs {
			p.Apply(Batch{Content: i, Changed: look(t, dir)})
		}
		return p
	}
	stop := func(p *Publisher) {
		p.Close()
		if err := book.Close(); err != nil {
			t.Fatal(err)
		}
	}
	remove := func(p *Publisher, content, from, to int) {
		for i := from; i < to; i++ {
			if err := os.Remove(filepath.Join(dirs[content], file(i))); err != nil {
				t.Fatal(err)
			}
			p.Apply(Batch{Content: content, Removed: []string{file(i)}})
		}
	}
	p := start()
	remove(p, 0, 0, 10)
	remove(p, 1, 0, 10)
	clock = clock.Add(time.Hour)
	stop(p)
	p = start()
	remove(p, 0, 10, 20)
	remove(p, 1, 10, 26)
	said := func(dir, what, effect string) article.Fault {
		return article.Fault{Kind: article.OfRemoval, Problem: article.Problem{File: dir, About: article.File, What: what, Effect: effect,
			Hint: "bring the files back, or run: dateline accept"}}
	}
	want := []article.Fault{
		said(dirs[0], "20 of 30 articles lost their files within a day, more than content.max_removal (20%)", "the one that is still published stays published"),
		said(dirs[1], "26 of 30 articles lost their files within a day, more than content.max_removal (80%)", "the 2 that are still published stay published"),
	}
	for range 2 {
		if diff := cmp.Diff(want, p.Current().Faults); diff != "" {
			t.Errorf("at %s: %s", clock, diff)
		}
		clock = clock.Add(40 * time.Hour)
		stop(p)
		p = start()
	}
	stop(p)
	for _, f := range want {
		if !strings.Contains(logged.String(), f.What) {
			t.Errorf("not logged: %s", f.What)
		}
	}
	if n := p.Current().Snapshot.Global().Len(); n != 60-20-26+3 {
		t.Errorf("%d are published", n)
	}
}
