package feed

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/feed/article"
	"dateline/feed/ledger"
)

// TestUnread starts from a ledger while a directory is unreadable, and checks
// that remembered files stay published, with a fault, until it can be read, and
// that there is only a complaint if there are no remembered files.
func TestUnread(t *testing.T) {
	dir, url := t.TempDir(), "sqlite:"+filepath.Join(t.TempDir(), "dateline.db")
	for _, name := range []string{"2026/04/1/a", "2026/04/1/b", "2026/04/2/c", "2026/04/2/d", "2026/04/20/e"} {
		write(t, dir, name+".md", "# Title of "+name+"\n")
	}
	p, book := startOn(t, dir, url)
	p.Close()
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "2026/04/1/b.md")); err != nil {
		t.Fatal(err)
	}
	book, state, err := ledger.Open(ledger.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	p = newPublisher(t, dir)
	defer p.Close()
	p.Recall(book, state)
	wants := func(when string, articles, faults int, complaint string) {
		t.Helper()
		state := p.Current()
		if n := state.Snapshot.Global().Len(); n != articles || len(state.Faults) != faults {
			t.Errorf("%s: %d articles, faults %v", when, n, state.Faults)
		}
		if faults > 0 && state.Faults[0].Kind != article.OfTree {
			t.Errorf("%s: %+v", when, state.Faults)
		}
		if !slices.ContainsFunc(state.Problems, func(p article.Problem) bool { return strings.HasSuffix(p.Error(), complaint) }) {
			t.Errorf("%s: complaints %v", when, state.Problems)
		}
	}
	unread := func(places ...string) (list []article.Problem) {
		for _, place := range places {
			list = append(list, article.Problem{File: place, What: "forbidden", Effect: "e", Hint: "m"})
		}
		return list
	}
	seen := slices.DeleteFunc(look(t, dir), func(f File) bool { return strings.HasPrefix(f.Path, "2026/04/2/") })
	p.Apply(Batch{Changed: seen, Unread: unread("2026/04/2", "lost+more"), LeftOut: unread("link.md")})
	wants("while it cannot be read", 4, 1, "/2026/04/2: forbidden; what was published from it stays published; m")
	wants("while it cannot be read", 4, 1, "/lost+more: forbidden; e; m")
	wants("while it cannot be read", 4, 1, "/link.md: forbidden; e; m")

	if err := os.Remove(filepath.Join(dir, "2026/04/2/d.md")); err != nil {
		t.Fatal(err)
	}
	p.Apply(Batch{Unread: unread("lost+more")})
	wants("when it can, and one is gone", 3, 0, "/lost+more: forbidden; e; m")
	p.Apply(Batch{Changed: found("2026/04/2/c.md"), Unread: unread("lost+more")})
	wants("when its files are named", 3, 0, "/lost+more: forbidden; e; m")
	if c := p.contents[0]; len(c.remembered) > 0 {
		t.Errorf("still remembered alone: %v", c.remembered)
	}
}

// TestWaiting checks that one directory is published while the other does not
// answer.
func TestWaiting(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	p := publisherOf(t, Content{Dir: one, Mount: "/one", Language: "en"}, Content{Dir: two, Mount: "/two", Language: "en"})
	write(t, one, "2026/04/1/a.md", "# A\n")
	write(t, two, "2026/04/1/b.md", "# B\n")
	hangs := []article.Problem{{File: "2026", What: "hangs", Effect: "e", Hint: "m"}}
	p.Apply(Batch{Content: 0, Changed: found("2026/04/1/a.md")})
	if p.Current() != nil {
		t.Fatal("published before anybody knows of the second directory")
	}
	p.Apply(Batch{Content: 1, Waiting: true, Faults: hangs})
	if got := pages(p); len(got) != 1 || len(p.Current().Faults) != 1 || p.Current().Faults[0].File != filepath.ToSlash(filepath.Join(two, "2026")) {
		t.Errorf("while the second does not answer: %q, faults %v", got, p.Current().Faults)
	}
	p.Apply(Batch{Content: 1, Changed: found("2026/04/1/b.md")})
	if got := pages(p); len(got) != 2 || len(p.Current().Faults) != 0 {
		t.Errorf("when it answers: %q, faults %v", got, p.Current().Faults)
	}
}

// TestLeftAlone starts from a ledger with articles in places that are no longer
// scanned, and checks that they are removed as if their files were gone, and held
// if they are many.
func TestLeftAlone(t *testing.T) {
	for _, c := range []struct{ articles, held int }{{19, 0}, {20, 20}} {
		dir, url := t.TempDir(), "sqlite:"+filepath.Join(t.TempDir(), "dateline.db")
		for i := range c.articles {
			write(t, dir, filepath.Join("node_modules/2026/04/1", strings.Repeat("a", i+1)+".md"), "# Title\n")
		}
		write(t, dir, "2026/04/1/b.md", "# B\n")
		p := publisherOf(t, Content{Dir: dir, Mount: "/", MaxRemoval: 20})
		book, state, err := ledger.Open(ledger.Options{URL: url})
		if err != nil {
			t.Fatal(err)
		}
		p.Recall(book, state)
		p.Apply(Batch{Changed: look(t, dir)})
		if err := book.Close(); err != nil {
			t.Fatal(err)
		}
		if book, state, err = ledger.Open(ledger.Options{URL: url}); err != nil {
			t.Fatal(err)
		}
		p = publisherOf(t, Content{Dir: dir, Mount: "/", MaxRemoval: 20})
		p.Recall(book, state)
		p.Apply(Batch{Changed: slices.DeleteFunc(look(t, dir), func(f File) bool { return strings.HasPrefix(f.Path, "node_modules/") })})
		if s := p.Current().Snapshot; s.Held() != c.held || s.Global().Len() != 1+c.held {
			t.Errorf("of %d: %d held, %d published", c.articles, s.Held(), s.Global().Len())
		}
		if err := book.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
