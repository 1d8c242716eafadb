package archive

import (
	"cmp"
	"iter"
	"slices"
	"time"
	"unique"

	"dateline/feed/article"
)

// A topic that comes to an article long after its publication puts the article on
// its page, but not into the window of its feed, where readers would take it for
// new. That also holds for outlets and languages.
//
// A story has a record for each name of a topic that came after its first sight.
// A name without a record was there from the first sight, and so was every name
// that a first import or a ledger of before brought. A topic came when the first
// of its names did, so a topic that becomes an alias of another one brings its
// articles into the window of that one. A topic that leaves an article, which is
// possible with Options.Fleeting, loses its record, so that it comes again when it
// returns. Otherwise its record stays, also while the article is removed or
// hidden: a name that is claimed meanwhile comes when it is claimed.

// came records when a name came to a story.
type came struct {
	kind Kind
	name article.Name // see Came.Name
	at   int64        // Unix seconds
}

// compare orders records by their name.
func (c came) compare(d came) int {
	return cmp.Or(cmp.Compare(c.kind, d.kind), cmp.Compare(c.name.Value(), d.name.Value()))
}

// cameOf returns the records of an item.
func cameOf(list []Came) (all []came) {
	for _, c := range list {
		all = append(all, came{c.Kind, unique.Make(c.Name), Seconds(c.At)})
	}
	slices.SortFunc(all, came.compare)
	return all
}

func (s *story) came() []came {
	if s.rare == nil {
		return nil
	}
	return s.rare.came
}

// isLate reports whether a topic came to an entry too late for its window to show
// the entry.
func (e *Entry) isLate(t *Topic) bool { return e.late != nil && slices.Contains(*e.late, t) }

// timeTopics records which topics, outlets and languages of an entry come now, and
// finds out which came too late for their windows: more than Options.Late after the
// entry was published.
func (w *feedWriter) timeTopics(d due, e *Entry, claimed []article.Name) {
	had, comes := d.story.came(), w.comes(d, e)
	if len(had) == 0 && (comes == nil || d.entry != nil && d.entry.hasTopicsOf(e)) {
		return
	}
	all := arrivalTimes{had: had, earliest: make(map[*Topic]int64)}
	for t, name := range w.names(e, claimed) {
		all.add(t, name, comes != nil && comes(t, name), w.now)
	}
	if d.entry != nil {
		w.keepLateness(&all, d.entry, e, claimed)
	}
	w.record(d, all.list)
	e.story = d.page.story
	for t := range e.all() {
		if at := all.earliest[t]; at != 0 && w.isTooLate(at, e) {
			if e.late == nil {
				e.late = new([]*Topic)
			}
			*e.late = append(*e.late, t)
		}
	}
}

// isTooLate reports whether a topic that came at a second came too late.
func (tx *tx) isTooLate(at int64, e *Entry) bool {
	return tx.options.Late > 0 && at-e.published > int64(tx.options.Late/time.Second)
}

// comes returns a function that reports whether a topic comes to an entry now
// under a name; nil if none does, since all were there from the first sight. If
// the story had no entry before, what was claimed for it then was there.
func (w *feedWriter) comes(d due, e *Entry) func(*Topic, article.Name) bool {
	switch {
	case w.loading || w.begun[d.id] || !w.mounts[w.contentOf(e.File)]:
		return nil
	case d.entry != nil:
		return func(t *Topic, _ article.Name) bool { return !d.entry.in(t) }
	}
	known := w.namesBefore(d)
	return func(t *Topic, name article.Name) bool { return t.Kind == OfTopic && !known[name] }
}

// namesBefore returns the names of topics that a story had before this change.
func (w *feedWriter) namesBefore(d due) map[article.Name]bool {
	known := map[article.Name]bool{}
	add := func(a *article.Article) {
		if a != nil {
			for _, name := range a.Topics {
				known[name] = true
			}
		}
	}
	if d.entry != nil {
		add(d.entry.Article)
	}
	at, _ := w.old.holderOf(w.idOf(d.page))
	p := w.old.page(at)
	add(p.article)
	for c := range w.old.claimsFor(p) {
		known[c.topic] = true
	}
	return known
}

// idOf returns the id of the story of a page.
func (s *Snapshot) idOf(p *page) string {
	if p.article == nil && p.story.rare != nil {
		return p.story.idAt(p.story.rare.path)
	}
	if p.article == nil {
		return p.story.idAt("")
	}
	return p.story.idAt(p.article.Path)
}

