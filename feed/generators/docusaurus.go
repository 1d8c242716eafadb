package generators

import (
	"path"
	"slices"
	"strings"

	"dateline/feed/generators/literals"
)

// docusaurus reads the blogs of sites of Docusaurus:
// https://docusaurus.io/docs/api/plugins/@docusaurus/plugin-content-blog
var docusaurus = generator{name: "Docusaurus", marks: []string{"docusaurus.config.*"}, read: readDocusaurus}

// variants returns the names of a configuration in JavaScript or TypeScript.
func variants(name string) (names []string) {
	for _, ext := range []string{".js", ".ts", ".mjs", ".mts", ".cjs", ".cts"} {
		names = append(names, name+ext)
	}
	return names
}

// docusaurusSite is a site of Docusaurus being read.
type docusaurusSite struct {
	*reading
	conf *value
	// written are the options of the blog to which each directory belongs.
	written []*value
}

func readDocusaurus(r *reading) bool {
	file := r.first(variants("docusaurus.config")...)
	if file == "" {
		return false
	}
	d := &docusaurusSite{reading: r}
	f, _ := r.program(file)
	d.conf = values(file, "", objectWith(f, "title", "presets", "themeConfig", "baseUrl", "url", "tagline"))
	d.conf.file = file
	if d.conf.fields == nil {
		r.note("%s: the configuration is computed, so nothing was read from it; the folder blog is taken as by default; complete config.toml by hand", file)
	}
	d.untoldOf(d.conf, "the path of the site", "baseUrl", "trailingSlash")
	d.untoldOf(d.conf, "the place of the blog", "presets")
	d.untoldOf(d.conf, "content.static", "staticDirectories")
	d.take("site.title", d.conf.at("title"))
	d.take("site.description", d.conf.at("tagline"))
	d.takeHome(d.conf.at("url"), d.conf.at("baseUrl").text())
	d.take("site.language", d.conf.at("i18n", "defaultLocale"))
	for _, blog := range d.blogs() {
		d.blog(blog)
	}
	d.feeds()
	if len(d.Contents) == 0 {
		r.note("%s: no blog was found; the articles are not known; name their folder in [[content]]", file)
	}
	d.static()
	return true
}

// objectWith returns the object of a program that has most of the keys: its
// configuration. Of several, it is the first.
func objectWith(f literals.File, keys ...string) (found literals.Value) {
	most := 0
	for _, o := range f.Objects() {
		n := 0
		for _, key := range keys {
			if _, ok := o.Get(key); ok {
				n++
			}
		}
		if n > most {
			found, most = o, n
		}
	}
	return found
}

// usualBlog are the options of a blog that sets none.
func (d *docusaurusSite) usualBlog() *value {
	return &value{file: d.conf.file, line: 1, path: "blog", fields: map[string]*value{}}
}

// blogs returns the options of the blogs: that of the classic preset, and those of
// plugins.
func (d *docusaurusSite) blogs() (all []*value) {
	for _, preset := range d.conf.at("presets").each() {
		switch blog := extension(preset).at("blog"); {
		case blog.is("false"):
		case blog.isComputed():
			d.untold(blog, "content.dir")
			all = append(all, d.usualBlog())
		case blog != nil:
			all = append(all, blog)
		case strings.HasSuffix(nameOf(preset), "classic") || nameOf(preset) == "":
			all = append(all, d.usualBlog())
		}
	}
	if len(all) == 0 && d.conf.at("presets").each() == nil && d.isFolder("blog") {
		all = append(all, d.usualBlog()) // the presets are computed
	}
	for _, plugin := range d.conf.at("plugins").each() {
		if !strings.Contains(nameOf(plugin), "blog") {
			continue
		}
		blog := extension(plugin)
		if blog == nil {
			blog = d.usualBlog()
		}
		all = append(all, blog)
	}
	return slices.DeleteFunc(all, func(blog *value) bool { return !d.isFolder(blogDir(blog)) })
}

// nameOf returns the name of a preset or plugin: 'classic' or ['classic', {…}]. It is
// empty if it is computed (require.resolve).
func nameOf(v *value) string {
	if len(v.items) > 0 {
		v = v.items[0]
	}
	return v.text()
}

