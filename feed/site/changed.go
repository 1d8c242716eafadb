package site

import (
	"iter"
	"slices"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
)

// Changed returns, each once, the paths of the canonical addresses that were
// added or removed, or whose revision changed, between the snapshots old and s. d
// is the delta of the change that led from old to s. Only addresses that All
// returns are among them. Documents that change with the clock alone are not: see
// render.Revision.Period.
//
// The cost grows with the archive, not with the change: Changed looks at every
// entry for related articles and for sitemaps, and at every feed. That takes about
// 0.2 s for 8,000 articles, so call it beside the path on which a change is
// published.
//
// A revision may change although the document does not. This concerns all
// articles of a topic that changed, as pages show how many articles it has; the
// neighbours of an article that changed; every feed of changes, if one has a new
// entry; every feed, if content shows related articles (feeds.related); neighbouring
// dates, if the site's time zone is not UTC; and the date of a content directory, if
// that date changed in another one.
func (c *Catalogue) Changed(old, s *archive.Snapshot, d archive.Delta) iter.Seq[string] {
	return func(yield func(string) bool) {
		before := New(c.Options) // a Catalogue keeps the sitemaps of one snapshot only
		seen := map[string]bool{}
		for a := range suspects(before.lookup(old, "", ""), c.lookup(s, "", ""), d) {
			if seen[a.Path] {
				continue
			}
			seen[a.Path] = true
			was, is := before.LookupURI(old, a.Path), c.LookupURI(s, a.Path)
			if (was.stands(a.Path) != is.stands(a.Path) || was.Revision != is.Revision) && !yield(a.Path) {
				return
			}
		}
	}
}

// stands reports whether the answer was found and path is its canonical address.
func (a Answer) stands(path string) bool { return a.Status == Found && a.Path == path }

// suspects returns all addresses, of both snapshots, that may have changed; some
// more than once.
func suspects(was, is lookup, d archive.Delta) iter.Seq[Address] {
	parts := []iter.Seq[Address]{is.relatedTo(d.Touched)}
	for _, l := range []lookup{was, is} {
		parts = append(parts, l.lists(), l.ofFeedsSince(was.s, is.s), l.ofDaysSince(was.s, is.s), l.ofPages(d.Touched), l.sheets(), l.ofAssets(d.Assets))
	}
	return concat(parts...)
}

// ofFeedsSince returns the addresses of the feeds that changed, and the pages of
// the articles in topics that changed.
func (l lookup) ofFeedsSince(old, s *archive.Snapshot) iter.Seq[Address] {
	told := s.Notices().Serial() > old.Serial()
	return flatten(func(f *archive.Feed) []Address {
		switch now, ok := at(s, f.Topic); {
		case !ok || l.Renderer.FeedRevision(s, render.Of(now)).Serial > old.Serial():
			return append(l.ofFeed(f), l.pagesOf(f)...)
		case told:
			return l.ofFeed(f)
		}
		return nil
	}, l.feeds())
}

// pagesOf returns the pages of the articles in a topic, which show its size.
func (l lookup) pagesOf(f *archive.Feed) (list []Address) {
	if f.Topic == nil || f.Topic.Kind != archive.OfTopic {
		return nil
	}
	for e := range f.Newest() {
		list = append(list, l.pageOf(e))
	}
	return list
}

// ofDaysSince returns the addresses of dates on which something changed. If
// content shows related articles, any feed may contain a title that changed.
func (l lookup) ofDaysSince(old, s *archive.Snapshot) iter.Seq[Address] {
	if l.Renderer.FeedRevision(s, render.Subject{}) != (render.Revision{}) {
		return l.dates()
	}
	return func(yield func(Address) bool) {
		for l := range l.directories() {
			seen := map[string]bool{}
			beside := map[string]bool{}
			ofDay := func(day time.Time) (list []Address) { // a day of UTC overlaps two dates of other time zones
				for _, at := range []time.Time{day, day.Add(24*time.Hour - time.Second)} {
					date := l.Renderer.DateOf(at)
					list = append(append(list, l.ofDay(date, seen)...), l.besideDay(date, beside)...)
				}
				return list
			}
			for a := range flatten(ofDay, s.Global().DaysSince(old.Serial())) {
				if !yield(a) {
					return
				}
			}
		}
	}
}

// besideDay returns the pages of the dates before and after a day, its month and its
// year, because they link to these, except for those of the dates in seen.
func (l lookup) besideDay(day string, seen map[string]bool) (list []Address) {
	for _, date := range []string{day, day[:len("2006-01")], day[:len("2006")]} {
		sub, ok := l.Renderer.OfDate(l.s, l.in, date)
		if seen[date] || !ok {
			break // and so were its month and year
		}
		seen[date] = true
		previous, next := l.Renderer.Beside(sub)
		for _, date := range []string{previous, next} {
			if sub, ok := l.Renderer.OfDate(l.s, l.in, date); ok {
				list = append(list, l.listed(sub))
			}
		}
	}
	return list
}

// ofPages returns the addresses of the articles at some pages, and the pages of their
// neighbours.
func (l lookup) ofPages(pages []article.PageID) iter.Seq[Address] {
	return flatten(func(id article.PageID) []Address {
		e, ok := l.s.Page(id)
		if !ok {
			return nil
		}
		list := l.ofEntry(e)
		for _, other := range l.s.Adjacent(e) {
			list = append(list, l.pageOf(other))
		}
		return list
	}, slices.Values(pages))
}

// ofAssets returns the addresses of some files beside articles.
func (l lookup) ofAssets(files []string) iter.Seq[Address] {
	return func(yield func(Address) bool) {
		for _, file := range files {
			if a, ok := l.s.Asset(file); ok && !yield(assetOf(file, a)) {
				return
			}
		}
	}
}

// relatedTo returns the pages of the articles that name one of some pages as
// related. It scans all entries, because an index would cost every archive memory.
func (l lookup) relatedTo(pages []article.PageID) iter.Seq[Address] {
	return func(yield func(Address) bool) {
		touched := make(map[article.PageID]bool, len(pages))
		for _, id := range pages {
			touched[id] = true
		}
		for e := range l.s.Global().Newest() {
			names := slices.ContainsFunc(e.Related, func(c article.Claim) bool { return touched[c.Page] })
			if names && !yield(l.pageOf(e)) {
				return
			}
		}
	}
}
