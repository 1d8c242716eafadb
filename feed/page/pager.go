package page

import (
	"math"

	"dateline/feed/archive"
	"dateline/feed/render"
)

// A page of a list begins with an entry, which its address names by the second after it:
// ?before=1775520001. So it is the same page for as long as that entry is there,
// whatever is published later, and the pages of a list are as many as its entries,
// whatever moments a client asks for.

// pager leads to the other pages of a list. URLs are absolute, and empty for a page that
// is not there or is this one.
type pager struct{ Newest, Newer, Older, Oldest string }

// turn returns the entries on the page of a subject, and the way to the other pages.
func (p *Pages) turn(sub render.Subject) (entries []*archive.Entry, to pager) {
	before := int64(math.MaxInt64)
	if sub.Part.First != nil {
		before = second(sub.Part.First) + 1
	}
	entries = sub.Entries.Before(before, perPage)
	if len(entries) == 0 {
		return nil, to
	}
	if older := sub.Entries.Before(second(entries[len(entries)-1]), 1); len(older) > 0 {
		to.Older = p.pageAt(sub, older[0])
		to.Oldest = p.pageAfter(sub, earliest)
	}
	if newest := sub.Entries.Latest(1)[0]; entries[0] != newest {
		to.Newest = p.pageAt(sub, nil)
		to.Newer = p.pageAfter(sub, second(entries[0]))
	}
	return entries, to
}

// pageAt returns the URL of the page of a subject that begins with an entry.
func (p *Pages) pageAt(sub render.Subject, first *archive.Entry) string {
	sub.Variant, sub.Part = render.Variant{}, sub.Part.At(first)
	return p.site.BaseURL + sub.PagePath()
}

// earliest is before any article, and a moment that an address may name.
const earliest = -99_999_999_999

// pageAfter returns the URL of the page that ends right after a moment. To find where
// that begins, a selection has to be read from its newest entry on, so the lookup of the
// address does that if somebody goes there.
func (p *Pages) pageAfter(sub render.Subject, moment int64) string {
	if _, selected := sub.Entries.(archive.Selection); selected {
		return p.site.BaseURL + sub.Path + "?" + render.AfterParameter + "=" + render.Seconds(moment)
	}
	return p.pageAt(sub, p.firstAfter(sub, moment))
}

func second(e *archive.Entry) int64 { return e.Published().Unix() }

// firstAfter returns the first entry of the page that ends right after a moment, or nil
// if that is the page of the newest. Entries of one second are all on one page, so it
// may end earlier than there is room for.
func (p *Pages) firstAfter(sub render.Subject, moment int64) *archive.Entry {
	list := sub.Entries.After(moment, perPage)
	if len(list) == 0 || list[0] == sub.Entries.Latest(1)[0] && len(list) <= perPage {
		return nil
	}
	for i, e := range list {
		if len(list)-i <= perPage && (i == 0 || second(list[i-1]) != second(e)) {
			return e
		}
	}
	return list[0]
}

// Before returns a subject with the page of what was published before a moment (Unix
// seconds), and whether there is anything.
func (p *Pages) Before(sub render.Subject, moment int64) (render.Subject, bool) {
	list := sub.Entries.Before(moment, 1)
	if len(list) == 0 {
		return sub, false
	}
	if list[0] != sub.Entries.Latest(1)[0] {
		sub.Part = sub.Part.At(list[0])
	}
	return sub, true
}

// After returns a subject with the page that ends with what was published right after a
// moment (Unix seconds), and whether there is anything.
func (p *Pages) After(sub render.Subject, moment int64) (render.Subject, bool) {
	if len(sub.Entries.After(moment, 1)) == 0 {
		return sub, false
	}
	sub.Part = sub.Part.At(p.firstAfter(sub, moment))
	return sub, true
}
