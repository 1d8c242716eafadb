package generators

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// mkdocs reads sites of MkDocs with the blog plugin of Material:
// https://squidfunk.github.io/mkdocs-material/plugins/blog/
var mkdocs = generator{name: "MkDocs", marks: []string{"mkdocs.yml", "mkdocs.yaml", "mkdocs-*.yml"}, read: readMkDocs}

// mkdocsSite is a site of MkDocs being read.
type mkdocsSite struct {
	*reading
	conf *value
	docs string // the directory of the pages
}

func readMkDocs(r *reading) bool {
	file := r.first("mkdocs.yml", "mkdocs.yaml")
	if file == "" {
		file = r.variant()
	}
	if file == "" {
		return false
	}
	m := &mkdocsSite{reading: r, conf: r.inherited(file)}
	m.docs = r.folder(m.conf.at("docs_dir"), "docs")
	m.take("site.title", m.conf.at("site_name"))
	m.take("site.description", m.conf.at("site_description"))
	m.takeHome(m.conf.at("site_url"), "")
	if m.conf.at("site_url").text() == "" {
		m.homeOf(path.Join(m.docs, "CNAME"))
	}
	m.take("site.language", m.conf.at("theme", "language"))
	m.take("site.author", m.conf.at("site_author"))
	m.blogs()
	m.feeds()
	m.hidden()
	return true
}

// variant returns the configuration of a site that has several, such as
// mkdocs-online.yml and mkdocs-common.yml: the first that has the address of the site,
// else the first that builds on another one.
func (r *reading) variant() string {
	files, _ := fs.Glob(r.files, "mkdocs-*.yml")
	for _, key := range []string{"site_url", "INHERIT", "site_name"} {
		for _, file := range files {
			if v, _ := decode(file, r.text(file)); v.at(key) != nil {
				r.note("%s: this is one of the configurations %s; the others are read only if it builds on them; if it is not that of your site, complete config.toml by hand", file, strings.Join(files, ", "))
				return file
			}
		}
	}
	return ""
}

// inherited returns a configuration with those on which it builds (INHERIT).
func (r *reading) inherited(file string) *value {
	conf := r.config(file)
	if conf == nil {
		conf = &value{file: file, line: 1, fields: map[string]*value{}} // a note says why
	}
	for range 5 { // people write one
		base := conf.at("INHERIT")
		if base.text() == "" {
			return conf
		}
		below := r.config(path.Join(path.Dir(base.file), base.text()))
		if below == nil {
			r.note("%s: the file %s is not below the site; what it says is not known; name the directory above, or complete config.toml by hand", base.from(), base.text())
		}
		delete(conf.fields, "INHERIT")
		conf = merge(conf, below)
	}
	return conf
}

// plugins returns the options of a plugin, one value for each time it is used. The
// list has names and tables of one name; it may also be a table.
func (m *mkdocsSite) plugins(name string) (all []*value) {
	is := func(s string) bool { return s == name || strings.TrimPrefix(s, "material/") == name }
	for _, p := range m.conf.at("plugins").each() {
		switch {
		case p.scalar && is(p.text()), p.name != "" && is(p.name):
			all = append(all, p)
		case p.fields != nil && len(p.keys) == 1 && is(p.keys[0]):
			all = append(all, p.fields[p.keys[0]])
		}
	}
	return all
}

// off reports whether a plugin is switched off.
func off(plugin *value) bool { return plugin.at("enabled").is("false") }

// blogs adds the directory of each blog. Without one, all pages may be articles.
func (m *mkdocsSite) blogs() {
	for _, blog := range m.plugins("blog") {
		if !off(blog) {
			m.blog(blog)
		}
	}
	if len(m.Contents) == 0 {
		c := m.content(m.docs, "the directory of the pages, because there is no blog plugin")
		c.setTo("permalink", "/:path"+m.ending(), "the default of MkDocs")
		m.note("%s: there is no blog plugin, so all pages in %s that have a date are articles; name the folder of the articles in [[content]]", m.conf.file, m.docs)
	}
	if m.isFolder(m.docs) {
		m.Contents[0].setTo("static", []string{m.docs}, "the directory of the pages, which has their pictures, too")
	}
}

