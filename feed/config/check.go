package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"
)

const (
	maxItems = 10_000   // of a feed: readers fetch all of it, every time
	maxHours = 365 * 24 // of a feed: older articles are not news
	maxLate  = Days(3650)
	minBytes = 10_000 // of a feed: room for its head and one entry
	minEntry = 1000   // of an entry: room for its summary
)

// check checks every value, and brings those with several spellings into their
// canonical form.
func (d *document) check(c *Config) {
	d.site(&c.Site)
	for i := range c.Content {
		d.content(element("content", i), &c.Content[i])
		if c.Content[i].Language == "" {
			c.Content[i].Language = c.Site.Language
		}
	}
	d.distinct(c.Content)
	d.nested(c.Content)
	d.grammar(c.Grammar)
	d.topics(&c.Topics)
	d.feeds(&c.Feeds)
	d.feedAliases(c.Feeds.Alias, c.Content)
	d.must("feeds.item_link", c.Feeds.ItemLink != OwnSite || c.Site.Home != "", `is "site", but site.home is empty`, `write the address of your site: home = "https://blog.example.org"`)
	d.home(c.Site)
	d.pages(&c.Pages)
	d.server(&c.Server)
	d.hsts(d.given("server.hsts", "site.base_url"), c.Server.HSTS, c.Site.BaseURL)
	d.ledger("ledger.url", c.Ledger.URL)
	d.log(c.Log)
	d.watch(c.Watch)
}

// must adds a finding unless the value at path is right.
func (d *document) must(path string, right bool, what, hint string) {
	if !right {
		d.wrong(path, what, hint)
	}
}

func (d *document) site(s *Site) {
	d.must("site.title", strings.TrimSpace(s.Title) != "", "is empty", "name the site, or remove the key")
	d.baseURL("site.base_url", &s.BaseURL)
	if s.Home != "" {
		d.baseURL("site.home", &s.Home)
	}
	d.former("site.former", s)
	d.language("site.language", &s.Language)
	d.authority("site.id_authority", s.IDAuthority)
	d.look(s)
}

// home refuses a site of the author that this one answers for: links that lead to
// nothing here would lead here again, and pages would redirect to themselves.
func (d *document) home(s Site) {
	_, base, _ := strings.Cut(s.BaseURL, "//")
	_, home, _ := strings.Cut(s.Home, "//")
	d.must("site.home", home == "" || home != base, fmt.Sprintf("%q is the same site as site.base_url", s.Home), "write the address of your own site, or remove the key if this is it")
	d.must("site.home", !strings.HasPrefix(home, base+"/"), fmt.Sprintf("%q is below site.base_url, where Dateline answers", s.Home), "let base_url be another host or a path beside home, or remove the key")
}

// language puts a tag into its canonical form.
func (d *document) language(path string, s *string) {
	tag, err := language.Parse(*s)
	if err != nil || tag == language.Und {
		d.wrong(path, fmt.Sprintf("%q is not a language tag", *s), `write a BCP 47 tag such as "en" or "zh-Hant"`)
		return
	}
	*s = tag.String()
}

// tagging matches the tagging entity of RFC 4151: a domain name or a mail
// address, then a date.
var tagging = regexp.MustCompile(`^(?:[a-z0-9._-]+@)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*,(\d{4}(?:-\d\d(?:-\d\d)?)?)$`)

func (d *document) authority(path, s string) {
	m := tagging.FindStringSubmatch(s)
	valid := s == ""
	if m != nil {
		_, err := time.Parse(time.DateOnly, (m[1] + "-01-01")[:len(time.DateOnly)])
		valid = err == nil
	}
	d.must(path, valid, fmt.Sprintf("%q is not a name, a comma and a year (RFC 4151)", s),
		`write a domain in lower case and a year in which it is yours: "example.org,2026"`)
}

