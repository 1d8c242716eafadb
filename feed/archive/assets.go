package archive

import (
	"strings"

	"github.com/tidwall/btree"

	"dateline/feed/article"
)

// Asset is a file that stands beside articles, such as a picture or a linked
// file.
type Asset struct {
	Type          string // media type
	Length        int64  // bytes
	Width, Height int    // pixels; 0 when unknown
	Hash          [16]byte
}

// forms holds the assets whose paths are not in composed form (see
// article.Composed): the composed path, a NUL, and the path.
type forms = btree.Set[string]

// FileOf returns the file of the asset that a path means: that of exactly the path,
// else one whose path differs only in its Unicode form. A file beside articles comes
// before one of a static directory, because generators let the former win, and a
// static directory before those that are listed later. The file is empty if there is
// none.
func (s *Snapshot) FileOf(path string) string {
	if file := s.formOf(path); file != "" {
		return file
	}
	for i := range s.options.Static {
		if file := s.formOf(StaticRoot(i) + path); file != "" {
			return file
		}
	}
	return ""
}

// formOf returns the file of that name, else one whose name differs only in its
// Unicode form, or "".
func (s *Snapshot) formOf(name string) string {
	if _, ok := s.assets.Get(name); ok {
		return name
	}
	composed := article.Composed(name)
	if _, ok := s.assets.Get(composed); ok {
		return composed
	}
	file := ""
	s.forms.Ascend(composed+"\x00", func(form string) bool {
		if rest, ok := strings.CutPrefix(form, composed+"\x00"); ok {
			file = rest
		}
		return false
	})
	return file
}

// Asset returns a file that a published entry or a page without a date uses, or any
// file of a static directory, which its author meant for the public.
func (s *Snapshot) Asset(file string) (*Asset, bool) {
	if IsStatic(file) {
		return s.assets.Get(file)
	}
	for id := range s.usersOf(article.Page(article.Composed(file))) {
		if _, published := s.Page(id); published {
			return s.assets.Get(file)
		}
	}
	url := article.AssetPath(file)
	for id := range s.usersOf(nameKey(lastPart(file))) { // entries that name the file in another way
		if e, published := s.Page(id); published && e.leadsTo(url) {
			return s.assets.Get(file)
		}
	}
	if s.isOnSheet(file) {
		return s.assets.Get(file)
	}
	return nil, false
}

// AnyAsset returns a file by its name, whether or not an article uses it.
func (s *Snapshot) AnyAsset(file string) (*Asset, bool) { return s.assets.Get(file) }

// leadsTo reports whether a link of an entry leads to a URL path.
func (e *Entry) leadsTo(url string) bool {
	for i, f := range e.References {
		if strings.TrimSuffix(e.Links[i], f.Suffix) == url {
			return true
		}
	}
	return false
}

// asset returns the asset that a path means, or nil.
func (s *Snapshot) asset(path string) *Asset {
	a, _ := s.assets.Get(s.FileOf(path))
	return a
}

// setAsset sets the asset at a path, or deletes it if a is nil. It returns the
// asset that was there.
func (x *fileIndex) setAsset(file string, a *Asset) (old *Asset) {
	composed := article.Composed(file)
	if a == nil {
		old, _ = x.assets.Delete(file)
		x.forms.Delete(composed + "\x00" + file)
		return old
	}
	old, _ = x.assets.Set(file, a)
	if composed != file {
		x.forms.Insert(composed + "\x00" + file)
	}
	return old
}
