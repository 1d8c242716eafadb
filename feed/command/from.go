package command

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"dateline/feed/generators"
	"dateline/feed/ledger"
	"dateline/feed/printable"
	"dateline/feed/report"
	"dateline/feed/starter"
)

// initFrom writes a configuration for a site that is there already, then says what
// check and plan say about it. Their findings are no failure of init.
func (l *line) initFrom(dir string) error {
	if err := isSite(l.from); err != nil {
		return err
	}
	site, err := generators.Read(os.DirFS(l.from))
	if err != nil {
		return fmt.Errorf("reading the site: %w; nothing was written; make the directory readable", err)
	}
	if err := starter.WriteFrom(starter.From{Site: site, SiteDir: l.from, Dir: dir, Shipped: l.Config}); err != nil {
		return err
	}
	l.file = filepath.Join(dir, defaultFile)
	if err := l.printer().Site(l.from, site, l.file); err != nil {
		return failure{err}
	}
	if err := l.firstSight(); err != nil {
		fmt.Fprintf(l.out, "\nThe articles could not be read: %v\n", err)
	}
	return atWork(l.goOn(site))
}

// isSite returns an error unless a site can be in a directory of this name.
func isSite(dir string) error {
	switch info, err := os.Stat(dir); {
	case err != nil:
		return fmt.Errorf("looking at the site: %w; nothing was written; name the directory of your site", err)
	case !info.IsDir():
		return fmt.Errorf("%s is not a directory; nothing was written; name the directory of your site", dir)
	}
	return nil
}

// firstSight prints what check says about the articles, and the summary of plan. The
// articles are read once, unless there is a ledger that plan compares them with.
func (l *line) firstSight() error {
	r, err := l.read(nil, afresh)
	if err != nil {
		return err
	}
	fmt.Fprintf(l.out, "\ndateline check --config %s\n", typed(l.file))
	if err := l.printer().Check(&report.Findings{State: r.state, Withheld: r.withheld, Home: r.config.Site.Home}); err != nil {
		return err
	}
	r.first = true
	if path, err := ledger.Path(r.config.Ledger.URL); err == nil && holdsLedger(path) {
		if r, err = l.read(nil, remembering); err != nil {
			return err
		}
	}
	fmt.Fprintf(l.out, "\ndateline plan --summary --config %s\n", typed(l.file))
	return l.printPlan(r, nil, report.Summary)
}

// goOn says what to do next.
func (l *line) goOn(site *generators.Site) error {
	feed := oldFeed(site)
	_, err := fmt.Fprintf(l.out, `
Next, read %[1]s and set site.base_url. If readers have subscribed to a feed
already, adopt it before the first start: then they see no item as new. Look at
what they would see, and start:

  dateline adopt --config %[1]s %[2]s
  dateline plan --config %[1]s
  dateline serve --config %[1]s
`, typed(l.file), typed(feed))
	return err
}

// typed returns an argument as one types it in a shell.
func typed(argument string) string {
	if !strings.ContainsFunc(argument, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != os.PathSeparator && !strings.ContainsRune("/.:_-", r)
	}) {
		return argument
	}
	return printable.Line("'" + strings.ReplaceAll(argument, "'", `'\''`) + "'")
}

// oldFeed returns the address of a feed that the site has, or "FEED" if none is known.
func oldFeed(site *generators.Site) string {
	home := slices.IndexFunc(site.Settings, func(s generators.Setting) bool { return s.Key == "site.home" })
	alias := slices.IndexFunc(site.Aliases, func(a generators.Alias) bool { return !strings.Contains(a.Path, "*") })
	if home < 0 || alias < 0 {
		return "FEED"
	}
	return strings.TrimSuffix(fmt.Sprint(site.Settings[home].Value), "/") + site.Aliases[alias].Path
}
