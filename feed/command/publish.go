package command

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"dateline/feed"
	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/ledger"
	"dateline/feed/render"
)

// options say what a configuration publishes.
func (l *line) options(c *config.Config, log *slog.Logger) (feed.Options, error) {
	o := feed.Options{
		Grammar:   article.Grammar(c.Grammar),
		KeepWhole: c.Topics.KeepWhole,
		BaseURL:   c.Site.BaseURL,
		Archive: archive.Options{
			Zone:        c.Site.Timezone,
			Authority:   c.Site.IDAuthority,
			Fleeting:    !c.Topics.Sticky,
			Same:        map[string]string{},
			Ignore:      c.Topics.Ignore,
			MinArticles: c.Topics.MinArticles,
			Recent:      c.Feeds.Hours.Duration(),
		},
		Log:      log,
		Progress: progress(),
	}
	for _, a := range c.Topics.Alias {
		for _, name := range a.Also {
			o.Archive.Same[name] = a.Name
		}
	}
	for _, d := range c.Content {
		if err := l.reachable(d.Dir); err != nil {
			return o, err
		}
		o.Contents = append(o.Contents, feed.Content{Dir: d.Dir, Mount: d.Mount, Aliases: d.Aliases, Language: d.Language,
			Languages: d.Languages, TopicSeparator: d.TopicSeparator, Authors: d.Authors,
			MaxRemoval: int(d.MaxRemoval), HideSuperseded: d.Superseded == config.Hide})
	}
	return o, nil
}

// hangs is how long a content directory may take to answer.
const hangs = time.Minute

// reachable says what to do about a content directory that cannot be used, or
// does not answer. Whoever asks for the same one meanwhile waits with others.
func (l *line) reachable(dir string) error {
	probe := l.probes.DoChan(dir, func() (any, error) { return nil, directory(dir) })
	select {
	case p := <-probe:
		return p.Err
	case <-time.After(hangs):
		return fmt.Errorf("content directory %q: the file system has not answered for %v; nothing is served; repair it, or name another one in [[content]] dir", dir, hangs)
	}
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
	if f, err := os.OpenFile(dir, os.O_RDONLY|syscall.O_NONBLOCK, 0); err == nil { // else whoever reads it complains
		defer f.Close()
		_, _ = f.ReadDir(1) // a dead server is noticed here, if what it said before is still known
	}
	return nil
}

// ledgerBeside gives the ledger of a directory that is named on the command
// line. It is the directory's own: that of a configuration remembers other
// articles, and would take them for removed.
func ledgerBeside(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	return "sqlite:" + dir + ".dateline.db"
}

func directories(c *config.Config) []Directory {
	list := make([]Directory, len(c.Content))
	for i, d := range c.Content {
		list[i] = Directory{Index: i, Dir: d.Dir, Ignore: d.Ignore, Authors: d.Authors, Watch: c.Watch}
	}
	return list
}

// reading is what became of reading all articles once, without serving.
type reading struct {
	config     *config.Config
	remembered *archive.Snapshot // by the ledger; empty where it was not asked
	first      bool              // it remembers nothing
	state      *feed.State
	withheld   []archive.Withheld
}

// read reads all articles once. With the ledger it starts from what is
// remembered, and writes nothing; without, it looks at links as well.
func (l *line) read(args []string, withLedger bool) (*reading, error) {
	c, err := l.load(args)
	if err != nil {
		return nil, err
	}
	o, err := l.options(c, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	p, err := feed.New(o)
	if err != nil {
		return nil, err
	}
	defer p.Close()
	r := &reading{config: c}
	if withLedger {
		state, err := ledger.Read(c.Ledger.URL)
		if err != nil {
			return nil, failure{err}
		}
		r.first = len(state.Items) == 0
		p.Recall(nil, state)
	}
	r.remembered = p.Recalled()
	for _, d := range directories(c) {
		b, err := l.Scan(d)
		if err != nil {
			return nil, failure{err}
		}
		p.Apply(b)
	}
	r.state, r.withheld = p.Current(), p.Withheld()
	return r, nil
}

// siteOf is what documents need of a configuration, and of the files.
func siteOf(c *config.Config, p *feed.Publisher) render.Site {
	s := render.Site{
		Title:       c.Site.Title,
		Description: c.Site.Description,
		BaseURL:     c.Site.BaseURL,
		Language:    c.Site.Language,
		Author:      c.Site.Author,
		Icon:        c.Site.Icon,
		Zone:        c.Site.Timezone,
		Items:       c.Feeds.Items,
		MaxBytes:    c.Feeds.MaxBytes,
		SummaryOnly: c.Feeds.Content == config.Summary,
		Related:     c.Feeds.Related,
		Search:      true,
		ItemLink:    c.Feeds.ItemLink,
		MinAge:      c.Feeds.MinAge,
		MaxAge:      c.Feeds.MaxAge,
	}
	if c.Feeds.Markdown {
		s.Markdown = p.Markdown
	}
	return s
}
