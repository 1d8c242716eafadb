package archive

import (
	"slices"

	"dateline/feed/article"
)

// A new article is published at once, unless it resembles a live article of its
// date. Then it may be that one under a new name, while the old file is still there
// or has just gone, so it waits until the change is over. A new story is young for
// as long as a grace lasts: if its predecessor goes within that time, the story of
// the predecessor goes on there.

// resumeWaiting makes arrivals of the new articles that wait, if anything changed,
// a grace ends or their wait is over. After a restart they wait anew.
func (r *releaser) resumeWaiting(changed bool) {
	for _, id := range r.waiting.Keys() {
		since, _ := r.waiting.Get(id)
		if since == 0 {
			since = r.now
			r.waiting.Set(id, since)
		}
		ended := r.over || r.now >= r.waitEnd(since)
		if !changed && !ended {
			continue
		}
		r.files.arrived[id] = arrival{file: true}
		r.ended[id] = ended
		r.concernNew(r.page(id).article)
	}
}

// waitEnd returns when a wait ends at the latest. That of a restart begins with
// the first change.
func (s *Snapshot) waitEnd(since int64) int64 {
	if since == 0 {
		since = s.clock.Unix()
	}
	return since + longestWait
}

// waits reports whether a new article is not published yet. It waits no longer
// when what it resembled says something else.
func (mt *minter) waits(c *candidate) bool {
	isNew := c.file && !c.due && mt.mounts[mt.contentOf(c.article.File)] && !mt.Old[c.article.File]
	if !isNew || mt.isFinal(c) {
		return false
	}
	l := newLooks(c, c.article)
	return mt.matcher.resembles(l, mt.liveOn(c.date, c.id)) || mt.matcher.resemblesDeparting(l)
}

// liveOn returns the published articles of a date but one.
func (mt *minter) liveOn(date int64, but article.PageID) (live []looks) {
	d, ok := mt.days.Get(date)
	if !ok {
		return nil
	}
	for _, a := range d.articles {
		p := mt.page(a.id)
		if a.id != but && p.story != nil && !p.story.isRemoved() && p.movedTo == 0 && mt.wants(a.id, p) {
			live = append(live, newLooks(&candidate{page: p, id: a.id, date: date}, a.Article))
		}
	}
	return live
}

// forgetYoung forgets the stories that are no longer young, because their grace was
// over when the oldest of the departing articles began to depart.
func (r *releaser) forgetYoung() {
	since := r.now
	if e, ok := r.departures.ends.Min(); ok {
		d, _ := r.departures.files.Get(e.file)
		since = min(since, d.since)
	}
	for m, ok := r.young.Min(); ok && m.at < since-r.longestGrace(); m, ok = r.young.Min() {
		r.young.Delete(m)
	}
}

// longestGrace returns the longest grace of all content directories, in seconds.
func (s *Snapshot) longestGrace() (longest int64) {
	for _, c := range s.options.Contents {
		longest = max(longest, c.graceSeconds())
	}
	return longest
}

// noteYoung notes that a story was just seen first. Its page may still change.
func (st *stories) noteYoung(id article.PageID, s *story) {
	if longest := st.longestGrace(); s.first != 0 && longest > 0 && s.first >= st.now-longest {
		st.young.Set(moment{s.first, id})
	}
}

// eachYoung calls visit for each published young story.
func (st *stories) eachYoung(visit func(article.PageID, *page)) {
	st.young.Scan(func(m moment) bool {
		p := st.page(m.page)
		if p.story == nil || p.story.first != m.at || p.story.isRemoved() || !st.wants(m.page, p) {
			return true
		}
		if _, departs := st.departures.files.Get(p.article.File); !departs {
			visit(m.page, p)
		}
		return true
	})
}

// youngAfter returns the young stories that were first seen after one of the lost
// ones, and may be it.
func (r *resolver) youngAfter(lost []looks) (list []looks) {
	first, dates, marks, pages := lost[0].at.story.first, map[int64]bool{}, map[article.PageID]bool{}, map[article.PageID]bool{}
	for _, l := range lost {
		first = min(first, l.at.story.first)
		dates[l.at.date], pages[l.at.id] = true, true
		for _, m := range l.marks() {
			marks[m] = true
		}
	}
	var ids []article.PageID
	r.eachYoung(func(id article.PageID, p *page) {
		shares := func(m article.PageID) bool { return marks[m] }
		if !pages[id] && p.story.first > first && (dates[r.dateOf(p.article)] || slices.ContainsFunc(newLooks(nil, p.article).marks(), shares)) {
			ids = append(ids, id)
		}
	})
	for _, id := range ids {
		p := r.edit(id)
		r.joining[p.story] = true
		list = append(list, newLooks(&candidate{page: p, id: id, date: r.dateOf(p.article)}, p.article))
	}
	return list
}

