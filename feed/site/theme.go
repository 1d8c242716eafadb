package site

import (
	"iter"

	"dateline/feed/render"
)

// theme finds what pages need besides themselves, and reports whether it is at the path.
func (l lookup) theme() (Answer, bool) {
	if _, ok := l.Pages.Asset(l.path); !ok {
		return Answer{}, false
	}
	return found(l.themeAt(l.path)), true
}

// themeAt returns the address of such a file, which never changes.
func (l lookup) themeAt(path string) Address {
	return Address{Kind: Themes, Path: path, Make: func() render.Document {
		d, _ := l.Pages.Asset(path)
		return d
	}}
}

// themes returns the addresses of all of them.
func (l lookup) themes() iter.Seq[Address] {
	return func(yield func(Address) bool) {
		for path := range l.Pages.Assets() {
			if !yield(l.themeAt(path)) {
				return
			}
		}
	}
}
