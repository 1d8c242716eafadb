package site

import (
	"encoding/binary"
	"slices"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/render"
)

const nothing = "there is nothing here; the feeds are listed at /"

// article finds the page of an article and its Markdown, each at its one address,
// and leads to files beside articles. Whatever else an address may be, a spelling
// of these or one that they had before, leads to the one or the other.
func (l lookup) article() Answer {
	e, page := l.standing()
	switch {
	case page == "":
		if _, ok := l.s.Asset(l.s.FileOf(l.path)); ok {
			return moved(article.AssetPath(l.path))
		}
		return Answer{Status: Unknown, Why: nothing}
	case e == nil:
		return Answer{Status: Gone, Why: "this article was removed"}
	case l.path == article.Address(e.Path):
		return found(l.pageOf(e))
	case l.path == e.MarkdownAt():
		return found(l.markdownOf(e))
	case article.IsMarkdown(l.path) && page != article.PageAt(l.path):
		return moved(article.PathURI(e.MarkdownAt()))
	}
	return moved(article.PageURI(e.Path))
}

// standing returns the entry that an address means, and the page by which it is
// found. An address means the page that has it to the letter, else the one of
// which it is a spelling: of pages that are there, then of pages at which a story
// stood before. The entry is nil if the article was removed, and page is empty if
// nothing ever was there.
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

// unknown answers for an address of Dateline's own at which there is nothing. An
// article may have been meant, whose page stands elsewhere for the sake of that
// address.
func (l lookup) unknown(a Answer) Answer {
	if _, page := l.standing(); page != "" {
		return l.article()
	}
	return a
}

func (l lookup) pageOf(e *archive.Entry) Address {
	return Address{Kind: Articles, Path: article.PageURI(e.Path), Revision: l.Renderer.PageRevision(l.s, e),
		Make: func() render.Document { return l.Renderer.Page(l.s, e) }}
}

func (l lookup) markdownOf(e *archive.Entry) Address {
	return fileAt(Articles, article.PathURI(e.MarkdownAt()), File{Name: e.File, Hash: e.Hash, Type: "text/markdown; charset=utf-8"})
}

// asset finds a file beside articles, a cover or another one.
func (l lookup) asset() Answer {
	file := l.s.FileOf(strings.TrimPrefix(l.path, "/covers"))
	a, ok := l.s.Asset(file)
	if !ok {
		return l.unknown(Answer{Why: nothing})
	}
	return found(assetOf(file, a))
}

func assetOf(file string, a *archive.Asset) Address {
	return fileAt(Covers, article.AssetPath(file), File{Name: file, Hash: a.Hash, Length: a.Length, Type: a.Type})
}

// fileAt is a file of the tree. Nothing but its length tells another version of
// it as long as nobody has read it, and nothing else is in the archive either.
func fileAt(kind Kind, path string, f File) Address {
	sum := binary.BigEndian.Uint64(f.Hash[:])
	if f.Hash == [16]byte{} {
		sum = uint64(f.Length)
	}
	return Address{Kind: kind, Path: path, Revision: render.Revision{Sum: sum}, File: &f}
}
