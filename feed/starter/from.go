package starter

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"dateline/feed/generators"
)

// From is a site that is there already, and where its configuration goes.
type From struct {
	Site    *generators.Site
	SiteDir string // the directory of the site
	Dir     string // the directory of the new config.toml; made if need be
	Shipped []byte // the configuration that ships with Dateline, whose comments are used
}

// WriteFrom writes a config.toml for the site. It holds what was found, each value
// with its origin, and the keys that everybody should look at; what is not in it has
// its default. A value that the configuration would refuse is left out; the Notes of
// the site then say so. If there is a config.toml already, WriteFrom writes nothing
// and returns an fs.ErrExist.
func WriteFrom(f From) error {
	file := filepath.Join(f.Dir, configName)
	if err := vacant(file); err != nil {
		return err
	}
	if err := os.MkdirAll(f.Dir, 0o777); err != nil {
		return fmt.Errorf("creating the project: %w; nothing was written; choose a directory that you may write to", err)
	}
	rebase, err := rebaser(f.Dir, f.SiteDir)
	if err != nil {
		return fmt.Errorf("finding the way from %s to %s: %w; nothing was written; give both as absolute paths", f.Dir, f.SiteDir, err)
	}
	if rel, err := filepath.Rel(f.SiteDir, f.Dir); err == nil && filepath.IsLocal(rel) {
		f.Site.Notes = append(f.Site.Notes, fmt.Sprintf("%s: it is in the directory of the site, and so will be the ledger; a generator that publishes files that it does not know, as Jekyll does, publishes both; exclude them there, or choose a directory outside the site", file))
	}
	d := fitting(f.Site, rebase)
	if err := create(file, []byte(d.text(commentsOf(f.Shipped)))); err != nil {
		return unwritten(err)
	}
	return nil
}

// rebaser returns a function that makes a path below the site relative to the
// directory of the configuration. If a symbolic link leads to that directory, ".."
// could mean two directories, so paths are absolute.
func rebaser(dir, site string) (func(string) string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if site, err = filepath.Abs(site); err != nil {
		return nil, err
	}
	base, err := filepath.Rel(dir, site)
	real, _ := filepath.EvalSymlinks(dir)
	if err != nil || real != dir && strings.HasPrefix(base, "..") {
		base = site
	}
	return func(name string) string { return filepath.ToSlash(filepath.Join(base, name)) }, nil
}
