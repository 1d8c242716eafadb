package setup

import (
	"path/filepath"
	"slices"
	"strings"

	"dateline/feed"
	"dateline/feed/config"
)

// static returns the static directories of all content directories, each once: they
// are those of the site, whichever table names them.
func static(c *config.Config) (list []feed.Static) {
	for _, d := range c.Content {
		for _, s := range d.Static {
			dir, at := config.CutStatic(s)
			if one := (feed.Static{Dir: filepath.Clean(dir), At: at}); !slices.Contains(list, one) {
				list = append(list, one)
			}
		}
	}
	return list
}

// unpublished matches the files in folders that generators keep to themselves when
// they copy a directory: _posts, _drafts, _site.
const unpublished = "**/_*/*"

// outside returns the patterns of the files in a static directory that do not belong
// to it.
func outside(dir string, c *config.Config) []string {
	return append([]string{unpublished}, inner(dir, c)...)
}

// inner returns the patterns of the content directories in a directory. What is in a
// content directory belongs to that alone: the picture of a draft is not public, and
// an article is not read with the permalink or the language of the directory above.
func inner(dir string, c *config.Config) (patterns []string) {
	for _, d := range c.Content {
		if rel, err := filepath.Rel(absolute(dir), absolute(d.Dir)); err == nil && filepath.IsLocal(rel) && rel != "." {
			patterns = append(patterns, escape.Replace(filepath.ToSlash(rel))+"/**")
		}
	}
	return patterns
}

// absolute returns an absolute path if it can. It does not look at the disk, which may
// not answer.
func absolute(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		return abs
	}
	return dir
}

// escape makes a path a pattern that matches only itself.
var escape = strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`, "{", `\{`)
