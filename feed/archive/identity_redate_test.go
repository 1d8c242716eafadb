package archive

import (
	"slices"
	"testing"
	"time"

	"dateline/feed/article"
)

// redated returns a change with an article whose bytes and text follow from hash and
// print. Its date is one of the calendar, or a moment.
func redated(file, date string, hash byte, print uint64) Change {
	a := piece(file, "2026-04-01", "Plum jam without sugar")
	a.HTML, a.Hash, a.Fingerprint = text, [16]byte{hash}, print
	if at, err := time.Parse(time.RFC3339, date); err == nil {
		a.Date, a.DateOnly = at, false
	} else if a.Date, err = time.Parse(time.DateOnly, date); err != nil {
		panic(err)
	}
	return Change{File: file, Article: a}
}

// TestCorrections corrects dates, with and without a restart before it, and checks
// when articles are published and updated then. Nothing is announced.
func TestCorrections(t *testing.T) {
	const a = "/2026/04/10/a.md"
	stays, moves := "2026-04-10T00:00:00Z", "2026-04-12T00:00:00Z"
	for name, test := range map[string]struct {
		was, is            Change
		published, updated string
		notices            int
	}{
		"a year":                     {redated(a, "2016-04-10", 1, 1), redated(a, "2026-04-10", 2, 1), stays, stays, 0},
		"back by ten years":          {redated(a, "2026-04-10", 1, 1), redated(a, "2016-04-10", 2, 1), "2016-04-10T00:00:00Z", stays, 0},
		"where another one stands":   {redated(a, "2016-04-10", 1, 1), redated(a, "2026-04-20", 2, 1), "2026-04-20T00:00:01Z", "2026-04-20T00:00:01Z", 0},
		"a time of day":              {redated(a, "2026-04-10T08:00:00Z", 1, 1), redated(a, "2026-04-10T09:00:00Z", 2, 1), "2026-04-10T09:00:00Z", "2026-04-10T09:00:00Z", 0},
		"a time of another day":      {redated(a, "2016-04-10T08:00:00Z", 1, 1), redated(a, "2026-04-12T09:00:00Z", 2, 1), "2026-04-12T09:00:00Z", "2026-04-12T09:00:00Z", 0},
		"a date gets a time":         {redated(a, "2026-04-10", 1, 1), redated(a, "2026-04-10T09:00:00Z", 2, 1), "2026-04-10T09:00:00Z", "2026-04-10T09:00:00Z", 0},
		"a time is dropped":          {redated(a, "2026-04-10T09:00:00Z", 1, 1), redated(a, "2026-04-10", 2, 1), "2026-04-10T09:00:00Z", "2026-04-10T09:00:00Z", 0},
		"a time gives way to a date": {redated(a, "2026-04-10T09:00:00Z", 1, 1), redated(a, "2026-04-12", 2, 1), moves, moves, 0},
		"with another text":          {redated(a, "2026-04-10", 1, 1), redated(a, "2026-04-12", 2, 2), moves, "2026-05-01T12:02:00Z", 1},
		"no byte of the file":        {redated(a, "2026-04-10", 1, 1), redated(a, "2026-04-12", 1, 1), stays, stays, 0},
		"a live one on its day":      {redated(a, "2026-05-01", 1, 1), redated(a, "2026-05-01", 2, 1), "2026-05-01T12:01:00Z", "2026-05-01T12:01:00Z", 0},
		"a live one to the day before": {redated(a, "2026-05-01", 1, 1), redated(a, "2026-04-30", 2, 1),
			"2026-04-30T00:00:00Z", "2026-05-01T12:01:00Z", 0},
		"of the name":               {redated("/2026-04-10-a.md", "2026-04-10", 1, 1), redated("/2026-04-12-a.md", "2026-04-12", 1, 1), moves, moves, 1},
		"of the name of a bundle":   {redated("/2026-04-10-a/index.md", "2026-04-10", 1, 1), redated("/2026-04-12-a/index.md", "2026-04-12", 1, 1), moves, moves, 1},
		"of the name, in a folder":  {redated("/old/2026-04-10-a.md", "2026-04-10", 1, 1), redated("/new/2026-04-12-a.md", "2026-04-12", 1, 1), moves, moves, 1},
		"with the name of the file": {redated("/posts/a.md", "2026-04-10", 1, 1), redated("/posts/b.md", "2026-04-12", 2, 1), moves, moves, 1},
		"a move between days":       {redated(a, "2026-04-10", 1, 1), redated("/2026/04/12/a.md", "2026-04-12", 1, 1), stays, stays, 1},
		"and the heading follows":   {redated(a, "2026-04-10", 1, 1), redated("/2026/04/12/a.md", "2026-04-12", 2, 1), stays, stays, 1},
		"a move between folders":    {redated("/2026-04-10/index.md", "2026-04-10", 1, 1), redated("/2026-04-12/index.md", "2026-04-12", 1, 1), stays, stays, 1},
		"a time, in another folder": {redated(a, "2026-04-10T08:00:00Z", 1, 1), redated("/b/a.md", "2026-04-12T09:00:00Z", 2, 1), "2026-04-12T09:00:00Z", "2026-04-12T09:00:00Z", 1},
		"of one that was corrected": {redated(a, "2026-05-01T12:00:30Z", 1, 1), redated(a, "2026-05-01T12:00:45Z", 2, 1), "2026-05-01T12:00:45Z", "2026-05-01T12:00:45Z", 0},
		"a first time, on a taken one": {redated(a, "2026-04-10", 1, 1), redated(a, "2026-04-20T00:00:00Z", 2, 1),
			"2026-04-20T00:00:01Z", "2026-04-20T00:00:01Z", 0},
	} {
		for _, restarts := range []string{"", ", after a restart"} {
			t.Run(name+restarts, func(t *testing.T) {
				t.Parallel()
				other := piece("/other.md", "2026-04-20", "Of something else entirely")
				s := newSite(t, Change{File: other.File, Article: other})
				s.now = noon
				s.apply(test.was)
				before := slices.Collect(s.Global().Newest())
				i := slices.IndexFunc(before, func(e *Entry) bool { return e.File == test.was.File })
				if restarts != "" {
					s.Snapshot = s.load(s.options)
				}
				changes := []Change{test.is}
				if test.was.File != test.is.File {
					changes = append(changes, Change{File: test.was.File})
				}
				s.apply(changes...)
				e, ok := s.Entry(test.is.Article.Path)
				if !ok || e.ID() != before[i].ID() || s.Global().Len() != 2 {
					t.Fatalf("entry %v with another id, or %d entries", e, s.Global().Len())
				}
				if got := e.Published().Format(time.RFC3339); got != test.published {
					t.Errorf("published %s, want %s", got, test.published)
				}
				if got := e.Updated().Format(time.RFC3339); got != test.updated {
					t.Errorf("updated %s, want %s", got, test.updated)
				}
				if got := len(s.Notices().list); got != test.notices {
					t.Errorf("%d notices, want %d", got, test.notices)
				}
				if day := dayOf(e.published); changed(s.Snapshot, noon, keyOfDay(day)) < 60 {
					t.Errorf("the day of its publication has not changed")
				}
			})
		}
	}
}

