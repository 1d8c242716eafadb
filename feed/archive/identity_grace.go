package archive

import (
	"cmp"
	"slices"
	"time"

	"dateline/feed/article"
)

// How long graces and waits last, in seconds.
const (
	// quiet is how long no file has to change for a change of many files to be
	// over. A person who renames by hand, or a slow disk, may take four seconds
	// from one file to the next.
	quiet = 5
	// longestWait is how long a new article waits at most.
	longestWait = 15
	// longestBusy is how long a grace lasts at most while files are still being
	// changed.
	longestBusy = int64(30 * time.Minute / time.Second)
)

// releaser finds the departing articles that are examined again with a change:
// those that what appears may be, those whose grace is over, and those of stories
// that a hidden article takes over. They count as removed with this change. What
// is not matched goes on departing.
type releaser struct {
	*stories
	files    *fileIndex
	hider    *hider
	released map[string]departure // by file
	removals []Change             // of these files
	present  map[string]bool      // files that the change names as being there
	dates    map[int64]bool       // dates whose departing articles are examined
}

// release returns changes together with the removals that are examined again.
func (r *releaser) release(changes []Change) []Change {
	r.begin(len(changes) > 0)
	if r.departures.files.Len()+r.waiting.Len() == 0 {
		return changes
	}
	r.released, r.present, r.dates = map[string]departure{}, map[string]bool{}, map[int64]bool{}
	for _, c := range changes {
		r.present[c.File] = c.Article != nil || c.Day != nil || c.Asset != nil
	}
	for i := range changes {
		r.concern(&changes[i])
		r.prolong(changes[i].File)
	}
	r.releaseEnded()
	r.resumeWaiting(len(changes)+len(r.ended) > 0)
	if r.over {
		r.eachYoung(func(_ article.PageID, p *page) { r.concernNew(p.article) })
	}
	for _, file := range r.hider.takenOver(changes) {
		r.releaseFile(file)
	}
	for date := range r.dates {
		r.releaseDate(date)
	}
	slices.SortFunc(r.removals, func(a, b Change) int { return cmp.Compare(a.File, b.File) })
	return append(r.removals, changes...)
}

// begin decides whether the change is over. Every change of a file begins
// another quiet period, as does the moment at which a content directory is known
// after a start, because a checkout may go on while the daemon restarts.
func (r *releaser) begin(changed bool) {
	for i, c := range r.options.Contents {
		r.known[i] = r.known[i] || slices.Contains(r.Imported, c.Mount)
	}
	r.ended = map[article.PageID]bool{}
	switch {
	case r.Over || r.Accepted:
		r.over, r.touched = true, 0
	case changed || len(r.Imported) > 0:
		r.touched = r.now
	case r.touched != 0 && r.now >= r.touched+quiet && !r.Busy:
		r.over, r.touched = true, 0
	}
	r.forgetYoung()
}

// concern finds the departing articles that a changed file may be, or whose
// matching it may decide: those of its date, those with the same bytes or text,
// and those that it declares.
func (r *releaser) concern(c *Change) {
	if day, ok := r.dayPages.Get(c.File); ok {
		r.dates[dateNumber(day.Date)] = true
	}
	if c.Day != nil {
		r.dates[dateNumber(c.Day.Date)] = true
	}
	switch was := r.articleOf(r.pageOf(c.File), c.File); {
	case c.Article != nil:
		p := r.page(article.Page(c.Article.Path))
		if p.story == nil || p.story.isRemoved() || was == nil {
			r.concernNew(c.Article)
		} else if was.Path != c.Article.Path { // it takes the page of what departs there
			r.releasePage(article.Page(c.Article.Path))
		}
		r.concernDeclared(c.Article)
	case was != nil:
		r.dates[r.dateOf(was)] = true
	}
}

// prolong begins the graces anew of the articles that a waiting one may be, if its
// file goes. It was the last sign of them, and no time may be left: a machine that
// was asleep learns that the file is gone when the graces of the others are over.
func (r *releaser) prolong(file string) {
	id := r.pageOf(file)
	a := r.articleOf(id, file)
	if _, waits := r.waiting.Get(id); !waits || a == nil || r.present[file] {
		return
	}
	files := r.departingLike(newLooks(nil, a))
	if d, ok := r.days.Get(r.dateOf(a)); ok {
		for _, other := range d.articles {
			files = append(files, other.File)
		}
	}
	for _, file := range files {
		if d, ok := r.departures.files.Get(file); ok && d.why == fileGone {
			d.since = r.now
			r.setDeparture(file, d)
		}
	}
}

// concernNew finds the departing articles that a new one may be.
func (r *releaser) concernNew(a *article.Article) {
	r.dates[r.dateOf(a)] = true
	r.releasePage(article.Page(a.Path))
	for _, file := range r.departingLike(newLooks(nil, a)) {
		r.releaseFile(file)
	}
}

