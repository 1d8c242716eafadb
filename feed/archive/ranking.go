package archive

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// Ranked is a topic, an outlet or a language in a list, with its articles there.
type Ranked struct {
	*Topic
	Count  int    // of its articles
	newest int64  // when the newest was published, in Unix seconds
	serial uint32 // of its feed
}

// Newest returns when its newest article was published.
func (r Ranked) Newest() time.Time { return TimeOf(r.newest) }

// Ranking is what belongs in the lists of a kind, of the site or of a content
// directory. It is made once per snapshot, and takes from the one before what has not
// changed.
type Ranking struct {
	list []Ranked // by slug; immutable

	mu    sync.Mutex // guards index and older
	index *Index     // the latest that was asked for
	older *Index     // that of an earlier snapshot, until index is made
}

// rankings are the rankings of a snapshot that were asked for.
type rankings struct {
	mu   sync.Mutex // guards made
	made map[rankingKey]func() *Ranking
	// older are those of earlier snapshots. Immutable.
	older map[rankingKey]*Ranking
}

// rankingKey names a ranking: in is the content directory, or nil for the site.
type rankingKey struct {
	in   *Topic
	kind Kind
}

func newRankings() *rankings { return &rankings{made: map[rankingKey]func() *Ranking{}} }

// next returns the rankings of the next snapshot.
func (r *rankings) next() *rankings {
	n := newRankings()
	r.mu.Lock()
	defer r.mu.Unlock()
	if n.older = r.older; len(r.made) == 0 {
		return n
	}
	n.older = maps.Clone(r.older)
	if n.older == nil {
		n.older = map[rankingKey]*Ranking{}
	}
	for key, ranking := range r.made {
		n.older[key] = ranking()
	}
	return n
}

// Ranking returns what belongs in the lists of a kind: those of the site, for the feed
// of everything, or of a content directory.
func (s *Snapshot) Ranking(in *Feed, k Kind) *Ranking {
	key := rankingKey{in.Topic, k}
	r := s.rankings
	r.mu.Lock()
	ranking, ok := r.made[key]
	if !ok {
		ranking = sync.OnceValue(func() *Ranking { return s.rank(in, k, r.older[key]) })
		r.made[key] = ranking
	}
	r.mu.Unlock()
	return ranking()
}

// rank makes a ranking. older is that of an earlier snapshot, or nil.
func (s *Snapshot) rank(in *Feed, k Kind, older *Ranking) *Ranking {
	n := &Ranking{}
	var known []Ranked
	if older != nil {
		known = older.list
		n.older = older.latest()
	}
	tally := tallies{in: in.Topic, known: known}
	for f := range s.ListedOf(k, func(f *Feed) int { return tally.of(f).Count }) {
		if r := tally.of(f); r.Count > 0 {
			n.list = append(n.list, r)
		}
	}
	return n
}

// latest returns the index that the next snapshot can start from, or nil.
func (r *Ranking) latest() *Index {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.index != nil {
		return r.index
	}
	return r.older
}

// All returns everything in the ranking, by slug.
func (r *Ranking) All() []Ranked { return r.list }

// tallies counts articles of a content directory, or of the site if in is nil.
type tallies struct {
	in    *Topic
	known []Ranked // in an earlier snapshot, by slug
	at    int      // where known is likely to go on
}

// of counts the articles of a feed, if it has changed.
func (t *tallies) of(f *Feed) Ranked {
	if was, ok := t.find(f.Topic); ok && was.serial == f.serial {
		return was
	}
	r := Ranked{Topic: f.Topic, serial: f.serial}
	if t.in == nil {
		if e, ok := f.entries.Max(); ok {
			r.Count, r.newest = f.Len(), e.published
		}
		return r
	}
	for e := range f.Newest() {
		if e.Directory != t.in {
			continue
		}
		if r.Count++; r.Count == 1 {
			r.newest = e.published
		}
	}
	return r
}

// find finds what was known about a topic. Most calls go on where the last one ended.
func (t *tallies) find(topic *Topic) (was Ranked, ok bool) {
	if t.at >= len(t.known) || t.known[t.at].Topic != topic {
		t.at, ok = slices.BinarySearchFunc(t.known, topic.Slug, func(r Ranked, slug string) int { return strings.Compare(r.Slug, slug) })
		if !ok || t.known[t.at].Topic != topic {
			return was, false
		}
	}
	t.at++
	return t.known[t.at-1], true
}
