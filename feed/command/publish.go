package command

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"

	"dateline/feed"
	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/render"
)

// publisher opens the content directories of a configuration.
func publisher(c *config.Config, log *slog.Logger) (*feed.Publisher, error) {
	o := feed.Options{
		Grammar:   article.Grammar(c.Grammar),
		BaseURL:   c.Site.BaseURL,
		Authority: c.Site.Authority(),
		Zone:      c.Site.Timezone,
		Log:       log,
		Progress:  progress(),
	}
	for _, d := range c.Content {
		if err := directory(d.Dir); err != nil {
			return nil, err
		}
		o.Contents = append(o.Contents, feed.Content{Dir: d.Dir, Mount: d.Mount, Aliases: d.Aliases, Language: d.Language})
	}
	return feed.New(o)
}

// directory says what to do about a content directory that cannot be used.
func directory(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("content directory %q: there is none; nothing is served; name an existing one in [[content]] dir, or start with: dateline init DIR", dir)
	case err != nil:
		return fmt.Errorf("content directory: %w; nothing is served; make it readable", err)
	case !info.IsDir():
		return fmt.Errorf("content directory %q: it is a file; nothing is served; name the directory that holds the articles", dir)
	}
	return nil
}

func directories(c *config.Config) []Directory {
	list := make([]Directory, len(c.Content))
	for i, d := range c.Content {
		list[i] = Directory{Index: i, Dir: d.Dir, Ignore: d.Ignore, Watch: c.Watch}
	}
	return list
}

// read reads all articles once, without serving.
func (l *line) read(args []string) (*feed.State, *config.Config, error) {
	c, err := l.load(args)
	if err != nil {
		return nil, nil, err
	}
	p, err := publisher(c, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, nil, err
	}
	defer p.Close()
	for _, d := range directories(c) {
		b, err := l.Scan(d)
		if err != nil {
			return nil, nil, failure{err}
		}
		p.Apply(b)
	}
	return p.Current(), c, nil
}

// site is what documents need of a configuration.
func site(c *config.Config) render.Site {
	return render.Site{
		Title:       c.Site.Title,
		Description: c.Site.Description,
		BaseURL:     c.Site.BaseURL,
		Language:    c.Site.Language,
		Author:      c.Site.Author,
		Icon:        c.Site.Icon,
		Zone:        c.Site.Timezone,
		Items:       c.Feeds.Items,
		SummaryOnly: c.Feeds.Content == config.Summary,
		Related:     c.Feeds.Related,
		ItemLink:    c.Feeds.ItemLink,
	}
}
