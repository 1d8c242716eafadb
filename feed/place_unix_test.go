//go:build unix

package feed

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestWorkingDirectoryMadeAnew deletes the working directory with a content
// directory and a file of authors in it, which relative names lead to, makes all of
// it anew, and checks that both are read.
func TestWorkingDirectoryMadeAnew(t *testing.T) {
	site := filepath.Join(t.TempDir(), "site")
	fill := func(title, people string) {
		write(t, site, "news/2026/04/1/a.md", "---\ntitle: "+title+"\nauthor: ada\n---\n")
		write(t, site, "people.yml", people)
	}
	fill("Before", ada)
	t.Chdir(site)
	p := openPublisher(t, Content{Dir: "news", Mount: "/", Authors: []string{"people.yml"}})
	p.now = func() time.Time { return time.Now().Add(time.Hour) } // nothing is young
	p.contents[0].now = p.now
	p.Apply(Batch{Changed: found("2026/04/1/a.md")})
	if got, want := bylines(p), "a: Ada Blum"; got != want {
		t.Fatalf("%s, want %s", got, want)
	}

	if err := os.RemoveAll(site); err != nil {
		t.Fatal(err)
	}
	fill("After", eve)
	p.Apply(Batch{Changed: found("2026/04/1/a.md")})
	p.checkAuthors()
	if e, ok := p.Current().Snapshot.Entry("/2026/04/1/a"); !ok || e.Title != "After" {
		t.Errorf("the file in the directory that was made anew is not read: %v", e)
	}
	if got, want := bylines(p), "a: Eve Blum"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
