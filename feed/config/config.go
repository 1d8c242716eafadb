// Package config reads config.toml, the settings of Dateline.
//
// The file is TOML 1.0. Every key is optional. Unknown keys, values of a wrong
// type and impossible values are refused with their line and column:
//
//	config.toml:2:1: site.titel: no such key; configuration not used; did you mean title?
//
// The config.toml that ships with Dateline lists every key with its default.
//
// It exports more than fifteen names, because each table of the file has its own
// type, and the package that a table configures receives only that.
package config

import "time"

// Config holds the settings in config.toml, with the defaults filled in. The
// field tags are the keys of the file.
type Config struct {
	Site    Site      `toml:"site"`
	Content []Content `toml:"content"` // at least one
	Grammar Grammar   `toml:"grammar"`
	Topics  Topics    `toml:"topics"`
	Feeds   Feeds     `toml:"feeds"`
	Pages   Pages     `toml:"pages"`
	Server  Server    `toml:"server"`
	Ledger  Ledger    `toml:"ledger"`
	Log     Log       `toml:"log"`
	Watch   Watch     `toml:"watch"`
	// Files are the contents of the files that decide how pages look, which Load reads,
	// by their paths: those of Site.Icon, Site.Logo and Site.CSS, and the templates in
	// Pages.Templates.
	Files map[string][]byte
}

// Site describes the site in every feed.
type Site struct {
	Title       string `toml:"title"` // never empty
	Description string `toml:"description"`
	// BaseURL is where readers reach the site: absolute, http or https,
	// host in lower case, without trailing slash.
	BaseURL  string `toml:"base_url"`
	Language string `toml:"language"` // canonical BCP 47: "zh-Hant"
	// Timezone is the zone of dates without one; never nil.
	Timezone *time.Location `toml:"timezone"`
	Author   string         `toml:"author"`
	// IDAuthority is the tagging entity of RFC 4151, "example.org,2026";
	// empty means the default that Authority returns.
	IDAuthority string `toml:"id_authority"`
	// Icon and Logo are an absolute http or https URL, or a file, which Load makes
	// relative to the directory of the configuration file; or empty.
	Icon string `toml:"icon"`
	Logo string `toml:"logo"`
	// Accent is a colour of CSS, "#0a6" or "#00aa66"; empty for Dateline's.
	Accent string `toml:"accent"`
	// CSS is a file that is added to the stylesheet; Load makes it relative as it
	// does Icon. Empty for none.
	CSS    string `toml:"css"`
	Footer string `toml:"footer"` // Markdown
	// Nav are links on all pages, each a name and a path or an absolute URL.
	Nav [][]string `toml:"nav"`
	// License says how articles may be used: a text or an absolute URL.
	License string `toml:"license"`
	// RemoteImages is Show or LinkTo.
	RemoteImages string `toml:"remote_images"`
	// FirstStart means that the ledger may be empty because there was none yet.
	FirstStart bool `toml:"first_start"`
	// Home is the author's own site, in the form of BaseURL; empty for none. Links
	// to it lead to articles here, or there if ItemLink is OwnSite.
	Home string `toml:"home"`
	// Former are base URLs that the site had earlier, in the form of BaseURL.
	Former []string `toml:"former"`
}

