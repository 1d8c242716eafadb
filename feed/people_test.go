package feed

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"dateline/feed/archive"
	"dateline/feed/ledger"
)

func TestIsAuthors(t *testing.T) {
	for rel, want := range map[string]bool{
		"authors.yml": true, "authors.yaml": true, ".authors.yml": true, "blog/2026/authors.yml": true, "blog/.authors.yml": true,
		"_data/authors.yml": true, "_data/authors.json": true, "data/authors.toml": true, "data/authors/ada.yml": true, "x/data/authors/ada.toml": true,
		"_data/authors/ada.json": true,
		"authors.toml":           false, "authors.json": false, "authors.md": false, "my-authors.yml": false, ".other.yml": false, "data/authors/.ada.yml": false,
		"data/authors/ada.png": false, "data/authors/deep/ada.yml": false, "data/other.yml": false, "x/authors/ada.yml": false, ".yml": false, "data/authors/.yml": false,
	} {
		if got := IsAuthors(path.Dir(rel), path.Base(rel)); got != want {
			t.Errorf("%s: %v", rel, got)
		}
	}
}

const ada, eve = "ada:\n  name: Ada Blum\n  url: https://ada.example/\n", "ada:\n  name: Eve Blum\n"

// bylines returns the authors of each article, by the last part of its path, and
// the problems.
func bylines(p *Publisher) string {
	var list []string
	for a := range p.Current().Snapshot.Articles() {
		list = append(list, path.Base(a.Path)+": "+strings.Join(a.AuthorNames(), ", "))
	}
	slices.Sort(list)
	for _, problem := range p.Current().Problems {
		list = append(list, filepath.Base(problem.File)+": "+problem.Effect)
	}
	return strings.Join(list, "; ")
}

// TestAuthors changes a file of authors, and checks that only the articles with
// authors are read again; that a version which cannot be parsed leaves the last
// good one in use; and that a start reads what was written meanwhile.
func TestAuthors(t *testing.T) {
	for _, name := range []string{"authors.yml", ".authors.yml", "_data/authors.yml", "named"} {
		t.Run(name, func(t *testing.T) {
			dir, url := t.TempDir(), "sqlite:"+filepath.Join(t.TempDir(), "dateline.db")
			content := Content{Dir: dir, Mount: "/"}
			if name == "named" {
				name = "../" + filepath.Base(dir) + "/people.yml"
				content.Authors = []string{filepath.Join(dir, "people.yml")}
			}
			write(t, dir, "2026/04/1/a.md", "---\ntitle: A\nauthor: ADA\n---\n")
			write(t, dir, "2026/04/2/b.md", "---\ntitle: B\nauthor: Bob\n---\n")
			write(t, dir, "2026/04/3/c.md", "---\ntitle: C\n---\n")
			write(t, dir, name, ada)
			p, book := recall(t, url, content)
			batch := func(b Batch) {
				t.Helper()
				p.now = func() time.Time { return time.Now().Add(time.Hour) } // nothing is young
				p.contents[0].now = p.now
				if content.Authors != nil {
					b.Changed = slices.DeleteFunc(b.Changed, func(f File) bool { return f.Path == name })
					p.checkAuthors()
				}
				p.Apply(b)
			}
			wants := func(when, want string) {
				t.Helper()
				if got := bylines(p); got != want {
					t.Errorf("%s: %s, want %s", when, got, want)
				}
			}
			var read atomic.Int64
			count := func(int, int) { read.Add(1) }
			is := File{Path: name}
			batch(Batch{Changed: append(look(t, dir), is)})
			wants("at first", "a: Ada Blum; b: Bob; c: ")

			p.progress = count
			write(t, dir, name, eve)
			batch(Batch{Changed: []File{is}})
			wants("changed", "a: Eve Blum; b: Bob; c: ")
			if n := read.Swap(0); n != 2 {
				t.Errorf("%d articles were read again, want those that name authors", n)
			}
			write(t, dir, name, eve+"\n# a remark\n")
			batch(Batch{Changed: []File{is}})
			if n := read.Load(); n != 0 {
				t.Errorf("%d articles were read again for nothing", n)
			}
			write(t, dir, name, "ada: [unclosed\n")
			batch(Batch{Changed: []File{is}})
			wants("broken", "a: Eve Blum; b: Bob; c: ; "+filepath.Base(name)+": its last good version stays in use")

			write(t, dir, name, ada)
			write(t, dir, "2026/04/1/a.md", "---\ntitle: Half wri") // the batch that names it is yet to come
			batch(Batch{Changed: []File{is}})
			wants("while an article is being written", "a: Eve Blum; b: Bob; c: ")
			write(t, dir, "2026/04/1/a.md", "---\ntitle: A\nauthor: ADA\n---\nText.\n")
			batch(Batch{Changed: []File{{Path: "2026/04/1/a.md"}}})
			wants("written", "a: Ada Blum; b: Bob; c: ")

			must(t, book.Close())
			write(t, dir, name, eve)
			p, book = recall(t, url, content)
			batch(Batch{Changed: append(look(t, dir), is)})
			wants("after a start", "a: Eve Blum; b: Bob; c: ")
			must(t, book.Close())
			p, book = recall(t, url, content)
			read.Store(0)
			p.progress = count
			batch(Batch{Changed: append(look(t, dir), is)})
			wants("after a start without a change", "a: Eve Blum; b: Bob; c: ")
			if n := read.Load(); n != 0 {
				t.Errorf("%d files were read again at a start", n)
			}
			must(t, os.Remove(filepath.Join(dir, name)))
			if content.Authors == nil {
				batch(Batch{Removed: []string{name}})
				wants("removed", "a: ADA; b: Bob; c: ")
			} else {
				batch(Batch{})
				wants("removed", "a: Eve Blum; b: Bob; c: ; people.yml: its last good version stays in use")
			}
			must(t, book.Close())
		})
	}
}

