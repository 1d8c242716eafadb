package site

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
)

// TestArticleRevision checks that the revision of an article's page changes after
// a change of something that the page shows, also after a removal, and after no
// other change.
func TestArticleRevision(t *testing.T) {
	other := "---\ndate: 2026-04-02\ntopics: [Mars]\n---\n# Other\n"
	text := "---\ndate: 2026-04-01\ntopics: [Moon]\n---\n# A\n\n[paper](paper.pdf)\n\n### Related:\n\n1. [x](/other.md)\n2. [y](/later.md)\n"
	edited := strings.Replace(text, "[paper]", "The [paper]", 1)
	tr := publish(t, looks, map[string]string{
		"a.md":     text,
		"other.md": other, "paper.pdf": "%PDF", "far.md": "---\ndate: 2025-01-01\ntopics: [Venus]\n---\n# Far\n",
		"before.md": "---\ndate: 2025-06-01\n---\n# Before\n"})
	for _, step := range []struct {
		what   string
		change map[string]string
		want   []string // the addresses that changed
	}{
		{"another topic", map[string]string{"far.md": "---\ndate: 2025-01-01\ntopics: [Venus]\n---\n# Farther\n"}, nil},
		{"its neighbour", map[string]string{"before.md": "---\ndate: 2025-06-01\n---\n# Renamed before\n"}, []string{"/a"}},
		{"a nearer neighbour", map[string]string{"nearer.md": "---\ndate: 2025-07-01\n---\n# Nearer\n"}, []string{"/a"}},
		{"a former neighbour", map[string]string{"before.md": "---\ndate: 2025-06-01\n---\n# Renamed again\n"}, nil},
		{"its own text", map[string]string{"a.md": edited}, []string{"/a", "/a.md"}},
		{"its neighbour goes", map[string]string{"nearer.md": ""}, []string{"/a"}},
		{"one more of its topic", map[string]string{"b.md": "---\ndate: 2025-02-01\ntopics: [Moon]\n---\n# B\n"}, []string{"/a"}},
		{"what is related", map[string]string{"other.md": "---\ndate: 2026-04-02\ntopics: [Mars]\n---\n# Renamed\n"}, []string{"/a"}},
		{"what is related appears", map[string]string{"later.md": "---\ndate: 2026-04-03\n---\n# Later\n"}, []string{"/a"}},
		{"what is related goes", map[string]string{"other.md": ""}, []string{"/a"}},
		{"a file beside it", map[string]string{"paper.pdf": "%PDF-1.7"}, []string{"/covers/paper.pdf"}},
		{"the same again", map[string]string{"paper.pdf": "%PDF-1.7"}, nil},
	} {
		old := tr.snapshot()
		was, before := tr.everything(old)
		tr.change(step.change)
		s := tr.snapshot()
		is, after := tr.everything(s)
		changed := map[string]bool{}
		for path := range tr.Changed(old, s, tr.delta) {
			changed[path] = true
		}
		for _, path := range []string{"/a", "/a.md", "/covers/paper.pdf"} {
			want := slices.Contains(step.want, path)
			if (was[path].Revision != is[path].Revision) != want || changed[path] != want || path == "/a" && (before[path] != after[path]) != want {
				t.Errorf("%s: the revision of %s was %v and is %v, Changed names it: %v; want a change: %v", step.what, path, was[path].Revision, is[path].Revision, changed[path], want)
			}
		}
		if len(step.want) > 0 && !changed[step.want[0]] {
			t.Errorf("%s: changed are %q", step.what, slices.Sorted(maps.Keys(changed)))
		}
	}
}

// TestRevisionOfDroppedNotice corrects an article, then another one so often that the
// notice of the first is no longer kept: only then does its page change.
func TestRevisionOfDroppedNotice(t *testing.T) {
	at := func(path, title string, day int) archive.Change {
		date := time.Date(2026, 4, day, 0, 0, 0, 0, time.UTC)
		return archive.Change{File: path + ".md", Article: &article.Article{Path: path, File: path + ".md", Date: date, DateOnly: true, Title: title,
			Fingerprint: uint64(article.Page(title)), Rare: &article.Rare{}}}
	}
	c := New(Options{Renderer: render.New(looks)})
	s, now := archive.New(archive.Options{Zone: time.UTC, Authority: "example.org,2026"}), time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	var d archive.Delta
	apply := func(changes ...archive.Change) {
		now = now.Add(time.Second)
		s, d = s.With(changes, archive.Occasion{Now: now, Live: true, Imported: []string{"/"}})
	}
	apply(at("/a", "One", 1), at("/between", "Between", 10), at("/b", "Two", 20))
	apply(at("/a", "One, corrected", 1))
	before := c.LookupURI(s, "/a")
	for i := range archive.MaxNotices {
		old := s
		apply(at("/b", fmt.Sprint("Two ", i), 20))
		last := i == archive.MaxNotices-1
		if is := c.LookupURI(s, "/a"); (is.Revision != before.Revision) != last || is.Modified.After(before.Modified) != last {
			t.Fatalf("after %d notices, the page has the revision %v of %v, and had %v of %v", i+2, is.Revision, is.Modified, before.Revision, before.Modified)
		}
		if last && !slices.Contains(slices.Collect(c.Changed(old, s, d)), "/a") {
			t.Error("Changed does not name the page")
		}
	}
}
