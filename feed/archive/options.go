package archive

import (
	"strings"
	"time"
)

// Options configure the archive.
type Options struct {
	// Zone is the time zone in which calendar dates begin.
	Zone *time.Location
	// Authority is the authority of new tag URIs: "example.org,2026". If it is
	// empty, ids have the remembered authority, else Host and the year of the
	// first start, which Memory then keeps.
	Authority string
	// Host is the host name of the site: "example.org".
	Host string
	// BaseURL is the address of the site, absolute and without trailing slash.
	BaseURL string
	// Home is the author's own site, absolute and without trailing slash, or empty.
	Home string
	// PagesAtHome means that links to articles lead to their pages there.
	PagesAtHome bool
	// Contents are the content directories. A file belongs to the one with
	// the longest mount above it.
	Contents []Content
	// Static is the number of static directories (see StaticRoot).
	Static int
	// Fleeting drops a topic from an article when no page claims it any longer,
	// instead of keeping it forever.
	Fleeting bool
	// Same maps names of topics to the names that replace them.
	Same map[string]string
	// Ignore lists names of topics that lists leave out, or patterns of names in
	// which * matches anything. Lists also leave out topics with fewer than
	// MinArticles. The feeds of these topics are still served.
	Ignore      []string
	MinArticles int
	// Epoch is earlier than any present moment. The default is the beginning of
	// 2026, before which there was no Dateline.
	Epoch time.Time
	// Recent is how long an article stays in the window of its feeds after it
	// was first seen.
	Recent time.Duration
	// Late is how far back the date of an article may be for Recent to apply,
	// and how long after that date a topic may come to it for the window of the
	// topic to show it. 0 means no bound.
	Late time.Duration
	// Limits are those of the feeds that subscribers get by default.
	Limits Limits
	// Appearance identifies what decides the contents of documents besides the
	// articles: the configuration and the version of the program.
	Appearance string
}

// Limits bound the window of a feed.
type Limits struct {
	Items    int // entries, not counting recent ones
	MinItems int // entries that MaxBytes does not remove
	MaxBytes int // 0 means no bound
	// Size returns the size of an entry in the largest format, in bytes, or a
	// little more. It may be nil if MaxBytes is 0.
	Size func(*Entry) int
}

// Content configures a content directory.
type Content struct {
	Mount string // "/", "/zh"
	// MaxRemoval is the share of its articles, in percent, above which a
	// removal of 20 articles or more within a day is held (Hold).
	MaxRemoval int
	// Grace is how long an article stays published after its file is gone.
	Grace time.Duration
	// HideSuperseded hides the articles that the page of their day leaves out.
	HideSuperseded bool
}

// graceSeconds returns the grace, rounded up to whole seconds.
func (c *Content) graceSeconds() int64 { return int64((c.Grace + time.Second - 1) / time.Second) }

// contentOf returns the index of the content directory of a site path, which may be
// the mount itself.
func (s *Snapshot) contentOf(file string) int {
	best, longest := 0, 0
	for i, c := range s.options.Contents {
		if len(c.Mount) > longest && (file == c.Mount || Within(file, c.Mount)) {
			best, longest = i, len(c.Mount)
		}
	}
	return best
}

// Within reports whether a site path is below a mount.
func Within(file, mount string) bool {
	below, ok := strings.CutPrefix(file, mount)
	return mount == "/" || ok && strings.HasPrefix(below, "/")
}
