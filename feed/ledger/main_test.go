package ledger

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.uber.org/goleak"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/audience"
	"dateline/feed/trials/newstest"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(saverEnv); path != "" {
		saveForever(path)
	}
	newstest.InMemory()
	goleak.VerifyTestMain(m)
}

// testLedger is a ledger in a directory of its own.
type testLedger struct {
	*testing.T
	path string
	log  bytes.Buffer
	now  time.Time
}

func newLedger(t *testing.T) *testLedger {
	return &testLedger{T: t, path: filepath.Join(t.TempDir(), "dateline.db"), now: time.Date(2026, 11, 25, 10, 15, 0, 0, time.UTC)}
}

func (t *testLedger) options() Options {
	return Options{URL: "sqlite:" + t.path, Log: slog.New(slog.NewTextHandler(&t.log, nil)), Now: func() time.Time { return t.now }}
}

func (t *testLedger) open() (*Ledger, *State) {
	t.Helper()
	l, s, err := Open(t.options())
	if err != nil {
		t.Fatal(err)
	}
	return l, s
}

// fill makes a closed ledger of some changes.
func (t *testLedger) fill(changes ...Changes) {
	t.Helper()
	l, _ := t.open()
	for _, c := range changes {
		must(t, l.Save(c))
	}
	must(t, l.Close())
}

// holds checks the results of Open and of Read.
func (t *testLedger) holds(want State) {
	t.Helper()
	read, err := Read("sqlite:" + t.path)
	must(t, err)
	same(t, want, *read)
	l, opened := t.open()
	same(t, want, *opened)
	must(t, l.Close())
}

func same(t testing.TB, want, got State) {
	t.Helper()
	if d := cmp.Diff(sorted(want), sorted(got), cmpopts.EquateEmpty(), cmp.Comparer(func(a, b article.Name) bool { return a == b })); d != "" {
		t.Errorf("state (-want +got):\n%s", d)
	}
}

// sorted returns a state in the order of its keys.
func sorted(s State) State { return State(merge(Changes{}, Changes(s))) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wants checks an error word for word, with the path as PATH.
func (t *testLedger) wants(err error, text string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error; want %s", text)
	}
	if got := strings.ReplaceAll(err.Error(), t.path, "PATH"); got != text {
		t.Errorf("error\n%s\nwant\n%s", got, text)
	}
}

