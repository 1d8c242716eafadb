// Package render turns a snapshot of the archive into documents: RSS 2.0,
// Atom 1.0 (RFC 4287), JSON Feed 1.1, HTML pages.
//
// A document is a function of the snapshot and the Site alone: the same snapshot and
// Site make the same bytes on any machine. An entry is encoded once in each format,
// and a feed is a head with such fragments after it.
//
// gorilla/feeds is the vocabulary: its structs are embedded, and what they get wrong
// is declared again (the shallower field wins in encoding/xml and encoding/json).
//
// It exports more than fifteen names, since feed/site needs to know what a
// document is of before it is made: a Subject, a Volume, the Sitemaps, in a Variant,
// as of a Revision, and at which path.
package render

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/maypok86/otter/v2"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// Site is what documents say of the site and how they show articles.
type Site struct {
	Title, Description string
	BaseURL            string // absolute, without trailing slash
	Language           string // BCP 47
	Author, Icon       string // may be empty
	Zone               *time.Location
	Items              int  // entries of a feed, recent ones aside
	MaxBytes           int  // of a feed; above it the oldest entries are summaries, then bare; 0 means no bound
	SummaryOnly        bool // content is the summary alone
	Related            bool // content ends with the Related list
	Search             bool // the site can be searched
	// MinAge and MaxAge bound how long documents may be kept without asking.
	MinAge, MaxAge time.Duration
	// ItemLink is where an entry's link leads: "page", "source", or a URL
	// with {path} in it.
	ItemLink string
	// Markdown returns the Markdown of an entry, that of its very Hash, for RSS
	// items. It is not ok if the file cannot be read now. If Markdown is nil,
	// items have none.
	Markdown func(*archive.Entry) (text string, ok bool)
}

// Format is a feed format; its value is the extension in URLs.
type Format string

// The formats, in the order in which pages offer them.
const (
	Atom Format = "atom"
	RSS  Format = "rss"
	JSON Format = "json"
)

// Formats lists them.
var Formats = []Format{Atom, RSS, JSON}

// Type returns the media type of a format.
func (f Format) Type() string {
	switch f {
	case RSS:
		return "application/rss+xml; charset=utf-8"
	case Atom:
		return "application/atom+xml; charset=utf-8"
	}
	return "application/feed+json; charset=utf-8"
}

// Renderer makes the documents of a site. It is safe for use by several
// goroutines.
type Renderer struct {
	site      Site
	siteSum   string
	direction string                        // of the site's language
	histories *otter.Cache[string, history] // by path of the subject
	fragments *otter.Cache[shape, *fragments]
}

// shape is an entry in a form.
type shape struct {
	*archive.Entry
	form  form
	alone bool // nothing in it depends on what Entry.Sum leaves out
}

// fragments are an entry in each format.
type fragments struct{ rss, atom, json fragment }

func (f *fragments) of(format Format) fragment {
	switch format {
	case RSS:
		return f.rss
	case Atom:
		return f.atom
	}
	return f.json
}

// fragmentBytes bounds the fragments that are kept. What was dropped is made again
// when a feed needs it.
const fragmentBytes = 64 << 20

// historyVolumes bounds the archive documents that are remembered, of 150 bytes
// each. A subject counts as two, for what else is remembered of it.
const historyVolumes = 100_000

// New returns a Renderer.
func New(site Site) *Renderer {
	now := func(work func()) { work() }
	return &Renderer{site: site, siteSum: siteSum(site), direction: direction(site.Language),
		histories: otter.Must(&otter.Options[string, history]{
			MaximumWeight: historyVolumes,
			Weigher:       func(_ string, h history) uint32 { return uint32(len(h.volumes) + 2) },
			Executor:      now,
		}),
		fragments: otter.Must(&otter.Options[shape, *fragments]{
			MaximumWeight: fragmentBytes,
			Weigher: func(_ shape, f *fragments) uint32 {
				return uint32(len(f.rss.text) + len(f.atom.text) + len(f.json.text))
			},
			Executor: now,
		})}
}

