package starter

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"dateline/feed/config"
	"dateline/feed/generators"
)

// draft is a configuration to write.
type draft struct {
	generator string
	settings  []generators.Setting // of tables that occur once
	contents  []generators.Content
	aliases   []generators.Alias
}

// fitting returns what was found about a site, as far as a configuration may hold it.
// Parts are added one by one, because some are refused only beside others.
func fitting(s *generators.Site, rebase func(string) string) *draft {
	d := &draft{generator: s.Generator}
	refuse := func(origin, key string, err *config.Error) {
		s.Notes = append(s.Notes, fmt.Sprintf("%s: %s; %s is not set; %s", origin, err.Findings[0].What, key, err.Findings[0].Hint))
	}
	for _, set := range s.Settings {
		with := *d
		if with.settings = append(slices.Clip(with.settings), set); !d.take(&with) {
			refuse(set.Origin, set.Key, with.refused())
		}
	}
	for _, c := range s.Contents {
		d.takeContent(c, rebase, refuse)
	}
	for _, a := range s.Aliases {
		with := *d
		if with.aliases = append(slices.Clip(with.aliases), a); !d.take(&with) {
			refuse(a.Origin, "the feeds.alias "+a.Path, with.refused())
		}
	}
	return d
}

// takeContent adds a directory with those of its settings that are not refused. The
// mount comes first, because two directories may not have the same.
func (d *draft) takeContent(c generators.Content, rebase func(string) string, refuse func(origin, key string, err *config.Error)) {
	own := generators.Content{Dir: rebase(c.Dir), Origin: c.Origin}
	var later []generators.Setting
	for _, set := range c.Settings {
		if set = rebased(set, rebase); set.Key == "mount" {
			own.Settings = append(own.Settings, set)
		} else {
			later = append(later, set)
		}
	}
	with := *d
	if with.contents = append(slices.Clip(with.contents), own); !d.take(&with) {
		refuse(c.Origin, "the content "+c.Dir, with.refused())
		return
	}
	last := len(d.contents) - 1
	for _, set := range later {
		with := *d
		with.contents = slices.Clone(d.contents)
		with.contents[last].Settings = append(slices.Clip(with.contents[last].Settings), set)
		if !d.take(&with) {
			refuse(set.Origin, "content."+set.Key+" of "+c.Dir, with.refused())
		}
	}
}

// rebased returns a setting whose files and directories are relative to the
// configuration.
func rebased(s generators.Setting, rebase func(string) string) generators.Setting {
	list, ok := s.Value.([]string)
	if !ok || s.Key != "static" && s.Key != "authors" {
		return s
	}
	moved := make([]string, len(list))
	for i, name := range list {
		dir, below, served := strings.Cut(name, ":/")
		if moved[i] = rebase(dir); served {
			moved[i] += ":/" + below
		}
	}
	s.Value = moved
	return s
}

// take makes the draft another one, if a configuration may be so, and reports whether
// it may.
func (d *draft) take(with *draft) bool {
	if with.refused() != nil {
		return false
	}
	*d = *with
	return true
}

// refused returns why a configuration may not be so, or nil.
func (d *draft) refused() *config.Error {
	_, err := config.Parse(configName, []byte(d.text(nil)))
	if e, ok := errors.AsType[*config.Error](err); ok {
		return e
	}
	return nil
}
