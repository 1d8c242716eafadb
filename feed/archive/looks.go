package archive

import (
	"encoding/binary"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"

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
	if file := l.bytes(); file != "" {
		marks = append(marks, file)
	}
	if l.Fingerprint != 0 {
		marks = append(marks, string(binary.BigEndian.AppendUint64(nil, l.Fingerprint)))
	}
	return marks
}

// bytes and texts return one mark of an article: that of its file, and that of
// its text if it is long enough.
func (l looks) bytes() string {
	if l.Hash == [16]byte{} {
		return ""
	}
	return string(l.Hash[:])
}

func (l looks) texts() string {
	if text := l.body(); len(text) >= someText {
		return text
	}
	return ""
}

// marks returns pages that no article has, by which articles of different dates
// are found to be the same: for the bytes of the file, and for the text.
func (l looks) marks() (list []article.PageID) {
	if file := l.bytes(); file != "" {
		list = append(list, article.Page("bytes:"+file))
	}
	if text := l.texts(); text != "" {
		list = append(list, article.Page("text:"+text))
	}
	return list
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

// likeness returns how similar another article with other content is to this one,
// whose sources the caller passes: 1 to 2 with a shared source, alike to 1 for a
// similar title, 0 if it is a different story.
func (l looks) likeness(other looks, sources map[string]bool) float64 {
	similarity := closeness(l.title, other.title)
	if slices.ContainsFunc(other.Sources, func(s article.Link) bool { return sources[s.URL] }) {
		return 1 + similarity
	}
	if similarity >= alike {
		return similarity
	}
	return 0
}

// closeness returns the similarity of two texts: 1 minus the share of
// characters that must be edited. It is 0 for two empty texts, because notes
// without titles have nothing in common.
func closeness(a, b string) float64 {
	longest := max(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
	if longest == 0 {
		return 0
	}
	return 1 - float64(levenshtein.ComputeDistance(a, b))/float64(longest)
}
