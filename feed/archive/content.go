package archive

import "strings"

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
	if !Within(file, s.options.Contents[i].Mount) {
		return nil
	}
	return s.contents[i]
}

// ContentAt returns the feed of the content directory with the longest mount above
// an address, and what follows the mount: "/topics/moon/" for "/zh/topics/moon/", ""
// for "/zh". ok is false if that directory is at the root.
func (s *Snapshot) ContentAt(address string) (f *Feed, below string, ok bool) {
	t := s.directoryOf(address + "/")
	if t == nil {
		return nil, "", false
	}
	return s.feed(t), address[len(t.Name):], true
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
