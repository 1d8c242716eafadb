package setup

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/config"
)

// TestLate checks which articles feeds.late counts as new, besides the only one
// that has a place: with 0d, as with 1d, those of the last day.
func TestLate(t *testing.T) {
	now := time.Date(2026, 5, 20, 12, 0, 0, 0, time.UTC)
	ago := func(hours int) archive.Change {
		a := &article.Article{Title: fmt.Sprint(hours), File: fmt.Sprintf("/%d.md", hours), Date: now.Add(-time.Duration(hours) * time.Hour), Rare: &article.Rare{}, Fingerprint: uint64(hours), Hash: [16]byte{byte(hours)}}
		a.Path = article.PagePath(a.File)
		return archive.Change{File: a.File, Article: a}
	}
	for late, want := range map[config.Days][]string{0: {"1", "20"}, 1: {"1", "20"}, 3: {"1", "20", "70"}} {
		c := config.Default()
		c.Content = []config.Content{{Dir: t.TempDir(), Mount: "/"}}
		c.Site.Timezone, c.Feeds.Items, c.Feeds.Late = time.UTC, 1, late
		o, err := Publisher(c)
		if err != nil {
			t.Fatal(err)
		}
		o.Archive.Contents = []archive.Content{{Mount: "/"}}
		s, _ := archive.New(o.Archive).With([]archive.Change{ago(1)}, archive.Occasion{Now: now, Imported: []string{"/"}})
		for _, hours := range []int{20, 70, 90} { // one after another, because two old ones are a backfill
			s, _ = s.With([]archive.Change{ago(hours)}, archive.Occasion{Now: now, Live: true})
		}
		var got []string
		for _, e := range s.Global().Window(archive.Limits{Items: 1}) {
			got = append(got, e.Title)
		}
		if !slices.Equal(got, want) {
			t.Errorf("late = %q: the window holds %v, want %v", late, got, want)
		}
	}
}
