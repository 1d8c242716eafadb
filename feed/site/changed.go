package site

import (
	"iter"
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
// articles of a topic that changed, as pages show how many articles it has; every
// feed of changes, if one has a new entry; every feed, if content shows related
// articles (feeds.related); and neighbouring dates, if the site's time zone is
// not UTC.
func (c *Catalogue) Changed(old, s *archive.Snapshot, d archive.Delta) iter.Seq[string] {
	return func(yield func(string) bool) {
		before := New(c.Options) // a Catalogue keeps the sitemaps of one snapshot only
		seen := map[string]bool{}
		for a := range suspects(lookup{Catalogue: before, s: old}, lookup{Catalogue: c, s: s}, d) {
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
		parts = append(parts, l.lists(), l.ofFeedsSince(was.s, is.s), l.ofDaysSince(was.s, is.s), l.ofPages(d.Touched), l.ofAssets(d.Assets))
	}
	return func(yield func(Address) bool) {
		for _, part := range parts {
			for a := range part {
				if !yield(a) {
					return
				}
			}
		}
	}
}

// ofFeedsSince returns the addresses of the feeds that changed, and the pages of
// the articles in topics that changed.
func (l lookup) ofFeedsSince(old, s *archive.Snapshot) iter.Seq[Address] {
	told := s.Notices().Serial() > old.Serial()
	return func(yield func(Address) bool) {
		for f := range l.feeds() {
			var list []Address
			switch now, ok := at(s, f.Topic); {
			case !ok || l.Renderer.FeedRevision(s, render.Of(now)).Serial > old.Serial():
				list = append(l.ofFeed(f), l.pagesOf(f)...)
			case told:
				list = l.ofFeed(f)
			}
			for _, a := range list {
				if !yield(a) {
					return
				}
			}
		}
	}
}

// at returns the feed of a topic, an outlet or a language in a snapshot; nil
// stands for everything.
func at(s *archive.Snapshot, t *archive.Topic) (*archive.Feed, bool) {
	if t == nil {
		return s.Global(), true
	}
	return s.Gathered(t.Kind, t.Slug)
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
		seen := map[string]bool{}
		for day := range s.Global().DaysSince(old.Serial()) {
			for _, t := range []time.Time{day, day.Add(24*time.Hour - time.Second)} { // a day of UTC overlaps two dates of other time zones
				for _, a := range l.ofDay(l.Renderer.DateOf(t), seen) {
					if !yield(a) {
						return
					}
				}
			}
		}
	}
}

// ofPages returns the addresses of the articles at some pages.
func (l lookup) ofPages(pages []article.PageID) iter.Seq[Address] {
	return func(yield func(Address) bool) {
		for _, id := range pages {
			e, ok := l.s.Page(id)
			if !ok {
				continue
			}
			for _, a := range l.ofEntry(e) {
				if !yield(a) {
					return
				}
			}
		}
	}
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
			for _, c := range e.Related {
				if touched[c.Page] {
					if !yield(l.pageOf(e)) {
						return
					}
					break
				}
			}
		}
	}
}
