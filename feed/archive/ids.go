package archive

import (
	"net/url"
	"strings"
	"time"

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

// misnamedProblem returns the complaint about an entry whose id is not the one
// in its front matter.
func (s *Snapshot) misnamedProblem(e *Entry) article.Problem {
	p := article.Problem{File: e.File, Line: e.IDAt.Line, Column: e.IDAt.Column, About: article.Identity}
	if at, ok := s.holderOf(s.givenID(e.Article.ID)); ok && at != nowhere {
		if other := s.page(at); other.article != nil {
			p.What, p.Effect, p.Hint = "id "+e.Article.ID+" belongs to "+other.article.File, "published with another id", "give each article an id of its own"
			return p
		}
	}
	p.What, p.Effect = "id "+e.Article.ID+" is not the one under which the article was first published, "+e.ID(), "it keeps its first id"
	p.Hint = "remove the id: subscribers know the article by its first one"
	return p
}
