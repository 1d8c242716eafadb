package feed

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/ledger"
	"dateline/feed/trials/newstest"
)

// episode is a real update, and what a subscriber sees of it.
type episode struct {
	name, at string
	// forward, back and again are the results of the update, its reversal an hour
	// later, and the same update once more.
	forward, back, again string
}

const nothing = "0 new, 0 updated, 0 renamed, 0 removed"

// In 01 two titles are new to this ledger; the real one had seen them flap
// before. In 03 and 04 the new files of renamed stories lost their source
// lists, or brought them back: a text that the story never had.
var episodes = []episode{
	{"01-flap", "2019-01-26T20:09:00Z", "0 new, 2 updated, 0 renamed, 0 removed", nothing, nothing},
	{"02-link-prefix", "2019-01-26T20:17:00Z", nothing, nothing, nothing},
	{"03-new-slug", "2019-03-11T06:10:00Z", "8 new, 7 updated, 7 renamed, 0 removed", "0 new, 0 updated, 7 renamed, 8 removed", "8 new, 0 updated, 7 renamed, 0 removed"},
	{"04-slug-back", "2019-03-11T12:21:00Z", "0 new, 24 updated, 19 renamed, 0 removed", "0 new, 0 updated, 19 renamed, 0 removed", "0 new, 0 updated, 19 renamed, 0 removed"},
	{"05-dropped", "2019-02-04T06:10:00Z", "3 new, 0 updated, 0 renamed, 0 removed", "0 new, 0 updated, 0 renamed, 3 removed", "3 new, 0 updated, 0 renamed, 0 removed"},
	{"06-late-arrivals", "2019-03-19T07:30:00Z", "79 new, 0 updated, 0 renamed, 0 removed", "", ""},
	// 21 of 27 articles gone at once are held, and so they are again.
	{"07-re-dated", "2019-05-21T18:10:00Z", "21 new, 0 updated, 0 renamed, 0 removed", nothing, nothing},
	{"08-re-dated-undone", "2019-05-25T14:10:00Z", "23 new, 0 updated, 0 renamed, 0 removed", "0 new, 0 updated, 0 renamed, 23 removed", "23 new, 0 updated, 0 renamed, 0 removed"},
	{"09-label-change", "2019-06-20T00:11:00Z", nothing, nothing, nothing},
	{"10-future", "2019-06-28T06:10:00Z", "1 new, 0 updated, 0 renamed, 0 removed", "0 new, 0 updated, 0 renamed, 1 removed", "1 new, 0 updated, 0 renamed, 0 removed"},
}

// walker takes a publisher with a ledger through the states of a tree.
type walker struct {
	*testing.T
	*Publisher
	corpus, dir string
	now         time.Time
	files       []string
}

func (w *walker) open(book *ledger.Ledger, state *ledger.State) {
	w.Helper()
	p, err := New(Options{Contents: []Content{{Dir: w.dir, Mount: "/", Language: "zh", MaxRemoval: 20}}, Grammar: article.Grammar(config.Default().Grammar),
		BaseURL: "https://example.org", Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return w.now },
		Archive: archive.Options{Authority: "example.org,2026", Zone: time.UTC, Epoch: w.now.AddDate(-1, 0, 0), Recent: 48 * time.Hour}})
	if err != nil {
		w.Fatal(err)
	}
	w.Publisher = p
	p.Recall(book, state)
}

// become changes the tree to a state of the episode, and returns what changed for
// subscribers.
func (w *walker) become(state string) archive.Difference {
	w.Helper()
	before := w.snapshot
	if err := os.RemoveAll(w.dir); err != nil {
		w.Fatal(err)
	}
	if err := os.CopyFS(w.dir, os.DirFS(filepath.Join(w.corpus, state))); errors.Is(err, fs.ErrNotExist) {
		err = os.Mkdir(w.dir, 0o755)
		if err != nil {
			w.Fatal(err)
		}
	} else if err != nil {
		w.Fatal(err)
	}
	files := walk(w.T, w.dir)
	removed := slices.DeleteFunc(slices.Clone(w.files), func(f string) bool { return slices.Contains(files, f) })
	w.files = files
	w.Apply(Batch{Changed: found(files...), Removed: removed})
	return archive.Compare(before, w.snapshot)
}

