package config

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"

	"dateline/feed/article"
)

// reserved are the first parts of URL paths that Dateline uses for other pages
// than articles, besides those for which article.Reserved is true.
var reserved = []string{"archive", "digest", "feed", "healthz", "metrics", "readyz"}

// maxSeparator is the length of a separator of topics in characters. Anything
// longer is likely a topic.
const maxSeparator = 8

// maxGrace bounds how long an article outlives its file.
const maxGrace = 24 * time.Hour

// content checks the keys of one directory.
func (d *document) content(path string, c *Content) {
	d.must(path+".dir", strings.TrimSpace(c.Dir) != "", "is empty", `name the directory of the articles: "news"`)
	d.mount(path+".mount", &c.Mount)
	d.must(path+".title", c.Title == "" || c.Mount != "/", "has no effect on a directory at the root, whose pages and feeds are those of the site", `write site.title instead, or give the directory a mount: "/zh"`)
	for i := range c.Aliases {
		d.prefix(element(path+".aliases", i), &c.Aliases[i])
	}
	if c.Language != "" {
		d.language(path+".language", &c.Language)
	}
	for i, folder := range c.Languages {
		d.language(element(path+".languages", i), &folder) // checked only: it keeps its spelling, since it names a folder
	}
	d.must(path+".topic_separator", utf8.RuneCountInString(c.TopicSeparator) <= maxSeparator, fmt.Sprintf("%q is longer than %d characters", c.TopicSeparator, maxSeparator),
		`write what stands between two topics: ",", ";", " "`)
	for i, file := range c.Authors {
		d.must(element(path+".authors", i), strings.TrimSpace(file) != "", "is empty", `name a file of authors: "data/authors.yml"`)
	}
	d.must(path+".grace", c.Grace >= 0 && c.Grace <= maxGrace, fmt.Sprintf("%s is out of range", c.Grace), `write a duration up to a day: "2m"`)
	d.must(path+".grace", c.Grace%time.Second == 0, fmt.Sprintf("%s is not a whole number of seconds", c.Grace), `write whole seconds: "2m"`)
	d.either(path+".superseded", c.Superseded, Keep, Hide)
	d.static(path, c)
	if c.Permalink != "" {
		fault, hint := article.PatternFault(c.Permalink)
		d.must(path+".permalink", fault == "", fmt.Sprintf("%q %s", c.Permalink, fault), hint)
	}
	d.ignore(path+".ignore", c.Ignore)
}

// distinct refuses contents that share a mount or a directory.
func (d *document) distinct(contents []Content) {
	dirOf := map[string]string{} // by mount
	taken := map[string]bool{}   // by directory
	for i, c := range contents {
		path, dir := element("content", i), sameDir(c.Dir)
		other, mounted := dirOf[c.Mount]
		d.must(path+".mount", !mounted, fmt.Sprintf("%q is already the mount of %s", c.Mount, other), "give every [[content]] a mount of its own")
		d.must(path+".dir", !taken[dir], fmt.Sprintf("%q is already in another [[content]]", c.Dir), "keep one of the two; aliases give a directory further prefixes")
		if !mounted {
			dirOf[c.Mount] = c.Dir
		}
		taken[dir] = true
	}
}

func sameDir(dir string) string { return path.Clean(strings.ReplaceAll(dir, `\`, "/")) }

func (d *document) mount(path string, s *string) {
	if !d.prefix(path, s) {
		return
	}
	if *s != "/" && isReserved(*s) {
		d.wrong(path, fmt.Sprintf("%q is a prefix under which Dateline serves other pages", *s), `write another prefix: "/news"`)
	}
}

// isReserved reports whether Dateline serves other pages than articles at or below
// a prefix, on the whole site or below a mount.
func isReserved(prefix string) bool {
	first, _, _ := strings.Cut(prefix[1:], "/")
	year, err := strconv.ParseUint(first, 10, 16)
	return article.Reserved(prefix) || slices.Contains(reserved, first) || err == nil && year > 0 && len(first) == 4
}

// nested refuses mounts below another one at which Dateline serves the pages and
// feeds of that one's directory.
func (d *document) nested(contents []Content) {
	for i, inner := range contents {
		for _, outer := range contents {
			below, nested := strings.CutPrefix(inner.Mount, outer.Mount+"/")
			if outer.Mount != "/" && nested && isReserved("/"+below) {
				d.wrong(element("content", i)+".mount", fmt.Sprintf("%q is a prefix under which Dateline serves other pages of the directory at %q", inner.Mount, outer.Mount), `write another prefix: "/news"`)
			}
		}
	}
}

// prefix brings a prefix of URL paths into its canonical form, "/zh", and
// reports whether it is one.
func (d *document) prefix(at string, s *string) bool {
	p := "/" + strings.Trim(*s, "/")
	bad := strings.ContainsAny(p, `?#%\:"<>`) || strings.ContainsFunc(p, unicode.IsSpace) || !clean(p)
	d.must(at, !bad, fmt.Sprintf("%q is not a prefix of URL paths", *s), `write names between slashes, without ".." or a query: "/", "/zh", "/news/en"`)
	if !bad {
		*s = p
	}
	return !bad
}

// ignore refuses patterns that cannot match a path below a content directory.
func (d *document) ignore(path string, patterns []string) {
	for i, p := range patterns {
		at := element(path, i)
		switch {
		case p == "":
			d.wrong(at, "the pattern is empty", "remove it from the list")
		case !doublestar.ValidatePattern(p):
			d.wrong(at, fmt.Sprintf("%q is not a pattern", p), `close its brackets and braces: "drafts/**", "*.{md,txt}", "[!a-z]*"`)
		case strings.HasPrefix(p, "/"), strings.HasPrefix(p, "./"), strings.HasPrefix(p, "../"):
			d.wrong(at, fmt.Sprintf("%q matches nothing: paths are relative to the content directory", p), fmt.Sprintf("write %q", strings.TrimLeft(p, "./")))
		}
	}
}
