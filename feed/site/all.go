package site

import (
	"iter"
	"net/url"
	"slices"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/phrases"
	"dateline/feed/render"
)

// All returns every canonical address of a snapshot once. It leaves out
// selections, variants of feeds, lists of subscriptions, searches and the builder:
// clients compose those at will, so only Lookup finds them. So it is with the lists and
// topics of content directories, of which there would be as many as of the site.
func (c *Catalogue) All(s *archive.Snapshot) iter.Seq[Address] {
	l := c.lookup(s, "", "")
	return concat(l.themes(), l.lists(), l.gathered(), l.dates(), l.articles(), l.statics())
}

// concat returns the addresses of several sequences.
func concat(parts ...iter.Seq[Address]) iter.Seq[Address] {
	return func(yield func(Address) bool) {
		for _, part := range parts {
			for a := range part {
				if !yield(a) {
					return
				}
			}
		}
	}
}

// flatten returns the addresses that of returns for each element of a sequence.
func flatten[T any](of func(T) []Address, elements iter.Seq[T]) iter.Seq[Address] {
	return func(yield func(Address) bool) {
		for e := range elements {
			for _, a := range of(e) {
				if !yield(a) {
					return
				}
			}
		}
	}
}

// lists returns the addresses whose documents depend on all articles.
func (l lookup) lists() iter.Seq[Address] {
	list := []Address{l.landing(), l.indexOf(archive.OfTopic, begin), l.indexOf(archive.OfOutlet, begin), l.indexOf(archive.OfLanguage, begin), l.topics(), l.news()}
	list = append(list, l.machines()...)
	if l.Search {
		list = append(list, l.searchPage())
	}
	for _, language := range phrases.Languages {
		list = append(list, l.helpIn(language))
	}
	maps := l.sitemaps()
	for _, path := range maps.Paths() {
		list = append(list, l.sitemap(maps, path))
	}
	return slices.Values(list)
}

// gathered returns the addresses of the feed of everything and of all topics,
// outlets, languages and content directories.
func (l lookup) gathered() iter.Seq[Address] {
	return flatten(l.ofFeed, l.feeds())
}

// feeds returns the feed of everything and those of topics, outlets, languages and
// content directories that have an address.
func (l lookup) feeds() iter.Seq[*archive.Feed] {
	return func(yield func(*archive.Feed) bool) {
		if !yield(l.s.Global()) {
			return
		}
		for _, k := range []archive.Kind{archive.OfTopic, archive.OfOutlet, archive.OfLanguage, archive.OfContent} {
			for f := range allOfKind(l.s, k) {
				if at, ok := l.s.Gathered(k, f.Topic.Slug); ok && at == f && !yield(f) {
					return
				}
			}
		}
	}
}

// allOfKind returns the feeds of a kind, including topics without articles,
// because their addresses stay valid.
func allOfKind(s *archive.Snapshot, k archive.Kind) iter.Seq[*archive.Feed] {
	if k == archive.OfTopic {
		return s.Topics()
	}
	return s.Of(k)
}

// ofFeed returns all addresses of a feed: its page, its documents, its feeds of
// changes and its digests.
func (l lookup) ofFeed(f *archive.Feed) []Address {
	sub := render.Of(f)
	list := l.ofSubject(sub)
	if changes, ok := l.Renderer.Changes(l.s, sub); ok {
		list = append(list, l.feedsOf(changes)...)
	}
	for _, every := range []render.Every{render.Daily, render.Weekly} {
		if digest, ok := l.Renderer.Digest(l.s, sub, every, l.Now()); ok {
			list = append(list, l.feedsOf(digest)...)
		}
	}
	return list
}

// ofSubject returns the page of a subject, its feeds and its archive documents.
// The page of everything is the landing page, which lists returns.
func (l lookup) ofSubject(sub render.Subject) []Address {
	list := l.feedsOf(sub)
	if sub.Path != "/" {
		list = append(list, l.listed(sub))
	}
	for _, v := range l.Renderer.Volumes(sub) {
		for _, format := range render.Formats {
			list = append(list, l.volumeOf(sub, v, format))
		}
	}
	return list
}