// Content is a directory of Markdown files.
type Content struct {
	// Dir is where the files are; Load makes it relative to the directory
	// of the configuration file.
	Dir string `toml:"dir"`
	// Mount is the prefix of the directory in URLs: "/" or "/zh", without a
	// trailing slash except for the root.
	Mount string `toml:"mount"`
	// Aliases are other prefixes that links use for the directory, in the form
	// of Mount.
	Aliases []string `toml:"aliases"`
	// Title is that of the pages and feeds of the directory alone; empty means
	// one that is made from the title of the site. A directory at the root has
	// no pages of its own.
	Title    string `toml:"title"`
	Language string `toml:"language"` // canonical BCP 47, never empty
	// Languages are names of folders at the top of Dir that set the language of
	// the files below them: BCP 47 in the spelling of the folder, "de", "pt-br".
	Languages []string `toml:"languages"`
	// TopicSeparator splits topics that front matter has as one string. If it is
	// empty, the separator is a semicolon if there is one, else a comma.
	TopicSeparator string `toml:"topic_separator"`
	// Authors are files that map the keys of authors to people; Load makes them
	// relative to the directory of the configuration file. If there are none, the
	// files of the tree with the usual names are used.
	Authors []string `toml:"authors"`
	// Superseded is what happens to an article that the page of its day no
	// longer lists: Keep or Hide.
	Superseded string `toml:"superseded"`
	// MaxRemoval is the share of its articles above which a removal is held
	// until the operator accepts it: a tree that is not mounted looks like one
	// that is empty.
	MaxRemoval Percent `toml:"max_removal"`
	// Grace is how long an article stays published after its file is gone, in
	// whole seconds, so that a file with another name can take its place.
	Grace time.Duration `toml:"grace"`
	// Permalink is the pattern of the paths of pages, "/:year/:month/:slug/"; empty
	// means that they follow from the names of files. See article.Options.
	Permalink string `toml:"permalink"`
	// Static are directories of files that stand at the root of the site or, with
	// a path after a colon, below that path: "static", "assets:/assets" (see
	// CutStatic). Load makes them relative to the directory of the configuration
	// file.
	Static []string `toml:"static"`
	// Ignore are doublestar patterns of paths below Dir: "drafts/**".
	Ignore []string `toml:"ignore"`
}

// Grammar lists the labels of the founding format. They are compared without
// regard to case or a trailing colon. No label is in two of Source, Related and
// Changes.
type Grammar struct {
	Source  []string `toml:"source"`
	Related []string `toml:"related"`
	Changes []string `toml:"changes"`
	Context []string `toml:"context"`
	Cover   []string `toml:"cover"`
}

// Topics configures topics. Names are single lines, compared without regard to
// case.
type Topics struct {
	// Sticky means that an article keeps the topics that its file once had.
	Sticky bool `toml:"sticky"`
	// Ignore are names of topics that lists leave out, or patterns as in
	// path.Match, except that * also matches slashes.
	Ignore []string `toml:"ignore"`
	// KeepWhole are names that contain a comma and a space, where lists of topics
	// would otherwise be split: "Jasper, Texas".
	KeepWhole []string `toml:"keep_whole"`
	// MinArticles is how many articles a topic must have to be in lists, from 1
	// to 1 000 000.
	MinArticles int     `toml:"min_articles"`
	Alias       []Alias `toml:"alias"`
}

// Alias lists several names of one topic. None of Also is the Name or in Also of
// another Alias, so that one step leads from a name to its topic.
type Alias struct {
	Name string   `toml:"name"` // the displayed name
	Also []string `toml:"also"` // at least one
}

// Feeds configures the contents of feeds.
type Feeds struct {
	Items int `toml:"items"` // in one feed, from 1 to 10 000
	// Hours is how long an article stays in its feeds after it was first
	// seen, whatever its date; up to 8760.
	Hours Hours `toml:"hours"`
	// Late is how far back the date of an article may be for Hours to keep it in
	// its feeds, and how long after its first sight a topic may come to an
	// article for the feed of the topic to show it as new; up to 3650d. What is at
	// most a day old is never late, because articles may be dated with a day alone,
	// so 0d is the same as 1d.
	Late Days `toml:"late"`
	// MaxBytes is the size above which a feed holds fewer entries, but never
	// fewer than MinItems; at least 10 000.
	MaxBytes int `toml:"max_bytes"`
	// MinItems is at most 10 000; if it is more than Items, Items counts.
	MinItems int `toml:"min_items"`
	// MaxEntry is the size of the text of an article, in bytes of HTML, above
	// which its entry holds only the summary; at least 1000.
	MaxEntry int    `toml:"max_entry"`
	Content  string `toml:"content"` // Full or Summary
	// Emails means that feeds contain the mail addresses of authors.
	Emails bool `toml:"emails"`
	// Related means that items end with the Related list of their article.
	Related bool `toml:"related"`
	// Markdown means that RSS items also contain the Markdown of whole articles.
	Markdown bool `toml:"markdown"`
	// MinAge and MaxAge bound how long caches may use a feed without asking, in
	// whole seconds; MinAge is at least 1s.
	MinAge time.Duration `toml:"min_age"`
	MaxAge time.Duration `toml:"max_age"`
	// SharedMaxAge is how long caches between readers and the site may use a feed
	// without asking, in whole seconds; 0 means that they ask each time.
	SharedMaxAge time.Duration `toml:"shared_max_age"`
	// ItemLink is Page, OwnSite, Source, or an absolute http or https URL in which
	// Placeholder stands for the Permalink of the article, with its leading slash:
	// "https://example.org{path}".
	ItemLink string `toml:"item_link"`
	// Alias lists addresses of feeds that other programs gave them.
	Alias []FeedAlias `toml:"alias"`
}

