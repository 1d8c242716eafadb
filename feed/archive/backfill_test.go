package archive

import (
	"slices"
	"testing"
	"time"

	"dateline/feed/article"
)

// A backfill is not told as new: not to the feeds that were there. One entry of
// the feed of changes tells of it.
func TestBackfill(t *testing.T) {
	o := sticky()
	o.Limits = Limits{Items: 50}
	var old []Change
	for i := range 500 {
		topics := []string{"Moon", "Archive"}[:1+i%2]
		old = append(old, aged(12*365+3*i, topics...))
	}
	imported := append(span(1, 60), aged(90, "Moon"))
	s := subscribe(t, o, imported...)
	global := s.windows(s.Snapshot)["/"]
	s.apply(time.Hour, old...)
	s.expect("/", global...)
	s.expect("/topics/moon/", "90")
	topic, _ := s.Topic("archive")
	if n := len(topic.Window(o.Limits)); n != 50 {
		t.Errorf("a topic that came with the backfill shows %d entries", n)
	}
	if all, _ := s.Topic("moon"); s.delta.Backfilled != 500 || all.Len() != 501 || s.Global().Len() != 560 {
		t.Errorf("%d were backfilled, %d are in the topic", s.delta.Backfilled, all.Len())
	}
	list := slices.Collect(s.Notices().Newest())
	if len(list) != 1 || list[0].Kind != Backfilled || list[0].Count != 500 || !list[0].At.Equal(s.now) {
		t.Errorf("notices: %+v", list)
	}
	s.apply(time.Hour, aged(0, "Moon"))
	if len(s.delta.Memory.Notices) > 0 || s.delta.Backfilled > 0 {
		t.Errorf("the next change tells %+v", s.delta.Memory.Notices)
	}
	s.expect("/topics/moon/", "0", "90")
	s.apply(time.Hour, Change{File: aged(90).File}) // its place remains free
	s.expect("/topics/moon/", "0")
	if got, want := Compare(New(o), s.Snapshot).Backfilled, 500; got != want {
		t.Errorf("%d, not %d, differ by the backfill", got, want)
	}
}

// As many old articles as the window has room for are no backfill; nor is a first
// import, nor a few articles more that are new.
func TestNoBackfill(t *testing.T) {
	s := subscribe(t, few(), span(10, 20)...)
	s.apply(time.Hour, append(span(200, 203), aged(0), aged(1).with(func(a *article.Article) {
		a.Date, a.DateOnly = noon.Add(-23*time.Hour), false
	}))...)
	if s.delta.Backfilled != 0 || len(s.delta.Memory.Notices) > 0 {
		t.Errorf("%d were backfilled, the notices are %v", s.delta.Backfilled, s.delta.Memory.Notices)
	}
	s.expect("/", "0", "1", "10")
}

// An archive with few articles shows the newest of a backfill, as these are its
// newest, and no others when one of them is removed. A topic that had an article
// before does not show them; one that is new does.
func TestBackfillOfFew(t *testing.T) {
	s := subscribe(t, few(), aged(5, "Moon"), aged(6))
	s.apply(time.Hour, span(400, 410, "Moon", "Mars")...)
	s.expect("/", "5", "6", "400")
	s.expect("/topics/moon/", "5")
	s.expect("/topics/mars/", "400", "401", "402")
	s.apply(time.Hour, Change{File: aged(6).File}, Change{File: aged(400).File})
	s.expect("/", "5")
	if s.Global().Len() != 10 {
		t.Errorf("the feed has %d entries", s.Global().Len())
	}
}

// The date of a backfilled article that was mistyped can be corrected.
func TestBackfilledDateCorrected(t *testing.T) {
	s := subscribe(t, few(), span(1, 5)...)
	at := func(t time.Time) func(*article.Article) {
		return func(a *article.Article) { a.Date, a.DateOnly = t, false }
	}
	wrong := aged(500).with(at(noon.AddDate(-10, 0, 0)))
	s.apply(time.Hour, append(span(400, 410), wrong)...)
	s.expect("/", "1", "2", "3")
	s.apply(time.Hour, wrong.with(at(noon.Add(-time.Hour))))
	s.expect("/", "500", "1", "2")
}
