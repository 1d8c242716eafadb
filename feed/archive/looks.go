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

// looks holds what an article is compared by, and where it is or was. The title
// is cut to the length that people are shown.
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

// bytes and texts return marks of an article: that of its file, and of its text
// where that is long enough.
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

// body returns the text of an article without title, summary and markup, a block
// on each line.
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

// hiddenSlug returns the slug of a hidden article, or of one whose file is gone,
// as a mark: drafts have the same name in another folder, with or without a
// date. An article that only waits for its time has none.
func (l looks) hiddenSlug() []string {
	if name := l.slug(); name != "" && (l.at.article == nil || l.Hidden != "") {
		return []string{name}
	}
	return nil
}

// slug returns the name of a page without a date before it, and without the
// underscore that hides; empty for a name that many files have.
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

// likeness tells how much another article with other content is like this
// one, whose sources are given: from 1 to 2 with a shared source, from alike
// to 1 by the title alone, 0 for another story.
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

// closeness compares texts: 1 less the share of characters that must be
// edited. Two that are empty have nothing in common: notes have no titles.
func closeness(a, b string) float64 {
	longest := max(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
	if longest == 0 {
		return 0
	}
	return 1 - float64(levenshtein.ComputeDistance(a, b))/float64(longest)
}