func (m *mkdocsSite) blog(blog *value) {
	m.untoldOf(blog, "the place of the blog", "blog_dir", "post_dir", "post_url_format", "post_url_date_format", "authors_file")
	dir := option(blog, "blog_dir", "blog")
	posts := strings.ReplaceAll(option(blog, "post_dir", "{blog}/posts"), "{blog}", dir)
	origin := "the default of the blog plugin"
	for _, key := range []string{"post_dir", "blog_dir"} {
		if v := blog.at(key); v.text() != "" {
			origin = v.from()
			break
		}
	}
	c := m.content(path.Join(m.docs, posts), origin)
	if mount := join(posts); mount != "/" {
		c.setTo("mount", mount, "the place of the directory on your site")
	}
	m.pattern(c, blog, dir)
	authors := strings.ReplaceAll(option(blog, "authors_file", "{blog}/.authors.yml"), "{blog}", dir)
	if file := path.Join(m.docs, authors); m.isFile(file) {
		c.setTo("authors", []string{file}, "the authors_file of the blog plugin")
	}
}

// option returns the text of an option, or its default.
func option(plugin *value, key, usual string) string {
	if text := plugin.at(key).text(); text != "" {
		return text
	}
	return usual
}

// dateParts are the runs of letters in a date format (Unicode TR 35), and their
// tokens.
var dateParts = map[string]string{"yyyy": ":year", "y": ":year", "yy": ":short_year", "MM": ":month", "M": ":i_month", "dd": ":day", "d": ":i_day"}

var letters = regexp.MustCompile(`y+|M+|d+|[A-Za-z']+`)

// dateTokens returns a date format with tokens, and whether all of it has some.
func dateTokens(format string) (tokens string, ok bool) {
	ok = true
	tokens = letters.ReplaceAllStringFunc(format, func(run string) string {
		part := dateParts[run]
		ok = ok && part != ""
		return part
	})
	return tokens, ok
}

// pattern sets the pattern of the posts of a blog.
func (m *mkdocsSite) pattern(c *Content, blog *value, dir string) {
	format := option(blog, "post_url_format", "{date}/{slug}")
	dates, ok := dateTokens(option(blog, "post_url_date_format", "yyyy/MM/dd"))
	ok = ok || !strings.Contains(format, "{date}")
	format = strings.NewReplacer("{date}", dates, "{slug}", ":slugortitle", "{file}", ":filename", "{categories}", ":categories").Replace(format)
	origin := m.conf.file + ": the default of the blog plugin"
	if v := blog.at("post_url_format"); v != nil {
		origin = v.from()
	} else if v := blog.at("post_url_date_format"); v != nil {
		origin = v.from()
	}
	if !ok || strings.ContainsAny(format, "{}") {
		m.note("%s: it has parts for which Dateline has no token; permalink is not set, so addresses follow the names of files; write a pattern of Dateline", origin)
		return
	}
	if v := blog.at("post_slugify"); v != nil && strings.Contains(format, ":slugortitle") {
		m.note("%s: slugs are made by a function that Dateline does not know; addresses of articles with signs or accents in their titles may differ from those of your site; compare the addresses, and set slug in the front matter of articles that differ", v.from())
	}
	c.setTo("permalink", join(dir, format)+m.ending(), origin)
}

// ending returns how addresses of pages end.
func (m *mkdocsSite) ending() string {
	if m.conf.at("use_directory_urls").is("false") {
		return ".html"
	}
	return "/"
}

// feeds adds the addresses of the feeds that the rss plugin writes.
func (m *mkdocsSite) feeds() {
	for _, rss := range m.plugins("rss") {
		if off(rss) {
			continue
		}
		for _, f := range []struct{ key, name, feed, unless string }{
			{"rss_created", "feed_rss_created.xml", "/feed.rss", "rss_feed_enabled"},
			{"rss_updated", "feed_rss_updated.xml", "/feed.rss", "rss_feed_enabled"},
			{"json_created", "feed_json_created.json", "/feed.json", "json_feed_enabled"},
			{"json_updated", "feed_json_updated.json", "/feed.json", "json_feed_enabled"},
		} {
			if !rss.at(f.unless).is("false") {
				m.alias(join(option(rss.at("feeds_filenames"), f.key, f.name)), f.feed, "the rss plugin writes a feed there")
			}
		}
		if rss.at("match_path") == nil && len(m.plugins("blog")) > 0 {
			m.note("%s: the feeds of the rss plugin also have the pages outside of the blog, because match_path is not set; these are no articles here; nothing needs to be done, unless readers want them", m.conf.at("plugins").from())
		}
	}
}

// hidden notes what the configuration hides and Dateline would not.
func (m *mkdocsSite) hidden() {
	for _, key := range []string{"exclude_docs", "draft_docs"} {
		if v := m.conf.at(key); v.text() != "" {
			m.note("%s: its patterns are not translated; files that they hide may be published; name those below %s in content.ignore", v.from(), m.Contents[0].Dir)
		}
	}
}
