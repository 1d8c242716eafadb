package site

import (
	"encoding/binary"
	"maps"
	"slices"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/near"
	"dateline/feed/render"
)

// Nothing is the Why of an address about which nothing else can be said.
const Nothing = "there is nothing here; the feeds are listed at /"

// article finds the page of an article, its Markdown, and files beside articles.
// Other spellings of these addresses, and addresses that they had before, are
// redirected to the canonical ones. If articles have their pages on the author's own
// site, the page and its former addresses redirect there. If items link there by
// their path, the page is also at an address that ends with .html, which belongs to the
// name on that site: a web server may pass such requests on.
func (l lookup) article() Answer {
	if e, ok := l.source(); ok {
		return found(l.markdownOf(e))
	}
	if p, ok := l.sheet(); ok {
		return l.sheetAnswer(p)
	}
	e, page := l.standing()
	switch {
	case page == "":
		file := l.s.FileOf(l.path)
		if _, ok := l.s.Asset(file); ok && !archive.IsStatic(file) {
			return moved(article.AssetPath(l.path))
		}
		return l.nowhere()
	case e == nil:
		title, at, _ := l.s.Removal(page)
		return Answer{Status: Gone, Why: "this article was removed", Was: title, At: at}
	case article.IsMarkdown(l.path) && page != article.PageAt(l.path):
		return moved(article.PathURI(e.MarkdownAt()))
	case l.Renderer.PagesAtHome():
		return Answer{Status: AtHome, Address: Address{Path: l.Renderer.PageURL(e)}}
	case l.path == article.Address(e.Path), l.Renderer.LinksByPath() && l.path == e.Permalink() && strings.HasSuffix(l.path, ".html"):
		return found(l.pageOf(e))
	}
	return moved(article.PageURI(e.Path))
}

// source finds the article whose Markdown is served at an address. Most addresses
// are not of Markdown, and need no look at the files.
func (l lookup) source() (*archive.Entry, bool) {
	if !article.IsMarkdown(l.path) {
		return nil, false
	}
	if e, ok := l.s.EntryOf(article.PageAt(l.path)); ok && l.path == e.MarkdownAt() {
		return e, true
	}
	return l.sheetSource()
}

// standing returns the entry that an address means, and the page under which it
// is found. A page whose address is exactly the same comes first, then one that
// differs only in spelling; present pages come before those where a story stood
// earlier. The entry is nil if the article was removed, and page is empty if
// there never was one.
func (l lookup) standing() (e *archive.Entry, page string) {
	pages := article.PagesAt(l.path)
	for _, find := range []func(string) (*archive.Entry, bool){l.s.Entry, l.s.Moved} {
		for _, page := range pages {
			if e, ok := find(page); ok {
				return e, page
			}
		}
	}
	if i := slices.IndexFunc(pages, l.s.Gone); i >= 0 {
		return nil, pages[i]
	}
	return nil, ""
}

// isTaken reports whether an address is exactly that of an article or of its
// Markdown, or was when the article was there.
func (l lookup) isTaken() bool {
	if _, ok := l.source(); ok {
		return true
	}
	if _, ok := l.s.Entry(l.path); ok {
		return true
	}
	if _, ok := l.s.Sheet(l.path); ok {
		return true
	}
	_, ok := l.s.Moved(l.path)
	return ok || l.s.Gone(l.path)
}

// unknown answers for a reserved address at which there is nothing. It may be
// meant for an article whose page has another address because this one is
// reserved.
func (l lookup) unknown(a Answer) Answer {
	if _, page := l.standing(); page != "" {
		return l.article()
	}
	if _, ok := l.sheet(); ok {
		return l.article()
	}
	return a
}

// nowhere answers for an address at which there never was an article. Its beginning
// may be meant for a content directory.
func (l lookup) nowhere() Answer {
	if _, _, ok := l.s.ContentAt(l.path); ok {
		return Answer{Status: Unknown, Why: Nothing}
	}
	composed := article.Composed(l.path)
	if _, _, ok := l.s.ContentAt(composed); ok {
		return moved(article.PathURI(composed))
	}
	mounts := map[string]*archive.Feed{}
	for f := range l.s.Of(archive.OfContent) {
		mounts[f.Topic.Slug] = f
	}
	a := Answer{Status: Unknown, Why: Nothing}
	if len(mounts) == 0 {
		return a
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(composed, "/"), "/")
	for _, slug := range near.Matches(first, maps.Keys(mounts), 5) {
		f := mounts[slug]
		a.Near = append(a.Near, Near{Name: l.Renderer.Title(f), Path: render.TopicPath(f.Topic)})
	}
	return a
}

func (l lookup) pageOf(e *archive.Entry) Address {
	return Address{Kind: Articles, Path: article.PageURI(e.Path), Revision: l.Renderer.PageRevision(l.s, e),
		Modified: l.s.Modified(l.Renderer.PageChanged(l.s, e)),
		Make:     func() render.Document { return l.Pages.Article(l.s, e) }}
}

func (l lookup) markdownOf(e *archive.Entry) Address {
	return fileAt(Articles, article.PathURI(e.MarkdownAt()), File{Name: e.File, Hash: e.Hash, Type: "text/markdown; charset=utf-8"})
}

// asset finds a file beside articles, a cover or another one.
func (l lookup) asset() Answer {
	file := l.s.FileOf(strings.TrimPrefix(l.path, "/covers"))
	a, ok := l.s.Asset(file)
	if !ok {
		return l.unknown(Answer{Why: Nothing})
	}
	return found(assetOf(file, a))
}

func assetOf(file string, a *archive.Asset) Address {
	return fileAt(Covers, article.AssetPath(archive.PathOf(file)), File{Name: file, Hash: a.Hash, Length: a.Length, Type: a.Type})
}

// fileAt returns the address of a file of the tree. Until the file has been read,
// its length is all that the archive knows of it, so the revision depends on the
// length alone.
func fileAt(kind Kind, path string, f File) Address {
	sum := binary.BigEndian.Uint64(f.Hash[:])
	if f.Hash == [16]byte{} {
		sum = uint64(f.Length)
	}
	return Address{Kind: kind, Path: path, Revision: render.Revision{Sum: sum}, File: &f}
}
