package readers

import (
	"slices"
	"strings"

	"dateline/feed/archive"
)

// A want returns the items that a document must hold, newest first. Its argument
// plain is the items that the document has. A nil want accepts these, for feeds
// whose items are not entries.
type want func(s *site, plain []item) []item

// newest returns a want of the n newest entries that are in all of the lists.
func newest(n int, lists ...list) want {
	return func(s *site, _ []item) (items []item) {
		for e := range s.snapshot().Global().Newest() {
			outside := func(l list) bool { return !l(e) }
			if len(items) < n && !slices.ContainsFunc(lists, outside) {
				items = append(items, s.item(e))
			}
		}
		return items
	}
}

// listed returns the entries that have the ids of the document's items.
func listed(s *site, plain []item) (items []item) {
	byID := map[string]item{}
	for e := range s.snapshot().Global().Newest() {
		byID[e.ID()] = s.item(e)
	}
	for _, it := range plain {
		items = append(items, byID[it.ID])
	}
	return items
}

// A list reports whether an entry is in it.
type list func(*archive.Entry) bool

func topic(slug string) list {
	return func(e *archive.Entry) bool {
		return slices.ContainsFunc(e.Topics, func(t *archive.Topic) bool { return t.Slug == slug })
	}
}

func outlet(host string) list {
	return func(e *archive.Entry) bool {
		return slices.ContainsFunc(e.Outlets, func(t *archive.Topic) bool { return t.Slug == host })
	}
}

func language(tag string) list {
	return func(e *archive.Entry) bool {
		return slices.ContainsFunc(e.Languages, func(t *archive.Topic) bool { return t.Slug == tag })
	}
}

// date returns the list for a date such as "2017", "2017-04" or "2017-04-07".
func date(prefix string) list {
	return func(e *archive.Entry) bool {
		return strings.HasPrefix(e.Published().Format("2006-01-02"), prefix)
	}
}

func either(a, b list) list {
	return func(e *archive.Entry) bool { return a(e) || b(e) }
}

func not(a list) list {
	return func(e *archive.Entry) bool { return !a(e) }
}
