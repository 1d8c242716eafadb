// Package render turns a snapshot of the archive into documents: RSS 2.0,
// Atom 1.0 (RFC 4287), JSON Feed 1.1, HTML pages.
//
// A document is a function of the snapshot and the Site alone: the same snapshot
// and Site give the same bytes on any machine. An entry is encoded once in each
// format, and a feed is a head followed by such fragments.
//
// The structs of gorilla/feeds are embedded, and fields that they get wrong are
// declared again (the shallower field wins in encoding/xml and encoding/json).
//
// It exports more than fifteen names, because feed/site has to describe a
// document before it is rendered: by a Subject, a Volume or the Sitemaps, a
// Variant, a Revision and a path.
package render

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/maypok86/otter/v2"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/phrases"
)

// Site describes the site and how its documents show articles.
type Site struct {
	Title, Description string
	BaseURL            string // absolute, without trailing slash
	Language           string // BCP 47
	Author, Icon       string // may be empty; Author is read as front matter is, "Name <mail>"
	// Logo is the absolute URL of a wide picture, Accent a colour of CSS ("#0a6",
	// "#00aa66"), License a text or a URL. Each may be empty.
	Logo, Accent, License string
	Emails                bool // feeds contain the mail addresses of authors
	Zone                  *time.Location
	Items                 int  // entries in a feed, not counting recent ones
	MinItems              int  // entries that MaxBytes leaves in a feed
	MaxBytes              int  // size of a feed, above which it has fewer entries; 0 means no bound
	MaxEntry              int  // bytes of HTML above which an article is its summary and a link; 0 means no bound
	SummaryOnly           bool // content is the summary alone
	Related               bool // content ends with the Related list
	Search                bool // the site can be searched
	Moved                 bool // the site had another base URL earlier
	// MinAge and MaxAge bound how long caches may use documents without asking.
	MinAge, MaxAge time.Duration
	// ItemLink is the target of an entry's link: "page", "source", "site" for the
	// page on the author's own site, or a URL that contains {path}, which
	// stands for the Permalink of the article.
	ItemLink string
	// Home is the author's own site: an absolute URL without trailing slash, or
	// empty.
	Home string
	// Markdown returns the Markdown of an entry, for RSS items. ok is false if a
	// file with the entry's Hash cannot be read now. If Markdown is nil, items do
	// not include it.
	Markdown func(*archive.Entry) (text string, ok bool)
	// Directories are the content directories.
	Directories []Directory
}

// Format is a feed format; its value is the extension in URLs.
type Format string

// The formats, in the order in which pages list them.
const (
	Atom Format = "atom"
	RSS  Format = "rss"
	JSON Format = "json"
)

// Formats lists all formats.
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

// Renderer renders the documents of a site. It is safe for concurrent use.
type Renderer struct {
	Site      Site // immutable
	siteSum   string
	direction string           // of the site's language
	authors   []article.Author // of the site; empty if it names none
	histories *otter.Cache[historyKey, history]
	fragments *otter.Cache[shape, *fragments]
	sizes     *otter.Cache[shape, int]
	excesses  excesses

	directories  map[string]Directory // that are not at the root, by mount; the site under ""
	multilingual bool                 // items say their languages, also those in the language of the site
}

// shape is an entry and the form in which it is shown.
type shape struct {
	*archive.Entry
	form  form
	alone bool // it depends on nothing that Entry.Sum leaves out
}

// fragments holds an entry encoded in each format.
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

// fragmentBytes bounds the fragments that are cached. Others are encoded again
// when a feed needs them.
const fragmentBytes = 64 << 20

// historyVolumes bounds the cached volumes, of 150 bytes each. A subject itself
// counts as two.
const historyVolumes = 100_000

