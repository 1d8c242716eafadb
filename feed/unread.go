package feed

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// unreadPlaces returns the site paths of the places in all directories that cannot
// be read now, and of files that cannot be published: if the ledger has lost the
// text of an article, its file may have no last good version, but is there.
func (p *Publisher) unreadPlaces() (places []string) {
	for _, c := range p.contents {
		for _, f := range c.faults {
			places = append(places, path.Join(c.Mount, f.File))
		}
		if !p.snapshot.Pends() {
			continue
		}
		for rel, list := range c.problems {
			if slices.ContainsFunc(list, isFatal) {
				places = append(places, path.Join(c.Mount, rel))
			}
		}
	}
	return places
}

// remembers reports whether the ledger has files at a place, or below it, that
// have not been in a batch yet.
func (c *content) remembers(place string) bool {
	for rel := range c.remembered {
		if at(place, rel) {
			return true
		}
	}
	return false
}

// covers reports whether one of the problems is about the file rel or a
// directory above it.
func covers(problems []article.Problem, rel string) bool {
	return slices.ContainsFunc(problems, func(p article.Problem) bool { return at(p.File, rel) })
}

// at reports whether the file rel is at a place or below it.
func at(place, rel string) bool {
	below, ok := strings.CutPrefix(rel, place)
	return place == "." || ok && (below == "" || below[0] == '/')
}

// missing records which remembered files are in a batch, and returns the removals
// of those that no longer exist. Files in an unreadable directory stay published.
func (c *content) missing(b Batch) (gone []archive.Change) {
	for _, f := range b.Changed {
		delete(c.remembered, f.Path)
	}
	for rel := range c.remembered {
		if covers(b.Unread, rel) || covers(b.Faults, rel) {
			continue
		}
		_, err := within(&c.disk, requestWait, func() (fs.FileInfo, error) { return c.root.Load().Lstat(rel) })
		if errors.Is(err, fs.ErrNotExist) {
			gone = append(gone, c.forget(rel))
		}
	}
	return gone
}

// forget returns the removal of a file that the ledger remembers.
func (c *content) forget(rel string) archive.Change {
	delete(c.remembered, rel)
	return archive.Change{File: path.Join(c.Mount, rel)}
}
