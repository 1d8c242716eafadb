package archive

import (
	"iter"
	"slices"
	"strings"

	"dateline/feed/article"
)

// A content directory with a mount other than "/" has a feed of its own, which
// works like that of a topic: an article came to it when it was first seen, or when
// it moved there from another directory. A file belongs to one directory, that with
// the longest mount above it, so the feed of a directory lacks the articles of one
// that is mounted below it.

// newContents returns the topics of the feeds of content directories, by content
// directory: nil for one at the root, whose feed is that of everything.
func newContents(list []Content) []*Topic {
	contents := make([]*Topic, len(list))
	for i, c := range list {
		if slug := strings.TrimPrefix(c.Mount, "/"); slug != "" {
			contents[i] = &Topic{Kind: OfContent, Name: c.Mount, Slug: slug}
		}
	}
	return contents
}

// directoryOf returns the topic of the content directory of a site path, or nil if
// that directory is at the root.
func (s *Snapshot) directoryOf(file string) *Topic {
	i := s.contentOf(file)
	if mount := s.options.Contents[i].Mount; file != mount && !Within(file, mount) {
		return nil
	}
	return s.contents[i]
}

// ContentAt returns the feed of the content directory with the longest mount above
// an address, and what follows the mount: "/topics/moon/" for "/zh/topics/moon/", ""
// for "/zh". ok is false if that directory is at the root.
func (s *Snapshot) ContentAt(address string) (f *Feed, below string, ok bool) {
	t := s.directoryOf(address)
	if t == nil {
		return nil, "", false
	}
	return s.feed(t), address[len(t.Name):], true
}

// LeftMounts returns the mounts of the content directories in which files were, and
// which the configuration no longer has. It looks at no file if none left.
func (s *Snapshot) LeftMounts(files iter.Seq[string]) (mounts []string) {
	if len(s.left) == 0 {
		return nil
	}
	for file := range files {
		if mount, ok := s.leftMount(file); ok && !slices.Contains(mounts, mount) {
			mounts = append(mounts, mount)
		}
	}
	return mounts
}

func (s *Snapshot) leftMount(file string) (mount string, ok bool) {
	if present := s.options.Contents[s.contentOf(file)].Mount; Within(file, present) {
		mount = present
	}
	for _, left := range s.left {
		if len(left) > len(mount) && Within(file, left) {
			mount, ok = left, true
		}
	}
	return mount, ok
}

// restoreContents restores what is remembered about the feeds of content
// directories.
func (reg *registry) restoreContents() {
	for _, t := range reg.contents {
		if t != nil {
			reg.addFeed(t)
		}
	}
}

// findBelow finds addresses below the mount of a content directory that mean what
// the rest of them means at the root. No address is reserved there, so it comes
// after articles.
func (l *linker) findBelow(f *article.Reference, pages []string) (lead, bool) {
	for _, page := range pages {
		in, below, ok := l.ContentAt(page)
		if !ok || !article.Reserved(below) || below != "" && article.IsMarkdown(f.Path) {
			continue
		}
		url := article.PathURI(f.Path)
		if below == "" {
			url = article.PathURI(in.Topic.Name) + "/"
		}
		return l.ownLead(l.answers(in, below), url+f.Suffix), true
	}
	return lead{}, false
}

// ofWhole reports whether only the whole site has what stands at a name below the
// root.
func ofWhole(name string) bool {
	switch first, _, _ := strings.Cut(name, "."); first {
	case "changes", "search", "opml", "sitemap", "news-sitemap":
		return true
	}
	return strings.HasPrefix(name, "sitemap-")
}

// touchDateBelow touches the keys of a date in the content directories that have
// their first article of it with this change, or lost their last.
func (w *feedWriter) touchDateBelow(date string) {
	for t, f := range w.open {
		if t != nil && t.Kind == OfContent && w.old.hasDate(w.old.feed(t), date) != w.hasDate(f, date) {
			w.links.touch(article.Page(ownDate(t, date)))
		}
	}
}