// New returns a Renderer.
func New(site Site) *Renderer {
	now := func(work func()) { work() }
	return &Renderer{Site: site, siteSum: siteSum(site), direction: phrases.Direction(site.Language), authors: site.shown(article.ReadAuthors(site.Author)),
		directories: site.mounted(), multilingual: site.mixesLanguages(),
		histories: otter.Must(&otter.Options[historyKey, history]{
			MaximumWeight: historyVolumes,
			Weigher:       func(_ historyKey, h history) uint32 { return uint32(len(h.volumes) + 2) },
			Executor:      now,
		}),
		sizes: otter.Must(&otter.Options[shape, int]{
			MaximumWeight: sizedBytes,
			Weigher:       func(of shape, _ int) uint32 { return uint32(len(of.HTML) + entryBytes) },
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

// TopicPath returns the percent-encoded path of the page of a topic, an outlet, a
// language or a content directory, or "/" for nil.
func TopicPath(t *archive.Topic) string {
	switch {
	case t == nil:
		return "/"
	case t.Kind == archive.OfContent:
		return mountPath(t.Name) + "/"
	}
	return IndexPath(t.Kind) + url.PathEscape(t.Slug) + "/"
}

// mountPath returns the percent-encoded path of a mount, without a slash at the
// end.
func mountPath(mount string) string { return article.PathURI(mount) }

// IndexPath returns the path of the page that lists all topics, outlets or
// languages.
func IndexPath(k archive.Kind) string { return "/" + k.Directory() + "/" }

// Feed renders the feed of a subject of the snapshot.
func (r *Renderer) Feed(s *archive.Snapshot, sub Subject, format Format) Document {
	if sub.items != nil {
		return r.itemFeed(s, sub, format)
	}
	window := r.Window(sub)
	h := r.head(s, sub, format, updated(window))
	h.emptied = emptied(s, sub)
	h.markdown = r.Site.Markdown != nil && slices.ContainsFunc(window, func(e *archive.Entry) bool { return sub.Variant.form(r.Site, e) == whole })
	if r.Site.Moved && slices.ContainsFunc(window, func(e *archive.Entry) bool { return e.Enclosure != nil }) {
		h.moved = h.self
	}
	h.fresh = r.fresh(len(window), func(i int) time.Time { return window[i].Published() })
	history := r.history(sub)
	h.complete = history.complete
	if n := len(history.volumes); n > 0 {
		h.prev = r.Site.BaseURL + sub.VolumePath(history.volumes[n-1], format)
	}
	var tombstones []fragment
	if format == Atom {
		tombstones = r.tombstones(s, sub)
		h.tombstones = len(tombstones) > 0
	}
	d := r.draft(h, sub.FeedPath(format), format)
	d.items = tombstones // in the grammar of RFC 4287, entries come last
	for _, e := range window {
		d.items = append(d.items, r.fragment(s, shape{Entry: e, form: sub.Variant.form(r.Site, e)}).of(format))
	}
	document := d.document()
	r.noteSize(sub, document)
	return document
}

// draft is an unfinished feed: a shell in one format, and its items.
type draft struct {
	path      string
	format    Format
	head      head
	shell     []byte
	items     []fragment
	separator string
}

// head returns the head of the feed of a subject in a snapshot.
func (r *Renderer) head(s *archive.Snapshot, sub Subject, format Format, updated time.Time) head {
	in := r.Around(sub)
	h := head{title: in.Title, language: in.Language, home: r.Site.BaseURL + sub.homePath(), self: r.Site.BaseURL + sub.FeedPath(format), updated: updated}
	h.id = feedID(s, sub, format)
	if name := sub.Name(); name != "" {
		h.title += ": " + name
	}
	return h
}

// draft begins a feed with a path.
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

// document returns the finished feed.
func (d draft) document() Document {
	body, items, sum := join(d.shell, d.items, d.separator)
	if d.format == JSON {
		items = nil // deltas are only for XML
	}
	return Document{Path: d.path, Type: d.format.Type(), Body: body, ETag: ETag(sum), Items: items, Fresh: d.head.fresh,
		Partial: slices.ContainsFunc(d.items, func(f fragment) bool { return f.partial })}
}

// head holds what every format says about a feed. URLs are absolute.
type head struct {
	title, home string
	language    string // BCP 47
	id, self    string
	moved       string        // self, if podcast directories may have another address of the feed
	updated     time.Time     // zero for a feed without entries
	emptied     time.Time     // what Atom says instead of zero
	tombstones  bool          // the feed has some
	markdown    bool          // its items include their Markdown
	fresh       time.Duration // how long caches may use it; 0: not specified
	// For archived feeds (RFC 5005): whether this is an archive document, the
	// feed that it belongs to, the documents before and after it; whether this
	// feed has none because it is complete.
	archive, complete   bool
	current, prev, next string
}

// fragment returns an entry encoded in all formats. If content shows Related
// lists, the result depends on other entries, so it is encoded anew.
func (r *Renderer) fragment(s *archive.Snapshot, e shape) *fragments {
	f, ok := r.fragments.GetIfPresent(e)
	if !ok || r.Site.Related && !e.alone {
		f = encode(r.item(s, e))
		if !f.rss.partial {
			r.fragments.Set(e, f)
		}
	}
	return f
}

// encode encodes an item in all formats.
func encode(it item) *fragments {
	x := encoders.Get().(*encoder)
	defer encoders.Put(x)
	f := &fragments{rss: newFragment(x.xml(rssItemOf(it))), atom: newFragment(x.xml(atomEntryOf(it))), json: newFragment(x.json(jsonItemOf(it)))}
	f.rss.partial = it.partial
	return f
}

// OwnSite is the ItemLink of articles that have their pages on the author's own
// site.
const OwnSite = "site"

// PagesAtHome reports whether articles have their pages on the author's own site
// instead of here.
func (r *Renderer) PagesAtHome() bool { return r.Site.ItemLink == OwnSite }

// PageURL returns the absolute URL of an article's page, which may be on the
// author's own site.
func (r *Renderer) PageURL(e *archive.Entry) string {
	if r.PagesAtHome() {
		return e.PermalinkAt(r.Site.Home)
	}
	return r.Site.BaseURL + article.PageURI(e.Path)
}

// LinksByPath reports whether items link to another site by the addresses of articles.
func (r *Renderer) LinksByPath() bool { return strings.Contains(r.Site.ItemLink, "{path}") }

// Link returns the URL to which the item of an entry links in feeds.
func (r *Renderer) Link(e *archive.Entry) string {
	if r.Site.ItemLink == "source" && len(e.Sources) > 0 {
		return article.URI(e.Sources[0].URL)
	}
	return r.wholeURL(e)
}

// wholeURL returns the URL of the page that shows the whole article, which may
// be on another site.
func (r *Renderer) wholeURL(e *archive.Entry) string {
	if r.LinksByPath() {
		return strings.ReplaceAll(r.Site.ItemLink, "{path}", e.PermalinkAt(""))
	}
	return r.PageURL(e)
}

// Known reports whether f is one of Formats.
func (f Format) Known() bool { return slices.Contains(Formats, f) }
