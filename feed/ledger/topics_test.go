package ledger

import (
	"flag"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/archive"
	"dateline/feed/article"
)

var forgotten = flag.Int("forgotten", 5000, "how many topics TestForgottenTopics has a start forget")

// A ledger of a program that knew no bounds holds thousands of topics of a
// removed story. A start forgets them, rows included; nothing else changes,
// and the next start has nothing to forget.
func TestForgottenTopics(t *testing.T) {
	topics := *forgotten
	removed := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	memory := archive.Memory{Clock: removed.AddDate(0, 2, 0), Minting: archive.Minting{Authority: "example.org,2026"}, Mounts: []string{"/"}}
	gone := archive.Item{ID: "tag:example.org,2026:/x", Path: "/x", Published: removed.AddDate(0, -1, 0), Updated: removed, Removed: removed, Prints: []uint64{1}}
	other := archive.Item{ID: "tag:example.org,2026:/y", Path: "/y", Published: removed, Updated: removed, Removed: removed, Prints: []uint64{2}, Kept: []string{"Moon"}}
	for i := range topics {
		name := fmt.Sprint("Topic ", i)
		gone.Kept = append(gone.Kept, name)
		memory.Topics = append(memory.Topics, archive.Topic{Name: name, Slug: article.Slug(name)})
	}
	gone.Kept = append(gone.Kept, "Moon")
	slices.Sort(gone.Kept)
	memory.Items = []archive.Item{gone, other}
	memory.Topics = append(memory.Topics, archive.Topic{Name: "Moon", Slug: "moon"}, archive.Topic{Name: "Nobody’s", Slug: "nobody-s"})
	o := Options{URL: "sqlite:" + t.TempDir() + "/dateline.db"}
	l, _, err := Open(o)
	must(t, err)
	must(t, l.Save(Changes{Memory: memory}))
	must(t, l.Close())

	for _, start := range []struct{ forgotten, kept int }{{topics, 101}, {0, 101}} {
		l, state, err := Open(o)
		must(t, err)
		_, missed := archive.Load(archive.Options{Zone: time.UTC}, state.Memory, nil)
		if len(missed.Forgotten) != start.forgotten {
			t.Errorf("%d topics are forgotten, want %d", len(missed.Forgotten), start.forgotten)
		}
		must(t, l.Save(Changes{Memory: missed}))
		must(t, l.Close())
		left, err := Read(o.URL)
		must(t, err)
		if diff := cmp.Diff([]archive.Topic{{Name: "Moon", Slug: "moon"}, {Name: "Nobody’s", Slug: "nobody-s"}}, left.Topics); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		was, is := memory.Items, slices.Clone(left.Items)
		if len(is[0].Kept) != start.kept {
			t.Errorf("%d topics of the removed story are kept, want %d", len(is[0].Kept), start.kept)
		}
		is[0].Kept = was[0].Kept
		if diff := cmp.Diff(was, is); diff != "" {
			t.Errorf("(-before +after)\n%s", diff)
		}
	}
}

// A topic that is forgotten and comes again, or the other way round, before
// the ledger could be written: the later word counts, also about its feed.
func TestForgottenBeforeSaved(t *testing.T) {
	moon := Changes{Memory: archive.Memory{Topics: []archive.Topic{{Name: "Moon", Slug: "moon"}}, Feeds: []archive.FeedState{{Feed: "/topics/moon/", Changed: time.Unix(1_790_000_000, 0).UTC()}}}}
	without := Changes{Memory: archive.Memory{Forgotten: []string{"moon"}}}
	for _, test := range []struct {
		changes []Changes
		want    int
	}{{[]Changes{moon, without}, 0}, {[]Changes{without, moon}, 1}, {[]Changes{moon, without, moon}, 1}, {[]Changes{without}, 0}} {
		o := Options{URL: "sqlite:" + t.TempDir() + "/dateline.db"}
		l, _, err := Open(o)
		must(t, err)
		var together Changes
		for _, c := range test.changes {
			together = merge(together, c)
		}
		must(t, l.Save(together))
		must(t, l.Close())
		if s, err := Read(o.URL); err != nil || len(s.Topics) != test.want || len(s.Feeds) != test.want {
			t.Errorf("%v: %v, want %d topics and feeds", test.changes, s, test.want)
		}
	}
}