// TestEpisodes walks real updates forward, back and forward again, and
// restarts in between.
func TestEpisodes(t *testing.T) {
	for _, e := range episodes {
		t.Run(e.name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, e.at)
			if err != nil {
				t.Fatal(err)
			}
			w := &walker{T: t, corpus: newstest.Shared(t, "corpus/episodes/"+e.name), dir: filepath.Join(t.TempDir(), "zh"), now: at.Add(-time.Hour)}
			if err := os.Mkdir(w.dir, 0o755); err != nil {
				t.Fatal(err)
			}
			url := "sqlite:" + filepath.Join(t.TempDir(), "dateline.db")
			book, state, err := ledger.Open(ledger.Options{URL: url})
			if err != nil {
				t.Fatal(err)
			}
			w.open(book, state)
			w.become("before")
			w.now = at
			w.sees("forward", e.forward, w.become("after"))
			if e.name == "06-late-arrivals" {
				w.inWindows()
			}
			if e.back != "" {
				w.now = at.Add(time.Hour)
				w.sees("back", e.back, w.become("before"))
				w.now = at.Add(2 * time.Hour)
				w.sees("forward again", e.again, w.become("after"))
			}
			if e.name == "10-future" {
				w.comesDue(at)
			}
			w.restarts(book, url)
		})
	}
}

func (w *walker) sees(step, want string, d archive.Difference) {
	w.Helper()
	got := fmt.Sprintf("%d new, %d updated, %d renamed, %d removed", len(d.New), len(d.Updated), len(d.Renamed), len(d.Removed))
	if got != want {
		w.Errorf("%s: %s, want %s", step, got, want)
	}
}

// inWindows checks that every late article is in the windows of its feeds.
func (w *walker) inWindows() {
	w.Helper()
	for e := range w.snapshot.Global().Newest() {
		feeds := []*archive.Feed{w.snapshot.Global()}
		for _, t := range e.Topics {
			f, _ := w.snapshot.Topic(t.Slug)
			feeds = append(feeds, f)
		}
		for _, f := range feeds {
			if !slices.Contains(f.Window(archive.Limits{Items: 5}), e) {
				w.Errorf("%s is in no window of a feed of its", e.Path)
			}
		}
	}
}

// comesDue checks that the article with a later date appears on that date.
func (w *walker) comesDue(at time.Time) {
	w.Helper()
	due := w.snapshot.Due()
	if want := time.Date(2019, 7, 1, 0, 0, 0, 0, time.UTC); !due.Equal(want) {
		w.Fatalf("due at %s, want %s", due, want)
	}
	for _, step := range []struct {
		now  time.Time
		want string
	}{{due.Add(-time.Second), nothing}, {due, "1 new, 0 updated, 0 renamed, 0 removed"}, {due.Add(time.Hour), nothing}} {
		before := w.snapshot
		w.now = step.now
		w.Tick()
		w.sees(step.now.String(), step.want, archive.Compare(before, w.snapshot))
	}
}

// restarts checks that a start from the ledger restores what was published.
func (w *walker) restarts(book *ledger.Ledger, url string) {
	w.Helper()
	before := w.snapshot
	w.Close()
	if err := book.Close(); err != nil {
		w.Fatal(err)
	}
	book, state, err := ledger.Open(ledger.Options{URL: url})
	if err != nil {
		w.Fatal(err)
	}
	defer book.Close()
	w.open(book, state)
	defer w.Close()
	w.sees("restart", nothing, archive.Compare(before, w.Recalled()))
	w.Apply(Batch{Changed: found(w.files...)})
	w.sees("scan after it", nothing, archive.Compare(before, w.snapshot))
	if diff := cmp.Diff(served(before), served(w.snapshot)); diff != "" {
		w.Errorf("a restart changes what is served (-running +restarted):\n%s", diff)
	}
}
