package page

import (
	"strconv"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/phrases"
	"dateline/feed/render"
)

// bars are a chart of how many articles there are in each year, month or day, oldest
// first. Each bar has its text, so that it needs no picture.
type bars struct {
	Heading string
	Bars    []bar
}

// bar is one of them. Its height is a part of barHeight, at least 1.
type bar struct {
	Name, URL   string
	Count       int
	Top, Height int
}

const (
	barHeight = 40
	mostBars  = 60 // the latest ones
)

// bars returns the chart of a subject: the years of a feed, the months of a year, the
// days of a month. A selection has none, because its articles would have to be counted.
func (p *Pages) bars(l layout, sub render.Subject) (chart bars) {
	if sub.Part.Narrowed() {
		return chart
	}
	switch entries := sub.Entries.(type) {
	case *archive.Feed:
		chart = bars{l.Words.List.ByYear, p.years(l.Language, sub, entries)}
	case archive.Span:
		switch len(sub.Date) {
		case len("2006"):
			chart = bars{l.Words.List.ByMonth, p.months(l.Language, sub, entries)}
		case len("2006-01"):
			chart = bars{l.Words.List.ByDay, p.days(l.Language, sub, entries)}
		}
	}
	if len(chart.Bars) < 2 && sub.Date == "" {
		return bars{} // it would say what the facts do
	}
	chart.Bars = chart.Bars[max(0, len(chart.Bars)-mostBars):]
	scale(chart.Bars)
	return chart
}

// scale sets the heights of bars.
func scale(list []bar) {
	most := 1
	for _, b := range list {
		most = max(most, b.Count)
	}
	for i := range list {
		list[i].Height = max(1, list[i].Count*barHeight/most)
		list[i].Top = barHeight - list[i].Height
	}
}

// years leads to the pages of years or, for a topic, which has none, to the page of its
// list that begins with the last article of a year.
func (p *Pages) years(language string, sub render.Subject, f *archive.Feed) (list []bar) {
	dated := f.Topic == nil || f.Topic.Kind == archive.OfContent
	last := 0
	for _, m := range f.Months(p.site.Zone) {
		year := m.Number / 12
		if len(list) > 0 && year == last {
			list[len(list)-1].Count += m.Len
			continue
		}
		last = year
		url := p.site.BaseURL + sub.Path + "?" + render.BeforeParameter + "=" + yearStart(year+1).Format("2006")
		if dated {
			url = p.dateLink(language, sub.Directory, yearStart(year).Format("2006")).URL
		}
		list = append(list, bar{Name: phrases.Year(language, yearStart(year)), URL: url, Count: m.Len})
	}
	return list
}

func yearStart(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }

func (p *Pages) months(language string, sub render.Subject, s archive.Span) (list []bar) {
	for _, m := range s.Months(p.site.Zone) {
		t := time.Date(m.Number/12, time.Month(m.Number%12+1), 1, 0, 0, 0, 0, time.UTC)
		list = append(list, bar{Name: phrases.MonthName(language, t), URL: p.site.BaseURL + article.PathURI(sub.Directory) + t.Format("/2006/01/"), Count: m.Len})
	}
	return list
}

func (p *Pages) days(language string, sub render.Subject, s archive.Span) (list []bar) {
	var counts [32]int
	for e := range s.Between(time.Time{}, time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)) {
		counts[e.Published().In(p.site.Zone).Day()]++
	}
	for day, n := range counts {
		if n > 0 {
			list = append(list, bar{Name: strconv.Itoa(day), URL: p.dateLink(language, sub.Directory, sub.Date+"-"+twoDigits(day)).URL, Count: n})
		}
	}
	return list
}

func twoDigits(n int) string { return strconv.Itoa(100 + n)[1:] }
