package ledger

import (
	"fmt"

	"dateline/feed/article"
)

// The kinds of files. They are stored in the ledger, so their numbers never
// change.
const (
	isArticle = 1 + iota
	isDay
	isAsset
	isPage
)

// fileID returns the number of a file. It is a hash: if two files have the
// same, one of them is read again at the next start.
func fileID(path string) int64 { return int64(article.Page(path)) }

func fileColumns(f File) (columns []any, err error) {
	kind := int64(isAsset)
	var body []byte
	switch {
	case f.Article != nil:
		kind = isArticle
		body, err = f.Article.AppendBinary(nil)
	case f.Day != nil:
		kind = isDay
		body, err = f.Day.AppendBinary(nil)
	case f.Page != nil:
		kind = isPage
		body, err = f.Page.AppendBinary(nil)
	default:
		body = packAsset(nil, f.Asset)
	}
	if err != nil {
		return nil, fmt.Errorf("encoding %s: %w", f.File, err)
	}
	return []any{fileID(f.File), f.File, kind, f.Stamp.Size, f.Stamp.Ctime, int64(f.Stamp.Inode), body}, nil
}

// fileOf returns the file of a row. ok is false if the row is damaged, or
// another version of the program wrote it in a form that this one does not
// know.
func fileOf(r *row, s *checksum) (f File, ok bool) {
	path, body := string(r.texts[1]), r.texts[6]
	if !r.isIntact(s) || fileID(path) != r.numbers[0] {
		return File{}, false
	}
	f.Stamp = Stamp{Size: r.numbers[3], Ctime: r.numbers[4], Inode: uint64(r.numbers[5])}
	var err error
	switch r.numbers[2] {
	case isArticle:
		f.Article = new(article.Article)
		if err = f.Article.UnmarshalBinary(body); f.Article.File == path {
			path = f.Article.File // so that both share one string
		}
	case isDay:
		f.Day = new(article.Day)
		err = f.Day.UnmarshalBinary(body)
	case isAsset:
		f.Asset, err = unpackAsset(body)
	case isPage:
		f.Page = new(article.Article)
		err = f.Page.UnmarshalBinary(body)
	default:
		return File{}, false
	}
	f.Change.File = path
	return f, err == nil
}
