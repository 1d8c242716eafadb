package render

import (
	"fmt"
	"iter"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// topics returns the paths of the home page, of the content directories, of the listed
// topics and of pages without a date with their numbers.
func (m *Sitemaps) topics() iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		if !yield(0, "/") {
			return
		}
		i := 1
		for uri := range m.undated() {
			path, ok := m.location(uri)
			if !ok {
				continue
			}
			if !yield(i, path) {
				return
			}
			i++
		}
	}
}

// undated returns the paths of what has no date, besides the home page.
func (m *Sitemaps) undated() iter.Seq[string] {
	return func(yield func(string) bool) {
		for f := range m.subjects() {
			if !yield(TopicPath(f.Topic)) {
				return
			}
		}
		for p := range m.s.Sheets() {
			if !p.NoIndex && !yield(article.PageURI(p.Path)) {
				return
			}
		}
	}
}

// subjects returns the feeds of the content directories and of the listed topics.
func (m *Sitemaps) subjects() iter.Seq[*archive.Feed] {
	return func(yield func(*archive.Feed) bool) {
		for _, list := range []iter.Seq[*archive.Feed]{m.s.Of(archive.OfContent), m.s.Listed()} {
			for f := range list {
				if !yield(f) {
					return
				}
			}
		}
	}
}

// cutTopics divides the pages of topics into files.
func (m *Sitemaps) cutTopics(limit extent) []sitemap {
	var files []sitemap
	var f sitemap
	end := func() {
		f.path = fmt.Sprintf("/sitemap-topics-%d.xml", len(files)+1)
		files = append(files, f)
	}
	for i, path := range m.topics() {
		one := m.measure(path)
		if i > 0 && !f.plus(one).within(limit) {
			end()
			f = sitemap{from: i}
		}
		f.extent, f.to = f.plus(one), i+1
	}
	end()
	return files
}
