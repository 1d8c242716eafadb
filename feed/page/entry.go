package page

import (
	"html/template"
	"strings"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/phrases"
	"dateline/feed/render"
)

// entry is an article among others. URLs are already links within the page, because a
// list has hundreds of them and a call from a template costs a microsecond.
type entry struct {
	Title, URL string
	// Language and Direction are those of the title and the summary, as far as they
	// differ from the page's.
	Language, Direction string
	Date, Moment        string        // for people, in the words of the page, and for machines
	Summary             string        // empty for a note, whose title is the beginning of its text
	Marked              template.HTML // the title with the words that a search found; empty if there is none
	Snippet             template.HTML // instead of the summary: the words that a search found
	Cover               *cover        // nil if there is none to show
	Outlets, Topics     []link
}

// cover is a picture that stands for an article. It is decoration: whoever does not see
// it misses nothing.
type cover struct {
	URL           string
	Width, Height int  // pixels; 0 means unknown
	Remote        bool // it is on another host
	Eager         bool // it is loaded at once, because it is seen at once
}

// here returns a URL as a link within a page.
func (p *Pages) here(url string) string { return pathOf(p.site.BaseURL, url) }

// Bounds on what a list shows of an article, because authors may write any amount.
const (
	summaryLength = 240 // characters
	entryOutlets  = 2
	entryTopics   = 4
)

// entries returns what a page in a language shows of entries.
func (p *Pages) entries(around string, entries []*archive.Entry) []entry {
	return p.entriesIn("", around, entries)
}

// entriesIn is entries, with links that stay in the content directory with a mount.
func (p *Pages) entriesIn(mount, around string, entries []*archive.Entry) []entry {
	list := make([]entry, len(entries))
	for i, e := range entries {
		list[i] = p.entry(mount, around, e)
	}
	return list
}

func (p *Pages) entry(mount, around string, e *archive.Entry) entry {
	x := entry{Title: article.Headline(e.Name()), URL: p.here(p.Renderer.PageURL(e)), Direction: phrases.DirectionWithin(around, e.Language), Cover: p.cover(e)}
	if e.Language != around {
		x.Language = e.Language
	}
	_, x.Moment = p.Renderer.Date(e)
	x.Date = phrases.Date(around, p.dayOf(e))
	if e.Title != "" {
		x.Summary = article.Brief(e.Excerpt(summaryLength), summaryLength)
	}
	x.Outlets, x.Topics = p.links(mount, e.Outlets, entryOutlets), p.links(mount, e.Topics, entryTopics)
	return x
}

// dayOf returns a moment of the day on which an entry was published.
func (p *Pages) dayOf(e *archive.Entry) time.Time {
	if e.DateOnly {
		return e.Date
	}
	return e.Published().In(p.site.Zone)
}

// links returns links to the first of some topics or outlets, in a content directory.
func (p *Pages) links(mount string, topics []*archive.Topic, most int) (list []link) {
	for _, t := range topics[:min(most, len(topics))] {
		list = append(list, link{t.Name, p.here(p.site.BaseURL + article.PathURI(mount) + render.TopicPath(t)), render.LanguageOfTopic(t)})
	}
	return list
}

// cover returns the cover of an entry, unless it is that of another host and the owner
// does not want those.
func (p *Pages) cover(e *archive.Entry) *cover {
	m := p.Renderer.Cover(e)
	if m == nil {
		return nil
	}
	c := cover{URL: p.here(m.URL), Width: m.Width, Height: m.Height, Remote: !strings.HasPrefix(m.URL, p.site.BaseURL+"/")}
	if c.Remote && p.Theme.LinkImages {
		return nil
	}
	return &c
}
