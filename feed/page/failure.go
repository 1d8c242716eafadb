package page

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/feed/article"
	"dateline/feed/phrases"
	"dateline/feed/printable"
	"dateline/feed/render"
)

// Failure is why somebody who asked for a page does not get it.
type Failure struct {
	Status int    // of HTTP
	Reason string // a sentence in English without a full stop; empty if the status says enough
	// Was is the title of an article that was removed, and At when that was, as far as
	// they are known.
	Was    string
	At     time.Time
	Near   []Suggestion // what was probably meant
	Wanted string       // the path that was asked for, if a search may find what was there
}

// Suggestion is a page that may help.
type Suggestion struct {
	Name     string
	Path     string // percent-encoded
	Language string // of the name, if it is an article's (BCP 47)
}

// failure is the data of error.html.
type failure struct {
	layout
	Heading, Text          string
	Was                    string
	Reason, ReasonLanguage string // the language is empty if it is that of the page
	Near                   []nearby
}

// nearby is a link to what was probably meant.
type nearby struct{ Name, URL, Language, Direction string }

// Failure renders the page of an error, in the language of the site. It depends on no
// snapshot, as there may be none.
func (p *Pages) Failure(f Failure) render.Document {
	e := failure{layout: p.layout(p.site.Language), Was: printable.Line(f.Was), Reason: sentence(printable.Line(f.Reason))}
	e.Heading, e.Text = e.Words.Error.Of(f.Status)
	e.Title, e.NoIndex = e.Heading, true
	if !f.At.IsZero() {
		e.Text = fmt.Sprintf(e.Words.Error.GoneOn, phrases.Date(e.Language, f.At.In(p.site.Zone)))
	}
	if base, _, _ := strings.Cut(e.Language, "-"); base != "en" {
		e.ReasonLanguage = "en"
	}
	for _, n := range f.Near {
		near := nearby{Name: printable.Line(n.Name), URL: p.site.BaseURL + n.Path}
		if n.Language != "" && n.Language != e.Language {
			near.Language, near.Direction = n.Language, phrases.DirectionWithin(e.Language, n.Language)
		}
		e.Near = append(e.Near, near)
	}
	e.Query = wordsOf(f.Wanted)
	return p.document("error.html", "", e)
}

// sentence returns a sentence as it stands alone.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:] + "."
}

// wordsOf returns the words at the end of a path, for a search. They consist of letters
// and digits.
func wordsOf(path string) string {
	path = strings.TrimSuffix(strings.TrimRight(path, "/"), ".html")
	words := strings.ReplaceAll(article.Slug(path[strings.LastIndexByte(path, '/')+1:]), "-", " ")
	if utf8.RuneCountInString(words) > longestFilter {
		return ""
	}
	return words
}