// FeedAlias is another address of a feed. A star in Path stands for characters
// other than slashes, and the star in Feed for the same characters: either both have
// one or neither. They may be percent-encoded (see Plain).
type FeedAlias struct {
	Path string `toml:"path"` // "/tags/*/index.xml"
	Feed string `toml:"feed"` // "/topics/*/feed.rss"
	// Serve means that the feed is served there; otherwise it redirects.
	Serve bool `toml:"serve"`
}

// Values of Content.Superseded, Feeds.Content, Feeds.ItemLink, Site.RemoteImages,
// Watch.Mode and Log.Format.
const (
	Keep        = "keep"    // stays published
	Hide        = "hide"    // leaves the feeds
	Full        = "full"    // the whole article
	Summary     = "summary" // its first paragraphs
	Page        = "page"    // items link to their page on this site
	OwnSite     = "site"    // items link to their page on the author's site
	Source      = "source"  // items link to their first source
	Placeholder = "{path}"
	Show        = "show" // pages show pictures of other hosts
	LinkTo      = "link" // pages link to them

	// FeedPlaceholder stands for the percent-encoded URL of a feed.
	FeedPlaceholder = "{feed}"

	Auto = "auto" // by events of the system, and by polling if there are none
	Poll = "poll" // by polling only
	Text = "text"
	JSON = "json"
)

// Pages configures the pages for people.
type Pages struct {
	// Templates is a directory of templates that replace those of the program, by
	// name. Load makes it relative to the directory of the configuration file. Empty
	// for none.
	Templates string `toml:"templates"`
	// Files are Markdown files without a date that are pages, as paths below a content
	// directory: "about.md".
	Files []string `toml:"files"`
	// Readers are the web readers that pages offer, each a name and the URL at which
	// it subscribes, in which FeedPlaceholder stands for the address of the feed.
	Readers [][]string `toml:"readers"`
}

// Server configures where HTTP is served, and its limits.
type Server struct {
	// Listen is an address with a numeric port: "127.0.0.1:8080", ":80"; or "unix:"
	// and the path of a socket, which Load makes absolute.
	Listen string `toml:"listen"`
	// Admin is the address of health checks and metrics, in the form of Listen;
	// empty for none.
	Admin string `toml:"admin"`
	// Pprof means that Admin serves profiles of the process.
	Pprof bool `toml:"pprof"`

	// TLSCert and TLSKey are PEM files of a certificate and its key; both
	// are empty or neither is. Load makes them relative to the directory of
	// the configuration file, as it does TLSCache.
	TLSCert string `toml:"tls_cert"`
	TLSKey  string `toml:"tls_key"`
	// TLSHosts are the names for which certificates are obtained (ACME, RFC
	// 8555); empty if TLSCert is set. TLSCache is the directory that keeps
	// them.
	TLSHosts []string `toml:"tls_hosts"`
	TLSCache string   `toml:"tls_cache"`
	// Redirect is the address at which plain HTTP is redirected to the base
	// URL, in the form of Listen; empty for none.
	Redirect string `toml:"redirect"`
	// HSTS is how long browsers must use TLS only (RFC 6797), in whole seconds;
	// 0 sends no such header. If it is not 0, the base URL is https.
	HSTS time.Duration `toml:"hsts"`

	// TrustedProxies are the networks, in CIDR notation, from which
	// X-Forwarded-For is trusted.
	TrustedProxies []string `toml:"trusted_proxies"`

	Connections           int `toml:"connections"`             // at once
	ConnectionsPerAddress int `toml:"connections_per_address"` // at once; trusted proxies are exempt
	Streams               int `toml:"streams"`                 // of HTTP/2, at once on one connection

	HeaderTimeout time.Duration `toml:"header_timeout"` // until the head of a request has arrived
	ReadTimeout   time.Duration `toml:"read_timeout"`   // until all of it has arrived
	WriteTimeout  time.Duration `toml:"write_timeout"`  // until the client has taken the answer
	IdleTimeout   time.Duration `toml:"idle_timeout"`   // until the next request

	HeaderBytes int `toml:"header_bytes"` // of a request's head
	PathBytes   int `toml:"path_bytes"`   // of a request's path, encoded
	QueryBytes  int `toml:"query_bytes"`

	// Rate is how many requests per second one address may send, and Burst how
	// many at once. Requests answered with 304 do not count. Rate 0 means no
	// limit.
	Rate  int `toml:"rate"`
	Burst int `toml:"burst"`

	CacheBytes int `toml:"cache_bytes"` // for documents that are ready to send
}

