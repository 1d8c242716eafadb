// Package site is the catalogue of a site's addresses.
//
// A Catalogue answers three questions about a snapshot of the archive. Lookup
// says what an address means, All lists the addresses, and Changed lists those
// that a change affected. A document is rendered only when its Make is called.
// The catalogue knows nothing of HTTP, so it is of use to whatever serves, copies
// or announces the site.
//
//	/topics/moon/feed.rss    Found: a feed, its canonical path, its revision
//	/rss.xml                 Found: the same as /feed.rss, whose path it names
//	/topics/Moon/feed.rss    Moved: to /topics/moon/feed.rss
//	/archive/2026-04.atom    MovedForNow: to the present revision of that month
//	/2026/04/07/moon         AtHome: on the author's own site, if articles have their pages there
//	/2026/04/07/lost         Gone: the article was removed
//	/topics/mon/feed.rss     Unknown: near it is the topic Moon
//	/topics/a+b,c/           Refused: it cannot mean anything
//
// Each document has one canonical address. Other spellings are redirected to it,
// except those that programs probe for a feed, as some of them follow no
// redirects.
//
// # Decisions
//
//   - A part of a path that is the name of a topic, signs included ("C++"), is
//     that topic rather than a list.
//   - Below the mount of a content directory, an address means what the rest of it
//     means at the root, confined to the articles of that directory. It belongs to
//     the directory with the longest mount above it. An article whose own address
//     it is, or once was, comes first, because the author chose that path.
//   - Aliases of feeds come after what stands at their addresses, and files of static
//     directories last of all (see Alias).
//   - A topic that exists has an address below each mount, even if no article of the
//     directory has it, so that subscribers may come before the first one.
package site

import (
	"maps"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/page"
	"dateline/feed/render"
)

// Options configure a Catalogue.
type Options struct {
	Renderer *render.Renderer
	Pages    *page.Pages      // nil means those of the default theme
	Search   bool             // the site has a search
	Aliases  []Alias          // of feeds
	Now      func() time.Time // the clock for digests and news; nil means the system's
}

// Catalogue knows the addresses of a site. It is safe for use by several
// goroutines.
type Catalogue struct {
	Options
	aliases aliasing            // immutable
	lastCut atomic.Pointer[cut] // the latest sitemaps
}

// New returns a Catalogue.
func New(o Options) *Catalogue {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Pages == nil {
		o.Pages = page.New(page.Options{Renderer: o.Renderer})
	}
	return &Catalogue{Options: o, aliases: newAliasing(o.Aliases)}
}

// lookup is one question to a Catalogue.
type lookup struct {
	*Catalogue
	s     *archive.Snapshot
	path  string        // not percent-encoded
	query string        // percent-encoded
	in    *archive.Feed // the content directory to which the address is confined, or everything
	rest  string        // path below the mount of the directory
}

// lookup returns the question what an address of a snapshot means.
func (c *Catalogue) lookup(s *archive.Snapshot, path, query string) lookup {
	return lookup{Catalogue: c, s: s, path: path, query: query, in: s.Global(), rest: path}
}

// Lookup returns what an address means. path is not percent-encoded; query is the
// percent-encoded part after the question mark.
func (c *Catalogue) Lookup(s *archive.Snapshot, path, query string) Answer {
	l := c.lookup(s, path, query)
	a := l.answer()
	if a.Status != Unknown {
		return a
	}
	if aliased, ok := l.alias(); ok {
		a = aliased
	}
	if a.Status == Unknown {
		a = l.static(a)
	}
	if a.Status == Unknown && len(a.Near) == 0 {
		a.Nearby = l.nearby
	}
	return a
}

// LookupURI is Lookup for an address as Address.Path has it: percent-encoded, with
// its query.
func (c *Catalogue) LookupURI(s *archive.Snapshot, uri string) Answer {
	path, query, _ := strings.Cut(uri, "?")
	plain, err := url.PathUnescape(path)
	if err != nil {
		return Answer{Status: Unknown, Why: Nothing}
	}
	return c.Lookup(s, plain, query)
}

