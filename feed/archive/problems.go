package archive

import (
	"strconv"
	"time"

	"dateline/feed/article"
)

// Problems returns the complaints that depend on the whole archive. Their File is
// a site path.
func (s *Snapshot) Problems() []article.Problem {
	var all []article.Problem
	s.rivals.Scan(func(id article.PageID, files []*article.Article) bool {
		p := s.page(id)
		for _, a := range files {
			if !s.isVisible(a) {
				continue
			}
			all = append(all, article.Problem{File: a.File, About: article.Addresses, What: "its page " + a.Path + " already belongs to " + p.article.File,
				Effect: article.NotPublished, Hint: "rename one of the two", Fatal: true})
		}
		return true
	})
	all = append(all, s.displacedProblems()...)
	s.bare.Scan(func(_ article.PageID, e *Entry) bool {
		all = append(all, e.missing()...)
		return true
	})
	s.deadLinks.Scan(func(_ article.PageID, a *deadLinks) bool {
		all = append(all, a.problemsIn(s)...)
		return true
	})
	all = append(all, s.sheetProblems()...)
	s.unlisted.Scan(func(_ article.PageID, e *Entry) bool {
		all = append(all, article.Problem{File: e.File, About: article.File, What: "the page of its day lists other articles, not this one", Effect: "still published",
			Hint: `list it there, remove the file, or set content.superseded = "hide"`})
		return true
	})
	s.crowded.Scan(func(_ article.PageID, e *Entry) bool {
		most := strconv.Itoa(article.MaxTopics)
		all = append(all, article.Problem{File: e.File, About: article.Topics, What: "more than " + most + " topics, including those that other files claim for it", Effect: "its own topics are kept, and of the others the first in alphabetical order",
			Hint: "remove contexts that link to it from other files"})
		return true
	})
	s.misnamed.Scan(func(_ article.PageID, e *Entry) bool {
		all = append(all, s.misnamedProblem(e))
		return true
	})
	s.loops.Scan(func(_ article.PageID, p article.Problem) bool {
		all = append(all, p)
		return true
	})
	s.notes.Scan(func(_ article.PageID, notes []article.Problem) bool {
		all = append(all, notes...)
		return true
	})
	return append(all, s.clashProblems()...)
}

// Doubt returns the complaint about the system's clock, or nil.
func (s *Snapshot) Doubt() *article.Problem {
	if s.doubt == (clockDoubt{}) {
		return nil
	}
	return &article.Problem{File: "clock", About: article.Dates, What: "the system clock says " + s.doubt.says.Format(time.RFC3339) + ", but the latest known time is " + s.doubt.after.Format(time.RFC3339),
		Effect: "time stands still, and nothing that is scheduled appears", Hint: "set the clock; if it is right, run: dateline accept"}
}

// missing returns complaints about missing files that front matter refers to. An
// enclosure without a position comes from a link in the text, about which
// deadLinks complains.
func (e *Entry) missing() (list []article.Problem) {
	if e.CoverPath != "" && e.Picture == nil && e.Cover == "" {
		list = append(list, article.Problem{File: e.File, Line: e.CoverLine, Column: e.CoverColumn,
			About: article.Pictures, What: "cover " + e.CoverPath + " does not exist or is not an image", Effect: article.PublishedWithout,
			Hint: "put a PNG, JPEG, GIF, WebP, AVIF or SVG file there"})
	}
	if x := e.Enclosure; x != nil && x.Path != "" && x.URL == "" && e.Enclosed == nil && x.Line > 0 {
		list = append(list, article.Problem{File: e.File, Line: x.Line, Column: x.Column,
			About: article.Enclosures, What: "enclosure " + x.Path + " does not exist", Effect: article.PublishedWithout, Hint: "put the file there"})
	}
	return list
}
