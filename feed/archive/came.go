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
// new. That also holds for outlets, languages and content directories.
//
// A story has a record for each name of a topic that came after its first sight.
// A name without a record was there from the first sight, and so was every name
// that a first import brought, or a ledger of a version that kept no records. A topic came when the first
// of its names did, so a topic that becomes an alias of another one brings its
// articles into the window of that one. A topic that leaves an article, which is
// possible with Options.Fleeting, loses its record, so that it comes again when it
// returns. Otherwise its record stays, also while the
// article is removed or hidden: a name that comes meanwhile has a record from then
// on. A removed story does not remember its outlets and languages, so these are
// there when it comes back.
//
// What a feed is born with is in its window, however late it comes: nobody
// subscribes to the feed yet, and who does should not find it empty. It has a
// record all the same, because the topic may become an alias of another one.

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
	had := d.story.came()
	if len(had) == 0 && d.entry != nil && d.entry.hasTopicsOf(e) { // the usual case
		return
	}
	comes := w.comes(d, e)
	if len(had) == 0 && comes == nil {
		return
	}
	all := arrivalTimes{had: had, earliest: make(map[*Topic]int64)}
	for t, name := range w.names(e, claimed) {
		all.add(t, name, comes != nil && comes(t, name), w.commit())
	}
	if d.entry != nil {
		w.keepLateness(&all, d.entry, e, claimed)
	}
	w.record(d, all.list)
	e.story = d.page.story
	for t := range e.all() {
		if w.isTooLate(t, all.earliest[t], e) {
			if e.late == nil {
				e.late = new([]*Topic)
			}
			*e.late = append(*e.late, t)
		}
	}
}

// isTooLate reports whether a topic that came to an entry at a second came too late
// for its window, which is not so if its feed began with it.
func (w *feedWriter) isTooLate(t *Topic, at int64, e *Entry) bool {
	return at != 0 && at != w.since(t) && w.options.Late > 0 && at-e.published > int64(w.options.Late/time.Second)
}

// since returns the second of the first entry of a feed, which is that of this
// commit if it has none yet.
func (w *feedWriter) since(t *Topic) int64 {
	if f := w.feed(t); w.loading || f.state.since != 0 {
		return f.state.since
	}
	return w.commit()
}

// comes returns a function that reports whether a topic comes to an entry now
// under a name; nil if none does, since all were there from the first sight. If
// the story had no entry before, what was claimed for it then was there.
func (w *feedWriter) comes(d due, e *Entry) func(*Topic, article.Name) bool {
	switch {
	case w.loading || w.regains || w.begun[d.id] || !w.mounts[w.contentOf(e.File)]:
		return nil
	case d.entry != nil:
		return func(t *Topic, _ article.Name) bool { return !d.entry.in(t) }
	}
	had := w.hadBefore(d)
	return func(t *Topic, name article.Name) bool { return !had(t.Kind, name) }
}

// hadBefore returns a function that reports whether a story had a name before this
// change. That of an outlet or language is known only if its article is.
func (w *feedWriter) hadBefore(d due) func(Kind, article.Name) bool {
	known, complete := map[came]bool{}, false
	add := func(a *article.Article) {
		if a == nil {
			return
		}
		complete = true
		for _, name := range a.Topics {
			known[came{kind: OfTopic, name: name}] = true
		}
		for c := range w.gathered(a) {
			known[c] = true
		}
	}
	if d.entry != nil {
		add(d.entry.Article)
	}
	at, _ := w.old.holderOf(w.idOf(d.page))
	p := w.old.page(at)
	add(p.article)
	for c := range w.old.claimsFor(p) {
		known[came{kind: OfTopic, name: c.topic}] = true
	}
	return func(k Kind, name article.Name) bool {
		return known[came{kind: k, name: name}] || k != OfTopic && !complete
	}
}

// gathered returns the names of the outlets, the languages and the content
// directory of an article, as records without a time.
func (w *feedWriter) gathered(a *article.Article) iter.Seq[came] {
	return func(yield func(came) bool) {
		if t := w.directoryOf(a.File); t != nil && !yield(came{kind: OfContent, name: unique.Make(t.Slug)}) {
			return
		}
		for _, l := range a.Sources {
			if domain := registrable(hostOf(l.URL)); domain != "" && !yield(came{kind: OfOutlet, name: unique.Make(domain)}) {
				return
			}
		}
		for tag := range tags(a.Language) {
			if !yield(came{kind: OfLanguage, name: unique.Make(tag)}) {
				return
			}
		}
	}
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

// timeUnseen records which names come now to a story that is removed or withheld.
func (w *feedWriter) timeUnseen(d due) {
	if w.loading || w.regains || d.story == nil || w.begun[d.id] {
		return
	}
	var is []came // without a time
	for _, name := range w.claims.claimed(d.page, nil) {
		is = append(is, came{kind: OfTopic, name: name})
	}
	if d.article != nil {
		for _, name := range d.article.Topics[:min(len(d.article.Topics), article.MaxTopics)] {
			is = append(is, came{kind: OfTopic, name: name})
		}
		is = slices.AppendSeq(is, w.gathered(d.article))
	}
	records := d.story.came()
	if len(is)+len(records) == 0 {
		return
	}
	var list []came
	for _, c := range records {
		if c.kind != OfTopic || slices.Contains(is, came{kind: c.kind, name: c.name}) {
			list = append(list, c)
		}
	}
	had := w.hadBefore(d)
	for _, c := range is {
		c.at = w.commit()
		if _, recorded := slices.BinarySearchFunc(records, c, came.compare); !recorded && !had(c.kind, c.name) && !slices.Contains(list, c) {
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
// then its outlets and languages, and its content directory.
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
		if t := e.Directory; t != nil {
			yield(t, unique.Make(t.Slug))
		}
	}
}

// hasTopicsOf reports whether two entries have the same topics, outlets, languages
// and content directory.
func (e *Entry) hasTopicsOf(other *Entry) bool {
	return slices.Equal(e.Topics, other.Topics) && slices.Equal(e.Outlets, other.Outlets) && slices.Equal(e.Languages, other.Languages) && e.Directory == other.Directory
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
			if w.isTooLate(t, at, is) {
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
