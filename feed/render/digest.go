package render

import (
	"fmt"
	"html"
	"iter"
	"slices"
	"strings"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/phrases"
)

// Every is the interval of a digest.
type Every string

// The intervals.
const (
	Daily  Every = "daily"
	Weekly Every = "weekly" // from Monday to Sunday (ISO 8601)
)

// digested bounds the articles in one item.
const digested = 500

// name returns the name of a digest in a language.
func (every Every) name(language string) string {
	if every == Daily {
		return phrases.In(language).Daily
	}
	return phrases.In(language).Weekly
}

// stretch is a day or a week in the site's time zone.
type stretch struct {
	name       string // "2026-04-07", "2026-W15"
	from, over time.Time
}

// stretch returns the day or week that contains a moment.
func (every Every) stretch(t time.Time) stretch {
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	begin := func(date time.Time) time.Time { return article.Midnight(date, t.Location()) }
	if every == Daily {
		return stretch{day.Format(time.DateOnly), begin(day), begin(day.AddDate(0, 0, 1))}
	}
	monday := day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	year, week := day.ISOWeek()
	return stretch{fmt.Sprintf("%d-W%02d", year, week), begin(monday), begin(monday.AddDate(0, 0, 7))}
}

// path returns the path to which the item of a stretch links: for everything and
// for a content directory, the page of the day or of the month of the week's newest
// article; topics and others have only one page. If several stretches share a page, a
// query shows one of them alone: see Within.
func (every Every) path(sub Subject, p stretch, newest time.Time) string {
	page, hasDates := sub.Path, sub.months == 1
	switch {
	case every == Daily && hasDates:
		return page + newest.Format("2006/01/02/")
	case every == Daily:
		return page + "?day=" + p.name
	case hasDates:
		page += newest.Format("2006/01/")
	}
	return page + "?week=" + p.name
}

// DigestFile is the file name of a digest, without the extension.
func DigestFile(every Every) string { return "digest/" + string(every) }

// Digest returns the subject of the digest of sub, which has an item for each day
// or week with articles. The current one has no item yet, because readers would
// show it half empty. Selections and dates have no digest.
func (r *Renderer) Digest(s *archive.Snapshot, sub Subject, every Every, now time.Time) (Subject, bool) {
	f, ok := sub.Entries.(*archive.Feed)
	present := every.stretch(now.In(r.Site.Zone))
	digest := sub
	digest.of = &sub
	digest.File, digest.Revision.Period = DigestFile(every), present.from.Unix()
	digest.Changed = later(sub.Changed, present.from)
	digest.Name = named(sub.Name, every.name(r.Around(sub).Language))
	digest.items = func(yield func(item) bool) {
		for p, entries := range r.stretches(f, every, present.from) {
			if !yield(r.digest(s, digest, every, p, entries)) {
				return
			}
		}
	}
	return digest, ok
}

// stretches returns the days or weeks before a moment that have entries, newest
// first.
func (r *Renderer) stretches(f *archive.Feed, every Every, before time.Time) iter.Seq2[stretch, []*archive.Entry] {
	return func(yield func(stretch, []*archive.Entry) bool) {
		var p stretch
		var entries []*archive.Entry
		for e := range f.Between(time.Time{}, before) {
			at := e.Published().In(r.Site.Zone)
			switch {
			case len(entries) > 0 && !at.Before(p.from):
			case len(entries) > 0 && !yield(p, entries):
				return
			default:
				p, entries = every.stretch(at), nil
			}
			entries = append(entries, e)
		}
		if len(entries) > 0 {
			yield(p, entries)
		}
	}
}

// digest returns the item of a stretch, whose entries come newest first. It is
// published at the end of the stretch, and updated by later additions and
// changes.
func (r *Renderer) digest(s *archive.Snapshot, sub Subject, every Every, p stretch, entries []*archive.Entry) item {
	place := sub.Path + sub.File + "/" + p.name
	it := item{id: s.TagURI(place), published: p.over, updated: p.over, siteAuthors: r.authors}
	language := r.Around(sub).Language
	it.link = r.Site.BaseURL + every.path(sub, p, entries[0].Published().In(r.Site.Zone))
	it.title = fmt.Sprintf("%s — %s: %d", p.name, phrases.In(language).Articles, len(entries))
	it.name = it.title
	for _, e := range entries {
		for _, at := range [...]time.Time{e.FirstSeen(), e.Updated()} {
			if at.After(it.updated) {
				it.updated = at.In(r.Site.Zone)
			}
		}
	}
	it.contentHTML = r.directed(language, r.digestHTML(entries, language, it.link))
	return it.summed()
}

// digestHTML lists entries in chronological order, with their summaries, in a feed
// of a language.
func (r *Renderer) digestHTML(entries []*archive.Entry, language, more string) string {
	var b strings.Builder
	b.WriteString("<ul>\n")
	for i, e := range slices.Backward(entries) {
		if len(entries)-i > digested {
			break
		}
		b.WriteString("<li>" + r.linkWithin(language, e))
		if summary := e.Excerpt(200); summary != "" && e.Title != "" {
			b.WriteString("<br>")
			if dir := directionAttribute(language, e.Language); dir != "" {
				b.WriteString("<span" + dir + ">" + html.EscapeString(summary) + "</span>")
			} else {
				b.WriteString(html.EscapeString(summary))
			}
		}
		b.WriteString("</li>\n")
	}
	b.WriteString("</ul>")
	if left := len(entries) - digested; left > 0 {
		b.WriteString("\n<p>")
		writeLink(&b, more, fmt.Sprintf("+%d", left))
		b.WriteString("</p>")
	}
	return b.String()
}
