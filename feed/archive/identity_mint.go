package archive

import (
	"slices"
	"time"

	"dateline/feed/article"
)

// minter makes new stories: their ids, and the seconds in which they are
// published.
type minter struct {
	*stories
	matcher *matcher
	minted  map[int64]int // number of stories published on a date
	numbers numbers       // behind ids
}

// mint makes the stories of new pages unless these wait, and brings back those
// that were removed. Articles with a time of day choose their second first. The second
// of a date-only article depends on the order of arrival within its day.
func (mt *minter) mint(all []*candidate) {
	var timed, dated, live []*candidate
	for _, c := range all {
		since, waited := mt.waiting.Delete(c.id)
		switch {
		case c.movedTo != 0 || !mt.wants(c.id, c.page):
		case c.story != nil && !c.story.isRemoved():
		case (c.story == nil || !c.story.hadThat(c.article)) && mt.waits(c):
			if !waited && !mt.loading { // after a restart it waits anew
				since = mt.now
			}
			mt.waiting.Set(c.id, since)
		case c.story != nil:
			mt.undoRemoval(c)
		case !c.article.DateOnly:
			timed = append(timed, c)
		case mt.isLive(c):
			live = append(live, c)
		default:
			dated = append(dated, c)
		}
	}
	for _, c := range append(timed, dated...) {
		mt.begin(c, mt.take(c.article))
	}
	for i, c := range live {
		mt.begin(c, mt.stamp(max(mt.now-int64(len(live)-1-i), mt.midnight(c.article.Date).Unix())))
	}
}

// take takes a second for an article that is not live: its moment, or the one
// after midnight that follows from the number of stories of its date.
func (mt *minter) take(a *article.Article) int64 {
	if !a.DateOnly {
		return mt.stamp(a.Date.Unix())
	}
	return mt.stamp(mt.midnight(a.Date).Unix() + int64(mt.mintedOn(mt.dateOf(a))))
}

// isLive reports whether an article is seen at the very moment at which it
// appears.
func (mt *minter) isLive(c *candidate) bool {
	return mt.Live && !c.due && c.date == dateNumber(mt.clock.In(mt.options.Zone))
}

// begin makes the story of a page. It has no time of first sight, and so counts
// as old, in the first import of its mount, or if its file became an article only
// because of a new program or configuration.
func (mt *minter) begin(c *candidate, published int64) {
	s := &story{tag: mt.tag, published: published, updated: published, print: c.article.Fingerprint}
	if id, explicit := mt.mintID(c); explicit {
		s.id = id
		mt.ids.Set(id, c.id)
	}
	if mt.mounts[mt.contentOf(c.article.File)] && !mt.loading {
		mt.begun[c.id] = true
		if !mt.Old[c.article.File] {
			s.first = mt.now
		}
	}
	if u := c.article.Updated; u.After(time.Unix(published, 0)) && !u.After(mt.clock) {
		s.updated = u.Unix()
	}
	if former := mt.gather(c); len(former) > 0 {
		s = s.withRare(func(x *rare) { x.former = join(x.former, former) })
	}
	mt.countUpdated(s, 1)
	mt.noteYoung(c.id, s)
	c.page.story = s
	mt.saved[c.id] = true
}

// stamp takes the first second from at on in which no other story was
// published. If the day ends before that, it takes the last free second before
// at.
func (mt *minter) stamp(at int64) int64 {
	second := mt.times.free(at)
	if second > at && mt.dateAt(second) != mt.dateAt(at) {
		if before := mt.times.freeBefore(at); mt.dateAt(before) == mt.dateAt(at) {
			second = before
		}
	}
	mt.times.add(second)
	if date := mt.dateAt(second); mt.minted[date] > 0 {
		mt.minted[date]++
	}
	return second
}

// mintedOn returns the number of stories that were published on a date.
func (mt *minter) mintedOn(date int64) int {
	count := mt.minted[date]
	if count == 0 {
		begin, end := mt.span(date)
		count = mt.times.count(begin, end)
		mt.minted[date] = count
	}
	return count
}

// mintID returns the id of a new story, and whether it has to be stored. It is
// the id in front matter if no other story has that, else a tag URI of the first
// path that the article declares. If another story has that URI too, the new one
// is the second of its kind: "…;2".
func (mt *minter) mintID(c *candidate) (id string, explicit bool) {
	if c.article.ID != "" {
		id := mt.givenID(c.article.ID)
		if !mt.taken(id, c.id) && !mt.taken(c.article.ID, c.id) {
			return id, true
		}
	}
	root := mt.root(c)
	base := *mt.tag + article.PathURI(root)
	id = mt.numbers.unused(base, ";", func(id string) bool { return mt.taken(id, c.id) })
	return id, id != base || root != c.article.Path
}

// taken reports whether a story of another page has an id.
func (mt *minter) taken(id string, but article.PageID) bool {
	holder, ok := mt.holderOf(id)
	return ok && holder != but
}

// root returns the first path of a story: that of its article or, if the article
// declares earlier paths, the first of these, and so on.
func (mt *minter) root(c *candidate) string {
	seen := map[string]bool{}
	a := c.article
	path := a.Path
	for a != nil && !seen[a.Path] && len(seen) < maxFormer {
		former := a.Former()
		if len(seen) == 0 {
			former = slices.DeleteFunc(former, func(path string) bool { return mt.holder(article.Page(path)) != c.id })
		}
		seen[a.Path] = true
		if len(former) == 0 {
			break
		}
		path = former[0]
		p, ok := mt.pages.Get(article.Page(path))
		if !ok {
			break
		}
		a = p.article
	}
	return path
}

// gather makes earlier pages lead to a new story: those that its article
// declares, and those that the articles there declare, except pages that lead
// to another story. It returns their paths.
func (mt *minter) gather(c *candidate) (former []string) {
	for todo := c.article.Former(); len(todo) > 0; {
		path := todo[0]
		todo = todo[1:]
		id := article.Page(path)
		p, ok := mt.pages.Get(id)
		if !ok || id == c.id || mt.holder(id) != c.id || slices.Contains(former, path) {
			continue
		}
		mt.edit(id).movedTo = c.id
		mt.remember(id, Move{path, c.article.Path})
		former = append(former, path)
		if p.article != nil {
			todo = append(todo, p.article.Former()...)
		}
	}
	return former
}
