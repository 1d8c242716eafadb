package readers

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
)

// A trial is a site with its subscribers. It compares what these were shown with
// what was published.
type trial struct {
	*running
	subscribers []*subscriber
	// From the present snapshot.
	snapshot *archive.Snapshot
	entries  map[string]*archive.Entry // by id
	// Since the beginning.
	sights map[string]sighting
	fill   map[string]bool // ids that came with a backfill
}

// sighting is an article when it was first published.
type sighting struct {
	*archive.Entry
	at time.Time // zero if it was there before anybody subscribed
}

func newTrial(r *running) *trial {
	x := &trial{running: r, sights: map[string]sighting{}, fill: map[string]bool{}}
	r.seen = x.look
	x.look()
	return x
}

// subscribe adds a daily and an eager subscriber to a feed.
func (x *trial) subscribe(path string, l list) {
	x.subscribers = append(x.subscribers, newSubscriber(path, daily, l), newSubscriber(path, eager, l))
}

// look notes what is new, and lets the eager subscribers poll.
func (x *trial) look() {
	x.Helper()
	x.note()
	x.poll(eager)
}

// note records what is published for the first time.
func (x *trial) note() {
	s := x.running.snapshot()
	if s == x.snapshot {
		return
	}
	at := x.now
	if len(x.subscribers) == 0 {
		at = time.Time{}
	}
	x.snapshot, x.entries = s, make(map[string]*archive.Entry, len(x.entries))
	var old []string
	for e := range s.Global().Newest() {
		id := e.ID()
		x.entries[id] = e
		if _, known := x.sights[id]; !known {
			x.sights[id] = sighting{e, at}
			if !at.IsZero() && e.Published().Before(x.now.AddDate(0, 0, -1)) {
				old = append(old, id)
			}
		}
	}
	if len(old) > x.config.Feeds.Items {
		for _, id := range old {
			x.fill[id] = true
		}
	}
}

// poll lets the subscribers of a rhythm poll.
func (x *trial) poll(r rhythm) {
	x.Helper()
	documents := map[string]render.Document{}
	for _, s := range x.subscribers {
		if s.rhythm != r {
			continue
		}
		d, ok := documents[s.path]
		if !ok {
			if d, ok = x.document(s.path); !ok {
				continue // there is no such topic yet
			}
			documents[s.path] = d
		}
		x.ask(s, d)
		if r == daily {
			x.findMissed(s)
		}
	}
}

// ask lets a subscriber read a version of its feed, and counts what it sees.
func (x *trial) ask(s *subscriber, d render.Document) {
	x.Helper()
	first, empty := s.polled.IsZero(), len(s.kept) == 0
	s.poll(x.T, x.now, d, func(it, before kept, known bool) *article.Article {
		e, there := x.entries[it.ID]
		if !there {
			x.Fatalf("%s has %s, which is not published", s.path, it.ID)
		}
		switch {
		case known:
			if saysTheSame(before.said, e.Article) && len(it.text) < len(before.text) {
				s.shorter.add("at %s: %s had %d characters, has %d", x.now.Format(time.DateTime), it.ID, len(before.text), len(it.text))
			}
		case !first:
			s.unread++
			x.classify(s, it, empty)
		}
		return e.Article
	})
}

// saysTheSame reports whether an article has the text of an earlier version. What
// its sources are called is no update, but the text of an article that has no other
// consists of that.
func saysTheSame(was, is *article.Article) bool {
	return was.Fingerprint == is.Fingerprint && slices.Equal(was.Sources, is.Sources)
}

// classify says why an unread item of long ago is shown. The issue leaves two
// choices. A single late article takes its place by date, so a feed shows it if
// it is among its newest: the feed is not full, or the others are older still. A
// backfill is quiet in a feed that had entries before, but a feed of everything
// that has room shows what is newest, and a feed without entries is new.
func (x *trial) classify(s *subscriber, it kept, empty bool) {
	published := time.Unix(it.Published, 0).UTC()
	if !published.Before(s.polled.Add(-x.config.Feeds.Late.Duration())) {
		return
	}
	sight := x.sights[it.ID]
	arrived := sight.at.After(s.polled) && s.list(sight.Entry) // with all that makes it belong here
	room := x.count(s) <= x.config.Feeds.Items
	switch {
	case x.fill[it.ID] && arrived && (empty || room && strings.HasPrefix(s.path, "/feed.")):
		s.filled++
	case !x.fill[it.ID] && arrived && x.rank(s, it.ID) < x.config.Feeds.Items:
		s.placed++
	case !x.config.Topics.Sticky && strings.Contains(s.path, "/except/"):
		s.freed++
	default:
		s.old.add("at %s: %s of %s, first seen %s%s", x.now.Format(time.DateTime), it.ID, published.Format(time.DateTime), sight.at.Format(time.DateTime),
			map[bool]string{true: " with a backfill"}[x.fill[it.ID]])
	}
}

