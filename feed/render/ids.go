package render

import (
	"strings"

	"dateline/feed/archive"
)

// feedID returns the id of the Atom feed of a subject: a tag URI (RFC 4151) of its
// path without the extension ("tag:example.org,2026:/topics/moon/feed"), with the
// query of a search or a variant, which are feeds of their own. An archive document
// has the id of its feed (RFC 5005, 4). RSS and JSON Feed have no such ids. In a
// ledger of version 0.11.0 or earlier, the id stays the first address of the feed.
func feedID(s *archive.Snapshot, sub Subject, format Format) string {
	path := sub.FeedPath(format)
	if base := s.FeedBase(); base != "" {
		return base + path
	}
	plain, query, found := strings.Cut(path, "?")
	plain = strings.TrimSuffix(plain, "."+string(format))
	if found {
		plain += "?" + query
	}
	return s.TagURI(plain)
}

// isPermalink reports whether the id of an item is the address to which it links, as
// that of an adopted item may be.
func (it item) isPermalink() bool {
	return it.id == it.link && (strings.HasPrefix(it.id, "https://") || strings.HasPrefix(it.id, "http://"))
}
