package report

import (
	"fmt"
	"strings"

	"dateline/feed/config"
	"dateline/feed/generators"
	"dateline/feed/printable"
)

// wanted are the settings that a configuration of another generator usually has.
var wanted = []string{"site.title", "site.description", "site.home", "site.language", "site.timezone", "site.author"}

// Site prints what was found in the configuration of a site: each value with its
// origin, what was not found, the notes, and the name of the file that was written.
func (p Printer) Site(dir string, s *generators.Site, written string) error {
	if s.Generator == "" {
		fmt.Fprintf(p.Out, "%s: the site was not recognised\n", dir)
	} else {
		fmt.Fprintf(p.Out, "%s: a site of %s, by %s\n", dir, s.Generator, strings.Join(s.Files, ", "))
	}
	line := func(indent, key string, value any, origin string) {
		fmt.Fprintf(p.Out, "%s%s = %s (%s)\n", indent, key, config.TOML(value), printable.Line(origin))
	}
	for _, set := range s.Settings {
		line("  ", set.Key, set.Value, set.Origin)
	}
	for _, c := range s.Contents {
		line("  ", "content.dir", c.Dir, c.Origin)
		for _, set := range c.Settings {
			line("    ", set.Key, set.Value, set.Origin)
		}
	}
	for _, a := range s.Aliases {
		line("  ", "feeds.alias", a.Path+" -> "+a.Feed, a.Origin)
	}
	if lost := missing(s); len(lost) > 0 {
		defaults := "their defaults"
		if len(lost) == 1 {
			defaults = "its default"
		}
		fmt.Fprintf(p.Out, "not found: %s; config.toml has %s\n", strings.Join(lost, ", "), defaults)
	}
	for _, note := range s.Notes {
		fmt.Fprintln(p.Out, "note: "+printable.Line(note))
	}
	_, err := fmt.Fprintf(p.Out, "wrote %s\n", written)
	return err
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
