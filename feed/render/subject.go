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
	"dateline/feed/phrases"
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
	Search  string        // the search query
	Name    func() string // empty for everything
	// A feed whose items are not entries has its own file ("changes") and items,
	// newest first.
	File  string
	items iter.Seq[item]
	of    *Subject // what such a feed is about
	// Directory is the mount of the content directory to which it is confined, or
	// empty.
	Directory string
	// Language is that which all its articles have because of what it is about, or
	// empty: see Renderer.Around.
	Language string
	// Date is that of a date page: "2026", "2026-04", "2026-04-07".
	Date   string
	within *archive.Feed // whose date it is
	Part   Part          // of its page
	// Snapshot is the one that a page asks for what is beside the entries. Without it,
	// the page shows nothing beside them.
	Snapshot *archive.Snapshot
}

// Row is an item of a feed whose items are not entries.
type Row struct {
	Title, URL string // URL is absolute
	At         time.Time
}

// Rows returns the items of such a feed, newest first, and nil for any other.
func (sub Subject) Rows() iter.Seq[Row] {
	if sub.items == nil {
		return nil
	}
	return func(yield func(Row) bool) {
		for it := range sub.items {
			if !yield(Row{it.name, it.link, it.published}) {
				return
			}
		}
	}
}

// Plain returns the subject whose articles a feed is about, without the variant of the
// feed: for a digest of a topic, the topic.
func (sub Subject) Plain() Subject {
	if sub.of != nil {
		sub = *sub.of
	}
	sub.Variant = Variant{}
	return sub
}

// FeedPath returns the percent-encoded path of a feed of the subject, including
// the query.
func (sub Subject) FeedPath(format Format) string {
	return sub.Path + cmp.Or(sub.File, "feed") + "." + string(format) + sub.query()
}

// PagePath returns the percent-encoded path of the page of a subject, including
// the query.
func (sub Subject) PagePath() string {
	query := sub.values()
	sub.Part.query(query)
	return sub.Path + encoded(query)
}

// homePath returns the path of the page for which its feeds stand, with the query
// of a search but not with that of a variant, as a page has none.
func (sub Subject) homePath() string {
	sub.Variant = Variant{}
	return sub.PagePath()
}

// query returns the query of the URLs of the subject: "?content=summary&limit=9".
func (sub Subject) query() string { return encoded(sub.values()) }

func (sub Subject) values() url.Values {
	query := sub.Variant.query()
	if sub.Search != "" {
		query.Set("q", sub.Search)
	}
	return query
}

// encoded returns parameters as the end of a URL.
func encoded(query url.Values) string {
	if len(query) == 0 {
		return ""
	}
	return "?" + query.Encode()
}

// Entries are a list with a window: see archive.Feed.
type Entries interface {
	Window(archive.Limits) []*archive.Entry
	Latest(n int) []*archive.Entry
	// Before returns the newest n entries published before a moment (Unix seconds),
	// newest first, and all others of the second of the last one. After returns the
	// oldest n published after a moment in the same way, newest first.
	Before(second int64, n int) []*archive.Entry
	After(second int64, n int) []*archive.Entry
	// Count returns how many entries there are, as far as that is less than most.
	Count(most int) int
	// Has reports whether an entry belongs to the list.
	Has(*archive.Entry) bool
}

// Of returns the subject of a feed of the archive.
func Of(f *archive.Feed) Subject {
	sub := Subject{Path: TopicPath(f.Topic), Entries: f, Revision: Revision{Serial: f.Serial()}, Changed: f.Changed(), months: 12, Name: func() string { return NameOf(f) }, Language: LanguageOfTopic(f.Topic)}
	if f.Topic == nil || f.Topic.Kind == archive.OfContent {
		sub.months, sub.Directory = 1, mountOf(f)
	}
	return sub
}

// OfDate returns the subject of a year ("2026"), a month ("2026-04") or a day
// ("2026-04-07") in the site's time zone, of everything or of a content directory.
// ok is false if date is not a date.
func (r *Renderer) OfDate(s *archive.Snapshot, in *archive.Feed, date string) (sub Subject, ok bool) {
	from, until, ok := archive.Period(date, r.Site.Zone)
	if !ok {
		return sub, false
	}
	span := s.Global().Span(from, until).In(in)
	return Subject{Path: PathIn(in, "/") + strings.ReplaceAll(date, "-", "/") + "/", Entries: span, Revision: Revision{Serial: span.Serial()},
		Changed: span.Changed(), months: 1, Name: func() string { return date }, Directory: mountOf(in), Date: date, within: in}, true
}

// Beside returns the dates before and after that of a subject which have articles, of the
// same kind, a year, a month or a day; empty if there is none, or if the subject is no
// date.
func (r *Renderer) Beside(sub Subject) (previous, next string) {
	span, ok := sub.dated()
	if !ok {
		return "", ""
	}
	date := func(e *archive.Entry) string {
		if e == nil {
			return ""
		}
		return e.Published().In(r.Site.Zone).Format(time.DateOnly[:len(sub.Date)])
	}
	older, newer := span.Beside()
	return date(older), date(newer)
}

// DateOf returns the date of a moment in the site's time zone: "2026-04-07".
func (r *Renderer) DateOf(t time.Time) string { return t.In(r.Site.Zone).Format(time.DateOnly) }

// NameOf returns the name of a feed. The name of a language is in that language. A
// content directory has none, like everything: it has a title.
func NameOf(f *archive.Feed) string {
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
	groups := merged(sel.Groups)
	path, directory := "", ""
	for _, g := range groups {
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
	sub := Subject{Path: path + "/", Entries: sel, months: 12, Directory: directory}
	sub.Name = func() string { return nameOfSelection(sel, phrases.In(r.Around(sub).Language)) }
	sub.Language = languageOfSelection(sel)
	for _, f := range used {
		sub.Revision.Serial = max(sub.Revision.Serial, f.Serial())
		sub.Changed = later(sub.Changed, f.Changed())
	}
	return sub
}

// merged returns groups in canonical form: all that must be in one group of a kind, and
// before those of which any will do.
func merged(groups []archive.Group) (list []archive.Group) {
	for _, g := range groups {
		g.Feeds = canonical(g.Feeds)
		g.Any = g.Any && len(g.Feeds) > 1
		i := slices.IndexFunc(list, func(o archive.Group) bool { return rank(o) == rank(g) && !o.Any && !g.Any })
		if i < 0 {
			list = append(list, g)
			continue
		}
		list[i].Feeds = canonical(append(list[i].Feeds, g.Feeds...))
	}
	slices.SortFunc(list, func(a, b archive.Group) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(number(a.Any), number(b.Any)), strings.Compare(slugs(a.Feeds, ","), slugs(b.Feeds, ",")))
	})
	return list
}

// number returns 1 for true.
func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// rank orders groups as the path of a selection names them.
func rank(g archive.Group) int {
	if k := g.Feeds[0].Topic.Kind; k != archive.OfContent {
		return int(k)
	}
	return -1
}

func nameOfSelection(sel archive.Selection, words *phrases.Set) string {
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
		b.WriteString(NameOf(f))
	}
	return b.String()
}
