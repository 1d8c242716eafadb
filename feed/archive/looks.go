package archive

import (
	"encoding/binary"
	"path"
	"strings"

	"dateline/feed/article"
)

// looks holds what an article is compared by, and where the article is or was.
// Its title is cut to the displayed length.
type looks struct {
	*article.Article
	at    *candidate
	title string
}

func newLooks(at *candidate, a *article.Article) looks {
	return looks{a, at, strings.ToLower(article.Headline(a.Title))}
}

// content returns the marks of an article's content: its hash and its
// fingerprint.
func (l looks) content() (marks []string) {
	for _, mark := range []string{l.bytes(), l.print()} {
		if mark != "" {
			marks = append(marks, mark)
		}
	}
	return marks
}

// copied, bytes, print and texts return one mark of an article, or "": its bytes
// together with its name, which tells copies of one text apart; its bytes; its
// fingerprint; its text if it is long enough.
func (l looks) copied() string {
	if l.bytes() == "" || l.slug() == "" {
		return ""
	}
	return l.bytes() + l.slug()
}
func (l looks) bytes() string {
	if l.Hash == [16]byte{} {
		return ""
	}
	return string(l.Hash[:])
}

func (l looks) print() string {
	if l.Fingerprint == 0 {
		return ""
	}
	return string(binary.BigEndian.AppendUint64(nil, l.Fingerprint))
}
func (l looks) texts() string {
	if text := l.body(); len(text) >= someText {
		return text
	}
	return ""
}

// marks returns pages that no article has, by which articles of different dates
// are found to be the same: for the bytes of the file, for the text and some of
// its sentences, and for the name if there is hardly any text.
func (l looks) marks() (list []article.PageID) {
	if file := l.bytes(); file != "" {
		list = append(list, article.Page("bytes:"+file))
	}
	if text := l.texts(); text != "" {
		list = append(list, article.Page("text:"+text))
	}
	sentences := sketchOf(l.sentences())
	if name := l.slug(); name != "" && len(sentences) == 0 {
		list = append(list, article.Page("name:"+name))
	}
	return append(list, sentences...)
}

// body returns the text of an article without title, summary and markup, one
// block a line.
func (l looks) body() string {
	list := l.Text()
	if l.Summary != "" {
		list = list[1:]
	}
	return strings.Join(list, "\n")
}

func (l looks) urls() (list []string) {
	for _, s := range l.Sources {
		list = append(list, s.URL)
	}
	return list
}

func (l looks) sources() map[string]bool {
	set := make(map[string]bool, len(l.Sources))
	for _, s := range l.Sources {
		set[s.URL] = true
	}
	return set
}

// hiddenSlug returns the slug of a hidden article, or of one whose file is
// gone, as a mark: drafts have the same name in another folder, with or
// without a date. A scheduled article has none.
func (l looks) hiddenSlug() []string {
	if name := l.slug(); name != "" && (l.at.article == nil || l.Hidden != "") {
		return []string{name}
	}
	return nil
}

// slug returns the name of a page without its date, and without the underscore
// that hides a file. It is empty for a name that many files have.
func (l looks) slug() string {
	name := strings.TrimLeft(path.Base(l.Path), "_")
	if strings.IndexAny(name, "0123456789") == 0 {
		name = strings.TrimLeft(name, "0123456789-_.")
	}
	if strings.EqualFold(name, "index") || strings.EqualFold(name, "readme") {
		return ""
	}
	return name
}
