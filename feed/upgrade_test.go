package feed

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/ledger"
	"dateline/feed/render"
)

// kept is what readers identify an article by.
type kept struct{ ID, Published, Updated, Path string }

// TestUpgradeFrom050 starts from a ledger that 0.5.0 made from a tree which has
// not changed since. Whatever is parsed differently now, ids and times do not
// change, subscribers are not told anything, and what is published for the first
// time counts as old.
func TestUpgradeFrom050(t *testing.T) {
	tree, err := txtar.ParseFile("testdata/upgrade.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range tree.Files {
		write(t, dir, f.Name, string(f.Data))
	}
	madrid, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		t.Fatal(err)
	}
	book, state, err := ledger.Open(ledger.Options{URL: "sqlite:" + unpacked(t, "testdata/ledger-0.5.0.gz")})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	p := newPublisher(t, dir)
	defer p.Close()
	p.archive.Zone = madrid
	defaultWindows(p)
	files := look(t, dir)
	for _, f := range files { // that the ledger is younger than the files
		state.Clock = time.Unix(0, max(state.Clock.UnixNano(), f.Stamp.Ctime+int64(time.Second)))
	}
	p.now = func() time.Time { return state.Clock.Add(2 * time.Hour) }
	p.Recall(book, state)
	before := map[string]kept{}
	for e := range p.Recalled().Global().Newest() {
		before[e.ID()] = kept{e.ID(), e.Published().Format(time.RFC3339), e.Updated().Format(time.RFC3339), e.Path}
	}
	p.Apply(Batch{Changed: files})

	s := p.Current().Snapshot
	const minted = "tag:example.org,2026:"
	moved := map[string]string{ // a bundle is its folder now
		"/garden/index":                "/garden",
		"/2026-03-05-fair/README":      "/2026-03-05-fair",
		"/posts/2026/04/09/soup/index": "/posts/2026/04/09/soup",
	}
	want := map[string]kept{ // what 0.5.0 lost
		minted + "/posts/2026-04-04-kettle;2": {minted + "/posts/2026-04-04-kettle;2", "2026-04-03T22:00:00Z", "2026-04-03T22:00:00Z", "/posts/2026-04-04-kettle"},
		minted + "/posts/2026-04-13-note":     {minted + "/posts/2026-04-13-note", "2026-04-12T22:00:00Z", "2026-04-12T22:00:00Z", "/posts/2026-04-13-note"},
	}
	for id, k := range before {
		if to, ok := moved[k.Path]; ok {
			k.Path = to
		}
		want[id] = k
	}
	delete(want, minted+"/posts/2026-04-11-private") // what it leaked
	got := map[string]kept{}
	for e := range s.Global().Newest() {
		got[e.ID()] = kept{e.ID(), e.Published().Format(time.RFC3339), e.Updated().Format(time.RFC3339), e.Path}
		if before[e.ID()].ID == "" && !e.FirstSeen().IsZero() {
			t.Errorf("%s counts as first seen at %v", e.Path, e.FirstSeen())
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for was, is := range moved {
		if e, ok := s.Moved(was); !ok || e.Path != is {
			t.Errorf("%s does not lead to %s", was, is)
		}
	}
	if _, ok := s.Moved("/posts/2026-04-16-before"); !ok {
		t.Error("what moved under 0.5.0 leads nowhere")
	}
	for n := range s.Notices().Newest() {
		if n.At.After(p.now().Add(-time.Hour)) || n.Path == "/posts/2026-04-11-private" {
			t.Errorf("subscribers are told: %+v", n)
		}
	}
	if diff := cmp.Diff(entriesOf(p.Recalled()), windowsOf(s)); diff != "" {
		t.Errorf("the upgrade changes what feeds hold (-before +after)\n%s", diff)
	}
	if s.Gone("/posts/2026-04-11-private") || !s.Gone("/posts/2026-04-15-removed") {
		t.Error("410 tells of what is hidden, or not of what was removed")
	}
}

// TestUpgradeFrom070 starts twice on a ledger that 0.7.0 made of a tree that
// has not changed since. It made other HTML of the articles: subscribers see
// nothing of that, and the second start changes nothing.
func TestUpgradeFrom070(t *testing.T) { testUpgrade(t, "0.7.0") }

// TestUpgradeFrom080 does the same with a ledger of 0.8.0.
func TestUpgradeFrom080(t *testing.T) { testUpgrade(t, "0.8.0") }

// TestUpgradeFrom090 does the same with a ledger of 0.9.0.
func TestUpgradeFrom090(t *testing.T) { testUpgrade(t, "0.9.0") }

// TestUpgradeFrom0100 does the same with a ledger of 0.10.0.
func TestUpgradeFrom0100(t *testing.T) { testUpgrade(t, "0.10.0") }

// TestUpgradeFrom0110 does the same with a ledger of 0.11.0.
func TestUpgradeFrom0110(t *testing.T) { testUpgrade(t, "0.11.0") }

// TestUpgradeFrom0120 does the same with a ledger of 0.12.0.
func TestUpgradeFrom0120(t *testing.T) { testUpgrade(t, "0.12.0") }

// TestUpgradeMovesLastModified starts twice on a ledger of 0.12.0 as a version whose
// documents look different: Last-Modified moves once, everywhere, and never goes back.
func TestUpgradeMovesLastModified(t *testing.T) {
	dir, book := t.TempDir(), "sqlite:"+unpacked(t, "testdata/ledger-0.12.0.gz")
	files := treeOfUpgrade(t, dir)
	state, err := ledger.Read(book)
	if err != nil {
		t.Fatal(err)
	}
	looking := func(as string) func(p *Publisher) {
		return func(p *Publisher) { p.archive.Appearance = as }
	}
	before, _ := startAs(t, dir, "sqlite:"+unpacked(t, "testdata/ledger-0.12.0.gz"), files, looking(state.Appearance.ID))
	_, first := startAs(t, dir, book, files, looking("another"))
	_, second := startAs(t, dir, book, files, looking("another"))
	was, is, then := modified(before), modified(first), modified(second)
	for address, at := range was {
		if !is[address].After(at) || at.IsZero() {
			t.Errorf("%s was modified at %v, and with the upgrade at %v", address, at, is[address])
		}
	}
	if diff := cmp.Diff(is, then); diff != "" || len(is) < 20 {
		t.Errorf("of %d addresses, the second start changes (-before +after)\n%s", len(is), diff)
	}
}

// modified returns when feeds and pages were last modified.
func modified(s *archive.Snapshot) map[string]time.Time {
	r := render.New(render.Site{BaseURL: "https://example.org", Language: "en", Zone: time.UTC, Items: 50, ItemLink: "page"})
	all := map[string]time.Time{"notices": s.Modified(s.Notices().Changed()), "everything": s.Modified(s.Global().Touched())}
	of := func(sub render.Subject) {
		_, changed := r.ListRevision(s, sub)
		all[sub.FeedPath(render.Atom)], all[sub.PagePath()] = s.Modified(r.FeedChanged(s, sub)), s.Modified(changed)
	}
	for f := range s.Topics() {
		of(render.Of(f))
	}
	for e := range s.Global().Newest() {
		all[e.Path] = s.Modified(r.PageChanged(s, e))
		if sub, ok := r.OfDate(s, s.Global(), r.DateOf(e.Published())); ok {
			of(sub)
		}
	}
	return all
}

func testUpgrade(t *testing.T, version string) {
	dir, book := t.TempDir(), "sqlite:"+unpacked(t, "testdata/ledger-"+version+".gz")
	files := treeOfUpgrade(t, dir)
	remembered, first := startAfter(t, dir, book, files)
	restarted, second := startAfter(t, dir, book, files)
	if diff := cmp.Diff(readersSee(remembered), readersSee(first)); diff != "" || len(readersSee(first)) != 7 {
		t.Errorf("the upgrade changes (-before +after)\n%s", diff)
	}
	for _, s := range []*archive.Snapshot{first, second} {
		if diff := cmp.Diff(entriesOf(remembered), windowsOf(s)); diff != "" {
			t.Errorf("the upgrade changes what feeds hold (-before +after)\n%s", diff)
		}
	}
	for _, s := range []*archive.Snapshot{restarted, second} {
		if diff := cmp.Diff(readersSee(first), readersSee(s)); diff != "" {
			t.Errorf("the second start changes (-before +after)\n%s", diff)
		}
		if diff := cmp.Diff(bodies(first), bodies(s)); diff != "" {
			t.Errorf("the second start changes bodies (-before +after)\n%s", diff)
		}
	}
	for _, s := range []*archive.Snapshot{remembered, first} {
		if _, ok := s.Asset("/posts/trip/mill.png"); !ok {
			t.Error("a picture is not served")
		}
	}
	for path, want := range map[string][]string{
		"/2026/04/7/bridge":           {"/2026/04/07/", "/notes/ferry"},
		"/posts/2026-04-09-html":      {"", "", "/covers/posts/trip/mill.png", "/covers/posts/trip/mill.png", "/posts/trip"},
		"/posts/2026-04-10-footnotes": {"/notes/ferry"},
		"/notes/2026-03-03-after":     {"/notes/2026-03-05-removed", "/notes/ferry"},
	} {
		if e, ok := first.Entry(path); !ok {
			t.Errorf("%s is not there", path)
		} else if diff := cmp.Diff(want, slices.Sorted(slices.Values(e.Links))); diff != "" {
			t.Errorf("%s leads elsewhere (-want +got)\n%s", path, diff)
		}
	}
}

// treeOfUpgrade writes the tree that earlier versions left.
func treeOfUpgrade(t *testing.T, dir string) []File {
	t.Helper()
	tree, err := txtar.ParseFile("testdata/upgrade-0.7.0.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range tree.Files {
		name, encoded := strings.CutSuffix(f.Name, ".base64")
		if encoded {
			if f.Data, err = base64.StdEncoding.DecodeString(string(bytes.TrimSpace(f.Data))); err != nil {
				t.Fatal(err)
			}
		}
		write(t, dir, name, string(f.Data))
	}
	return append(look(t, dir), File{Path: "posts/trip/mill.png", Stamp: ledger.StampOf(filepath.Join(dir, "posts/trip/mill.png"))})
}

// openAfter returns a publisher with the settings of an earlier version, whose
// ledger it does not know yet, and that ledger.
func openAfter(t *testing.T, dir, url string) (*Publisher, *ledger.Ledger, *ledger.State) {
	t.Helper()
	book, state, err := ledger.Open(ledger.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	p := newPublisher(t, dir)
	if p.archive.Zone, err = time.LoadLocation("Europe/Madrid"); err != nil {
		t.Fatal(err)
	}
	defaultWindows(p)
	return p, book, state
}

// startAfter starts from a ledger two hours after it was written, and returns
// what is served first, from memory alone, and after the files were read.
func startAfter(t *testing.T, dir, url string, files []File) (remembered, read *archive.Snapshot) {
	t.Helper()
	return startAs(t, dir, url, files, func(*Publisher) {})
}

// startAs is startAfter with other settings.
func startAs(t *testing.T, dir, url string, files []File, set func(*Publisher)) (remembered, read *archive.Snapshot) {
	t.Helper()
	p, book, state := openAfter(t, dir, url)
	defer book.Close()
	defer p.Close()
	set(p)
	for _, f := range files { // that the ledger is younger than the files
		state.Clock = time.Unix(0, max(state.Clock.UnixNano(), f.Stamp.Ctime+int64(time.Second)))
	}
	p.now = func() time.Time { return state.Clock.Add(2 * time.Hour) }
	p.Recall(book, state)
	remembered = p.Recalled()
	p.Apply(Batch{Changed: files})
	return remembered, p.Current().Snapshot
}

// readersSee returns what readers identify articles by, and their notices.
func readersSee(s *archive.Snapshot) map[string]any {
	seen := map[string]any{}
	for e := range s.Global().Newest() {
		seen[e.ID()] = kept{e.ID(), e.Published().Format(time.RFC3339), e.Updated().Format(time.RFC3339), e.Path}
	}
	var told []archive.Notice
	for n := range s.Notices().Newest() {
		told = append(told, *n)
	}
	seen["notices"] = told
	return seen
}

// defaultLimits are those of the windows of feeds by default.
var defaultLimits = render.LimitsOf(render.Site{Title: "Site", BaseURL: "https://example.org", Language: "en", Zone: time.UTC, Items: 50, MinItems: 10, MaxBytes: 1_000_000, MaxEntry: 100_000, ItemLink: "page"})

// defaultWindows configures the windows of feeds as the defaults do.
func defaultWindows(p *Publisher) {
	p.archive.Recent, p.archive.Late, p.archive.Limits = 48*time.Hour, 30*24*time.Hour, defaultLimits
}

// entriesOf returns the ids of all entries of each feed, by the path of its page.
// An old release had all of them in the window if there were few.
func entriesOf(s *archive.Snapshot) map[string][]string {
	return idsOf(s, func(f *archive.Feed) []*archive.Entry { return slices.Collect(f.Newest()) })
}

// windowsOf returns the ids of the entries in the window of each feed.
func windowsOf(s *archive.Snapshot) map[string][]string {
	return idsOf(s, func(f *archive.Feed) []*archive.Entry { return f.Window(defaultLimits) })
}

func idsOf(s *archive.Snapshot, entries func(*archive.Feed) []*archive.Entry) map[string][]string {
	all := map[string][]string{}
	for _, f := range append(slices.Collect(s.Topics()), s.Global()) {
		for _, e := range entries(f) {
			path := render.Of(f).Path
			all[path] = append(all[path], e.ID())
		}
	}
	return all
}

func bodies(s *archive.Snapshot) map[string]string {
	all := map[string]string{}
	for e := range s.Global().Newest() {
		all[e.Path] = e.Body(article.Frame{Links: e.Links})
	}
	return all
}

// unpacked returns the path of a copy of a compressed ledger.
func unpacked(t *testing.T, name string) string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "dateline.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
