package report

import (
	"fmt"
	"strings"

	"dateline/feed/config"
	"dateline/feed/generators"
)

// wanted are the settings that a configuration of another generator usually has.
var wanted = []string{"site.title", "site.description", "site.home", "site.language", "site.timezone", "site.author"}

// Site prints what was found in the configuration of a site: each value with its
// origin, what was not found, and the notes.
func (p Printer) Site(dir string, s *generators.Site) error {
	if s.Generator == "" {
		fmt.Fprintf(p.Out, "%s: the site was not recognised\n", dir)
	} else {
		fmt.Fprintf(p.Out, "%s: a site of %s, by %s\n", dir, s.Generator, strings.Join(s.Files, ", "))
	}
	t := newTable(p.Out)
	for _, set := range s.Settings {
		t.row("  "+set.Key, config.TOML(set.Value), set.Origin)
	}
	for _, c := range s.Contents {
		t.row("  content.dir", config.TOML(c.Dir), c.Origin)
		for _, set := range c.Settings {
			t.row("  content."+set.Key, config.TOML(set.Value), set.Origin)
		}
	}
	for _, a := range s.Aliases {
		t.row("  feeds.alias", a.Path+" -> "+a.Feed, a.Origin)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if lost := missing(s); len(lost) > 0 {
		fmt.Fprintf(p.Out, "not found: %s; config.toml has their defaults\n", strings.Join(lost, ", "))
	}
	for _, note := range s.Notes {
		fmt.Fprintln(p.Out, "note: "+note)
	}
	return nil
}

// missing returns the wanted settings that were not found.
func missing(s *generators.Site) (keys []string) {
	found := map[string]bool{}
	for _, set := range s.Settings {
		found[set.Key] = true
	}
	for _, key := range wanted {
		if !found[key] {
			keys = append(keys, key)
		}
	}
	return keys
}
