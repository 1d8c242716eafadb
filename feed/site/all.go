package site

import (
	"iter"

	"dateline/feed/archive"
	"dateline/feed/render"
)

// Feeds returns the feeds of what gathers articles, or of everything, in all
// formats.
func (c *Catalogue) Feeds(s *archive.Snapshot, f *archive.Feed) []Address {
	return lookup{Catalogue: c, s: s}.feedsOf(render.Of(f))
}

func (l lookup) feedsOf(sub render.Subject) []Address {
	list := make([]Address, len(render.Formats))
	for i, format := range render.Formats {
		list[i] = l.feedOf(sub, format)
	}
	return list
}

// allOfKind returns the feeds of a kind. Topics without articles are among them, as
// their addresses stay.
func allOfKind(s *archive.Snapshot, k archive.Kind) iter.Seq[*archive.Feed] {
	if k == archive.OfTopic {
		return s.Topics()
	}
	return s.Of(k)
}