// FeedPath returns the path of the feed that belongs to a page.
func FeedPath(page string, format Format) string { return page + "feed." + string(format) }

// directories are the first parts of the paths of what gathers articles.
var directories = [...]string{archive.OfTopic: "topics", archive.OfOutlet: "sources", archive.OfLanguage: "lang"}

// TopicPath returns the percent-encoded path of the page of what gathers
// articles, "/" for nil.
func TopicPath(t *archive.Topic) string {
	if t == nil {
		return "/"
	}
	return IndexPath(t.Kind) + url.PathEscape(t.Slug) + "/"
}

// IndexPath returns the path of the page that lists all topics, outlets or
// languages.
func IndexPath(k archive.Kind) string { return "/" + directories[k] + "/" }

// KindOf returns the kind whose pages are in a directory of the site, and reports
// whether there is one.
func KindOf(directory string) (archive.Kind, bool) {
	i := slices.Index(directories[:], directory)
	return archive.Kind(i), i >= 0
}

// Feed renders the feed of a subject of the snapshot.
func (r *Renderer) Feed(s *archive.Snapshot, sub Subject, format Format) Document {
	if sub.items != nil {
		return r.itemFeed(sub, format)
	}
	window := sub.Entries.Window(r.Most(sub))
	if limit := sub.Variant.Limit; limit > 0 {
		window = window[:min(limit, len(window))]
	}
	h := r.head(sub, format, updated(window))
	h.fresh = r.fresh(len(window), func(i int) time.Time { return window[i].Published() })
	history := r.history(sub)
	h.complete = history.complete
	if n := len(history.volumes); n > 0 {
		h.prev = r.site.BaseURL + sub.VolumePath(history.volumes[n-1], format)
	}
	d := r.draft(h, sub.FeedPath(format), format)
	if format == Atom {
		d.items = r.tombstones(sub) // RFC 4287 has its grammar end with the entries
	}
	for _, e := range window {
		d.items = append(d.items, r.fragment(s, shape{e, sub.Variant.form(r.site), false}).of(format))
	}
	for _, smaller := range []form{summary, bare} {
		d.shrink(r.site.MaxBytes, len(window), func(i int) fragment { return r.fragment(s, shape{window[i], smaller, false}).of(format) })
	}
	return d.document(window)
}

// itemFeed renders a feed that tells of something else than entries, with as
// many items as a feed has entries. If they make it too large, the oldest lose their
// text, then everything else that can be long.
func (r *Renderer) itemFeed(sub Subject, format Format) Document {
	latest := time.Unix(0, 0)
	var items []item
	for it := range sub.items {
		if len(items) == cmp.Or(sub.Variant.Limit, r.site.Items) {
			break
		}
		items = append(items, it)
		if it.updated.After(latest) {
			latest = it.updated
		}
	}
	h := r.head(sub, format, latest)
	h.fresh = r.fresh(len(items), func(i int) time.Time { return items[i].published })
	d := r.draft(h, sub.FeedPath(format), format)
	for i := range items {
		d.items = append(d.items, encode(items[i]).of(format))
	}
	d.shrink(r.site.MaxBytes, len(items), func(i int) fragment {
		items[i].contentHTML = ""
		return encode(items[i]).of(format)
	})
	d.shrink(r.site.MaxBytes, len(items), func(i int) fragment { return encode(items[i].bare()).of(format) })
	return d.document(nil)
}

// draft is a feed in the making: a shell in one format, and its items.
type draft struct {
	path      string
	format    Format
	head      head
	shell     []byte
	items     []fragment
	separator string
}

// head begins what the feed of a subject says of itself.
func (r *Renderer) head(sub Subject, format Format, updated time.Time) head {
	h := head{title: r.site.Title, home: r.site.BaseURL + sub.Path, self: r.site.BaseURL + sub.FeedPath(format), updated: updated}
	h.id = h.self
	if name := sub.name(); name != "" {
		h.title += ": " + name
	}
	return h
}

