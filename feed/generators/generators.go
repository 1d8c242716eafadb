// Package generators reads the configuration of a site that another generator
// makes.
//
// It reads files and executes nothing of the site. What it finds becomes settings
// of Dateline, each with the place from which it comes. What it cannot tell becomes
// a note; a configuration that is broken is a note, too, and whatever can be read of
// it counts.
package generators

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Site is what the configuration of a site says in terms of Dateline.
type Site struct {
	Generator string    // "Hugo"; empty if the site was not recognised
	Files     []string  // configuration files that were read, relative to the site
	Settings  []Setting // outside [[content]] and [[feeds.alias]]: "site.title"; each key once
	Contents  []Content // at least one
	Aliases   []Alias
	// Notes are sentences about what could not be told, or is not supported: what,
	// where, effect and hint.
	Notes []string
}

// Setting is the value of a key of config.toml, and its origin.
type Setting struct {
	Key    string // "site.title", or in a Content "permalink"
	Value  any    // string, bool or []string
	Origin string // what it comes from: "hugo.toml:3: title", or "the folder content/posts"
}

// Content is a [[content]] table. Its directories are relative to the site, and so
// are the files of the keys "authors" and "static", before the ":/" of the latter.
type Content struct {
	Dir      string // "content/posts"; "." is the site itself
	Origin   string // of Dir
	Settings []Setting
}

// Alias is a [[feeds.alias]] table.
type Alias struct {
	Path, Feed string
	Serve      bool
	Origin     string // a sentence without its stop: "Hugo writes the feed of the site there"
}

// generator is a program that makes sites.
type generator struct {
	name string // "Hugo"
	// marks are what its sites are recognised by, as patterns of fs.Glob: a site has
	// one of them.
	marks []string
	// read reads a site that has one of the marks, and reports whether it is one of
	// this generator.
	read func(*reading) bool
}

// generators are tried in this order. The first that recognises a site counts.
var generators = []generator{hugo, zola, hexo, jekyll, mkdocs, pelican, docusaurus, astro, eleventy, quartz, obsidian}

// Read returns what the configuration of a site says. If no generator is recognised,
// the Site has no Generator, its content is the directory itself, and its Notes say
// which files were looked for. The error is that of reading the directory.
func Read(site fs.FS) (*Site, error) {
	if _, err := fs.ReadDir(site, "."); err != nil {
		return nil, err
	}
	var found *Site
	var unread []string // notes about configurations that say nothing of their generator
	for _, g := range generators {
		switch s, ok := g.try(site); {
		case !ok:
			unread = append(unread, s.Notes...)
		case found == nil:
			found = s
		default:
			found.Notes = append(found.Notes, fmt.Sprintf("%s: this is also a configuration of %s; the site is read as one of %s; if that is wrong, copy the configuration of %[2]s and the articles to a directory of their own, and read that one",
				s.Files[0], s.Generator, found.Generator))
		}
	}
	if found == nil {
		found = unknown(site)
		found.Notes = slices.Compact(append(unread, found.Notes...))
	}
	r := &reading{files: site, Site: *found}
	r.missing()
	r.traces()
	return &r.Site, nil
}

// try returns the site as one of the generator, and reports whether it is one.
func (g *generator) try(site fs.FS) (s *Site, ok bool) {
	r := &reading{files: site, Site: Site{Generator: g.name}}
	if !slices.ContainsFunc(g.marks, r.matches) || !g.read(r) {
		return &r.Site, false
	}
	r.itemLink()
	if len(r.Files) == 0 {
		r.Files = slices.DeleteFunc(slices.Clone(g.marks), func(mark string) bool { return !r.matches(mark) })
	}
	if len(r.Contents) == 0 {
		r.content(".", "the directory itself, because it has no folder of articles")
	}
	return &r.Site, true
}

// unknown returns the site if no generator is recognised.
func unknown(site fs.FS) *Site {
	r := &reading{files: site}
	r.content(".", "the directory that was named")
	var looked []string
	for _, g := range generators {
		looked = append(looked, strings.Join(g.marks, ", ")+" ("+g.name+")")
	}
	r.note("no generator was recognised; the defaults are written, with the directory itself as the one of the articles; complete the configuration by hand. These files were looked for: %s", strings.Join(looked, "; "))
	for _, folder := range r.folders(".") {
		below, err := fs.Sub(site, folder)
		if err != nil {
			continue
		}
		for _, g := range generators {
			if s, ok := g.try(below); ok {
				r.note("%s/%s: this is a configuration of %s; it was not read, because it is in a folder of the directory that was named; if it is that of your site, name the folder %[1]s", folder, s.Files[0], s.Generator)
			}
		}
	}
	return &r.Site
}