// names returns what stands in the directory of the ledger.
func (t *testLedger) names() []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(t.path))
	must(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func (t *testLedger) lacks(what string) {
	t.Helper()
	for _, name := range t.names() {
		if strings.Contains(name, what) {
			t.Errorf("there is a file %s", name)
		}
	}
}

// parsed returns n generated articles as files.
func parsed(tb testing.TB, n int) []File {
	tb.Helper()
	p := article.NewParser(article.Options{Dir: "news", Mount: "/", BaseURL: "http://127.0.0.1:8080", Language: "en", Zone: time.UTC,
		Grammar: article.Grammar(newstest.Grammar)})
	files := make([]File, 0, n)
	for f := range newstest.Articles(n, 1) {
		r := p.Parse(f.Path, f.Data)
		if r.Article == nil {
			tb.Fatal(r.Problems)
		}
		stamp := Stamp{Size: int64(len(f.Data)), Ctime: int64(len(files)) + 1e18, Inode: uint64(len(files))}
		files = append(files, File{archive.Change{File: path.Join("/", f.Path), Article: r.Article}, stamp})
	}
	return files
}

// itemsOf returns an item for every article.
func itemsOf(files []File) []archive.Item {
	var items []archive.Item
	for i, f := range files {
		at := time.Unix(1_700_000_000+int64(i), 0).UTC()
		items = append(items, archive.Item{ID: "tag:example.org,2026:" + f.Article.Path, Path: f.Article.Path, FirstSeen: at, Published: at, Updated: at,
			Prints: []uint64{uint64(i) * 0x9e3779b97f4a7c15, uint64(i)}})
	}
	return items
}

// sample is some of everything.
func sample(tb testing.TB, n int) Changes {
	files := parsed(tb, n)
	items := itemsOf(files)
	for i := range items {
		if i%3 == 0 {
			items[i].Leaving, items[i].Held, items[i].Heading, items[i].Backfilled, items[i].Fills = items[i].FirstSeen, i%9 == 3, "Moon", i%2 == 0, i%4 == 0
			items[i].Adopted = i%5 == 0
			items[i].Came = []archive.Came{{Name: "moon", At: items[i].FirstSeen}, {Kind: archive.OfOutlet, Name: "火星.example", At: items[i].Published}}[:i/3%3]
		}
	}
	c := Changes{Files: files, Parser: "parser 1", Memory: archive.Memory{Items: items, Mounts: []string{"/", "/zh"},
		Appearance: archive.Appearance{ID: "appearance 1", Since: time.Unix(1_780_000_000, 0).UTC()}, Conditions: archive.Conditions{Zone: "Asia/Taipei", BaseURL: "https://example.org", Aliases: "USA=United+States", Accepted: time.Unix(1_785_000_000, 0).UTC()}, Clock: time.Unix(1_790_000_000, 0).UTC(), Minting: archive.Minting{Authority: "example.org,2026", FeedBase: "https://example.org", Stage: archive.Permanent}}}
	for i := range n {
		c.Moves = append(c.Moves, archive.Move{From: fmt.Sprintf("/former/%d", i), To: fmt.Sprintf("/present/%d", i)})
		c.Feeds = append(c.Feeds, archive.FeedState{Feed: fmt.Sprintf("/topics/topic-%d/", i), Changed: c.Clock, Since: time.Unix(int64(i+1), 0).UTC(), Oldest: time.Unix(int64(-i-1), 0).UTC()})
		c.Topics = append(c.Topics, archive.Topic{Name: fmt.Sprintf("Topic %d", i), Slug: fmt.Sprintf("topic-%d", i)})
		c.Adoptions = append(c.Adoptions, archive.Adopted{Number: int64(i + 1), Adoption: int64(1 + i%2), Kind: archive.AdoptedKind(1 + i%3), ID: fmt.Sprintf("guid %d", i), Path: "/a"[:i%3],
			Published: time.Unix(int64(i), 0).UTC(), Updated: time.Unix(int64(i+1), 0).UTC(),
			Was: archive.Before{ID: fmt.Sprintf("id %d", i), FirstSeen: time.Unix(int64(i+1), 0).UTC(), Published: time.Unix(int64(i-1), 0).UTC(), Updated: time.Unix(int64(i-2), 0).UTC(), Adopted: i%2 == 0}})
		c.Notices = append(c.Notices, archive.Notice{Number: int64(i + 7), At: time.Unix(1_790_000_000+int64(i), 0).UTC(), Kind: archive.NoticeKind(1 + i%3),
			ID: fmt.Sprintf("id %d", i), Path: "/a", Title: "Title", Was: "/b"[:i%3], BeforeTitle: "Titel"[:i%6], Before: "x\ny", After: "北京", Count: i % 3, Topics: []string{"moon", "火星"}[:i%3], Counts: [][]int{nil, nil, {1, 2}}[i%3]})
	}
	for i := range n {
		tally := func(name string) audience.Tally {
			return audience.Tally{Name: name, Requests: int64(9*i + 1), NotModified: int64(7 * i), Other: 1, Bytes: 1 << 40, Subscribers: int64(i)}
		}
		c.Days = append(c.Days, audience.Day{Date: time.Date(2026, 8, 28+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly),
			Feeds: []audience.Tally{tally(""), tally("/feed"), tally("/topics/火星/feed")}, Readers: []audience.Tally{tally("Feed reader"), tally("Feedly")}})
	}
	c.Days = c.Days[:min(n, audience.Kept-1)] // the last one is the present day
	day := &article.Day{File: "/2026/11/25/index.md", Date: time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)}
	image := &archive.Asset{Type: "image/png", Length: 1 << 40, Width: 640, Height: 480, Hash: [16]byte{1, 15: 2}}
	c.Files = append(slices.Clip(c.Files), File{archive.Change{File: day.File, Day: day}, Stamp{Size: 1, Ctime: -2, Inode: 1 << 63}}, File{Change: archive.Change{File: "/a.png", Asset: image}})
	return c
}