// match moves stories that lost their page to new pages, or to pages of young
// stories.
func (r *resolver) match(all []*candidate) {
	var lost, found []looks
	var replaced []*candidate
	for _, c := range all {
		switch {
		case r.lost(c):
			lost = append(lost, newLooks(c, c.last()))
		case r.isReplaced(c):
			r.ended[c.id] = true
			lost, replaced = append(lost, newLooks(c, c.last())), append(replaced, c)
		case r.isVacant(c.page) && r.wants(c.id, c.page):
			found = append(found, newLooks(c, c.article))
		}
	}
	if len(lost) == 0 {
		r.joining = nil
		return
	}
	lost, found = r.matchAsWaited(lost, found)
	if len(lost) > 0 {
		lost = r.matchAll(lost, append(found, r.youngAfter(lost)...))
	}
	if len(replaced) > 0 {
		r.matchReplaced(lost, replaced)
	}
	r.joining = nil
}

// matchAsWaited matches new articles that waited and say something else now, so
// that they no longer resemble a lost one of their date, by what they said before:
// the story that they waited for would be told twice. It returns the articles that
// are not matched.
func (r *resolver) matchAsWaited(lost, found []looks) (stillLost, stillFound []looks) {
	var edited []looks
	for _, f := range found {
		_, waited := r.old.waiting.Get(f.at.id)
		was := r.old.page(f.at.id).article
		onDate := slices.DeleteFunc(slices.Clone(lost), func(l looks) bool { return l.at.date != f.at.date })
		if waited && was != nil && was != f.Article && !r.matcher.resembles(f, onDate) {
			before := *f.at
			before.date = r.dateOf(was)
			edited = append(edited, newLooks(&before, was))
		}
	}
	lost, edited = r.matcher.matchSure(lost, edited)
	lost, _ = r.matcher.matchLikely(lost, edited)
	return lost, slices.DeleteFunc(found, func(f looks) bool { return !r.isVacant(f.at.page) })
}

// matchAll matches articles by sure evidence and, if nothing more is waited for
// on one side, by likeness. It returns the lost ones that are not matched.
func (r *resolver) matchAll(lost, found []looks) []looks {
	lost, found = r.matcher.matchSure(lost, found)
	final, others := r.splitFinal(found)
	lost, _ = r.matcher.matchLikely(lost, final)
	ending, staying := r.splitFinal(lost)
	ending, _ = r.matcher.matchLikely(ending, others)
	return append(ending, staying...)
}

// matchReplaced moves stories to the pages of departing articles whose files are
// there again as other articles. If the story of such a page went on elsewhere, or
// another one comes here, the article is not an edit.
func (r *resolver) matchReplaced(lost []looks, replaced []*candidate) {
	var found []looks
	for _, c := range replaced {
		if c.story == nil {
			r.leave(c.id, c.article.Path)
		} else {
			r.joining[c.story] = true
		}
		found = append(found, newLooks(c, c.article))
	}
	r.matchAll(slices.DeleteFunc(lost, func(l looks) bool { return slices.Contains(replaced, l.at) }), found)
}

// makeRoom lets the stories of departing articles leave or end if their files are
// there again as other articles that declare stories of their own. Such a story
// goes on at a new page that seems to be it, because there will be no other time to
// compare the two.
func (r *resolver) makeRoom(all []*candidate) {
	var lost, found []looks
	for _, c := range all {
		if c.article != nil && r.declaresStory(c) && r.isReplaced(c) {
			lost = append(lost, newLooks(c, c.last()))
		}
	}
	if len(lost) == 0 {
		return
	}
	for _, c := range all {
		if c.article != nil && c.article.ID == "" && len(c.article.Former()) == 0 && r.isVacant(c.page) && r.wants(c.id, c.page) {
			found = append(found, newLooks(c, c.article))
		}
	}
	ending, found := r.matcher.matchSure(lost, found)
	r.matcher.matchLikely(ending, found)
	for _, l := range lost {
		if l.at.story == nil {
			r.leave(l.at.id, l.at.article.Path)
		} else {
			r.joining[l.at.story] = true
		}
	}
}

// declaresStory reports whether an article declares a story that stands elsewhere.
func (r *resolver) declaresStory(c *candidate) bool {
	declared := func(path string) bool {
		at := r.holder(article.Page(path))
		p := r.page(at)
		return at != c.id && p.story != nil && !p.story.isRemoved()
	}
	if slices.ContainsFunc(c.article.Former(), declared) {
		return true
	}
	if c.article.ID == "" {
		return false
	}
	at, ok := r.holderOf(r.givenID(c.article.ID))
	return ok && at != c.id && at != nowhere
}

// isReplaced reports whether the file of a departing article is there again with
// what seems to be another article. If its story goes on at another page, this
// article is a new one; else it is an edit.
func (r *resolver) isReplaced(c *candidate) bool {
	return c.back && c.shown != nil && c.article != nil && c.story == c.shown.story && r.isVisible(c.article) &&
		!c.story.had(c.article.Fingerprint) && !r.matcher.similar(c.article, c.shown.Article)
}

// splitFinal divides articles into those for which nothing more is waited for,
// and the others.
func (r *resolver) splitFinal(list []looks) (final, others []looks) {
	return split(list, func(l looks) bool { return r.isFinal(l.at) })
}
