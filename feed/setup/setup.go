// Package setup derives the options of other packages from a configuration.
package setup

import (
	"slices"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/explain"
	"dateline/feed/page"
	"dateline/feed/render"
	"dateline/feed/site"
)

// Directory is a directory to scan or watch: a content directory, or a static one.
type Directory struct {
	Index   int // in Config.Content; a static directory comes after those
	Dir     string
	Ignore  []string // doublestar patterns of paths below Dir
	Authors []string // files that describe authors; if there are any, those in the tree are ignored
	Static  bool     // it holds no articles, and need not exist
	config.Watch
}

// Directories returns the content directories in the order of the configuration,
// then the static directories. Each ignores what is in a directory within it.
func Directories(c *config.Config) []Directory {
	list := make([]Directory, len(c.Content))
	for i, d := range c.Content {
		list[i] = Directory{Index: i, Dir: d.Dir, Ignore: slices.Concat(d.Ignore, inner(d.Dir, c)), Authors: d.Authors, Watch: c.Watch}
	}
	for _, s := range static(c) {
		list = append(list, Directory{Index: len(list), Dir: s.Dir, Ignore: outside(s.Dir, c), Static: true, Watch: c.Watch})
	}
	return list
}

// Publisher returns the options of a feed.Publisher, without a log. If a content
// directory cannot be used, the error includes its path and a hint.
func Publisher(c *config.Config) (feed.Options, error) {
	o := feed.Options{
		Grammar:   article.Grammar(c.Grammar),
		KeepWhole: c.Topics.KeepWhole,
		BaseURL:   c.Site.BaseURL,
		Static:    static(c),
		Home:      c.Site.Home,
		Former:    c.Site.Former,
		MayBeNew:  c.Site.FirstStart,
		Archive: archive.Options{
			Zone:        c.Site.Timezone,
			Authority:   c.Site.IDAuthority,
			BaseURL:     c.Site.BaseURL,
			Home:        c.Site.Home,
			PagesAtHome: c.Feeds.ItemLink == config.OwnSite,
			Fleeting:    !c.Topics.Sticky,
			Same:        map[string]string{},
			Ignore:      c.Topics.Ignore,
			MinArticles: c.Topics.MinArticles,
			Recent:      c.Feeds.Hours.Duration(),
			Late:        max(c.Feeds.Late, 1).Duration(),
			Limits:      render.LimitsOf(Site(c, nil)),
		},
	}
	for _, a := range c.Topics.Alias {
		for _, name := range a.Also {
			o.Archive.Same[name] = a.Name
		}
	}
	for _, d := range c.Content {
		if err := reachable(d.Dir); err != nil {
			return o, err
		}
		o.Contents = append(o.Contents, feed.Content{Dir: d.Dir, Mount: d.Mount, Aliases: d.Aliases, Language: d.Language,
			Languages: d.Languages, TopicSeparator: d.TopicSeparator, Authors: d.Authors, Permalink: d.Permalink, Pages: c.Pages.Files,
			MaxRemoval: int(d.MaxRemoval), Grace: d.Grace, HideSuperseded: d.Superseded == config.Hide})
	}
	return o, nil
}

// Site returns what documents say about the site. If the configuration includes
// the Markdown of articles in feeds, p reads it. Sizes can be computed without p.
func Site(c *config.Config, p *feed.Publisher) render.Site {
	s := render.Site{
		Title:       c.Site.Title,
		Description: c.Site.Description,
		BaseURL:     c.Site.BaseURL,
		Language:    c.Site.Language,
		Author:      c.Site.Author,
		Emails:      c.Feeds.Emails,
		Icon:        page.Address(c.Site.BaseURL, "icon", picture(c, c.Site.Icon)),
		Logo:        page.Address(c.Site.BaseURL, "logo", picture(c, c.Site.Logo)),
		Accent:      c.Site.Accent,
		License:     c.Site.License,
		Zone:        c.Site.Timezone,
		Items:       c.Feeds.Items,
		MinItems:    c.Feeds.MinItems,
		MaxBytes:    c.Feeds.MaxBytes,
		MaxEntry:    c.Feeds.MaxEntry,
		SummaryOnly: c.Feeds.Content == config.Summary,
		Related:     c.Feeds.Related,
		Search:      true,
		Moved:       len(c.Site.Former) > 0,
		ItemLink:    c.Feeds.ItemLink,
		Home:        c.Site.Home,
		MinAge:      c.Feeds.MinAge,
		MaxAge:      c.Feeds.MaxAge,
	}
	for _, d := range c.Content {
		s.Directories = append(s.Directories, render.Directory{Mount: d.Mount, Title: d.Title, Language: d.Language})
	}
	if c.Feeds.Markdown {
		s.Markdown = p.Markdown
	}
	return s
}

// Aliases returns the other addresses of feeds.
func Aliases(c *config.Config) (list []site.Alias) {
	for _, a := range c.Feeds.Alias {
		list = append(list, site.Alias(a.Plain()))
	}
	return list
}

// Explain returns what answers about articles are made from, without a Publisher
// and a Renderer. skipped is what explain.Options says, for a content directory.
func Explain(c *config.Config, skipped func(d Directory, rel string) error) explain.Options {
	dirs := Directories(c)
	o := explain.Options{BaseURL: c.Site.BaseURL, Home: c.Site.Home, Former: c.Site.Former, ItemLink: c.Feeds.ItemLink, Skipped: func(i int, rel string) error { return skipped(dirs[i], rel) }}
	o.Aliases = Aliases(c)
	for _, d := range c.Content {
		o.Directories = append(o.Directories, explain.Directory{Dir: d.Dir, Mount: d.Mount})
	}
	return o
}
