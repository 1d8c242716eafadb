package feed

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/feed/render"
)

// served090 is an entry as a feed of 0.9.0 served it.
type served090 struct {
	kept
	Bytes int // of HTML
}

// TestUpgradeOfWindows starts on a ledger of 0.9.0, 20 hours after that served
// what testdata/served-0.9.0-large.txt lists, with the max_bytes that it had and
// with that of today. No feed gains an entry, no entry changes or becomes
// shorter, and what was first seen in the last two days, however old, is still
// there for those who poll once a day. A second start changes nothing.
func TestUpgradeOfWindows(t *testing.T) {
	dir := t.TempDir()
	writeReports(t, dir)
	writeLate(t, dir)
	was := readServed090(t)
	for _, maxBytes := range []int{250_000, 1_000_000} {
		t.Run(fmt.Sprint(maxBytes), func(t *testing.T) {
			book := "sqlite:" + unpacked(t, "testdata/ledger-0.9.0-large.gz")
			site := render.Site{Title: "Site", BaseURL: "https://example.org", Language: "en", Zone: time.UTC, Items: 50, MaxBytes: maxBytes, ItemLink: "page"}
			first := upgradedFeeds(t, dir, book, site)
			for feed, entries := range was {
				compareServed(t, feed, entries, first[feed])
			}
			for feed, body := range upgradedFeeds(t, dir, book, site) {
				if body != first[feed] {
					t.Errorf("the second start changes %s", feed)
				}
			}
		})
	}
}

// upgradedFeeds starts on a ledger, and returns the JSON of each feed by its page.
func upgradedFeeds(t *testing.T, dir, url string, site render.Site) map[string]string {
	t.Helper()
	p, book, state := openAfter(t, dir, url)
	defer book.Close()
	defer p.Close()
	stopped := time.Date(2026, 11, 30, 13, 23, 0, 0, time.UTC)
	p.now = func() time.Time { return stopped.Add(20 * time.Hour) }
	files := look(t, dir)
	for i := range files {
		files[i].Stamp.Ctime = stopped.Add(-time.Hour).UnixNano()
	}
	p.Recall(book, state)
	p.Apply(Batch{Changed: files})
	s, r, all := p.Current().Snapshot, render.New(site), map[string]string{}
	for _, f := range append(slices.Collect(s.Topics()), s.Global()) {
		d := r.Feed(s, render.Of(f), render.JSON)
		all[strings.TrimSuffix(d.Path, "feed.json")] = string(d.Body)
	}
	return all
}

// compareServed compares a feed with the entries that 0.9.0 had in it.
func compareServed(t *testing.T, feed string, was []served090, body string) {
	t.Helper()
	var is struct {
		Items []struct {
			ID        string    `json:"id"`
			Published time.Time `json:"date_published"`
			Updated   time.Time `json:"date_modified"`
			Content   string    `json:"content_html"`
		}
	}
	if err := json.Unmarshal([]byte(body), &is); err != nil {
		t.Fatalf("%s: %v", feed, err)
	}
	missing := map[string]served090{}
	for _, e := range was {
		missing[e.ID] = e
	}
	whole := 0
	for _, i := range is.Items {
		e, ok := missing[i.ID]
		updated := i.Updated
		if updated.IsZero() {
			updated = i.Published
		}
		switch {
		case !ok:
			t.Errorf("%s: %s comes up as new", feed, i.ID)
		case e.Published != i.Published.UTC().Format(time.RFC3339), e.Updated != updated.UTC().Format(time.RFC3339):
			t.Errorf("%s: %s was published %s and updated %s, and now %v and %v", feed, i.ID, e.Published, e.Updated, i.Published, updated)
		case len(i.Content) < e.Bytes:
			t.Errorf("%s: %s is shortened from %d bytes to %d", feed, i.ID, e.Bytes, len(i.Content))
		}
		if len(i.Content) > 7000 {
			whole++
		}
		delete(missing, i.ID)
	}
	for id := range maps.Keys(missing) {
		if strings.Contains(id, "-diary") || strings.HasSuffix(id, "/tram") {
			t.Errorf("%s: %s is missed by those who polled before it came", feed, id)
		}
	}
	if whole < 10 && feed != "/topics/trams/" {
		t.Errorf("%s: only %d of %d entries are whole", feed, whole, len(is.Items))
	}
}

// readServed090 returns what 0.9.0 served, by feed.
func readServed090(t *testing.T) map[string][]served090 {
	f, err := os.Open("testdata/served-0.9.0-large.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all := map[string][]served090{}
	lines := bufio.NewScanner(f)
	lines.Scan() // what the file is
	for lines.Scan() {
		var feed string
		var e served090
		if _, err := fmt.Sscan(lines.Text(), &feed, &e.Path, &e.Published, &e.Updated, &e.Bytes); err != nil {
			t.Fatal(err)
		}
		e.ID = "tag:example.org,2026:" + e.Path
		all[feed] = append(all[feed], e)
	}
	if len(all) != 4 || len(all["/"]) != 58 {
		t.Fatalf("%d feeds, %d entries", len(all), len(all["/"]))
	}
	return all
}

// writeReports writes articles of 8 KB, one a day, that 0.9.0 imported first.
func writeReports(t *testing.T, dir string) {
	for n := range 62 {
		day := time.Date(2026, 11, 29-n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		write(t, dir, fmt.Sprintf("posts/%s-report.md", day), fmt.Sprintf("---\ntitle: Report of %s\ntags: [%s]\n---\n%s\n", day,
			[]string{"Moon", "Mars"}[n%2], strings.Repeat("It was calm on "+day+", and nobody came by. ", 180)))
	}
}

// writeLate writes what was added on 2026-11-30, while 0.9.0 was running: old
// articles, and one of that day whose list gives old reports other topics.
func writeLate(t *testing.T, dir string) {
	for n := range 8 {
		write(t, dir, fmt.Sprintf("posts/2012-01-0%d-diary.md", n+1), fmt.Sprintf("---\ntitle: Diary %d\ntags: [Moon]\n---\n%s\n", n+1,
			strings.Repeat(fmt.Sprintf("On page %d there is a drawing. ", n+1), 250)))
	}
	write(t, dir, "2026/11/30/tram.md", "### [2026-11-30](/2026/11/30/index.md)\n##### Trams\n# A tram for the hill\nRails are being laid.\n"+
		"### Related:\n1. [Report of 2026-10-03](/posts/2026-10-03-report.md) _Context: Trams_\n2. [Report of 2026-10-04](/posts/2026-10-04-report.md) _Context: Mars_\n")
}