// TestCorrectionIntoTheFuture corrects a date to one that has not come: the article
// comes back with its id at that time, also if it is restarted meanwhile. Corrected
// once more before that, it has that time at once.
func TestCorrectionIntoTheFuture(t *testing.T) {
	for name, test := range map[string]struct{ date, want string }{
		"a date":   {"2026-05-03", "2026-05-03T00:00:00Z"},
		"a moment": {"2026-05-03T08:30:00Z", "2026-05-03T08:30:00Z"},
	} {
		for _, restarts := range []bool{false, true} {
			s := newSite(t, redated("/a.md", "2016-04-10", 1, 1))
			was, _ := s.Entry("/a")
			s.apply(redated("/a.md", test.date, 2, 1))
			s.wants("/a", "is nothing")
			if restarts {
				s.Snapshot = s.load(s.options)
			}
			s.now = time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)
			s.apply()
			if e, ok := s.Entry("/a"); !ok || e.ID() != was.ID() || e.Published().Format(time.RFC3339) != test.want {
				t.Errorf("%s, restarts %v: %v at %v, want %s", name, restarts, ok, e.Published(), test.want)
			}
			s.apply(redated("/a.md", "2027-04-10", 3, 1))
			s.apply(redated("/a.md", "2026-04-10", 4, 1))
			if e, ok := s.Entry("/a"); !ok || e.ID() != was.ID() || e.Published().Format(time.RFC3339) != "2026-04-10T00:00:00Z" {
				t.Errorf("%s, restarts %v: %v after a date of next year", name, restarts, ok)
			}
		}
	}
}

// TestCorrectionsInOrder corrects several articles of a day page to one date: they
// take their seconds in its order.
func TestCorrectionsInOrder(t *testing.T) {
	files := []string{"/c.md", "/a.md", "/b.md"}
	var was, is []Change
	day := &article.Day{File: "/days.md", Date: piece("/x.md", "2026-04-12", "").Date}
	for i, file := range files {
		before, now := redated(file, "2016-04-12", byte(i+1), uint64(i)), redated(file, "2026-04-12", byte(i+7), uint64(i))
		before.Article.Title, now.Article.Title = file, file
		was, is = append(was, before), append(is, now)
		day.Articles = append(day.Articles, claimFor(article.PagePath(file), names("Moon")[0]))
	}
	s := newSite(t, append(was, Change{File: day.File, Day: day})...)
	s.apply(is...)
	var got []string
	for e := range s.Global().Newest() {
		got = append(got, e.File)
	}
	slices.Reverse(got)
	if !slices.Equal(got, files) {
		t.Errorf("published in the order %q, want %q", got, files)
	}
}

// TestCorrectionsOfBefore loads a ledger whose stories have other dates than their
// articles, as no program moved them before: nor does this one, until the next
// correction.
func TestCorrectionsOfBefore(t *testing.T) {
	s := newSite(t, redated("/a.md", "2016-04-10", 1, 1))
	s.files["/a.md"] = redated("/a.md", "2026-04-10", 2, 1)
	s.Snapshot = s.load(s.options)
	s.apply()
	s.apply(redated("/a.md", "2026-04-10", 3, 1))
	if e, _ := s.Entry("/a"); e.Published().Year() != 2016 {
		t.Errorf("published %s", e.Published())
	}
	s.apply(redated("/a.md", "2026-04-11", 4, 1))
	if e, _ := s.Entry("/a"); e.Published().Format(time.DateOnly) != "2026-04-11" {
		t.Errorf("after a correction: published %s", e.Published())
	}
}
