package render

import (
	"cmp"
	"iter"
	"strings"

	"dateline/feed/archive"
)

// A content directory with a mount has pages and feeds like those of the site,
// below its mount and in its own language: /zh/, /zh/feed.rss, /zh/2026/04/,
// /zh/topics/moon/. What is below a mount is a subject of the site that is confined
// to the articles of the directory. A directory has no feed of changes, because the
// notice of a backfill does not say where its articles are.

// Directory is a content directory as readers see it. It has pages and feeds of
// its own below its mount, unless that is the root.
type Directory struct {
	Mount string // "/", "/zh"
	// Title is that of its feeds. An empty one means that of the site with the
	// mount, "Dateline: zh": a mount is unique, which a language is not.
	Title    string
	Language string // BCP 47; empty means that of the site
}

// mounted returns how the site shows its directories that are not at the root, by
// mount, and itself under "".
func (site Site) mounted() map[string]Directory {
	all := map[string]Directory{"": {Title: site.Title, Language: site.Language}}
	for _, d := range site.Directories {
		if d.Mount != "/" {
			all[d.Mount] = site.shownAs(d)
		}
	}
	return all
}

// shownAs returns a directory with a title and a language.
func (site Site) shownAs(d Directory) Directory {
	d.Title = cmp.Or(d.Title, site.Title+": "+strings.Trim(d.Mount, "/"))
	d.Language = cmp.Or(d.Language, site.Language)
	return d
}

// mixesLanguages reports whether feeds have several languages. Then each item says
// its own, because those of a directory are in feeds of its language too.
func (site Site) mixesLanguages() bool {
	for _, d := range site.mounted() {
		if d.Language != site.Language {
			return true
		}
	}
	return false
}

// directory returns the directory with a mount, or the site for "".
func (r *Renderer) directory(mount string) Directory {
	if d, ok := r.directories[mount]; ok {
		return d
	}
	return r.Site.shownAs(Directory{Mount: mount}) // the site does not name it
}

// Around returns the directory to which a subject is confined, or the site, in the
// language that all articles of the subject have, if it has one.
func (r *Renderer) Around(sub Subject) Directory {
	d := r.directory(sub.Directory)
	d.Language = cmp.Or(sub.Language, d.Language)
	return d
}

// OfFeed returns the directory of a feed, which is that of everything or of a
// content directory.
func (r *Renderer) OfFeed(in *archive.Feed) Directory { return r.directory(mountOf(in)) }

// Title returns the title of the feed of a content directory.
func (r *Renderer) Title(in *archive.Feed) string { return r.OfFeed(in).Title }

// mountOf returns the mount of a content directory, or "" for everything.
func mountOf(in *archive.Feed) string {
	if in.Topic == nil {
		return ""
	}
	return in.Topic.Name
}

// PathIn returns the path of an address below the page of a content directory or,
// for the feed of everything, of the site.
func PathIn(in *archive.Feed, path string) string {
	return strings.TrimSuffix(TopicPath(in.Topic), "/") + path
}

// Gathered returns the topics, outlets or languages that belong in the lists of a
// content directory or of the site, with the numbers of their articles there, by slug.
func Gathered(s *archive.Snapshot, in *archive.Feed, k archive.Kind) iter.Seq2[*archive.Feed, int] {
	return func(yield func(*archive.Feed, int) bool) {
		for _, r := range s.Ranking(in, k).All() {
			if f, ok := s.Gathered(k, r.Slug); ok && !yield(f, r.Count) {
				return
			}
		}
	}
}

// Confined returns the subject of a topic, an outlet or a language in a content
// directory or the whole site.
func (r *Renderer) Confined(f, in *archive.Feed) Subject {
	if in.Topic == nil {
		return Of(f)
	}
	return r.Select(archive.Selection{Groups: []archive.Group{{Feeds: []*archive.Feed{f}}, {Feeds: []*archive.Feed{in}}}})
}
