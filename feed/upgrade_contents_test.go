package feed

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
	"dateline/feed/ledger"
)

// TestUpgradeToContents starts on a ledger that 0.10.0 made of one directory, with
// a part of that as a directory with a mount of its own. Readers of the site see
// what they saw, the feed of the new directory shows nothing as new, and the second
// start changes nothing.
func TestUpgradeToContents(t *testing.T) {
	dir, url := t.TempDir(), "sqlite:"+unpacked(t, "testdata/ledger-0.10.0.gz")
	tree, err := txtar.ParseFile("testdata/upgrade-0.7.0.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range tree.Files {
		write(t, dir, f.Name, string(f.Data))
	}
	remembered, first := startOnContents(t, dir, url)
	_, second := startOnContents(t, dir, url)
	if diff := cmp.Diff(readersSee(remembered), readersSee(first)); diff != "" {
		t.Errorf("the upgrade changes (-before +after)\n%s", diff)
	}
	for name, s := range map[string]*archive.Snapshot{"remembered": remembered, "first": first, "second": second} {
		notes, _, ok := s.ContentAt("/notes/")
		if !ok || notes.Len() == 0 {
			t.Fatalf("%s: the directory has no articles", name)
		}
		for e := range notes.Newest() {
			if !strings.HasPrefix(e.Path, "/notes/") {
				t.Errorf("%s: %s is in another directory", name, e.Path)
			}
			if e.FirstSeen().After(s.Global().Latest(1)[0].FirstSeen()) {
				t.Errorf("%s: %s counts as first seen at %v", name, e.Path, e.FirstSeen())
			}
		}
		if notes.Changed().IsZero() {
			t.Errorf("%s: it is not known when the feed changed", name)
		}
	}
	a, _, _ := first.ContentAt("/notes/")
	b, _, _ := second.ContentAt("/notes/")
	if !a.Changed().Equal(b.Changed()) {
		t.Errorf("the second start dates the feed to %v, not %v", b.Changed(), a.Changed())
	}
	if diff := cmp.Diff(windowsOf(first), windowsOf(second)); diff != "" {
		t.Errorf("the second start changes windows (-first +second)\n%s", diff)
	}
}

// startOnContents is startAfter with a directory at /notes.
func startOnContents(t *testing.T, dir, url string) (remembered, read *archive.Snapshot) {
	t.Helper()
	book, state, err := ledger.Open(ledger.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	p := openPublisher(t, Content{Dir: dir, Mount: "/", Language: "en"}, Content{Dir: filepath.Join(dir, "notes"), Mount: "/notes", Language: "en"})
	defer p.Close()
	if p.archive.Zone, err = time.LoadLocation("Europe/Madrid"); err != nil {
		t.Fatal(err)
	}
	defaultWindows(p)
	batches := []Batch{{Content: 0}, {Content: 1}}
	for _, f := range look(t, dir) {
		state.Clock = time.Unix(0, max(state.Clock.UnixNano(), f.Stamp.Ctime+int64(time.Second)))
		name, below := strings.CutPrefix(f.Path, "notes/")
		b := &batches[0]
		if below {
			b, f.Path = &batches[1], name
		}
		b.Changed = append(b.Changed, f)
	}
	p.now = func() time.Time { return state.Clock.Add(2 * time.Hour) }
	p.Recall(book, state)
	remembered = p.Recalled()
	for _, b := range batches {
		p.Apply(b)
	}
	return remembered, p.Current().Snapshot
}