// probes are the addresses at which programs probe for a feed.
var probes = map[string]render.Format{
	"/rss.xml": render.RSS, "/feed.xml": render.RSS, "/index.xml": render.RSS, "/feed/": render.RSS,
	"/atom.xml": render.Atom,
}

// probed finds the feed at an address at which programs probe for one, and reports
// whether it is such an address.
func (l lookup) probed() (Answer, bool) {
	format, ok := probes[l.rest]
	if !ok && l.rest != "/feed" {
		return Answer{}, false
	}
	if a, ok := l.alias(); ok && a.Status != Unknown {
		return a, true
	}
	if !ok {
		return Answer{}, false
	}
	return l.feed(render.Of(l.in), format), true
}

// answer tries reserved addresses first: an article whose page would have one of
// them gets another address (see article.Address). Below the mount of a content
// directory no address is reserved, so articles come first there.
func (l lookup) answer() Answer {
	if f, below, ok := l.s.ContentAt(l.path); ok && !l.isTaken() {
		l.in, l.rest = f, below
	} else if ok {
		return l.article()
	}
	if a, ok := l.probed(); ok {
		return a
	}
	if file, ok := strings.CutPrefix(l.rest, "/"); ok && isFile(file) {
		return l.subject(render.Of(l.in), file)
	}
	switch {
	case (l.rest == "/" || l.path == "") && l.isSearch():
		return l.results(render.Of(l.in), "")
	case l.rest == "/", l.path == "": // of "GET http://host HTTP/1.1"
		return l.front()
	case l.rest == "", l.rest == "/feed":
		return moved(render.PathIn(l.in, l.rest+"/") + l.chosen())
	}
	for _, find := range []func(lookup) (Answer, bool){lookup.whole, lookup.list, lookup.date} {
		if a, ok := find(l); ok {
			return a
		}
	}
	return l.named()
}

// whole finds what only the whole site has, and reports whether the path is that
// of such a thing.
func (l lookup) whole() (Answer, bool) {
	switch {
	case l.in.Topic != nil:
		return Answer{}, false
	case strings.HasPrefix(l.path, "/covers/"):
		return l.asset(), true
	}
	if a, ok := l.ownersFile(); ok {
		return a, true
	}
	if a, ok := l.theme(); ok {
		return a, true
	}
	if a, ok := l.help(); ok {
		return a, true
	}
	if a, ok := l.build(); ok {
		return a, true
	}
	return l.search()
}

// named finds a path below the directories of topics, outlets and languages, else
// an article.
func (l lookup) named() Answer {
	directory, rest, below := strings.Cut(strings.TrimPrefix(l.rest, "/"), "/")
	kind, ok := archive.KindOf(directory)
	switch {
	case !ok || !strings.HasPrefix(l.rest, "/"):
		return l.article()
	case !below:
		return moved(render.PathIn(l.in, l.rest+"/") + l.chosen())
	case rest == "":
		return l.index(kind)
	}
	return l.selection()
}

// withQuery returns a percent-encoded path with the query of the address.
func (l lookup) withQuery(path string) string {
	if l.query == "" {
		return path
	}
	return article.URI(path + "?" + l.query)
}

// choosing are the parameters that say which articles somebody wants, and how.
var choosing = map[string]bool{"q": true, "limit": true, "content": true, "sort": true, "page": true, page.RawParameter: true,
	render.BeforeParameter: true, render.AfterParameter: true, render.DayParameter: true, render.WeekParameter: true}

// chosen returns the part of the query, with its question mark, that goes along with a
// redirect.
func (l lookup) chosen() string {
	query := l.parameters()
	maps.DeleteFunc(query, func(key string, _ []string) bool { return !choosing[key] })
	if len(query) == 0 {
		return ""
	}
	return "?" + query.Encode()
}

// parameters returns the parsed query. Malformed parameters are ignored.
func (l lookup) parameters() url.Values {
	values, _ := url.ParseQuery(l.query)
	return values
}
