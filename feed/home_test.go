package feed

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/archive"
)

// TestHomeIsNoUpdate gives the author of a ledger of 0.11.0 a site of their own,
// moves the pages of articles there, and takes both back. All that changes is where
// links lead.
func TestHomeIsNoUpdate(t *testing.T) {
	dir, book := t.TempDir(), "sqlite:"+unpacked(t, "testdata/ledger-0.11.0.gz")
	files := treeOfUpgrade(t, dir)
	before, _ := startAfter(t, dir, book, files)
	at := func(home string, pages bool) func(*Publisher) {
		return func(p *Publisher) {
			p.archive.Home, p.archive.PagesAtHome = home, pages
			for _, c := range p.contents {
				o := c.options
				o.Home = home
				c.parseWith(o)
			}
		}
	}
	const home = "https://blog.example"
	for _, step := range []struct {
		name  string
		set   func(*Publisher)
		links []string // of an article
	}{
		{"a site of its author", at(home, false), []string{"/2026/04/07/", "/notes/ferry"}},
		{"pages there", at(home, true), []string{"/2026/04/07/", home + "/notes/ferry"}},
		{"no such site", at("", false), []string{"/2026/04/07/", "/notes/ferry"}},
	} {
		remembered, read := startAs(t, dir, book, files, step.set)
		for _, s := range []*archive.Snapshot{remembered, read} {
			if diff := cmp.Diff(readersSee(before), readersSee(s)); diff != "" {
				t.Errorf("%s changes (-before +after)\n%s", step.name, diff)
			}
			if diff := cmp.Diff(entriesOf(before), windowsOf(s)); diff != "" {
				t.Errorf("%s changes what feeds hold (-before +after)\n%s", step.name, diff)
			}
		}
		d := archive.Compare(before, read)
		if len(d.New)+len(d.Updated)+len(d.Removed) > 0 {
			t.Errorf("%s: %d new, %d updated, %d removed", step.name, len(d.New), len(d.Updated), len(d.Removed))
		}
		if e, _ := read.Entry("/2026/04/7/bridge"); !slices.Equal(slices.Sorted(slices.Values(e.Links)), step.links) {
			t.Errorf("%s: got links %v, want %v", step.name, e.Links, step.links)
		}
	}
}
