// Package config reads config.toml, the settings of a Dateline.
//
// The file is TOML 1.0. Every key is optional; a key that is not known, a
// value of another type, an impossible value are refused with their line
// and column:
//
//	config.toml:2:1: site.titel: no such key; configuration not used; did you mean title?
//
// The config.toml that ships with Dateline names every key with its default.
package config

import "time"

// Config is what config.toml says, defaults filled in. Each table is handed
// to the package it concerns. The field tags are the keys of the file.
type Config struct {
	Site    Site      `toml:"site"`
	Content []Content `toml:"content"` // one at least
	Grammar Grammar   `toml:"grammar"`
	Topics  Topics    `toml:"topics"`
	Feeds   Feeds     `toml:"feeds"`
	Server  Server    `toml:"server"`
	Ledger  Ledger    `toml:"ledger"`
	Watch   Watch     `toml:"watch"`
}

// Site is what every feed says of itself.
type Site struct {
	Title       string `toml:"title"` // never empty
	Description string `toml:"description"`
	// BaseURL is where readers reach the site: absolute, http or https,
	// host in lower case, without trailing slash.
	BaseURL  string `toml:"base_url"`
	Language string `toml:"language"` // canonical BCP 47: "zh-Hant"
	// Timezone is the zone of dates that name none; never nil.
	Timezone *time.Location `toml:"timezone"`
	Author   string         `toml:"author"`
	// IDAuthority is the tagging entity of RFC 4151, "example.org,2026";
	// empty stands for Authority.
	IDAuthority string `toml:"id_authority"`
	Icon        string `toml:"icon"` // absolute http or https URL, or empty
}

// Content is a directory of Markdown files.
type Content struct {
	// Dir is where the files are; Load makes it relative to the directory
	// of the configuration file.
	Dir string `toml:"dir"`
	// Mount is where the directory stands in URLs: "/" or "/zh", no
	// trailing slash but the root's.
	Mount string `toml:"mount"`
	// Aliases are other prefixes under which links name the directory, in
	// the form of Mount.
	Aliases  []string `toml:"aliases"`
	Language string   `toml:"language"` // canonical BCP 47, never empty
	// Languages are names of folders at the top of Dir that say the language
	// of what is below them: BCP 47 in the spelling of the folder, "de", "pt-br".
	Languages []string `toml:"languages"`
	// TopicSeparator splits topics that front matter gives as one text; empty:
	// semicolons where there is one, else commas.
	TopicSeparator string `toml:"topic_separator"`
	// Authors are files that say who the keys of authors are; Load makes them
	// relative to the directory of the configuration file. None: those of the
	// tree that have the usual names.
	Authors []string `toml:"authors"`
	// Superseded is what becomes of an article that the page of its day
	// lists no longer: Keep or Hide.
	Superseded string `toml:"superseded"`
	// MaxRemoval is the share of its articles above which a removal is held
	// until somebody accepts it.
	MaxRemoval Percent `toml:"max_removal"`
	// Ignore are doublestar patterns of paths below Dir: "drafts/**".
	Ignore []string `toml:"ignore"`
}

// Grammar lists the labels of the founding format, which are compared
// without regard to case or a trailing colon. No label stands for two of
// Source, Related, Changes.
type Grammar struct {
	Source  []string `toml:"source"`
	Related []string `toml:"related"`
	Changes []string `toml:"changes"`
	Context []string `toml:"context"`
	Cover   []string `toml:"cover"`
}

// Topics says which topics there are. Names are on one line, compared without
// regard to case.
type Topics struct {
	// Sticky reports whether an article keeps the topics that it once had.
	Sticky bool `toml:"sticky"`
	// Ignore are names, or patterns as of path.Match in which * stands for
	// any run of characters, that lists of topics leave out.
	Ignore []string `toml:"ignore"`
	// KeepWhole are names that hold a comma and a space, at which lists of
	// topics are split: "Jasper, Texas".
	KeepWhole []string `toml:"keep_whole"`
	// MinArticles is how many articles a topic has that lists show, from 1
	// to 1 000 000.
	MinArticles int     `toml:"min_articles"`
	Alias       []Alias `toml:"alias"`
}

// Alias gives one topic several names. None of Also is the Name or in Also of
// another Alias, so that one step leads from a name to its topic.
type Alias struct {
	Name string   `toml:"name"` // under which the topic stands
	Also []string `toml:"also"` // one at least
}

// Feeds says what a feed holds.
type Feeds struct {
	Items int `toml:"items"` // in one feed, from 1 to 10 000
	// Hours is how long an article stays in its feeds after it was first
	// seen, whatever its date; up to 8760.
	Hours Hours `toml:"hours"`
	// MaxBytes is the size above which the oldest entries of a feed hold
	// their summary only, at least 10 000.
	MaxBytes int    `toml:"max_bytes"`
	Content  string `toml:"content"` // Full or Summary
	// Related reports whether items end with their Related list.
	Related bool `toml:"related"`
	// Markdown reports whether RSS items hold the Markdown of whole articles.
	Markdown bool `toml:"markdown"`
	// MinAge and MaxAge bound how long caches may keep a feed without asking,
	// in whole seconds, MinAge from 1s.
	MinAge time.Duration `toml:"min_age"`
	MaxAge time.Duration `toml:"max_age"`
	// ItemLink is Page, Source, or an absolute http or https URL in which
	// Placeholder stands for the path of the article, leading slash
	// included: "https://example.org{path}".
	ItemLink string `toml:"item_link"`
}

