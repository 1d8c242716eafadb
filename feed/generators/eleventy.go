package generators

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"dateline/feed/generators/literals"
)

// eleventyFiles are the names of the configuration.
var eleventyFiles = append([]string{".eleventy.js"}, variants("eleventy.config")...)

// eleventy reads sites of Eleventy by their folders, because their configuration is a
// program: https://www.11ty.dev/docs/config/
var eleventy = generator{name: "Eleventy", marks: []string{".eleventy.js", "eleventy.config.*"}, read: readEleventy}

// eleventySite is a site of Eleventy being read.
type eleventySite struct {
	*reading
	file   string
	source literals.File
	conf   *value // what the configuration returns: dir, pathPrefix
	input  string // the folder of the templates
	data   string // the folder of data
}

func readEleventy(r *reading) bool {
	file := r.first(eleventyFiles...)
	if file == "" {
		return false
	}
	e := &eleventySite{reading: r, file: file}
	e.source, _ = r.program(file)
	e.conf = values(file, "", objectWith(e.source, "dir", "pathPrefix", "templateFormats"))
	e.input = r.folder(e.conf.at("dir", "input"), ".")
	for _, call := range calls(e.source.Values, "setInputDirectory") {
		e.input = r.folder(values(file, "setInputDirectory", argument(call, 0)), e.input)
	}
	e.data = path.Join(e.input, option(e.conf.at("dir"), "data", "_data"))
	for _, call := range calls(e.source.Values, "setDataDirectory") {
		e.data = path.Join(e.input, argument(call, 0).Text)
	}
	e.names()
	e.plugins()
	e.contents()
	e.static()
	e.templates()
	return true
}

// names sets the names of the site from its data, which are objects in JSON, YAML or
// JavaScript.
func (e *eleventySite) names() {
	for _, name := range []string{"metadata", "site", "meta", "config"} {
		base := path.Join(e.data, name)
		if file := e.first(base+".json", base+".yaml", base+".yml", base+".toml"); file != "" {
			e.describeSite(e.config(file))
			continue
		}
		file := e.first(variants(base)...)
		f, ok := e.reading.source(file)
		if !ok {
			continue
		}
		e.Files = append(e.Files, file)
		e.describeSite(values(file, "", objectWith(f, "title", "name", "url", "siteName", "description")))
	}
}

// plugins reads the options of the feed plugin, which has an address and names.
func (e *eleventySite) plugins() {
	for _, call := range calls(e.source.Values, "addPlugin") {
		v := values(e.file, "addPlugin", argument(call, 1))
		address := v.at("outputPath").text()
		if address == "" || v.at("metadata") == nil {
			continue
		}
		feed := map[string]string{"rss": "/feed.rss", "json": "/feed.json"}[v.at("type").text()]
		e.alias(join(address), cmp.Or(feed, "/feed.atom"), v.at("outputPath").from())
		meta := v.at("metadata")
		e.describeSite(meta)
		if !e.has("site.home") {
			e.home(meta.at("base"), "")
		}
	}
}

// contents adds the folders of articles: those that are called so, at the top of the
// input or one level below.
func (e *eleventySite) contents() {
	var found []string
	for _, folder := range e.folders(e.input) {
		dirs := []string{path.Join(e.input, folder)}
		for _, below := range e.folders(dirs[0]) {
			dirs = append(dirs, path.Join(dirs[0], below))
		}
		for _, dir := range dirs {
			inside := slices.ContainsFunc(found, func(f string) bool { return strings.HasPrefix(dir, f+"/") })
			if articleFolder.MatchString(path.Base(dir)) && !inside && len(e.markdown(dir)) > 0 && !strings.Contains(dir, "node_modules") {
				found = append(found, dir)
			}
		}
	}
	for _, dir := range found {
		rel, _ := relative(e.input, dir)
		c := e.content(dir, "the folder "+dir)
		c.setTo("mount", strings.ReplaceAll(join(rel), "/_", "/"), "the place of the folder below "+e.input)
		e.pattern(c, rel)
	}
	if len(found) > 0 {
		return
	}
	c := e.content(e.input, "the folder of the templates")
	c.setTo("ignore", []string{"README.md", "node_modules/**", "_*/**"}, "what is no article in Eleventy")
	c.setTo("permalink", "/:path/", "the default of Eleventy")
	e.note("%s: no folder of articles was found in %s; all files that have a date are articles; name the folder in [[content]]", e.file, e.input)
}

// pattern sets the pattern of a folder: that of its data file, which may be a template
// with simple expressions, or the default.
func (e *eleventySite) pattern(c *Content, rel string) {
	v := e.folderData(c.Dir).at("permalink")
	if v == nil {
		c.setTo("permalink", prefix(rel)+"/:path/", "the default of Eleventy")
		return
	}
	if pattern, ok := expressions(v.text(), rel); ok && !v.isComputed() {
		c.setTo("permalink", pattern, v.from())
		return
	}
	e.note("%s: addresses that are computed are not known; permalink is not set for %s, so addresses follow the names of files; write a pattern of Dateline", v.from(), c.Dir)
}

