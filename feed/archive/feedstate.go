package archive

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"time"

	"dateline/feed/article"
)

// feedState is what is remembered about a feed, in Unix seconds; 0 means unknown.
type feedState struct {
	// changed is when a change was last committed that subscribers could see (see
	// tx.commit).
	changed int64
	since   int64 // see FeedState.Since
	oldest  int64 // see FeedState.Oldest
}

// Changed returns when a change of the feed was last committed that subscribers
// could see, in whole seconds, or the zero time if that is unknown. An entry that
// ceases to be recent and a tombstone that expires are such changes, too.
func (f *Feed) Changed() time.Time { return TimeOf(f.state.changed) }

// Touched returns when any entry last changed, whether or not subscribers of feeds
// could see it. Only the feed of everything knows that.
func (f *Feed) Touched() time.Time { return TimeOf(max(f.touched, f.state.changed)) }

// DayOf returns when an entry last changed on the day (UTC) of a page: that on
// which its story was published, which is on another page if it moved there. It is
// the zero time if there is no story.
func (s *Snapshot) DayOf(id article.PageID) time.Time {
	p := s.page(s.holder(id))
	if p.story == nil {
		return time.Time{}
	}
	d, _ := s.global.days.Get(dayOf(p.story.published))
	return TimeOf(d.changed)
}

// Changed returns when a change of an entry of the span was last committed,
// whether or not subscribers could see it, or the zero time if that is unknown.
// It may be that of an entry on the same day of UTC.
func (s Span) Changed() time.Time { return TimeOf(s.last().changed) }

// Changed returns when a notice was last added or withdrawn, or the zero time if
// that never was.
func (l *Notices) Changed() time.Time { return TimeOf(l.changed) }

// noticesKey is the key of the notices among the states of feeds.
const noticesKey = "/changes"

// dayKey is the layout of the keys of days.
const dayKey = "/2006/01/02/"

// feedKey returns the key of the feed of a topic: the path of its page, not
// percent-encoded. nil stands for everything.
func feedKey(t *Topic) string {
	if t == nil {
		return "/"
	}
	return keyOf(t.Kind, t.Slug)
}

func keyOf(k Kind, slug string) string {
	if k == OfContent {
		return "/" + slug + "/"
	}
	return "/" + k.Directory() + "/" + slug + "/"
}

// FeedOfTopic returns the Feed of the FeedState of a topic with a slug.
func FeedOfTopic(slug string) string { return keyOf(OfTopic, slug) }

// restoreGathered restores the feeds of outlets and languages, also of those that
// lost all entries: who subscribes to them is told nothing old when they get one.
func (reg *registry) restoreGathered() {
	for key := range reg.states {
		for _, k := range []Kind{OfOutlet, OfLanguage} {
			if slug, ok := strings.CutPrefix(key, "/"+directories[k]+"/"); ok {
				reg.gathering(k, strings.TrimSuffix(slug, "/"))
			}
		}
	}
}

// restoreFeeds restores what is remembered about feeds, days and notices. That of
// topics, outlets and languages is kept for addFeed.
func (n *next) restoreFeeds(list []FeedState) {
	n.registry.states = make(map[string]feedState, len(list))
	n.global = n.global.copy(n.serial)
	for _, st := range list {
		n.committed = max(n.committed, Seconds(st.Changed))
		if day, err := time.Parse(dayKey, st.Feed); err == nil {
			n.global.days.Set(dayOf(day.Unix()), dayState{changed: Seconds(st.Changed)})
			n.global.touched = max(n.global.touched, Seconds(st.Changed))
		} else {
			n.registry.states[strings.Clone(st.Feed)] = feedState{Seconds(st.Changed), Seconds(st.Since), Seconds(st.Oldest)}
		}
	}
	n.global.state = n.registry.states[feedKey(nil)]
	n.notices = &Notices{changed: n.registry.states[noticesKey].changed}
}