// concernDeclared finds the departing articles whose id or address an article
// declares.
func (r *releaser) concernDeclared(a *article.Article) {
	if a.ID != "" {
		if at, ok := r.holderOf(r.givenID(a.ID)); ok {
			r.releasePage(at)
		}
	}
	for _, path := range a.Former() {
		r.releasePage(article.Page(path))
	}
}

// releasePage releases the departing article to which a page leads, if any.
func (r *releaser) releasePage(id article.PageID) {
	if p := r.page(r.holder(id)); p.article != nil {
		r.releaseFile(p.article.File)
	}
}

// releaseDate releases the departing articles of a date.
func (r *releaser) releaseDate(date int64) {
	if d, ok := r.days.Get(date); ok {
		for _, a := range d.articles {
			r.releaseFile(a.File)
		}
	}
}

// releaseFile releases a departing article.
func (r *releaser) releaseFile(file string) {
	d, ok := r.departures.files.Get(file)
	if !ok {
		return
	}
	a := r.files.arrived[d.page]
	a.heading = d.heading
	if a.dropped = d.why == dayDropped; !a.dropped {
		if r.present[file] {
			return // it is back
		}
		r.dropDeparture(file)
		r.released[file] = d
		r.removals = append(r.removals, Change{File: file})
	}
	r.files.arrived[d.page] = a
}

// releaseEnded releases the articles whose grace ends. It ends in no directory
// that is not completely known since the start, and nowhere that cannot be read,
// because the file may be back.
func (r *releaser) releaseEnded() {
	var files []string
	r.departures.files.Scan(func(file string, d departure) bool {
		if r.Accepted || r.Over && d.why != removalHeld {
			files = append(files, file)
		}
		return r.Accepted || r.Over
	})
	r.departures.ends.Scan(func(e ending) bool {
		d, _ := r.departures.files.Get(e.file)
		if e.at <= r.now && r.known[r.contentOf(e.file)] && (!r.Busy || r.now >= d.since+longestBusy) && !r.isUnread(e.file) {
			files = append(files, e.file)
		}
		return e.at <= r.now
	})
	for _, file := range files {
		d, _ := r.departures.files.Get(file)
		r.ended[d.page] = true
		r.releaseFile(file)
	}
}

// isUnread reports whether a file is at a place that cannot be read, or below it.
func (r *releaser) isUnread(file string) bool {
	return slices.ContainsFunc(r.Unread, func(place string) bool { return file == place || Within(file, place) })
}

// isFinal reports whether nothing more is waited for before the likeness of an
// article counts.
func (st *stories) isFinal(c *candidate) bool {
	return st.over || st.ended[c.id] || st.graceOf(c.present().File) == 0
}

// departureOf returns the departure of an article that departed before, or goes
// with this change.
func (r *resolver) departureOf(c *candidate, file string) departure {
	if d, ok := r.releaser.released[file]; ok {
		return d
	}
	if d, ok := r.departures.files.Get(file); ok {
		return d
	}
	return departure{page: c.id, since: r.now, heading: r.matcher.headingOf(c), marks: newLooks(nil, c.last()).marks()}
}

// depart puts articles back whose files are gone.
func (r *resolver) depart(list []*candidate, why cause) {
	back := map[string]bool{}
	for _, c := range list {
		file := c.before.File
		d := r.departureOf(c, file)
		// What is left of a large removal gets a grace of its own, as does a file
		// that goes after the page of its day dropped it. A hold begins now.
		if (d.why == removalHeld) != (why == removalHeld) || d.why == dayDropped && len(r.Imported) == 0 {
			d.since = r.now
		}
		d.why, back[file] = why, true
		r.files.setArticle(c.id, c.page, c.before)
		r.files.setPage(file, article.Page(article.PagePath(file)), c.id)
		r.setDeparture(file, d)
		if len(c.before.Former()) > 0 { // as of any article that may declare an address of others
			r.clashes.Set(c.id, struct{}{})
		}
	}
	r.delta.Gone = slices.DeleteFunc(r.delta.Gone, func(file string) bool { return back[file] })
}

// departDropped records which articles the pages of their days dropped, and
// which of these they list again.
func (r *resolver) departDropped(all []*candidate) {
	for _, c := range all {
		if c.article == nil {
			if c.before != nil && c.story == nil { // it moved with the removal of its file
				r.dropDeparture(c.before.File)
			}
			continue
		}
		file := c.article.File
		d, departs := r.departures.files.Get(file)
		stays := c.story != nil && !c.story.isRemoved() && !r.ended[c.id]
		switch {
		case departs && d.why == dayDropped && (c.listed || !stays):
			r.dropDeparture(file)
		case !departs && c.dropped && c.shown != nil && stays && !r.isFinal(c):
			d = r.departureOf(c, file)
			d.why = dayDropped
			r.setDeparture(file, d)
		}
	}
}