// folderData returns the data of a folder: posts/posts.json, posts/posts.11tydata.js.
func (e *eleventySite) folderData(dir string) *value {
	base := path.Join(dir, path.Base(dir))
	if file := e.first(base+".json", base+".11tydata.json"); file != "" {
		return e.config(file)
	}
	file := e.first(base+".11tydata.js", base+".11tydata.mjs", base+".11tydata.cjs")
	f, ok := e.reading.source(file)
	if !ok {
		return nil
	}
	e.Files = append(e.Files, file)
	return values(file, "", objectWith(f, "permalink", "tags", "layout"))
}

var (
	expression = regexp.MustCompile(`\{\{-?\s*(.*?)\s*-?\}\}`)
	dateFilter = regexp.MustCompile(`^(?:page\.)?date\s*\|\s*\w+\s*[:(]\s*["']([^"']*)["']\s*\)?$`)
	strftime   = regexp.MustCompile(`%-?[A-Za-z]|[A-Za-z]+`)
)

// strftimeParts are the fields of date formats and their tokens.
var strftimeParts = map[string]string{"%Y": ":year", "%y": ":short_year", "%m": ":month", "%-m": ":i_month", "%d": ":day", "%-d": ":i_day",
	"yyyy": ":year", "YYYY": ":year", "MM": ":month", "dd": ":day", "DD": ":day"}

// expressions returns a template of an address as a pattern, and whether all its
// expressions have a token.
func expressions(template, rel string) (pattern string, ok bool) {
	ok = template != "" && !strings.Contains(template, "{%")
	pattern = expression.ReplaceAllStringFunc(template, func(e string) string {
		inner := expression.FindStringSubmatch(e)[1]
		if m := dateFilter.FindStringSubmatch(inner); m != nil {
			return strftime.ReplaceAllStringFunc(m[1], func(part string) string {
				ok = ok && strftimeParts[part] != ""
				return strftimeParts[part]
			})
		}
		name, filter, _ := strings.Cut(strings.ReplaceAll(inner, " ", ""), "|")
		to := map[string]string{"page.fileSlug": ":filename", "fileSlug": ":filename", "slug": ":slug", "page.filePathStem": prefix(rel) + "/:sections/:filename", "title": ":title"}[name]
		ok = ok && to != "" && (filter == "" || strings.HasPrefix(filter, "slug"))
		return to
	})
	address := path.Join("/", strings.TrimSuffix(pattern, "index.html"))
	if strings.HasSuffix(strings.TrimSuffix(pattern, "index.html"), "/") && address != "/" {
		address += "/"
	}
	return address, ok
}

// static sets the directories that are copied as they are. Eleventy takes their paths
// from the site, and leaves out the folder of the input.
func (e *eleventySite) static() {
	var dirs []string
	add := func(from, to string) {
		from, to = path.Clean(from), join(to)
		if !e.isFolder(from) || from == "." {
			return
		}
		if to == "/" {
			dirs = append(dirs, from)
		} else {
			dirs = append(dirs, from+":"+to)
		}
	}
	for _, call := range calls(e.source.Values, "addPassthroughCopy") {
		switch v := argument(call, 0); v.Kind {
		case literals.String:
			rel, ok := relative(e.input, v.Text)
			if !ok {
				rel = v.Text
			}
			add(v.Text, rel)
		case literals.Object:
			for _, f := range v.Fields {
				add(f.Key, f.Value.Text)
			}
		case literals.Computed:
			e.note("%s:%d: the folder that is copied is computed; pictures in it are not found; name it in content.static", e.file, v.Line)
		}
	}
	e.Contents[0].setTo("static", dirs, e.file+": addPassthroughCopy")
}

var feedTemplate = regexp.MustCompile(`(?i)(feed|rss|atom)[^/]*\.(njk|liquid|hbs|webc|11ty\.\w+)$`)

// templates adds the addresses of the feeds that templates write, if their front
// matter says so.
func (e *eleventySite) templates() {
	e.walk(e.input, func(name string) {
		if !feedTemplate.MatchString(name) {
			return
		}
		v := e.frontMatter(name).at("permalink")
		address, origin := v.text(), cmp.Or(v.from(), name)
		switch {
		case strings.ContainsAny(address, "{}[]"), v == nil && !strings.HasSuffix(name, ".xml.njk"):
			e.note("%s: the address of this template is computed; if it is a feed, its subscribers get 404; add a [[feeds.alias]] for it", name)
			return
		case address == "":
			address, _ = relative(e.input, strings.TrimSuffix(name, ".njk"))
		}
		feed := "/feed.rss"
		switch {
		case path.Ext(address) == ".json":
			feed = "/feed.json"
		case strings.Contains(name, "atom"), strings.Contains(address, "atom"):
			feed = "/feed.atom"
		}
		if path.Ext(address) == ".xml" || path.Ext(address) == ".json" || path.Ext(address) == ".rss" || path.Ext(address) == ".atom" {
			e.alias(join(address), feed, origin)
		}
	})
}