// count returns how many articles belong to the feed of a subscriber.
func (x *trial) count(s *subscriber) (n int) {
	for _, e := range x.entries {
		if s.list(e) {
			n++
		}
	}
	return n
}

// rank returns how many articles of a subscriber's feed are newer than one, not
// counting those of backfills.
func (x *trial) rank(s *subscriber, id string) (n int) {
	for e := range x.snapshot.Global().Newest() {
		if e.ID() == id {
			break
		}
		if s.list(e) && !x.fill[e.ID()] {
			n++
		}
	}
	return n
}

// findMissed looks for articles that a daily poller should have by now: first
// published since its last poll but one, not older than feeds.late then, in its
// feed then and now, and not part of a backfill.
func (x *trial) findMissed(s *subscriber) {
	have := map[string]bool{}
	for _, k := range s.kept {
		have[k.ID] = true
	}
	for id, sight := range x.sights {
		e, there := x.entries[id]
		if !there || have[id] || x.fill[id] || x.now.Sub(sight.at) > 47*time.Hour || e.Published().Before(sight.at.Add(-x.config.Feeds.Late.Duration())) {
			continue
		}
		if s.list(e) && s.list(sight.Entry) {
			s.missed.add("at %s: %s of %s, first seen %s", x.now.Format(time.DateTime), id, e.Published().Format(time.DateTime), sight.at.Format(time.DateTime))
		}
	}
}

// report prints what each subscriber was shown, and fails for each rule that was
// broken.
func (x *trial) report() {
	x.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "%-40s %-6s %5s %6s %6s %6s %6s %7s %6s %6s %6s %9s %7s", "feed", "rhythm", "polls", "unread", "placed", "filled", "freed", "old", "shorter", "twice", "missed", "backwards", "unmoved")
	for _, s := range x.subscribers {
		fmt.Fprintf(&b, "\n%-40.40s %-6s %5d %6d %6d %6d %6d %7d %6d %6d %6d %9d %7d", decoded(s.path), s.rhythm, s.polls, s.unread, s.placed, s.filled, s.freed,
			s.old.count, s.shorter.count, s.twice.count, s.missed.count, s.backwards.count, s.unmoved.count)
	}
	x.Log(b.String())
	for _, s := range x.subscribers {
		s.check(x.T)
	}
}

func decoded(path string) string {
	if plain, err := url.PathUnescape(path); err == nil {
		return plain
	}
	return path
}

// check fails for each rule that was broken.
func (s *subscriber) check(t *testing.T) {
	t.Helper()
	for _, rule := range []struct {
		broken string
		examples
	}{
		{"items of long ago are shown as unread", s.old},
		{"texts are overwritten by shorter ones although their articles did not change", s.shorter},
		{"articles are shown as a second item", s.twice},
		{"articles were never shown", s.missed},
		{"times Last-Modified is earlier than before or later than now", s.backwards},
		{"times Last-Modified stays although the document changed", s.unmoved},
	} {
		if rule.count > 0 {
			t.Errorf("%s, polled %s: %d %s:\n\t%s", decoded(s.path), s.rhythm, rule.count, rule.broken, strings.Join(rule.first, "\n\t"))
		}
	}
}

// sameAfterRestart restarts, and checks that every subscriber is sent the same
// bytes with the same Last-Modified.
func (x *trial) sameAfterRestart() {
	x.Helper()
	before := map[string]render.Document{}
	for _, s := range x.subscribers {
		if d, ok := x.document(s.path); ok {
			before[s.path] = d
		}
	}
	x.restart()
	for _, path := range slices.Sorted(maps.Keys(before)) {
		d, _ := x.document(path)
		if was := before[path]; d.ETag != was.ETag || !d.Modified.Equal(was.Modified) {
			x.Errorf("at %s: a restart changes %s: ETag %s to %s, Last-Modified %s to %s", x.now.Format(time.DateTime), path, was.ETag, d.ETag, was.Modified, d.Modified)
		}
	}
}
