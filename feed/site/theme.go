package site

import (
	"iter"
	"maps"
	"slices"

	"dateline/feed/render"
)

// theme finds what pages need besides themselves, and reports whether it is at the path.
func (l lookup) theme() (Answer, bool) {
	if _, ok := l.Pages.Asset(l.path); !ok {
		return Answer{}, false
	}
	return found(l.themeAt(l.path)), true
}

// ownable are what the owner of a site may have instead as a file at the root of the
// content directory there, or of a static directory: the name on the site, and that of
// the file. Names that begin with a dot belong to other programs, so a file security.txt is
// at both its addresses (RFC 9116).
var ownable = map[string]string{
	render.RobotsPath: render.RobotsPath, render.LLMsPath: render.LLMsPath, "/humans.txt": "/humans.txt",
	"/security.txt": "/security.txt", "/.well-known/security.txt": "/security.txt",
	"/favicon.ico": "/favicon.ico", "/favicon.svg": "/favicon.svg", "/apple-touch-icon.png": "/apple-touch-icon.png",
	"/site.webmanifest": "/site.webmanifest",
}

// ownersFile finds the owner's file at such an address, and reports whether there is
// one.
func (l lookup) ownersFile() (Answer, bool) {
	name, ok := ownable[l.path]
	if !ok {
		return Answer{}, false
	}
	file := l.s.FileOf(name)
	a, ok := l.s.AnyAsset(file)
	if !ok {
		return Answer{}, false
	}
	return found(fileAt(Covers, l.path, File{Name: file, Hash: a.Hash, Length: a.Length, Type: a.Type})), true
}

// ownersFiles returns the addresses of all of them.
func (l lookup) ownersFiles() (list []Address) {
	for _, path := range slices.Sorted(maps.Keys(ownable)) {
		l.path = path
		if a, ok := l.ownersFile(); ok {
			list = append(list, a.Address)
		}
	}
	return list
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
			l.path = path
			if _, ok := l.ownersFile(); ok {
				continue
			}
			if !yield(l.themeAt(path)) {
				return
			}
		}
	}
}
