package page

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"dateline/feed/phrases"
	"dateline/feed/render"
)

// A browser that opens a feed gets a page that says so, because it would show the feed
// as text, or offer to save it.

// feed is the data of feed.html.
type feed struct {
	list
	Note string // what the page is, and what to do with it
	Page string // of the subject
	Raw  string // where a browser gets the feed itself
	As   string // the link to that
}

// RawParameter is the parameter of the query with which a browser gets a feed itself
// instead of a page.
const RawParameter = "raw"

// Feed renders the page that a browser gets instead of the feed of a subject in a
// format.
func (p *Pages) Feed(sub render.Subject, format render.Format) render.Document {
	f := p.feed(sub, format)
	f.Note = fmt.Sprintf(f.Words.Follow.IsFeed, formatNames[format])
	f.Entries = p.rows(sub)
	if f.Entries == nil {
		window := p.Renderer.Window(sub)
		f.Entries = p.entries(f.Language, window[:min(perPage, len(window))])
	}
	return p.document("feed.html", sub.FeedPath(format), f)
}

// FeedVolume renders the page that a browser gets instead of an archive document. What
// people follow is the feed that the document belongs to.
func (p *Pages) FeedVolume(sub render.Subject, v render.Volume, format render.Format) render.Document {
	f := p.feed(sub, format)
	f.Title += " (" + v.Name + ")"
	f.Note = fmt.Sprintf(f.Words.Follow.IsArchive, formatNames[format])
	f.Raw = p.rawURL(sub.VolumePath(v, format))
	entries := p.Renderer.EntriesOf(sub, v)
	f.Entries = p.entries(f.Language, entries[:min(perPage, len(entries))])
	return p.document("feed.html", sub.VolumePath(v, format), f)
}

// feed returns the page of a feed without its items.
func (p *Pages) feed(sub render.Subject, format render.Format) feed {
	plain := sub.Plain()
	f := feed{list: p.subject(plain)}
	f.Title = cmp.Or(sub.Name(), p.Renderer.Around(sub).Title)
	f.Page = p.site.BaseURL + plain.PagePath()
	f.Canonical = f.Page
	f.Discovered = p.discoveredBeside(sub, format)
	f.Follow = p.followAt(p.site.BaseURL+sub.FeedPath(format), f.Language)
	f.Follow.Choices = p.choices(sub, f.Words)
	f.Raw, f.As = p.rawURL(sub.FeedPath(format)), fmt.Sprintf(f.Words.Follow.ShowAs, "XML")
	if format == render.JSON {
		f.As = fmt.Sprintf(f.Words.Follow.ShowAs, "JSON")
	}
	return f
}

// rows returns the newest items of a feed whose items are not entries, and nil for any
// other.
func (p *Pages) rows(sub render.Subject) []entry {
	rows := sub.Rows()
	if rows == nil {
		return nil
	}
	list, language := []entry{}, p.Renderer.Around(sub).Language
	for it := range rows {
		if len(list) == cmp.Or(min(sub.Variant.Limit, perPage), perPage) {
			break
		}
		list = append(list, entry{Title: it.Title, URL: p.here(it.URL), Date: phrases.Date(language, it.At), Moment: it.At.Format(time.RFC3339)})
	}
	return list
}

// rawURL returns where a browser gets the document of a path itself.
func (p *Pages) rawURL(path string) string {
	sign := "?"
	if strings.Contains(path, sign) {
		sign = "&"
	}
	return p.site.BaseURL + path + sign + RawParameter
}
