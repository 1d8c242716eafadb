package page

import (
	"strings"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/phrases"
)

// maxHistory bounds the changes that the page of an article shows. Each may quote four
// thousand characters.
const maxHistory = 20

// history is what became of an article after its publication, as far as subscribers to
// changes learnt of it.
type history struct {
	Changes []change // newest first
	Count   int      // of all changes
	All     string   // the list of changes of the site, if Changes are not all
}

// change is one of them. What was removed or added has no text on the other side.
type change struct {
	Date, Moment  string
	What          string
	Before, After []string // paragraphs
}

// history returns the changes of an article.
func (p *Pages) history(s *archive.Snapshot, e *archive.Entry) history {
	notices := s.NoticesOf(e)
	h := history{Count: len(notices)}
	words := phrases.In(e.Language)
	for _, n := range notices[:min(len(notices), maxHistory)] {
		c := change{What: changed(words, n), Before: paragraphs(n.Before), After: paragraphs(n.After)}
		c.Date, c.Moment = p.momentIn(e.Language, n.At)
		h.Changes = append(h.Changes, c)
	}
	if len(h.Changes) < h.Count {
		h.All = p.site.BaseURL + "/changes.atom"
	}
	return h
}

// changed says what a notice is about.
func changed(words *phrases.Set, n *archive.Notice) string {
	switch {
	case n.Kind == archive.Moved:
		return words.Article.MovedFrom + " " + n.Was
	case n.Kind == archive.Returned:
		return words.Article.IsBack
	case n.BeforeTitle != "":
		return words.Article.TitleWas + " " + article.Headline(n.BeforeTitle)
	}
	return words.Article.TextCorrected
}

// paragraphs returns the paragraphs of a text in a notice.
func paragraphs(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}
