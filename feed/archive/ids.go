package archive

import (
	"net/url"
	"strings"
	"time"
	"unicode"

	"dateline/feed/article"
)

// tagOf returns the beginning of the ids of an authority (RFC 4151), empty for
// no authority.
func tagOf(authority string) string {
	if authority == "" {
		return ""
	}
	return "tag:" + authority + ":"
}

// Since returns the day from which the ids of the site count: the date in their
// authority ("example.org,2026-03"), or the Epoch if there is none yet. No article
// of the site was published here before.
func (s *Snapshot) Since() time.Time {
	_, date, _ := strings.Cut(authorityOf(*s.tag), ",")
	if day, err := time.Parse(time.DateOnly[:min(len(date), len(time.DateOnly))], date); err == nil && date != "" {
		return day
	}
	return s.options.Epoch
}

func authorityOf(tag string) string { return strings.TrimSuffix(strings.TrimPrefix(tag, "tag:"), ":") }

// givenID returns the id in front matter as a URI.
func (s *Snapshot) givenID(id string) string {
	if u, err := url.Parse(id); err == nil && u.Scheme != "" {
		return id
	}
	return *s.tag + article.URI(id)
}

// holderOf returns the page of the story with an id: nowhere if the id has ended,
// which means that it is never used again.
func (s *Snapshot) holderOf(id string) (article.PageID, bool) {
	if at, ok := s.ids.Get(id); ok {
		return at, true
	}
	escaped, ok := strings.CutPrefix(id, *s.tag)
	if !ok {
		return 0, false
	}
	path, err := url.PathUnescape(escaped)
	if err != nil {
		return 0, false
	}
	at := article.Page(path)
	p, ok := s.pages.Get(at)
	return at, ok && p.story != nil && p.story.id == "" && p.story.idAt(path) == id
}

// isNamed reports whether an entry has the id in its front matter: as a URI, or to
// the letter if another feed had that.
func (s *Snapshot) isNamed(e *Entry, id string) bool {
	return e.ID() == s.givenID(id) || e.ID() == id
}

// holderOfGiven is holderOf for an id in front matter.
func (s *Snapshot) holderOfGiven(id string) (article.PageID, bool) {
	if at, ok := s.holderOf(s.givenID(id)); ok {
		return at, true
	}
	return s.holderOf(id)
}

// misnamedProblem returns the complaint about an entry whose id is not the one
// in its front matter.
func (s *Snapshot) misnamedProblem(e *Entry) article.Problem {
	p := article.Problem{File: e.File, Line: e.IDAt.Line, Column: e.IDAt.Column, About: article.Identity}
	if at, ok := s.holderOfGiven(e.Article.ID); ok && at != nowhere {
		if other := s.page(at); other.article != nil {
			p.What, p.Effect, p.Hint = "id "+e.Article.ID+" belongs to "+other.article.File, "published with another id", "give each article an id of its own"
			return p
		}
	}
	p.What, p.Effect = "id "+e.Article.ID+" is not the one under which the article was first published, "+e.ID(), "it keeps its first id"
	p.Hint = "remove the id: subscribers know the article by its first one"
	return p
}

// IRI returns the id of an item as Atom requires it (RFC 4287, 4.2.6): the id itself
// if it is an IRI, else a tag URI with the id as one part of a path. That of no page
// is like it, because paths begin with a slash. RSS and JSON Feed have the id to the
// letter, since readers compare that.
func (s *Snapshot) IRI(id string) string { return iri(id, *s.tag) }

// IRI returns the id of an entry as Atom requires it.
func (e *Entry) IRI() string { return iri(e.ID(), *e.tag) }

func iri(id, tag string) string {
	if isIRI(id) {
		return id
	}
	return tag + url.PathEscape(id)
}

// isIRI reports whether a text has a scheme and only characters that an IRI may have
// (RFC 3987, 2.2).
func isIRI(id string) bool {
	scheme, rest, ok := strings.Cut(id, ":")
	if !ok || rest == "" || !isScheme(scheme) {
		return false
	}
	for i, c := range rest {
		switch {
		case c == '%':
			if _, err := url.PathUnescape(rest[i:min(i+3, len(rest))]); err != nil {
				return false
			}
		case c <= ' ', c == 0x7f, strings.ContainsRune("<>\"{}|\\^`", c), c > 0x7f && !unicode.IsPrint(c):
			return false
		}
	}
	return strings.Count(rest, "#") <= 1
}

// isScheme reports whether a text is the scheme of a URI (RFC 3986, 3.1).
func isScheme(s string) bool {
	for i, c := range s {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || !('0' <= c && c <= '9' || strings.ContainsRune("+-.", c))) {
			return false
		}
	}
	return s != ""
}