// extension returns the options of a preset or plugin, or nil.
func extension(v *value) *value {
	if len(v.items) > 1 {
		return v.items[1]
	}
	return nil
}

func blogDir(blog *value) string { return path.Clean(option(blog, "path", "blog")) }

// blog adds the directory of a blog, and those of its translations.
func (d *docusaurusSite) blog(blog *value) {
	d.untoldOf(blog, "the place of the blog", "path", "routeBasePath", "authorsMapPath")
	route := prefix(option(blog, "routeBasePath", "blog"))
	dir, origin := blogDir(blog), "the default of Docusaurus"
	if v := blog.at("path"); v.text() != "" {
		origin = v.from()
	}
	d.directory(blog, dir, origin, route)
	id := option(blog, "id", "")
	if id != "" {
		id = "-" + id
	}
	for _, locale := range d.conf.at("i18n", "locales").texts() {
		translated := path.Join("i18n", locale, "docusaurus-plugin-content-blog"+id)
		if locale != option(d.conf.at("i18n"), "defaultLocale", "en") && d.isFolder(translated) {
			c := d.directory(blog, translated, "the translations of Docusaurus", prefix(locale, route))
			c.setTo("language", locale, d.conf.at("i18n", "locales").from())
		}
	}
}

func (d *docusaurusSite) directory(blog *value, dir, origin, route string) *Content {
	c := d.content(dir, origin)
	d.written = append(d.written, blog)
	if route != "" {
		c.setTo("mount", route, "the place of the blog on your site")
	}
	if v := blog.at("exclude"); v != nil {
		c.setTo("ignore", v.texts(), v.from())
	}
	if file := path.Join(dir, option(blog, "authorsMapPath", "authors.yml")); path.Base(file) != "authors.yml" && d.isFile(file) {
		c.setTo("authors", []string{file}, blog.at("authorsMapPath").from())
	}
	d.pattern(c, route)
	return c
}

// pattern sets the pattern of a blog. Docusaurus makes addresses of the date in the
// name of a file, if there is one, and of the rest of the name. A slug in front matter
// stands for all of that.
func (d *docusaurusSite) pattern(c *Content, route string) {
	ending, origin := "", "the default of Docusaurus"
	if v := d.conf.at("trailingSlash"); v.is("true") {
		ending, origin = "/", v.from()
	}
	c.setTo("permalink", route+"/:slugordatedpath"+ending, origin)
}

// feeds adds the addresses of the feeds of the blogs. Those of a single directory are
// the feeds of the site.
func (d *docusaurusSite) feeds() {
	for i, c := range d.Contents {
		route, feed := c.text("mount"), ""
		if len(d.Contents) > 1 {
			feed = route
		}
		types := d.feedTypes(d.written[i])
		for _, f := range []struct{ kind, name, feed string }{{"rss", "rss.xml", "/feed.rss"}, {"atom", "atom.xml", "/feed.atom"}, {"json", "feed.json", "/feed.json"}} {
			if slices.Contains(types, f.kind) {
				d.alias(route+"/"+f.name, feed+f.feed, "Docusaurus writes the feed of the blog there")
			}
		}
	}
}

// feedTypes returns the formats of the feeds of a blog.
func (d *docusaurusSite) feedTypes(blog *value) []string {
	v := blog.at("feedOptions")
	switch types := v.at("type"); {
	case v.isComputed():
		d.untold(v, "feeds.alias")
		return nil
	case types.isComputed():
		d.untold(types, "feeds.alias")
		return nil
	case types == nil:
		return []string{"rss", "atom"}
	case types.is("all"):
		return []string{"rss", "atom", "json"}
	default:
		return types.texts()
	}
}

// static sets the directories of static files. Docusaurus copies them in their order,
// so that the last one wins.
func (d *docusaurusSite) static() {
	v := d.conf.at("staticDirectories")
	dirs, origin := []string{"static"}, "the default of Docusaurus"
	if v != nil {
		dirs, origin = v.texts(), v.from()
	}
	slices.Reverse(dirs)
	dirs = slices.DeleteFunc(dirs, func(dir string) bool { return !d.isFolder(path.Clean(dir)) || path.Clean(dir) == "." })
	if len(d.Contents) > 0 {
		d.Contents[0].setTo("static", dirs, origin)
	}
}
