package archive

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"dateline/feed/article"
)

// told returns what matters of a standing on one line.
func (st Standing) told() string {
	text := string(st.Fate)
	if st.Entry != nil {
		text += " at " + st.Entry.Path
	}
	for _, f := range st.Files {
		text += " " + f
	}
	if st.Why != "" {
		text += " (" + st.Why + ")"
	}
	for _, t := range []time.Time{st.Since, st.Until} {
		if text += " -"; !t.IsZero() {
			text += t.Sub(noon).String()
		}
	}
	return text
}

// TestStanding asks for articles by file, by address and by id. A restart does not
// change the answers, apart from how long articles wait.
func TestStanding(t *testing.T) {
	o := sticky()
	o.Contents = []Content{{Mount: "/", MaxRemoval: 20, Grace: 2 * time.Minute, HideSuperseded: true}}
	s := newGracefulWith(t, o,
		sourced("/1/a.md", "The moon is full", "https://example.com/1"), sourced("/1/b.md", "Elections", "https://example.com/2"),
		sourced("/1/c.md", "Harvest", "https://example.com/3"), sourced("/1/left.md", "Tides", "https://example.com/4"),
		sourced("/2/old.md", "Plums", "https://example.com/5"), sourced("/2/gone.md", "Snow in the hills", "https://example.com/6"),
		sourced("/2/named.md", "Bread", "https://example.com/7").with(func(a *article.Article) {
			a.ID, a.Aliases = "bread", []string{"/bread"}
		}),
		hidden("/2/draft.md", nil), hidden("/2/gone draft.md", nil),
		sourced("/2/soon.md", "Tomorrow", "https://example.com/8").with(func(a *article.Article) { a.Date = noon.AddDate(0, 0, 1) }),
		sourced("/2/over.md", "A sale", "https://example.com/9").with(func(a *article.Article) { a.Expires = noon.Add(-time.Hour) }),
		sourced("/2/two.md", "Twice", "https://example.com/10"), sourced("/2/two.markdown", "Two times", "https://example.com/11"),
		listing("/1/a", "/1/b", "/1/c", "/1/left", "/1/d"), Change{File: "/1/pic.png", Asset: &Asset{}})
	s.now = s.now.Add(time.Hour)
	s.apply(Change{File: "/2/old.md"}, sourced("/2/new.md", "Plums", "https://example.com/5"), Change{File: "/2/gone.md"}, listing("/1/a", "/1/b", "/1/c", "/1/d"))
	s.pause(2 * time.Minute)
	s.apply(Change{File: "/1/b.md"}, sourced("/1/d.md", "Moon, full", "https://example.com/1"),
		declaring("/2/z.md", article.Rare{Changes: []string{"/1/c"}}))

	for file, want := range map[string]string{
		"/1/a.md":         "published at /1/a - -",
		"/1/b.md":         "departing at /1/b -1h2m0s -1h4m0s",
		"/1/c.md":         "superseded at /2/z - -",
		"/1/d.md":         "waiting /1/a.md -1h2m0s -1h2m15s",
		"/1/left.md":      "dropped - -",
		"/2/old.md":       "moved at /2/new - -",
		"/2/gone.md":      "removed -1h2m0s -",
		"/2/draft.md":     "hidden (draft: true) - -",
		"/2/soon.md":      "scheduled (dated 2026-05-02) - -12h0m0s",
		"/2/over.md":      "expired (expired 2026-05-01T11:00:00Z) --1h0m0s -",
		"/2/two.md":       "taken at /2/two /2/two.markdown - -",
		"/2/two.markdown": "published at /2/two - -",
		"/2/two.mkd":      "taken at /2/two /2/two.markdown - -",
		"/1/index.md":     "day page - -",
		"/1/pic.png":      "asset - -",
		"/1/unknown.md":   " - -",
	} {
		if got := s.StandingOf(file).told(); got != want {
			t.Errorf("%s: %q, want %q", file, got, want)
		}
	}
	for address, want := range map[string]string{
		"/1/a": "published at /1/a - -", "/1/a.md": "published at /1/a - -", "/1/a.html": "published at /1/a - -", "/2/old": "moved at /2/new - -",
		"/bread": "moved at /2/named - -", "/2/gone": "removed -1h2m0s -", "/2/draft": "hidden (draft: true) - -", "/x": " - -", "": " - -",
	} {
		if got := s.StandingAt(address).told(); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
	for id, want := range map[string]string{
		"bread": "published at /2/named - -", "tag:example.org,2026:/2/old": "published at /2/new - -", "tag:example.org,2026:/x": " - -", "": " - -",
		"tag:example.org,2026:/2/gone": "removed -1h2m0s -",
	} {
		if got := s.StandingOfID(id).told(); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	before := map[string]string{}
	for file := range s.disk {
		before[file] = string(s.StandingOf(file).Fate)
	}
	s.restart()
	for file, want := range before {
		if got := string(s.StandingOf(file).Fate); got != want {
			t.Errorf("after a restart, %s: %q, want %q", file, got, want)
		}
	}
}

// TestStandingHeld holds the removal of a large part of the site.
func TestStandingHeld(t *testing.T) {
	var all, gone []Change
	for i := range 30 {
		file := fmt.Sprintf("/1/%c%d.md", 'a'+i%26, i)
		all, gone = append(all, sourced(file, fmt.Sprint(i, " bottles"), fmt.Sprint("https://example.com/", i))), append(gone, Change{File: file})
	}
	s := newGraceful(t, all...)
	s.now = s.now.Add(time.Hour)
	s.apply(gone...)
	if got := s.StandingOf(gone[0].File); got.Fate != IsHeld || got.Entry == nil || !got.Until.IsZero() {
		t.Errorf("%+v", got)
	}
}

// An article that waits may replace those that it resembles: live ones of its
// date, and departing ones of any date.
func TestStandingMayReplace(t *testing.T) {
	edited := plum("/3/a.md", "Jam", func(a *article.Article) { a.HTML = "<p>More about it.</p>" + text }).with(func(*article.Article) {})
	s := newGraceful(t, plum("/1/a.md", "Plum jam", nil), sourced("/2/b.md", "Moonlight", "https://example.com/1"), sourced("/2/c.md", "Elections", "https://example.com/2"))
	s.now = s.now.Add(time.Hour)
	s.apply(Change{File: "/1/a.md"})
	s.apply(edited, sourced("/2/d.md", "Moon", "https://example.com/1"))
	for file, want := range map[string][]string{"/3/a.md": {"/1/a.md"}, "/2/d.md": {"/2/b.md"}} {
		if st := s.StandingOf(file); st.Fate != Waits || !slices.Equal(st.Files, want) {
			t.Errorf("%s: %q, want that it waits for %q", file, st.told(), want)
		}
	}
}
