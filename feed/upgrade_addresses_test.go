package feed

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
	"dateline/feed/ledger"
)

// start is a start on a ledger with a pattern of addresses: what is served from
// memory alone, and after the files were read.
type start struct{ remembered, read *archive.Snapshot }

func startWith(t *testing.T, pattern, dir, url string) (s start) {
	t.Helper()
	book, state, err := ledger.Open(ledger.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	p := openPublisher(t, Content{Dir: dir, Mount: "/", Language: "en", Permalink: pattern})
	defer p.Close()
	if p.archive.Zone, err = time.LoadLocation("Europe/Madrid"); err != nil {
		t.Fatal(err)
	}
	defaultWindows(p)
	files := look(t, dir)
	for _, f := range files { // that the ledger is younger than the files
		state.Clock = time.Unix(0, max(state.Clock.UnixNano(), f.Stamp.Ctime+int64(time.Second)))
	}
	p.now = func() time.Time { return state.Clock.Add(2 * time.Hour) }
	p.Recall(book, state)
	s.remembered = p.Recalled()
	p.Apply(Batch{Changed: files})
	s.read = p.Current().Snapshot
	return s
}

// pathsOf returns the paths of pages by their ids without the authority.
func pathsOf(s *archive.Snapshot) map[string]string {
	paths := map[string]string{}
	for e := range s.Global().Newest() {
		paths[e.ID()[len("tag:example.org,2026:"):]] = e.Path
	}
	return paths
}

// TestUpgradeOfAddresses starts from a ledger of 0.11.0, which took no addresses from
// front matter, then with a pattern, and then without it. Ids, times and windows stay,
// subscribers are told nothing, and all former addresses lead to the articles.
func TestUpgradeOfAddresses(t *testing.T) {
	tree, err := txtar.ParseFile("testdata/upgrade-0.11.0-addresses.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir, url := t.TempDir(), "sqlite:"+unpacked(t, "testdata/ledger-0.11.0-addresses.gz")
	for _, f := range tree.Files {
		write(t, dir, f.Name, string(f.Data))
	}
	plain := map[string]string{"/posts/2026-03-01-long-name": "/posts/short", "/posts/2026-03-02-url": "/deep/one", "/posts/one": "/p/quick",
		"/notes/taken": "/notes/taken", "/notes/path": "/over/here", "/notes/plain": "/notes/plain"}
	dated := map[string]string{"/posts/2026-03-01-long-name": "/2026/short", "/posts/2026-03-02-url": "/deep/one", "/posts/one": "/p/quick",
		"/notes/taken": "/notes/taken", "/notes/path": "/over/here", "/notes/plain": "/2026/plain"}
	var before *archive.Snapshot
	for i, step := range []struct {
		pattern string
		want    map[string]string
	}{{"", plain}, {"", plain}, {"/:year/:slug/", dated}, {"/:year/:slug/", dated}, {"", plain}} {
		s := startWith(t, step.pattern, dir, url)
		if i == 0 {
			before = s.remembered
		}
		if diff := cmp.Diff(step.want, pathsOf(s.read)); diff != "" {
			t.Errorf("start %d: pages (-want +got)\n%s", i, diff)
		}
		if diff := cmp.Diff(timesOf(before), timesOf(s.read)); diff != "" {
			t.Errorf("start %d: times (-before +after)\n%s", i, diff)
		}
		if diff := cmp.Diff(entriesOf(before), windowsOf(s.read)); diff != "" {
			t.Errorf("start %d: windows (-before +after)\n%s", i, diff)
		}
		for was, is := range step.want {
			if e, ok := s.read.Entry(is); !ok || e.Path != is {
				t.Errorf("start %d: %s is not there", i, is)
			} else if e, ok := s.read.Moved(was); was != is && (!ok || e.Path != is) {
				t.Errorf("start %d: %s does not lead to %s", i, was, is)
			}
		}
		for n := range s.read.Notices().Newest() {
			t.Errorf("start %d: subscribers are told: %+v", i, n)
		}
	}
}

// timesOf returns the times of entries by their ids.
func timesOf(s *archive.Snapshot) map[string][2]time.Time {
	times := map[string][2]time.Time{}
	for e := range s.Global().Newest() {
		times[e.ID()] = [2]time.Time{e.Published(), e.Updated()}
	}
	return times
}