// completeFeeds finds out when those feeds, days and notices changed about which
// nothing is remembered. If nothing is remembered about any, the ledger is one of
// an earlier version, and the moment is that of the latest first sight, update or
// removal that the feed shows. If others are remembered, the configuration is a new
// one or the row was lost. Then the moment is the latest that was trusted, so that
// no Last-Modified goes back. For a feed that shows nothing, it stays unknown.
func (n *next) completeFeeds() {
	least := int64(0)
	if len(n.registry.states) > 0 {
		least = n.now
	}
	for f := range n.everyFeed() {
		key := feedKey(f.Topic)
		if _, known := n.registry.states[key]; known {
			continue
		}
		if at := f.latest(); at > 0 {
			f = n.writer.writable(f.Topic)
			f.state.changed = max(least, at)
			n.rememberFeed(key, f.state)
		}
	}
	n.completeDays(least)
	if list := n.notices.list; n.notices.changed == 0 && len(list) > 0 {
		n.notices.changed = max(least, Seconds(list[len(list)-1].At))
		n.rememberFeed(noticesKey, feedState{changed: n.notices.changed})
	}
}

// completeDays is completeFeeds for the days of all entries. least is the moment
// before which no change counts.
func (n *next) completeDays(least int64) {
	for _, day := range n.global.marked {
		d, _ := n.global.days.Get(day)
		if d.changed != 0 {
			continue
		}
		d.changed = least
		begin := time.Unix(day*secondsADay, 0)
		for e := range n.global.Span(begin, begin.Add(secondsADay*time.Second)).entries() {
			d.changed = max(d.changed, e.latest())
		}
		n.global.days.Set(day, d)
		n.global.touched = max(n.global.touched, d.changed)
		n.rememberFeed(keyOfDay(day), feedState{changed: d.changed})
	}
}

// everyFeed returns the feed of everything, and those of topics, outlets,
// languages and content directories.
func (s *Snapshot) everyFeed() iter.Seq[*Feed] {
	return func(yield func(*Feed) bool) {
		if !yield(s.global) {
			return
		}
		for k := range s.feeds {
			for _, f := range s.feeds[k].Values() {
				if !yield(f) {
					return
				}
			}
		}
	}
}

// latest returns when an entry of the feed was last seen first or updated, or a
// removal that it shows.
func (f *Feed) latest() (at int64) {
	for e := range f.Newest() {
		at = max(at, e.latest())
	}
	for _, g := range f.Tombstones(1) {
		at = max(at, g.at)
	}
	return at
}

func (e *Entry) latest() int64 { return max(e.first, e.updated) }

// rememberFeeds records what is no longer known about feeds, days and notices as
// the old snapshot knew it.
func (n *next) rememberFeeds() {
	if len(n.writer.visible) > 0 {
		n.delta.Memory.Feeds = slices.Grow(n.delta.Memory.Feeds, len(n.writer.visible)+len(n.global.marked))
	}
	for t, f := range n.writer.open {
		var was feedState
		if old := n.old.feed(t); old != nil {
			was = old.state
		}
		if f.state != was && !n.loading {
			n.rememberFeed(feedKey(t), f.state)
		}
	}
	if n.global.serial == n.serial && !n.loading {
		for _, day := range n.global.marked {
			d, _ := n.global.days.Get(day)
			n.rememberFeed(keyOfDay(day), feedState{changed: d.changed})
		}
	}
	if n.notices.changed != n.old.notices.changed && !n.loading {
		n.rememberFeed(noticesKey, feedState{changed: n.notices.changed})
	}
	slices.SortFunc(n.delta.Memory.Feeds, func(a, b FeedState) int { return cmp.Compare(a.Feed, b.Feed) })
}

func keyOfDay(day int64) string { return time.Unix(day*secondsADay, 0).UTC().Format(dayKey) }

func (n *next) rememberFeed(key string, st feedState) {
	n.committed = max(n.committed, st.changed)
	n.delta.Memory.Feeds = append(n.delta.Memory.Feeds, FeedState{key, TimeOf(st.changed), TimeOf(st.since), TimeOf(st.oldest)})
}
