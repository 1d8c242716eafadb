package site

import (
	"iter"

	"dateline/feed/archive"
)

// static answers for an address at which there is nothing else, and so for the own
// address of a file of a static directory. The bytes are sent there, because other
// sites may show the picture. Its canonical address is below /covers, like that of
// all files: there it stands in the way of no page or feed, whatever its name.
func (l lookup) static(otherwise Answer) Answer {
	if file := l.s.FileOf(l.path); archive.IsStatic(file) {
		if a, ok := l.s.Asset(file); ok {
			return found(assetOf(file, a))
		}
	}
	return otherwise
}

// statics returns the addresses of all files of static directories. Unlike files
// beside articles, they have one even if no article uses them.
func (l lookup) statics() iter.Seq[Address] {
	return func(yield func(Address) bool) {
		for file, a := range l.s.StaticFiles() {
			if !yield(assetOf(file, a)) {
				return
			}
		}
	}
}