// TestAuthorsInSeveralFiles checks that the first file by name determines the
// author of a key.
func TestAuthorsInSeveralFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "2026/04/1/a.md", "---\ntitle: A\nauthor: ada\n---\n")
	write(t, dir, "x/authors.yml", ada+"bob: Bob\n")
	write(t, dir, "y/authors.yml", eve+"bob: Bob\n")
	p := publisherOf(t, Content{Dir: dir, Mount: "/"})
	p.Apply(Batch{Changed: found("2026/04/1/a.md", "y/authors.yml", "x/authors.yml")})
	if got, want := bylines(p), "a: Ada Blum; authors.yml: the file whose name sorts first counts"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := p.Current().Problems[0].What, `"ada" is the key of a different author in another file (such keys: 1)`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestNamedAuthorsFollowed checks that Run checks a file that is not watched, and
// that this does not delay the daily Tick.
func TestNamedAuthorsFollowed(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(t.TempDir(), "people.yml")
	must(t, os.WriteFile(file, []byte(ada), 0o644))
	write(t, dir, "2026/04/1/a.md", "---\ntitle: A\nauthor: ada\n---\n")
	synctest.Test(t, func(t *testing.T) {
		p := openPublisher(t, Content{Dir: dir, Mount: "/", Authors: []string{file}})
		defer p.Close()
		begin := time.Now()
		p.now = func() time.Time { return time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC).Add(time.Since(begin)) }
		p.contents[0].now = func() time.Time { return time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC) } // no file is young
		ticks := 0
		p.Apply(Batch{Changed: found("2026/04/1/a.md")})
		p.follow = func(*archive.Snapshot, archive.Delta) { ticks++ }
		batches := make(chan Batch)
		go p.Run(t.Context(), batches)
		for before := ledger.StampOf(file); ledger.StampOf(file) == before; {
			must(t, os.WriteFile(file, []byte(eve), 0o644))
		}
		time.Sleep(authorsInterval + time.Second)
		synctest.Wait()
		if got, want := bylines(p), "a: Eve Blum"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		changed := ticks
		time.Sleep(25 * time.Hour)
		synctest.Wait()
		if ticks <= changed {
			t.Error("no tick within a day")
		}
		close(batches)
		synctest.Wait()
	})
}
