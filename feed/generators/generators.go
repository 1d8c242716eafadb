// Package generators reads the configuration of a site that another generator
// makes.
//
// It reads files and executes nothing of the site. What it finds becomes settings
// of Dateline, each with the place from which it comes.
package generators

import "io/fs"

// Site is what the configuration of a site says in terms of Dateline.
type Site struct {
	Generator string    // "Hugo"; empty if the site was not recognised
	Files     []string  // configuration files that were read, relative to the site
	Settings  []Setting // outside [[content]] and [[feeds.alias]]: "site.title"
	Contents  []Content
	Aliases   []Alias
	// Notes are sentences about what could not be told, or is not supported: what,
	// where, effect and hint.
	Notes []string
}

// Setting is the value of a key of config.toml, and its origin.
type Setting struct {
	Key    string // "site.title", or in a Content "permalink"
	Value  any    // string, bool or []string
	Origin string // "hugo.toml:3: title", or "the folder content/posts"
}

// Content is a [[content]] table. Its directories are relative to the site.
type Content struct {
	Dir      string
	Origin   string // of Dir
	Settings []Setting
}

// Alias is a [[feeds.alias]] table.
type Alias struct {
	Path, Feed string
	Serve      bool
	Origin     string // "Hugo writes the feed of the site there"
}

// reader reads the configuration of the sites of one generator. It returns nil if
// the site is not one of them.
type reader func(site fs.FS) (*Site, error)

// readers are tried in this order.
var readers = []reader{}

// Read returns what the configuration of a site says. If no generator is recognised,
// the Site has no Generator, and its Notes say which files were looked for.
func Read(site fs.FS) (*Site, error) {
	for _, read := range readers {
		if s, err := read(site); s != nil || err != nil {
			return s, err
		}
	}
	return &Site{}, nil
}
