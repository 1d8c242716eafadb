package site

import (
	"path"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/near"
	"dateline/feed/render"
)

const (
	maxNearby = 5
	// maxCompared bounds the articles of a day whose names are compared.
	maxCompared = 1000
)

// nearby returns what may have been meant by an address at which there is nothing:
// articles of its day with a similar name, the dates around its own that have articles,
// topics with a similar name.
func (l lookup) nearby() []Near {
	if f, below, ok := l.s.ContentAt(l.path); ok {
		l.in, l.rest = f, below
	}
	if m := dated.FindStringSubmatch(l.rest); m != nil {
		date := dateOf(m)
		if slug := strings.Trim(m[5], "/"); slug != "" && m[3] != "" {
			if list := l.ofDayLike(date, slug); len(list) > 0 {
				return list
			}
		}
		return l.datesAround(date)
	}
	return l.topicsLike(path.Base(l.rest))
}

// ofDayLike returns articles of a day whose names in addresses are similar.
func (l lookup) ofDayLike(date, name string) (list []Near) {
	from, until, ok := archive.Period(date, l.Renderer.Site.Zone)
	if !ok {
		return nil
	}
	name = strings.TrimSuffix(path.Base(name), path.Ext(name))
	entries := map[string]*archive.Entry{}
	names := func(yield func(string) bool) {
		for e := range l.in.Between(from, until) {
			name := path.Base(e.Path)
			if entries[name] != nil {
				continue
			}
			if entries[name] = e; len(entries) > maxCompared || !yield(name) {
				return
			}
		}
	}
	for _, match := range near.Matches(name, names, maxNearby) {
		e := entries[match]
		list = append(list, Near{article.Headline(e.Name()), article.PageURI(e.Path), e.Language})
	}
	return list
}

// datesAround returns the last date with articles before a date and the first one after
// it: days, months or years. A date that does not exist stands for its month or year.
func (l lookup) datesAround(date string) (list []Near) {
	from, until, ok := archive.Period(date, l.Renderer.Site.Zone)
	if !ok {
		if i := strings.LastIndexByte(date, '-'); i > 0 {
			return l.datesAround(date[:i])
		}
		return nil
	}
	around := l.in.Before(until.Unix(), 1)
	if after := l.in.After(from.Unix()-1, 1); len(after) > 0 {
		around = append(around[:min(1, len(around))], after[len(after)-1])
	}
	for i, e := range around {
		at := l.Renderer.DateOf(e.Published())[:len(date)]
		if i == 0 || at != list[0].Name {
			list = append(list, Near{Name: at, Path: render.PathIn(l.in, "/") + strings.ReplaceAll(at, "-", "/") + "/"})
		}
	}
	return list
}

// topicsLike returns topics with articles whose names are similar.
func (l lookup) topicsLike(name string) (list []Near) {
	slugs := func(yield func(string) bool) {
		for f := range l.s.Listed() {
			if !yield(f.Topic.Slug) {
				return
			}
		}
	}
	for _, match := range near.Matches(article.Slug(strings.TrimSuffix(name, path.Ext(name))), slugs, maxNearby) {
		if f, ok := l.s.Topic(match); ok {
			list = append(list, Near{Name: f.Label(), Path: render.PathIn(l.in, render.TopicPath(f.Topic))})
		}
	}
	return list
}