// timeUnseen records which names of topics come now to a story that is removed or
// withheld.
func (w *feedWriter) timeUnseen(d due) {
	if w.loading || d.story == nil || w.begun[d.id] {
		return
	}
	claimed := w.claims.claimed(d.page, nil)
	if d.article != nil {
		claimed = append(claimed, d.article.Topics[:min(len(d.article.Topics), article.MaxTopics)]...)
	}
	var list []came
	had := d.story.came()
	if len(claimed)+len(had) == 0 {
		return
	}
	known := w.namesBefore(d)
	for _, c := range had {
		if c.kind != OfTopic || slices.Contains(claimed, c.name) {
			list = append(list, c)
		}
	}
	for _, name := range claimed {
		c := came{OfTopic, name, w.now}
		if _, recorded := slices.BinarySearchFunc(had, c, came.compare); !recorded && !known[name] && !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	w.record(d, list)
}

// record keeps the records of a story.
func (w *feedWriter) record(d due, list []came) {
	slices.SortFunc(list, came.compare)
	if slices.Equal(list, d.story.came()) {
		return
	}
	d.page.story = d.story.withRare(func(x *rare) { x.came = slices.Clip(list) })
	w.saved[d.id] = true
}

// names returns the topics of an entry under all names that were claimed for it,
// then its outlets and languages.
func (w *feedWriter) names(e *Entry, claimed []article.Name) iter.Seq2[*Topic, article.Name] {
	return func(yield func(*Topic, article.Name) bool) {
		own := e.Article.Topics[:min(len(e.Article.Topics), article.MaxTopics)]
		claimed = claimed[:min(len(claimed), article.MaxTopics-len(own))]
		for _, list := range [][]article.Name{own, claimed} {
			for _, name := range list {
				if !yield(w.registry.topic(name), name) {
					return
				}
			}
		}
		for _, list := range [][]*Topic{e.Outlets, e.Languages} {
			for _, t := range list {
				if !yield(t, unique.Make(t.Slug)) {
					return
				}
			}
		}
	}
}

// hasTopicsOf reports whether two entries have the same topics, outlets and
// languages.
func (e *Entry) hasTopicsOf(other *Entry) bool {
	return slices.Equal(e.Topics, other.Topics) && slices.Equal(e.Outlets, other.Outlets) && slices.Equal(e.Languages, other.Languages)
}

// arrivalTimes collects the records of a story and when its topics came.
type arrivalTimes struct {
	had, list []came
	earliest  map[*Topic]int64 // 0 if it was there from the first sight
}

// add adds a name of a topic. If it has no record and comes now, it gets one.
func (a *arrivalTimes) add(t *Topic, name article.Name, comes bool, now int64) {
	c := came{t.Kind, name, now}
	i, recorded := slices.BinarySearchFunc(a.had, c, came.compare)
	switch {
	case recorded:
		c = a.had[i]
	case !comes:
		c.at = 0
	}
	if c.at != 0 && !slices.Contains(a.list, c) {
		a.list = append(a.list, c)
	}
	if at, known := a.earliest[t]; !known || c.at < at {
		a.earliest[t] = c.at
	}
}

// keepLateness keeps a topic that stays as it was, although it is claimed under
// other names now: one that was in time stays in time, and one that was late came
// when it did.
func (w *feedWriter) keepLateness(a *arrivalTimes, was, is *Entry, claimed []article.Name) {
	for t, at := range a.earliest {
		if !was.in(t) || was.isLate(t) == (at != 0) {
			continue
		}
		if !was.isLate(t) {
			if w.isTooLate(at, is) {
				a.list = slices.DeleteFunc(a.list, func(c came) bool { return c.kind == t.Kind && w.named(c) == t })
				a.earliest[t] = 0
			}
			continue
		}
		first := int64(0)
		for _, c := range a.had {
			if c.kind == t.Kind && w.named(c) == t && (first == 0 || c.at < first) {
				first = c.at
			}
		}
		for u, name := range w.names(is, claimed) {
			c := came{t.Kind, name, first}
			if _, recorded := slices.BinarySearchFunc(a.had, c, came.compare); u == t && !recorded && !slices.Contains(a.list, c) {
				a.list = append(a.list, c)
			}
		}
		a.earliest[t] = first
	}
}

// named returns the topic, outlet or language that a record is about, or nil.
func (w *feedWriter) named(c came) *Topic {
	if c.kind == OfTopic {
		t, _ := w.registry.known(c.name)
		return t
	}
	if f, ok := w.feeds[c.kind].Get(c.name.Value()); ok {
		return f.Topic
	}
	return nil
}
