package archive

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"
	"unique"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/article"
)

// later is when the tombstone of a removal at noon has expired.
var later = noon.Add(tombstoneAge)

// sticky are options with which topics stay.
func sticky() Options { return Options{Zone: time.UTC, Authority: "example.org,2026"} }

// journal applies changes, each a batch, and saves them.
type journal struct {
	*book
	*Snapshot
	options Options
}

func newJournal(o Options) *journal { return &journal{newBook(), New(o), o} }

func (j *journal) apply(now time.Time, changes ...Change) {
	next, delta := j.With(changes, Occasion{Now: now, Imported: []string{"/"}, Accepted: true})
	j.save(delta, changes)
	j.Snapshot = next
}

// restarted returns the snapshot after a restart, and the slugs it forgets.
func (j *journal) restarted(t *testing.T) (s *Snapshot, forgotten []string) {
	t.Helper()
	s, missed := Load(j.options, j.memory(), slices.Collect(maps.Values(j.files)))
	if diff := cmp.Diff(view(j.Snapshot), view(s)); diff != "" {
		t.Errorf("(-running +restarted)\n%s", diff)
	}
	return s, missed.Forgotten
}

// A topic is forgotten if only one story had it and that was removed, unless this
// is uncertain, or a story may return to the topic.
func TestForgottenTopics(t *testing.T) {
	x := Change{File: "/x.md", Article: piece("/x.md", "2026-04-01", "X", "Moon", "Mars")}
	y := Change{File: "/y.md", Article: piece("/y.md", "2026-04-02", "Y", "Mars")}
	for _, test := range []struct {
		name string
		tell func(j *journal)
		want []string
	}{
		{"its article is there", func(j *journal) { j.apply(noon, x, y) }, nil},
		{"its article is gone", func(j *journal) {
			j.apply(noon, x, y)
			j.apply(noon, Change{File: x.File})
			j.apply(later)
		}, []string{"moon"}},
		{"its feed tells of the removal", func(j *journal) {
			j.apply(noon, x, y)
			j.apply(noon, Change{File: x.File})
			j.apply(later.Add(-time.Second))
		}, nil},
		{"both articles are gone", func(j *journal) {
			j.apply(noon, x, y)
			j.apply(noon, Change{File: x.File}, Change{File: y.File})
			j.apply(later)
		}, []string{"moon"}},
		{"its article has other topics", func(j *journal) {
			j.apply(noon, x, y)
			j.apply(noon, Change{File: x.File, Article: piece("/x.md", "2026-04-01", "X", "Venus")})
			j.apply(later)
		}, nil},
		{"its article had two spellings", func(j *journal) {
			j.apply(noon, Change{File: "/x.md", Article: piece("/x.md", "2026-04-01", "X", "Moon", "MOON")})
			j.apply(noon, Change{File: x.File})
			j.apply(later)
		}, []string{"moon"}},
		{"its article has more than it may", func(j *journal) {
			j.apply(noon, Change{File: "/x.md", Article: piece("/x.md", "2026-04-01", "X", append(numberedNames("t%03d", 0, article.MaxTopics), "Moon")...)})
			j.topics = append(j.topics, Topic{Name: "Moon", Slug: "moon"}) // as a version without bounds stored it
		}, []string{"moon"}},
		{"its article is a draft", func(j *journal) {
			draft := *x.Article
			draft.Rare = &article.Rare{Hidden: "draft"}
			j.apply(noon, x, y)
			j.apply(noon, Change{File: x.File, Article: &draft})
			j.apply(later)
		}, nil},
		{"a draft names it too", func(j *journal) {
			draft := *piece("/z.md", "2026-04-03", "Z", "Moon")
			draft.Hidden = "draft"
			j.apply(noon, x, y, Change{File: "/z.md", Article: &draft})
			j.apply(noon, Change{File: x.File})
			j.apply(later)
		}, nil},
		{"a page of a day names it too", func(j *journal) {
			day := &article.Day{File: "/index.md", Date: x.Article.Date, Articles: []article.Claim{claimFor("/x", unique.Make("Moon"))}}
			j.apply(noon, x, y, Change{File: day.File, Day: day})
			j.apply(noon, Change{File: x.File})
			j.apply(later)
		}, nil},
		{"topics leave no trace", func(j *journal) {
			j.options.Fleeting = true
			j.Snapshot = New(j.options)
			j.apply(noon, x, y)
			j.apply(noon, Change{File: x.File})
			j.apply(later)
		}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			j := newJournal(sticky())
			test.tell(j)
			s, forgotten := j.restarted(t)
			if !slices.Equal(forgotten, test.want) {
				t.Errorf("forgot %q, want %q", forgotten, test.want)
			}
			for f := range s.Topics() {
				if slices.Contains(test.want, f.Topic.Slug) {
					t.Errorf("%s is there", f.Topic.Slug)
				}
			}
			if _, known := s.TopicNamed("Moon"); known != (len(test.want) == 0) {
				t.Errorf("the name is known: %v", known)
			}
		})
	}
}