// Ledger configures where to store what must outlive the process.
type Ledger struct {
	// URL is "sqlite:" and the path of a file, which Load makes relative to
	// the directory of the configuration file.
	URL string `toml:"url"`
	// Require refuses to start without a ledger that holds articles.
	Require bool `toml:"require"`
}

// Log configures what the daemon logs to standard error.
type Log struct {
	Level  string `toml:"level"`  // one of Levels
	Format string `toml:"format"` // Text or JSON
	// Access means that each request is logged.
	Access bool `toml:"access"`
}

// Watch configures how changes of files are noticed.
type Watch struct {
	Mode     string        `toml:"mode"`      // Auto or Poll
	Settle   time.Duration `toml:"settle"`    // quiet time that ends a change, more than 0
	MaxDelay time.Duration `toml:"max_delay"` // limit for waiting for quiet, at least Settle
	Rescan   time.Duration `toml:"rescan"`    // between two full scans, at least 1s
}

// Levels are the values of Log.Level.
var Levels = []string{"debug", "info", "warn", "error"}

// Default returns the configuration of an empty file.
func Default() *Config {
	return &Config{
		Site:    Site{Title: "Dateline", BaseURL: "http://127.0.0.1:8080", Language: "en", Timezone: time.UTC, FirstStart: true, RemoteImages: Show},
		Content: []Content{{Dir: "news", Mount: "/", Language: "en", Superseded: Keep, MaxRemoval: 20, Grace: 2 * time.Minute}},
		Grammar: labels(),
		Topics:  Topics{Sticky: true, MinArticles: 1},
		Feeds:   Feeds{Items: 50, Hours: 48, Late: 30, MaxBytes: 1_000_000, MinItems: 10, MaxEntry: 100_000, Content: Full, ItemLink: Page, MinAge: time.Minute, MaxAge: time.Hour, SharedMaxAge: time.Minute},
		Pages: Pages{Readers: [][]string{
			{"Feedly", "https://feedly.com/i/subscription/feed/{feed}"},
			{"Inoreader", "https://www.inoreader.com/?add_feed={feed}"},
			{"NewsBlur", "https://www.newsblur.com/?url={feed}"},
			{"The Old Reader", "https://theoldreader.com/feeds/subscribe?url={feed}"},
		}},
		Server: Server{
			Listen: "127.0.0.1:8080", Admin: "127.0.0.1:9080", TLSCache: "certificates",
			TrustedProxies: []string{"127.0.0.0/8", "::1/128"},
			Connections:    10_000, ConnectionsPerAddress: 200, Streams: 100,
			HeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute,
			HeaderBytes: 16 << 10, PathBytes: 2048, QueryBytes: 2048,
			Rate: 20, Burst: 200, CacheBytes: 64 << 20,
		},
		Ledger: Ledger{URL: "sqlite:dateline.db"},
		Log:    Log{Level: "info", Format: Text},
		Watch:  Watch{Mode: Auto, Settle: 300 * time.Millisecond, MaxDelay: 5 * time.Second, Rescan: 10 * time.Minute},
	}
}
