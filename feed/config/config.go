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
	Feeds   Feeds     `toml:"feeds"`
	Server  Server    `toml:"server"`
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

// Feeds says what a feed holds.
type Feeds struct {
	Items   int    `toml:"items"`   // in one feed, from 1 to 10 000
	Content string `toml:"content"` // Full or Summary
	// Related reports whether items end with their Related list.
	Related bool `toml:"related"`
	// ItemLink is Page, Source, or an absolute http or https URL in which
	// Placeholder stands for the path of the article, leading slash
	// included: "https://example.org{path}".
	ItemLink string `toml:"item_link"`
}

// Values of Feeds.Content and Feeds.ItemLink.
const (
	Full        = "full"    // the whole article
	Summary     = "summary" // its first paragraphs
	Page        = "page"    // items link to their page on this site
	Source      = "source"  // items link to their first source
	Placeholder = "{path}"
)

// Server says where HTTP is served.
type Server struct {
	// Listen is an address with a numeric port: "127.0.0.1:8080", ":80".
	Listen string `toml:"listen"`
}

// Watch says how changes of the files are waited for.
type Watch struct {
	Settle   time.Duration `toml:"settle"`    // quiet time that ends a change, more than 0
	MaxDelay time.Duration `toml:"max_delay"` // bound on waiting for quiet, at least Settle
	Rescan   time.Duration `toml:"rescan"`    // between two full scans, at least 1s
}

// Default gives the configuration of an empty file.
func Default() *Config {
	return &Config{
		Site:    Site{Title: "Dateline", BaseURL: "http://127.0.0.1:8080", Language: "en", Timezone: time.UTC},
		Content: []Content{{Dir: "news", Mount: "/", Language: "en"}},
		Grammar: labels(),
		Feeds:   Feeds{Items: 50, Content: Full, ItemLink: Page},
		Server:  Server{Listen: "127.0.0.1:8080"},
		Watch:   Watch{Settle: 300 * time.Millisecond, MaxDelay: 5 * time.Second, Rescan: 10 * time.Minute},
	}
}