// If a file is missing from memory, nothing is forgotten, because it may come
// back.
func TestNothingForgottenOfLostMemory(t *testing.T) {
	j := newJournal(sticky())
	j.apply(noon, Change{File: "/x.md", Article: piece("/x.md", "2026-04-01", "X", "Moon")}, Change{File: "/y.md", Article: piece("/y.md", "2026-04-02", "Y", "Moon")})
	j.apply(noon, Change{File: "/x.md"})
	j.apply(later)
	delete(j.files, "/y.md")
	if _, missed := Load(j.options, j.memory(), nil); len(missed.Forgotten) > 0 {
		t.Errorf("forgot %q", missed.Forgotten)
	}
}

// A topic without articles is in no list, but its address stays valid.
func TestEmptyTopics(t *testing.T) {
	j := newJournal(sticky())
	j.apply(noon, Change{File: "/x.md", Article: piece("/x.md", "2026-04-01", "X", "Moon")}, Change{File: "/y.md", Article: piece("/y.md", "2026-04-02", "Y", "Mars")})
	j.apply(noon, Change{File: "/x.md"})
	var listed []string
	for f := range j.Listed() {
		listed = append(listed, f.Topic.Slug)
	}
	if f, known := j.Topic("moon"); !known || f.Len() != 0 || !slices.Equal(listed, []string{"mars"}) {
		t.Errorf("moon is known: %v; listed are %q", known, listed)
	}
}

// Memory of a version without bounds: what is within the bounds does not change,
// and the rest is reduced to them.
func TestMemoryWithoutBounds(t *testing.T) {
	const files, each = 4, 5000
	j := newJournal(sticky())
	plain := Change{File: "/plain.md", Article: piece("/plain.md", "2026-04-02", "Plain", "Moon", "Topic 0 0")}
	plain.Article.Hash = [16]byte{1}
	j.apply(noon, plain)
	removed := Memory{}
	for i := range files {
		it := Item{ID: fmt.Sprintf("tag:example.org,2026:/x%d", i), Path: fmt.Sprintf("/x%d", i), Published: noon.Add(time.Duration(i) * time.Minute),
			Updated: noon, Removed: noon, Prints: []uint64{1}}
		for k := range each {
			name := fmt.Sprintf("Topic %d %d", i, k)
			it.Kept = append(it.Kept, name)
			if _, known := j.TopicNamed(name); !known {
				j.topics = append(j.topics, Topic{Name: name, Slug: Slug(name)})
			}
		}
		removed.Items = append(removed.Items, it)
	}
	j.save(Delta{Memory: removed}, nil)
	j.book.clock = later
	before := view(j.Snapshot)

	s, missed := Load(j.options, j.memory(), []Change{plain})
	if len(missed.Forgotten) < files*each-1 || slices.Contains(missed.Forgotten, "topic-0-0") || slices.Contains(missed.Forgotten, "moon") {
		t.Errorf("%d topics are forgotten of %d", len(missed.Forgotten), len(j.topics))
	}
	if diff := cmp.Diff(before, view(s)); diff != "" {
		t.Errorf("(-before +after)\n%s", diff)
	}
	again := *plain.Article
	_, delta := s.With([]Change{{File: plain.File, Article: &again}}, Occasion{Now: later, Imported: []string{"/"}})
	if delta.Added+delta.Changed+delta.Removed+delta.Renamed != 0 || len(delta.Memory.Topics)+len(delta.Memory.Notices) != 0 {
		t.Errorf("reading the file again came to %+v", delta)
	}
}
