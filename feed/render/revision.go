package render

import (
	"dateline/feed/archive"
	"dateline/feed/article"
)

// Revision says which version of a document stands at an address. As long as it
// is equal there, so are the bytes, for a Renderer and the snapshots that follow
// one another; a revision that differs does not prove that the bytes do. It means
// nothing after a restart or a reload of the configuration, which count snapshots
// anew: there, compare ETags.
type Revision struct {
	// Serial is that of the snapshot that last changed something which the
	// document shows.
	Serial uint32
	// Period is when the hour or the day began for which the document was
	// made, in Unix seconds. It is zero if only the archive changes it.
	Period int64
	// Sum tells apart what serials do not: versions of a file of the tree, and
	// how many related articles the page of an article shows, as what was
	// forgotten has no serial.
	Sum uint64
}

// FeedRevision returns the revision of the feeds of a subject. That is the
// subject's own, unless content shows the titles of related articles: these may
// be any.
func (r *Renderer) FeedRevision(s *archive.Snapshot, sub Subject) Revision {
	if r.site.Related && sub.items == nil {
		return Revision{Serial: s.Global().Serial()}
	}
	return sub.Revision
}

// PageRevision returns the revision of the page of an article, which shows the
// sizes of its topics and the titles of related articles.
func (r *Renderer) PageRevision(s *archive.Snapshot, e *archive.Entry) Revision {
	serial := s.SerialOf(article.Page(e.Path))
	for _, t := range e.Topics {
		if f, ok := s.Topic(t.Slug); ok {
			serial = max(serial, f.Serial())
		}
	}
	var shown uint64
	for _, c := range e.Related {
		serial = max(serial, s.SerialOf(c.Page))
		if _, ok := s.Page(c.Page); ok {
			shown++
		}
	}
	return Revision{Serial: serial, Sum: shown}
}
