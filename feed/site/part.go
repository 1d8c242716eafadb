package site

import (
	"net/url"
	"regexp"
	"strconv"

	"dateline/feed/archive"
	"dateline/feed/render"
)

// Pages of lists have a query: ?before= or ?after= a moment or a date, neither of which
// is on the page, and ?day= or ?week= for what an item of a digest is about.

// seconds matches a moment in Unix seconds. A number of four digits is a year.
var seconds = regexp.MustCompile(`^-?\d{5,12}$`)

// badMoment says what before and after may be.
const badMoment = " must be a date, as in 2026-04, or Unix seconds of five digits or more"

// turned finds the page of a subject that the query requests. Many moments mean the same
// page, which has one canonical address.
func (l lookup) turned(sub render.Subject) Answer {
	if l.query == "" {
		return found(l.listed(sub))
	}
	query := l.parameters()
	if query.Has(render.DayParameter) && query.Has(render.WeekParameter) || query.Has(render.BeforeParameter) && query.Has(render.AfterParameter) {
		return refused("ask for a day or a week, and for what was published before or after a moment, but not for both")
	}
	sub, refusal := l.narrowed(sub, query)
	if refusal != "" {
		return refused(refusal)
	}
	if len(sub.Entries.Latest(1)) == 0 && sub.Part.Narrowed() {
		return Answer{Why: "nothing was published then", See: sub.Path}
	}
	ok := true
	if value := query.Get(render.BeforeParameter); query.Has(render.BeforeParameter) {
		from, _, valid := l.period(value)
		if !valid {
			return refused(render.BeforeParameter + badMoment)
		}
		sub, ok = l.Pages.Before(sub, from)
	}
	if value := query.Get(render.AfterParameter); query.Has(render.AfterParameter) {
		_, last, valid := l.period(value)
		if !valid {
			return refused(render.AfterParameter + badMoment)
		}
		sub, ok = l.Pages.After(sub, last)
	}
	if !ok {
		return Answer{Why: "nothing was published then", See: sub.Path}
	}
	return found(l.listed(sub))
}

// narrowed returns a subject with the entries of the day or week in a query alone.
func (l lookup) narrowed(sub render.Subject, query url.Values) (narrowed render.Subject, refusal string) {
	for every, parameter := range map[render.Every]string{render.Daily: render.DayParameter, render.Weekly: render.WeekParameter} {
		if !query.Has(parameter) {
			continue
		}
		narrowed, ok := l.Renderer.Within(l.s, sub, every, query.Get(parameter))
		if !ok {
			return sub, map[render.Every]string{render.Daily: "day must be a date, as in 2026-04-07", render.Weekly: "week must be a week of ISO 8601, as in 2026-W15"}[every]
		}
		return narrowed, ""
	}
	return sub, ""
}

// period returns the first and the last second of a moment or a date.
func (l lookup) period(value string) (first, last int64, ok bool) {
	if seconds.MatchString(value) {
		first, err := strconv.ParseInt(value, 10, 64)
		return first, first, err == nil
	}
	from, until, ok := archive.Period(value, l.Renderer.Site.Zone)
	return from.Unix(), until.Unix() - 1, ok
}
