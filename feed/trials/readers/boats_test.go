package readers

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"dateline/feed/config"
	"dateline/feed/trials/newstest"
)

// TestNewsboatFollows lets newsboat follow two of the feeds of TestSubscribers for
// some days. What it shows as unread must be what the subscriber of the same feed
// shows.
func TestNewsboatFollows(t *testing.T) {
	if !newstest.Works(t, "newsboat", "-v") {
		return
	}
	a := begin(t, config.Default(), *seed+1)
	boats := map[*subscriber]poller{}
	for path, l := range map[string]list{"/feed.rss": everything, "/topics/moon/feed.atom": topic("moon")} {
		s := newSubscriber(path, daily, l)
		a.subscribers = append(a.subscribers, s)
		boats[s] = poller{boatDir: boatDir(t.TempDir())}
		if err := boats[s].subscribe("file://" + boats[s].file()); err != nil {
			t.Fatal(err)
		}
	}
	row := func() {
		for s, boat := range boats {
			d, _ := a.document(s.path)
			if err := os.WriteFile(boat.file(), d.Body, 0o644); err != nil {
				t.Fatal(err)
			}
			if err := boat.reload(); err != nil {
				t.Fatal(err)
			}
		}
	}
	a.poll(daily)
	row()
	for _, boat := range boats {
		boat.catchUp(t)
	}
	for day := range 5 {
		a.live(day)
		row()
	}
	for s, boat := range boats {
		items, err := boat.items()
		if err != nil {
			t.Fatal(err)
		}
		var unread []string
		for _, it := range items {
			if it.unread {
				unread = append(unread, it.ID)
			}
		}
		slices.Sort(unread)
		if want := s.unreadIDs(); len(want) == 0 || !slices.Equal(unread, want) {
			t.Errorf("%s: newsboat has %d unread items, the subscriber %d:\n%q\n%q", s.path, len(unread), len(want), unread, want)
		}
	}
}

// file returns the file in which a feed is saved for newsboat.
func (d boatDir) file() string { return filepath.Join(string(d), "feed.xml") }
