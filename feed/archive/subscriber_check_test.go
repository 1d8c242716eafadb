package archive

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"
)

// birth is how an entry was first published.
type birth struct {
	*Entry
	at       time.Time // zero if it was imported
	backfill bool
	fills    bool // the feed of everything had room then
}

// check checks all rules after a change.
func (f *following) check(before *Snapshot) {
	f.checkStories(before)
	f.note()
	for key, feed := range f.feeds() {
		f.checkWindow(key, feed)
	}
	restarted := f.book.load(f.options)
	if diff := cmp.Diff(f.published(f.snapshot), f.published(restarted)); diff != "" {
		f.Fatalf("at %s: a restart changes what is published (-running +restarted):\n%s", f.now, diff)
	}
}

// published returns what subscribers of all feeds see.
func (f *following) published(s *Snapshot) map[string][]string {
	v := view(s)
	for key, feed := range feedsOfAllKinds(s) {
		v["window of "+key] = idsOf(feed.Window(f.options.Limits))
	}
	return v
}

func idsOf(entries []*Entry) (list []string) {
	for _, e := range entries {
		list = append(list, e.ID())
	}
	return list
}

// feedsOfAllKinds returns the feeds of a snapshot that have entries, by the paths
// of their pages.
func feedsOfAllKinds(s *Snapshot) map[string]*Feed {
	feeds := map[string]*Feed{"/": s.Global()}
	for k := range s.feeds {
		s.feeds[k].Scan(func(slug string, feed *Feed) bool {
			if feed.Len() > 0 {
				feeds[[kinds]string{"/topics/", "/sources/", "/lang/", "/"}[k]+slug+"/"] = feed
			}
			return true
		})
	}
	return feeds
}

func (f *following) feeds() map[string]*Feed { return feedsOfAllKinds(f.snapshot) }

// checkStories checks that a story has one id, is there once, and leaves only
// when its author hides it or its file has been away for the grace.
func (f *following) checkStories(before *Snapshot) {
	there := map[string]bool{}
	for e := range f.snapshot.Global().Newest() {
		story := storyOf(e.Article)
		if there[story] {
			f.Fatalf("at %s: the story %s is there twice", f.now, story)
		}
		there[story] = true
		if known := f.ids[story]; known != "" && known != e.ID() {
			f.Fatalf("at %s: the story %s was %s, is %s", f.now, story, known, e.ID())
		}
		f.ids[story] = e.ID()
	}
	for e := range before.Global().Newest() {
		at, away := f.away[e.File]
		switch {
		case there[storyOf(e.Article)] || f.hidden[storyOf(e.Article)]:
		case !away:
			f.Fatalf("at %s: the story %s left, although its file is there", f.now, storyOf(e.Article))
		case f.now.Before(at.Add(f.options.Contents[0].Grace)):
			f.Fatalf("at %s: the story %s left, although its file is away only since %s", f.now, storyOf(e.Article), at)
		case f.busy && f.now.Before(at.Add(30*time.Minute)):
			f.Fatalf("at %s: the story %s left, although files are still changed; its own is away since %s", f.now, storyOf(e.Article), at)
		}
	}
}

// note records which entries are published for the first time. More than the
// window holds, of before yesterday, are a backfill.
func (f *following) note() {
	var old []string
	others := 0
	for e := range f.snapshot.Global().Newest() {
		_, known := f.born[e.ID()]
		switch {
		case slices.Contains(f.lists["/"], e.ID()):
			others++
		case known:
		case len(f.lists) == 0:
			f.born[e.ID()] = birth{Entry: e}
		default:
			if f.born[e.ID()] = (birth{Entry: e, at: f.now}); e.Published().Before(f.now.Add(-aDay)) {
				old = append(old, e.ID())
			} else {
				others++
			}
		}
	}
	if most := f.options.Limits.Items; len(old) > most {
		for _, id := range old {
			b := f.born[id]
			b.backfill, b.fills = true, others < most
			f.born[id] = b
		}
	}
}

