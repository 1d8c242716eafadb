package page

import (
	"strings"
	"time"

	"dateline/feed/article"
	"dateline/feed/phrases"
	"dateline/feed/render"
)

// dates are what surrounds a date page: the nearest dates before and after it that have
// articles, and those that contain it, the longest first.
type dates struct {
	Older, Newer link // URL is empty if there is none
	Up           []link
}

// dateForms are how exact a date may be.
var dateForms = []string{"2006", "2006-01", "2006-01-02"}

// dateName returns a date in words: a year, a month or a day, with the day of the week.
func dateName(language, date string) string {
	t, _ := time.Parse(time.DateOnly[:len(date)], date) // which is a date
	switch len(date) {
	case len("2006"):
		return phrases.Year(language, t)
	case len("2006-01"):
		return phrases.Month(language, t)
	}
	return phrases.Weekday(language, t)
}

// partName returns the day or week that a part is confined to, in words.
func partName(words phrases.List, language string, part render.Part) string {
	if part.Every == render.Daily {
		return dateName(language, part.Name)
	}
	year, week := part.From.Add(12 * time.Hour).ISOWeek()
	return words.WeekOf(week, year)
}

// dateLink returns a link to the page of a date, or an empty one for no date.
func (p *Pages) dateLink(language, mount, date string) link {
	if date == "" {
		return link{}
	}
	return link{dateName(language, date), p.site.BaseURL + article.PathURI(mount) + "/" + strings.ReplaceAll(date, "-", "/") + "/", language}
}

func (p *Pages) datesAround(language string, sub render.Subject) (d dates) {
	if sub.Date == "" {
		return d
	}
	older, newer := p.Renderer.Beside(sub)
	d.Older, d.Newer = p.dateLink(language, sub.Directory, older), p.dateLink(language, sub.Directory, newer)
	for _, form := range dateForms {
		if len(form) < len(sub.Date) {
			d.Up = append(d.Up, p.dateLink(language, sub.Directory, sub.Date[:len(form)]))
		}
	}
	return d
}