// Values of Content.Superseded, Feeds.Content, Feeds.ItemLink and Watch.Mode.
const (
	Keep        = "keep"    // stays published
	Hide        = "hide"    // leaves the feeds
	Full        = "full"    // the whole article
	Summary     = "summary" // its first paragraphs
	Page        = "page"    // items link to their page on this site
	Source      = "source"  // items link to their first source
	Placeholder = "{path}"
	Auto        = "auto" // by the events of the system, as far as there are
	Poll        = "poll" // by looking again and again
)

// Server says where HTTP is served, and to whom how much.
type Server struct {
	// Listen is an address with a numeric port: "127.0.0.1:8080", ":80".
	Listen string `toml:"listen"`
	// Admin is the address of health checks and metrics, in the form of
	// Listen; empty where there is none.
	Admin string `toml:"admin"`
	// Pprof reports whether Admin serves profiles of the process.
	Pprof bool `toml:"pprof"`

	// TLSCert and TLSKey are PEM files of a certificate and its key; both
	// are empty or neither is. Load makes them relative to the directory of
	// the configuration file, as it does TLSCache.
	TLSCert string `toml:"tls_cert"`
	TLSKey  string `toml:"tls_key"`
	// TLSHosts are the names for which certificates are obtained (ACME, RFC
	// 8555); none where TLSCert is given. TLSCache is the directory that
	// keeps them.
	TLSHosts []string `toml:"tls_hosts"`
	TLSCache string   `toml:"tls_cache"`
	// Redirect is the address of plain HTTP that leads to the base URL, in
	// the form of Listen; empty where there is none.
	Redirect string `toml:"redirect"`
	// HSTS is how long browsers are to come by TLS only (RFC 6797), in whole
	// seconds; 0: nothing is said. Otherwise the base URL is https.
	HSTS time.Duration `toml:"hsts"`

	// TrustedProxies are the networks whose X-Forwarded-For is believed, in
	// CIDR notation.
	TrustedProxies []string `toml:"trusted_proxies"`

	Connections           int `toml:"connections"`             // at once
	ConnectionsPerAddress int `toml:"connections_per_address"` // at once, trusted proxies apart
	Streams               int `toml:"streams"`                 // of HTTP/2, at once a connection

	HeaderTimeout time.Duration `toml:"header_timeout"` // until the head of a request is there
	ReadTimeout   time.Duration `toml:"read_timeout"`   // until all of it is
	WriteTimeout  time.Duration `toml:"write_timeout"`  // until the answer is taken
	IdleTimeout   time.Duration `toml:"idle_timeout"`   // until the next request

	HeaderBytes int `toml:"header_bytes"` // of a request's head
	PathBytes   int `toml:"path_bytes"`   // of a request's path as it is sent
	QueryBytes  int `toml:"query_bytes"`

	// Rate is how many requests a second one address may make, Burst how
	// many at once; those answered 304 do not count. Rate 0: no limit.
	Rate  int `toml:"rate"`
	Burst int `toml:"burst"`

	CacheBytes int `toml:"cache_bytes"` // of documents kept ready to send
}

// Ledger says where is kept what must outlive the process.
type Ledger struct {
	// URL is "sqlite:" and the path of a file, which Load makes relative to
	// the directory of the configuration file.
	URL string `toml:"url"`
}

// Watch says how changes of the files are waited for.
type Watch struct {
	Mode     string        `toml:"mode"`      // Auto or Poll
	Settle   time.Duration `toml:"settle"`    // quiet time that ends a change, more than 0
	MaxDelay time.Duration `toml:"max_delay"` // bound on waiting for quiet, at least Settle
	Rescan   time.Duration `toml:"rescan"`    // between two full scans, at least 1s
}

// Default gives the configuration of an empty file.
func Default() *Config {
	return &Config{
		Site:    Site{Title: "Dateline", BaseURL: "http://127.0.0.1:8080", Language: "en", Timezone: time.UTC},
		Content: []Content{{Dir: "news", Mount: "/", Language: "en", Superseded: Keep, MaxRemoval: 20}},
		Grammar: labels(),
		Topics:  Topics{Sticky: true, MinArticles: 1},
		Feeds:   Feeds{Items: 50, Hours: 48, MaxBytes: 250_000, Content: Full, ItemLink: Page, MinAge: time.Minute, MaxAge: time.Hour},
		Server: Server{
			Listen: "127.0.0.1:8080", Admin: "127.0.0.1:9080", TLSCache: "certificates",
			TrustedProxies: []string{"127.0.0.0/8", "::1/128"},
			Connections:    10_000, ConnectionsPerAddress: 200, Streams: 100,
			HeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute,
			HeaderBytes: 16 << 10, PathBytes: 2048, QueryBytes: 2048,
			Rate: 20, Burst: 200, CacheBytes: 64 << 20,
		},
		Ledger: Ledger{URL: "sqlite:dateline.db"},
		Watch:  Watch{Mode: Auto, Settle: 300 * time.Millisecond, MaxDelay: 5 * time.Second, Rescan: 10 * time.Minute},
	}
}