// checkWindow checks what comes into the window of a feed, and that it misses
// nothing recent.
func (f *following) checkWindow(key string, feed *Feed) {
	window := feed.Window(f.options.Limits)
	was, isNew := f.lists[key], len(f.held[key]) == 0
	for _, e := range window {
		if !slices.Contains(was, e.ID()) && !isNew && e.Published().Before(f.now.Add(-testLate)) && !f.mayAppear(key, window, e) {
			f.Fatalf("at %s: the window of %s gains %s of %s, first seen %s: %s", f.now, key, e.ID(), e.Published(), f.born[e.ID()].at, strings.Join(idsOf(window), " "))
		}
	}
	f.checkRecent(key, feed, window)
	if f.held[key] == nil {
		f.held[key], f.since[key] = map[string]bool{}, f.now
	}
	f.leave(key, feed)
	f.lists[key] = idsOf(window)
	for _, id := range f.lists[key] {
		f.held[key][id] = true
	}
}

// leave forgets that a feed held what is published without its topic now: if the
// topic returns, it comes anew.
func (f *following) leave(key string, feed *Feed) {
	for e := range f.snapshot.Global().Newest() {
		if feed.Topic != nil && !e.in(feed.Topic) {
			delete(f.held[key], e.ID())
		}
	}
}

// isRecent reports whether an entry was first seen recently, with a date that was not
// too old then.
func (f *following) isRecent(e *Entry) bool {
	b, since := f.born[e.ID()], testLate
	if b.backfill {
		since = aDay
	}
	return !b.at.IsZero() && f.now.Before(b.at.Add(f.options.Recent)) && !e.Published().Before(b.at.Add(-since))
}

// mayAppear reports whether an old entry may come into a window: one that the feed
// held before, or that is recent and fits now; one that is late, or whose date was corrected, in its place among
// the newest that the feed shows or held. Those of a backfill may only if the feed
// was born with them, or is that of everything and had room.
func (f *following) mayAppear(key string, window []*Entry, e *Entry) bool {
	newer := 0
	for o := range f.feeds()[key].Newest() {
		if before(e, o) && (f.held[key][o.ID()] || slices.Contains(window, o)) {
			newer++
		}
	}
	b := f.born[e.ID()]
	switch {
	case f.held[key][e.ID()], f.known[key+e.ID()], f.isRecent(e):
		return true
	case b.backfill && e.Published().Before(b.at.Add(-aDay)) && !b.at.Equal(f.since[key]) && !(key == "/" && b.fills):
		return false
	}
	return (b.at.Equal(f.now) || f.redated[e.ID()]) && newer < f.options.Limits.Items
}

// checkRecent checks that a window has what was first seen recently with a date
// that is not too old, in this feed from the beginning. A bound in bytes gives
// way to it, up to four times: from the first that does not fit, all are left out.
func (f *following) checkRecent(key string, feed *Feed, window []*Entry) {
	size := 0
	for e := range feed.Newest() {
		b := f.born[e.ID()]
		if !f.isRecent(e) {
			continue
		}
		if f.options.Limits.Size != nil {
			size += f.options.Limits.Size(e)
		}
		if size <= 4*f.options.Limits.MaxBytes && belongs(b.Entry, feed) && !slices.Contains(window, e) {
			f.Fatalf("at %s: the window of %s misses %s of %s, first seen %s: %s", f.now, key, e.ID(), e.Published(), b.at, strings.Join(idsOf(window), " "))
		}
	}
}

// belongs reports whether an entry was in a feed when it was first published.
func belongs(e *Entry, feed *Feed) bool {
	if feed.Topic == nil {
		return true
	}
	all := slices.Collect(e.all())
	return slices.ContainsFunc(all, func(t *Topic) bool { return t.Kind == feed.Topic.Kind && t.Slug == feed.Topic.Slug })
}

// checkEnd checks that the archive has what one has that saw only the last tree,
// but for ids, times of day, and topics that others claim for a former address.
func (f *following) checkEnd() {
	fresh, _ := New(f.options).With(slices.Collect(maps.Values(f.disk)), Occasion{Now: f.now, Imported: mountsOf(f.options)})
	if diff := cmp.Diff(essence(fresh), essence(f.snapshot)); diff != "" {
		f.Fatalf("the archive is not what the tree says (-tree +archive):\n%s", diff)
	}
}

// essence returns what is published at each address.
func essence(s *Snapshot) (list []string) {
	for e := range s.Global().Newest() {
		list = append(list, e.Path+" "+e.Title+" "+e.Published().Format(time.DateOnly))
	}
	slices.Sort(list)
	return list
}