// draft begins a feed that stands at a path.
func (r *Renderer) draft(h head, path string, format Format) draft {
	d := draft{path: path, format: format, head: h, separator: "\n"}
	switch format {
	case RSS:
		d.shell = r.rss(h)
	case Atom:
		d.shell = r.atom(h)
	default:
		d.shell, d.separator = r.json(h), ",\n"
	}
	return d
}

// shrink returns the oldest of the last n items of a feed that is too large a
// smaller form, as many as it takes. Without a bound it does nothing.
func (d draft) shrink(most, n int, smaller func(i int) fragment) {
	size, items := d.size(), d.items[len(d.items)-n:]
	for i := n - 1; i >= 0 && size > most && most > 0; i-- {
		before := len(items[i].text)
		items[i] = smaller(i)
		size += len(items[i].text) - before
	}
}

// size returns about the bytes of the document.
func (d draft) size() int {
	size := len(d.shell)
	for _, it := range d.items {
		size += len(it.text) + len(d.separator)
	}
	return size
}

// document returns the finished feed of a window of entries, if it has some.
func (d draft) document(window []*archive.Entry) Document {
	body, items, sum := join(d.shell, d.items, d.separator)
	if d.format == JSON {
		items = nil // deltas are of XML
	}
	return Document{Path: d.path, Type: d.format.Type(), Body: body, ETag: etag(sum), Items: items,
		Modified: modified(window), Fresh: d.head.fresh,
		Partial: slices.ContainsFunc(d.items, func(f fragment) bool { return f.partial })}
}

// head is what a feed says of itself in every format. URLs are absolute.
type head struct {
	title, home string
	id, self    string
	updated     time.Time     // the Unix epoch for a feed without entries
	fresh       time.Duration // how long it may be kept; 0: it says nothing of that
	// Of archived feeds (RFC 5005): whether this is an archive document,
	// the feed that it belongs to, those before and after it; whether this
	// feed has none since it holds everything.
	archive, complete   bool
	current, prev, next string
}

// updated is the latest moment of a window, never the clock.
func updated(window []*archive.Entry) time.Time {
	latest := time.Unix(0, 0)
	for _, e := range window {
		if e.Updated().After(latest) {
			latest = e.Updated()
		}
	}
	return latest
}

// fragment returns an entry encoded in all formats. With Related lists in the
// content it depends on other entries too, and is made anew.
func (r *Renderer) fragment(s *archive.Snapshot, e shape) *fragments {
	f, ok := r.fragments.GetIfPresent(e)
	if !ok || r.site.Related && !e.alone {
		f = encode(r.item(s, e))
		if !f.rss.partial {
			r.fragments.Set(e, f)
		}
	}
	return f
}

// encode writes an item in all formats.
func encode(it item) *fragments {
	x := encoders.Get().(*encoder)
	defer encoders.Put(x)
	f := &fragments{rss: newFragment(x.xml(rssItemOf(it))), atom: newFragment(x.xml(atomEntryOf(it))), json: newFragment(x.json(jsonItemOf(it)))}
	f.rss.partial = it.partial
	return f
}

// pageURL returns the absolute URL of an article's page.
func (r *Renderer) pageURL(e *archive.Entry) string {
	return r.site.BaseURL + article.PageURI(e.Path)
}

// link returns the URL to which an entry leads.
func (r *Renderer) link(e *archive.Entry) string {
	switch {
	case r.site.ItemLink == "source" && len(e.Sources) > 0:
		return article.URI(e.Sources[0].URL)
	case strings.Contains(r.site.ItemLink, "{path}"):
		return strings.ReplaceAll(r.site.ItemLink, "{path}", article.PathURI(e.Path))
	}
	return r.pageURL(e)
}

// Known reports whether f is a format that is served.
func (f Format) Known() bool { return slices.Contains(Formats, f) }
