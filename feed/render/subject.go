package render

import (
	"cmp"
	"iter"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"dateline/feed/archive"
)

// Subject is what a feed and its page are about: everything, a topic, an outlet,
// a language, a selection, a content directory, or any of these in a directory.
type Subject struct {
	Path    string  // percent-encoded path of its page: "/", "/topics/moon/"
	Entries Entries // that belong to it
	// Revision is that of the entries.
	Revision Revision
	// Changed is when subscribers could last see a change of the entries. Zero
	// means unknown.
	Changed time.Time
	Variant Variant       // of its feeds
	months  int           // per archive document: 1 or 12
	search  string        // the search query
	name    func() string // empty for everything
	// A feed whose items are not entries has its own file ("changes") and items,
	// newest first.
	file  string
	items iter.Seq[item]
	// directory is the mount of the content directory to which it is confined, or
	// empty.
	directory string
	// language is that which all its articles have because of what it is about, or
	// empty: see Renderer.around.
	language string
}

// FeedPath returns the percent-encoded path of a feed of the subject, including
// the query.
func (sub Subject) FeedPath(format Format) string {
	return sub.Path + cmp.Or(sub.file, "feed") + "." + string(format) + sub.query()
}

// PagePath returns the percent-encoded path of the page of a subject, including
// the query.
func (sub Subject) PagePath() string { return sub.Path + sub.query() }

// homePath returns the path of the page for which its feeds stand, with the query
// of a search but not with that of a variant, as a page has none.
func (sub Subject) homePath() string {
	sub.Variant = Variant{}
	return sub.PagePath()
}

// query returns the query of the URLs of the subject: "?content=summary&limit=9".
func (sub Subject) query() string {
	query := sub.Variant.query()
	if sub.search != "" {
		query.Set("q", sub.search)
	}
	if len(query) == 0 {
		return ""
	}
	return "?" + query.Encode()
}

// Entries are a list with a window: see archive.Feed.
type Entries interface {
	Window(archive.Limits) []*archive.Entry
	Latest(n int) []*archive.Entry
}

// Of returns the subject of a feed of the archive.
func Of(f *archive.Feed) Subject {
	sub := Subject{Path: TopicPath(f.Topic), Entries: f, Revision: Revision{Serial: f.Serial()}, Changed: f.Changed(), months: 12, name: func() string { return nameOf(f) }, language: languageOfTopic(f.Topic)}
	if f.Topic == nil || f.Topic.Kind == archive.OfContent {
		sub.months, sub.directory = 1, mountOf(f)
	}
	return sub
}

// OfDate returns the subject of a year ("2026"), a month ("2026-04") or a day
// ("2026-04-07") in the site's time zone, of everything or of a content directory.
// ok is false if date is not a date.
func (r *Renderer) OfDate(s *archive.Snapshot, in *archive.Feed, date string) (sub Subject, ok bool) {
	from, until, ok := archive.Period(date, r.site.Zone)
	if !ok {
		return sub, false
	}
	span := s.Global().Span(from, until).In(in)
	return Subject{Path: PathIn(in, "/") + strings.ReplaceAll(date, "-", "/") + "/", Entries: span, Revision: Revision{Serial: span.Serial()},
		Changed: span.Changed(), months: 1, name: func() string { return date }, directory: mountOf(in)}, true
}

// DateOf returns the date of a moment in the site's time zone: "2026-04-07".
func (r *Renderer) DateOf(t time.Time) string { return t.In(r.site.Zone).Format(time.DateOnly) }

// nameOf returns the name of a feed. The name of a language is in that language. A
// content directory has none, like everything: it has a title.
func nameOf(f *archive.Feed) string {
	if f.Topic != nil && f.Topic.Kind == archive.OfContent {
		return ""
	}
	if f.Topic != nil && f.Topic.Kind == archive.OfLanguage {
		if name := display.Self.Name(language.Make(f.Topic.Slug)); name != "" {
			return name
		}
	}
	return f.Label()
}

// Select returns the subject of a selection in its canonical form: a content
// directory, then groups by kind, operands by slug, each once. The feeds of a group
// are of one kind, and only one group is of OfContent, with a single feed.
func (r *Renderer) Select(sel archive.Selection) Subject {
	var used []*archive.Feed
	groups := slices.Clone(sel.Groups)
	slices.SortFunc(groups, func(a, b archive.Group) int { return cmp.Compare(rank(a), rank(b)) })
	path, directory := "", ""
	for i := range groups {
		g := &groups[i]
		g.Feeds = canonical(g.Feeds)
		g.Any = g.Any && len(g.Feeds) > 1
		sign := "+"
		if g.Any {
			sign = ","
		}
		used = append(used, g.Feeds...)
		if t := g.Feeds[0].Topic; t.Kind == archive.OfContent {
			path, directory = mountPath(t.Name), t.Name
			continue
		}
		path += "/" + g.Feeds[0].Topic.Kind.Directory() + "/" + slugs(g.Feeds, sign)
	}
	sel = archive.Selection{Groups: groups, Except: canonical(sel.Except)}
	if len(sel.Except) > 0 {
		path += "/except/" + slugs(sel.Except, ",")
		used = append(used, sel.Except...)
	}
	if len(used) == 1 {
		return Of(used[0])
	}
	sub := Subject{Path: path + "/", Entries: sel, months: 12, directory: directory}
	sub.name = func() string { return nameOfSelection(sel, wordsOf(r.around(sub).Language)) }
	sub.language = languageOfSelection(sel)
	for _, f := range used {
		sub.Revision.Serial = max(sub.Revision.Serial, f.Serial())
		sub.Changed = later(sub.Changed, f.Changed())
	}
	return sub
}

// rank orders groups as the path of a selection names them.
func rank(g archive.Group) int {
	if k := g.Feeds[0].Topic.Kind; k != archive.OfContent {
		return int(k)
	}
	return -1
}

func nameOfSelection(sel archive.Selection, words words) string {
	var list []string
	for _, g := range sel.Groups {
		if g.Feeds[0].Topic.Kind == archive.OfContent {
			continue
		}
		conjunction := words.And
		if g.Any {
			conjunction = words.Or
		}
		list = append(list, names(g.Feeds, words.Comma, conjunction))
	}
	name := strings.Join(list, words.Comma)
	if len(sel.Except) > 0 {
		name += words.Except + names(sel.Except, words.Comma, words.And)
	}
	return name
}

// canonical sorts feeds by slug and removes duplicates.
func canonical(feeds []*archive.Feed) []*archive.Feed {
	feeds = slices.Clone(feeds)
	slices.SortFunc(feeds, func(a, b *archive.Feed) int { return strings.Compare(a.Topic.Slug, b.Topic.Slug) })
	return slices.Compact(feeds)
}

func slugs(feeds []*archive.Feed, sign string) string {
	list := make([]string, len(feeds))
	for i, f := range feeds {
		list[i] = url.PathEscape(f.Topic.Slug)
	}
	return strings.Join(list, sign)
}

// names formats a list: "A", "A and B", "A, B and C".
func names(feeds []*archive.Feed, comma, conjunction string) string {
	var b strings.Builder
	for i, f := range feeds {
		switch {
		case i > 0 && i == len(feeds)-1:
			b.WriteString(conjunction)
		case i > 0:
			b.WriteString(comma)
		}
		b.WriteString(nameOf(f))
	}
	return b.String()
}
