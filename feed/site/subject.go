package site

import (
	"net/url"
	"regexp"
	"strings"

	"dateline/feed/page"
	"dateline/feed/render"
)

// volume matches the names of archive documents: of a month or a year, in a given
// revision or, without one, in the present one.
var volume = regexp.MustCompile(`^archive/(\d{4}(?:-\d{2})?)(?:-([0-9a-f]+))?\.(atom|rss|json)$`)

// isFile reports whether a name is that of a feed ("feed.rss", "changes.rss",
// "digest/daily.rss") or of an archive document ("archive/2026-04.rss").
func isFile(name string) bool {
	feed, format, _ := strings.Cut(name, ".")
	switch feed {
	case "feed", "changes", "digest/daily", "digest/weekly":
		return render.Format(format).Known()
	}
	return volume.MatchString(name)
}

// subject finds the page of a subject or, if file is not empty, a feed or archive
// document beside it. Other spellings are redirected.
func (l lookup) subject(sub render.Subject, file string) Answer {
	name, format, _ := strings.Cut(file, ".")
	ok := true
	switch plain, _ := url.PathUnescape(sub.Path); {
	case l.path != plain+file:
		return moved(sub.Path + file + l.chosen())
	case l.isSearch():
		return l.results(sub, file)
	case file == "":
		return l.turned(sub)
	case strings.HasPrefix(name, "archive/"):
		return l.volume(sub, file)
	case name == "changes":
		sub, ok = l.Renderer.Changes(l.s, sub)
	case name != "feed":
		sub, ok = l.Renderer.Digest(l.s, sub, render.Every(strings.TrimPrefix(name, "digest/")), l.Now())
	}
	if !ok {
		return l.unknown(Answer{Why: Nothing})
	}
	return l.feed(sub, render.Format(format))
}

// feed finds the feed of a subject in the variant that the query requests.
func (l lookup) feed(sub render.Subject, format render.Format) Answer {
	if l.isSearch() {
		return l.results(sub, "feed."+string(format))
	}
	sub, err := l.variant(sub)
	if err != nil {
		return refused(err.Error())
	}
	a := found(l.feedOf(sub, format))
	a.Feed = &render.Subscription{Subject: sub, Format: format}
	a.Page = l.feedPage(a.Address, format, func() render.Document { return l.Pages.Feed(sub, format) })
	return a
}

// feedPage returns what a browser gets instead of a feed or an archive document: the
// page that make renders. With ?raw it gets the document itself, with the same ETag, and
// with a type that every browser shows, while some only save a feed.
func (l lookup) feedPage(of Address, format render.Format, make func() render.Document) Address {
	if l.query == "" || !l.parameters().Has(page.RawParameter) {
		return Address{Kind: Pages, Path: of.Path, Revision: of.Revision, Modified: of.Modified, Make: make}
	}
	raw := of
	raw.Path += " raw"
	raw.Make = func() render.Document { return shown(of.Make(), format) }
	return raw
}

// shown returns the document of a feed with a type that browsers show.
func shown(d render.Document, format render.Format) render.Document {
	d.Type = "text/xml; charset=utf-8"
	if format == render.JSON {
		d.Type = "application/json; charset=utf-8"
	}
	return d
}

func (l lookup) feedOf(sub render.Subject, format render.Format) Address {
	return Address{Kind: Feeds, Path: sub.FeedPath(format), Revision: l.Renderer.FeedRevision(l.s, sub),
		Modified: l.s.Modified(l.Renderer.FeedChanged(l.s, sub)),
		Make:     func() render.Document { return l.Renderer.Feed(l.s, sub, format) }}
}

// listed returns the address of the page of a subject.
func (l lookup) listed(sub render.Subject) Address {
	sub.Snapshot = l.s
	revision, changed := l.Renderer.ListRevision(l.s, sub)
	return Address{Kind: Pages, Path: sub.PagePath(), Revision: revision, Modified: l.s.Modified(changed),
		Make: func() render.Document { return l.Pages.List(sub) }}
}

// variant returns sub in the variant that the query requests.
func (l lookup) variant(sub render.Subject) (render.Subject, error) {
	if l.query == "" {
		return sub, nil
	}
	v, err := l.Renderer.VariantOf(l.parameters())
	sub.Variant = v
	return sub, err
}

// volume finds an archive document (RFC 5005). The document of a revision never
// changes. A name without a revision, or with an outdated one, is redirected to
// the present one, or to the feed if that holds all of it.
func (l lookup) volume(sub render.Subject, file string) Answer {
	m := volume.FindStringSubmatch(file)
	name, revision, format := m[1], m[2], render.Format(m[3])
	sub, err := l.variant(sub)
	if err != nil {
		return refused(err.Error())
	}
	sub.Variant.Limit = 0
	v, ok := l.Renderer.Volume(sub, name)
	switch {
	case !ok:
		return l.unknown(Answer{Why: "nothing was published then", See: sub.FeedPath(format)})
	case revision != "" && !v.Was(revision):
		return l.unknown(Answer{Why: "this archive document has never had that revision", See: sub.VolumePath(v, format)})
	case revision == "" || revision != v.Revision:
		return Answer{Status: MovedForNow, Address: Address{Path: sub.VolumePath(v, format)}}
	}
	a := found(l.volumeOf(sub, v, format))
	a.Page = l.feedPage(a.Address, format, func() render.Document { return l.Pages.FeedVolume(sub, v, format) })
	return a
}

// volumeOf returns the address of an archive document. Its only revision is the
// one in its name.
func (l lookup) volumeOf(sub render.Subject, v render.Volume, format render.Format) Address {
	return Address{Kind: Archives, Path: sub.VolumePath(v, format),
		Make: func() render.Document { return l.Renderer.Archive(l.s, sub, v, format) }}
}

// front finds the first page of the site or of a content directory, or another page of
// the same list.
func (l lookup) front() Answer {
	a := l.turned(render.Of(l.in))
	if a.Status == Found && a.Path == "/" {
		return found(l.landing())
	}
	return a
}

// landing returns the address of the page at the root.
func (l lookup) landing() Address {
	return l.page(Pages, "/", func() render.Document { return l.Pages.Landing(l.s) })
}

// page returns the address of a document that depends on all articles.
func (l lookup) page(kind Kind, path string, make func() render.Document) Address {
	return Address{Kind: kind, Path: path, Revision: render.Revision{Serial: l.s.Global().Serial()}, Modified: l.s.Modified(l.s.Global().Touched()), Make: make}
}