// Feeds returns the addresses of the feed of a topic, an outlet, a language or a
// content directory in all formats, and none if the snapshot does not have it. nil
// stands for everything.
func (c *Catalogue) Feeds(s *archive.Snapshot, t *archive.Topic) []Address {
	f, ok := at(s, t)
	if !ok {
		return nil
	}
	return c.lookup(s, "", "").feedsOf(render.Of(f))
}

// at returns the feed of a topic, an outlet, a language or a content directory in a
// snapshot; nil stands for everything.
func at(s *archive.Snapshot, t *archive.Topic) (*archive.Feed, bool) {
	if t == nil {
		return s.Global(), true
	}
	return s.Gathered(t.Kind, t.Slug)
}

func (l lookup) feedsOf(sub render.Subject) []Address {
	list := make([]Address, len(render.Formats))
	for i, format := range render.Formats {
		list[i] = l.feedOf(sub, format)
	}
	return list
}

// directories returns the question for the whole site, and for each content
// directory.
func (l lookup) directories() iter.Seq[lookup] {
	return func(yield func(lookup) bool) {
		if !yield(l) {
			return
		}
		for l.in = range l.s.Of(archive.OfContent) {
			if !yield(l) {
				return
			}
		}
	}
}

// dates returns the addresses of the years, months and days that have articles, and
// of those that have some in a content directory.
func (l lookup) dates() iter.Seq[Address] {
	return func(yield func(Address) bool) {
		for l := range l.directories() {
			seen := map[string]bool{}
			ofEntry := func(e *archive.Entry) []Address { return l.ofDay(l.Renderer.DateOf(e.Published()), seen) }
			for a := range flatten(ofEntry, l.in.Newest()) {
				if !yield(a) {
					return
				}
			}
		}
	}
}

// ofDay returns the addresses of a day ("2026-04-07"), its month and its year,
// except those already in seen.
func (l lookup) ofDay(day string, seen map[string]bool) (list []Address) {
	for _, date := range []string{day, day[:len("2006-01")], day[:len("2006")]} {
		if seen[date] {
			break // and so were its month and year
		}
		seen[date] = true
		if sub, ok := l.Renderer.OfDate(l.s, l.in, date); ok && len(sub.Entries.Latest(1)) > 0 {
			list = append(list, l.ofSubject(sub)...)
		}
	}
	return list
}

// articles returns the pages and the Markdown of articles and of pages without a date,
// and the files beside them that they link to.
func (l lookup) articles() iter.Seq[Address] {
	return func(yield func(Address) bool) {
		seen := map[string]bool{}
		for a := range concat(flatten(l.ofEntry, l.s.Global().Newest()), l.sheets()) {
			if a.Kind == Covers {
				if seen[a.Path] {
					continue // several articles may share a file
				}
				seen[a.Path] = true
			}
			if !yield(a) {
				return
			}
		}
	}
}

// ofEntry returns the page of an article, unless that is on the author's own site,
// its Markdown, and the files beside it that it links to.
func (l lookup) ofEntry(e *archive.Entry) []Address {
	list := []Address{l.markdownOf(e)}
	if !l.Renderer.PagesAtHome() {
		list = []Address{l.pageOf(e), l.markdownOf(e)}
	}
	return append(list, l.filesBeside(e)...)
}

// filesBeside returns the addresses of the files beside an article that it links to.
func (l lookup) filesBeside(e *archive.Entry) (list []Address) {
	for _, name := range filesOf(e) {
		file := l.s.FileOf(name)
		if a, ok := l.s.Asset(file); ok && !archive.IsStatic(file) {
			list = append(list, assetOf(file, a))
		}
	}
	return list
}

// filesOf returns the site paths of the files that an article links to.
func filesOf(e *archive.Entry) (names []string) {
	if e.CoverPath != "" {
		names = append(names, e.CoverPath)
	}
	if e.Enclosure != nil && e.Enclosure.Path != "" {
		names = append(names, e.Enclosure.Path)
	}
	covers := article.AssetPath("")
	for i, f := range e.References {
		link, local := strings.CutPrefix(strings.TrimSuffix(e.Links[i], f.Suffix), covers)
		if name, err := url.PathUnescape(link); local && err == nil {
			names = append(names, name)
		}
	}
	return names
}