// grammar refuses labels without letters, and headings that would open two
// sections.
func (d *document) grammar(g Grammar) {
	opens := map[string]string{}
	for _, list := range []struct {
		path    string
		labels  []string
		section bool
	}{
		{"grammar.source", g.Source, true},
		{"grammar.related", g.Related, true},
		{"grammar.changes", g.Changes, true},
		{"grammar.context", g.Context, false},
		{"grammar.cover", g.Cover, false},
	} {
		for i, label := range list.labels {
			path := element(list.path, i)
			folded := strings.ToLower(strings.TrimRight(strings.TrimSpace(label), ":： "))
			d.must(path, folded != "", fmt.Sprintf("label %q is empty", label), "write the text of the label, or remove it from the list")
			other, taken := opens[folded]
			d.must(path, !taken || !list.section || other == list.path, fmt.Sprintf("label %q is also in %s", label, other), "keep it in one of the lists")
			if list.section && !taken {
				opens[folded] = list.path
			}
		}
	}
}

func (d *document) feeds(f *Feeds) {
	d.within("feeds.items", f.Items, 1, maxItems)
	d.within("feeds.hours", int(f.Hours), 0, maxHours)
	d.must("feeds.late", f.Late <= maxLate, fmt.Sprintf("%s is out of range", f.Late), fmt.Sprintf("write a number of days from 0d to %s", maxLate))
	d.atLeast("feeds.max_bytes", f.MaxBytes, minBytes)
	d.within("feeds.min_items", f.MinItems, 1, maxItems)
	d.atLeast("feeds.max_entry", f.MaxEntry, minEntry)
	d.either("feeds.content", f.Content, Full, Summary)
	d.must("feeds.min_age", f.MinAge >= time.Second, fmt.Sprintf("%s is shorter than 1s", f.MinAge), `write how long caches keep a feed without asking: "1m"`)
	d.ordered("feeds.min_age", f.MinAge, "feeds.max_age", f.MaxAge)
	d.must("feeds.shared_max_age", f.SharedMaxAge >= 0 && f.SharedMaxAge%time.Second == 0, fmt.Sprintf("%s is not a whole number of seconds, 0 or more", f.SharedMaxAge),
		`write how long caches between readers and the site keep a feed without asking: "1m"`)
	if f.ItemLink != Page && f.ItemLink != OwnSite && f.ItemLink != Source {
		d.template("feeds.item_link", &f.ItemLink)
	}
}

// either checks that a value is one of two words.
func (d *document) either(path, word, one, other string) {
	d.must(path, word == one || word == other, fmt.Sprintf("%q is neither %q nor %q", word, one, other), "write one of the two")
}

// within checks that a number is from low to high.
func (d *document) within(path string, n, low, high int) {
	d.must(path, n >= low && n <= high, fmt.Sprintf("%d is out of range", n), fmt.Sprintf("write a number from %d to %d", low, high))
}

// atLeast checks that a number is low or greater.
func (d *document) atLeast(path string, n, low int) {
	d.must(path, n >= low, fmt.Sprintf("%d is out of range", n), fmt.Sprintf("write a number of at least %d", low))
}

func (d *document) log(l Log) {
	d.must("log.level", slices.Contains(Levels, l.Level), fmt.Sprintf("%q is not a level", l.Level), "write one of: "+strings.Join(Levels, ", "))
	d.either("log.format", l.Format, Text, JSON)
}

func (d *document) watch(w Watch) {
	d.either("watch.mode", w.Mode, Auto, Poll)
	d.must("watch.settle", w.Settle > 0, fmt.Sprintf("%s is not greater than 0", w.Settle), `write how long a file must be quiet before it is read: "300ms"`)
	d.ordered("watch.settle", w.Settle, "watch.max_delay", w.MaxDelay)
	d.must("watch.rescan", w.Rescan >= time.Second, fmt.Sprintf("%s is shorter than 1s", w.Rescan), `write the time from one full scan to the next: "10m"`)
}

// ordered checks that one duration is not longer than another.
func (d *document) ordered(shortPath string, shorter time.Duration, longPath string, longer time.Duration) {
	short, long := lastKey(shortPath), lastKey(longPath)
	d.must(d.given(longPath, shortPath), longer >= shorter, fmt.Sprintf("%s %s is shorter than %s %s", long, longer, short, shorter),
		fmt.Sprintf("write a longer %s or a shorter %s", long, short))
}

// given returns the one of two paths that a flag sets or the file has, or the first
// if that is so of both: a finding about two values is best placed at the one that
// somebody wrote, and a flag was written last.
func (d *document) given(path, other string) string {
	if d.flags[path] == "" && d.flags[other] != "" {
		return other
	}
	if _, ok := d.at[path]; ok {
		return path
	}
	return other
}
