package command

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"dateline/feed"
	"dateline/feed/adopt"
	"dateline/feed/archive"
	"dateline/feed/config"
	"dateline/feed/ledger"
	"dateline/feed/render"
	"dateline/feed/report"
	"dateline/feed/setup"
	addresses "dateline/feed/site"
)

// adoptCommand returns the command adopt.
func (l *line) adoptCommand() *cobra.Command {
	c := l.withJSON(&cobra.Command{
		Use:   "adopt FEED...",
		Short: "Take over the ids and times that subscribers of another feed know",
		Long: `Adopt reads the feeds that subscribers of your site have today, and finds the
article of each item: by its link, by title and date, or by its text. It prints
what it found and changes nothing.

With --apply, it writes the id and the times of each item that has an article
into the ledger, so that a reader who moves to the feeds of Dateline sees
nothing as new. The ids of items without an article are reserved. Doubtful
items, and those on which the feeds do not agree, are left alone. Stop the
daemon first.

FEED is a file, an http or https URL, or - for standard input: RSS, Atom or JSON
Feed. If the feed at a URL names pages with older items, they are read, too.
Give several if a feed has several pages, or the site several feeds.

The exit code is 1 if an item is doubtful, if the feeds do not agree, or if no
item matches.`,
		Example: "  dateline adopt https://blog.example.org/index.xml\n  dateline adopt --apply old/feed.xml && dateline plan\n  dateline adopt --undo",
		RunE:    interruptible(l.adopt),
	})
	c.Args = func(c *cobra.Command, args []string) error { return l.adoptArgs(c, args) }
	c.Flags().BoolVar(&l.apply, "apply", false, "write what was found into the ledger")
	c.Flags().BoolVar(&l.undo, "undo", false, "take the last adoption back")
	return c
}

// adoptArgs refuses arguments that do not fit each other.
func (l *line) adoptArgs(c *cobra.Command, args []string) error {
	switch {
	case l.undo && (len(args) > 0 || l.apply):
		return errors.New(`adopt --undo takes no feed and no --apply; it takes the last adoption back; run "dateline adopt --help"`)
	case !l.undo && len(args) == 0:
		return errors.New(`adopt needs the file or the URL of a feed, or - for standard input; run "dateline adopt --help"`)
	}
	stdin := 0
	for _, name := range args {
		if name == "-" {
			stdin++
		}
	}
	if stdin > 1 {
		return errors.New(`adopt can read only one feed from standard input; name the files of the others`)
	}
	return nil
}

// adopt finds the articles of feeds, and writes what subscribers know into the
// ledger if that is wanted.
func (l *line) adopt(ctx context.Context, args []string) error {
	if l.undo {
		return l.unadopt()
	}
	feeds, err := l.readFeeds(ctx, args)
	if err != nil {
		return failure{err}
	}
	var a *report.Adoption
	var refused error
	err = l.reading(nil, remembering, func(p *feed.Publisher, r *reading) {
		a = r.adoption(feeds, p)
		refused = r.state.Snapshot.CheckAdoptions(a.Changes)
	})
	switch {
	case err != nil:
		return err
	case refused != nil:
		return failure{fmt.Errorf("%w; nothing is adopted", refused)}
	}
	if l.apply && len(a.Matches) > 0 && len(a.Changes) > 0 {
		if err := l.change(func(p *feed.Publisher) error { return p.Adopt(a.Changes) }); err != nil {
			return err
		}
		a.Applied = true
	}
	if err := l.printer().Adopt(a); err != nil {
		return failure{err}
	}
	if a.Failed() {
		return errFindings
	}
	return nil
}

// readFeeds reads all feeds. If one cannot be read, nothing is adopted, because the
// others may be only a part of what subscribers know.
func (l *line) readFeeds(ctx context.Context, names []string) (list []*adopt.Feed, err error) {
	r := &adopt.Reader{Stdin: os.Stdin, Agent: "Dateline/" + l.Version}
	for _, name := range names {
		f, err := r.Read(ctx, name)
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, nil
}

// adoption returns what adopting feeds would change.
func (r *reading) adoption(feeds []*adopt.Feed, p *feed.Publisher) *report.Adoption {
	c, s := r.config, r.state.Snapshot
	t := adopt.Find(feeds, adopt.Options{Snapshot: s, Sites: append([]string{c.Site.BaseURL, c.Site.Home}, c.Site.Former...), Now: time.Now(),
		Markdown: p.Markdown})
	renderer := render.New(setup.Site(c, p))
	a := &report.Adoption{Table: t, Changes: t.Adoptions(), Links: map[*archive.Entry]string{}, Home: homeOf(c.Site, feeds), HomeUnset: c.Site.Home == ""}
	for _, x := range t.Matches {
		a.Links[x.Entry] = renderer.Link(x.Entry)
	}
	catalogue := addresses.New(addresses.Options{Renderer: renderer, Aliases: setup.Aliases(c)})
	for _, f := range feeds {
		if x, ok := missing(catalogue, s, c, f); ok {
			a.Aliases = append(a.Aliases, x)
		}
	}
	return a
}

// homeOf returns the author's own site: that of the configuration, or else the one to
// which the feeds belong, if that is not this one.
func homeOf(site config.Site, feeds []*adopt.Feed) string {
	home := site.Home
	for _, f := range feeds {
		home = cmp.Or(home, strings.TrimRight(f.Home, "/"))
	}
	if home == site.BaseURL {
		return ""
	}
	return home
}

// unadopt takes the last adoption back. It looks first whether there is one, because
// opening a ledger for writing makes one, or makes it one of this version.
func (l *line) unadopt() error {
	c, err := l.load(nil)
	if err != nil {
		return err
	}
	state, err := ledger.Read(c.Ledger.URL)
	if err != nil {
		return failure{err}
	}
	n := 0
	if len(state.Adoptions) > 0 {
		err = l.change(func(p *feed.Publisher) (err error) {
			n, err = p.Unadopt()
			return err
		})
	}
	if err != nil {
		return err
	}
	return atWork(l.printer().Unadopted(n))
}

// change opens the ledger as a start does, reads all articles, and changes what the
// ledger remembers. Everything is saved in one transaction, or nothing.
func (l *line) change(do func(*feed.Publisher) error) error {
	p, c, err := l.publisher(nil)
	if err != nil {
		return err
	}
	defer p.Close()
	log := newJournal()
	log.set(c.Log)
	book, state, err := ledger.Open(ledger.Options{URL: c.Ledger.URL, Log: log.Logger, Require: c.Ledger.Require, Together: true})
	if err != nil {
		if book != nil {
			_ = book.Close()
		}
		return failure{fmt.Errorf("opening the ledger: %w; nothing is adopted; stop the daemon if it is running", err)}
	}
	p.Recall(book, state)
	if err := l.scan(p, c); err != nil {
		return errors.Join(err, book.Close())
	}
	if err := do(p); err != nil {
		return failure{errors.Join(fmt.Errorf("%w; nothing is adopted", err), book.Close())}
	}
	return atWork(book.Close())
}
