package generators

import (
	"path"
	"strings"
)

// zola reads sites of Zola: https://www.getzola.org/documentation/getting-started/configuration/
var zola = generator{name: "Zola", marks: []string{"config.toml", "zola.toml"}, read: readZola}

// zolaSite is a site of Zola being read.
type zolaSite struct {
	*reading
	conf *value
}

func readZola(r *reading) bool {
	name := r.first("zola.toml", "config.toml")
	if v := r.peek(name); v.at("base_url") == nil || v.at("baseURL") != nil {
		return false
	}
	z := &zolaSite{r, r.config(name)}
	z.set("site.title", z.conf.at("title"))
	z.set("site.description", z.conf.at("description"))
	z.home(z.conf.at("base_url"), "")
	z.set("site.language", z.conf.at("default_language"))
	z.setTo("site.language", "en", "Zola's default of default_language")
	z.setTo("site.timezone", "UTC", "Zola's zone of dates without one")
	z.author(z.conf.at("author").or(z.conf.at("extra", "author")).or(z.conf.at("extra", "author", "name")))
	z.icon(z.conf.at("extra", "favicon"))
	z.contents()
	z.zolaFeeds()
	return true
}

// contents adds the folder content, and the sections that have a feed of their own.
func (z *zolaSite) contents() {
	c := z.content("content", "the folder in which Zola keeps articles")
	z.describe(c, "")
	if z.isFolder("static") {
		c.setTo("static", []string{"static"}, "the folder static")
	}
	for _, section := range z.folders("content") {
		if v := z.sectionFeed(path.Join("content", section)); v != nil {
			c := z.content(path.Join("content", section), v.from()+", so the section has a feed of its own")
			c.mountAt("/" + section)
			z.describe(c, "/"+literal(section))
		}
	}
	if s := z.survey("content"); s.capital != "" && !z.conf.at("slugify", "paths").is("off") && !z.conf.at("slugify", "paths").is("safe") {
		z.note("%s: Zola writes addresses in lower case; Dateline keeps the letters of names of files, so links to such articles on your site differ in case; give the files names in lower case, or set slug in their front matter", s.capital)
	}
}

// describe sets the pattern of a directory, whose folders begin below a prefix.
func (z *zolaSite) describe(c *Content, prefix string) {
	c.setTo("permalink", prefix+"/:sections/:slug/", "Zola's rule: the folders, then the slug or the name without its date")
	ignored := z.conf.at("ignored_content")
	patterns := ignored.texts()
	for i, p := range patterns {
		// A star of Zola also stands for slashes.
		patterns[i] = "**/" + strings.TrimPrefix(strings.TrimPrefix(p, "**/"), "*/")
	}
	c.setTo("ignore", patterns, ignored.from())
}

// sectionFeed returns what makes Zola write a feed of a section, or nil.
func (z *zolaSite) sectionFeed(dir string) *value {
	name := path.Join(dir, "_index.md")
	front := z.frontMatter(name)
	for _, key := range []string{"generate_feeds", "generate_feed"} {
		if v := front.at(key); v.is("true") {
			return v
		}
	}
	return nil
}

// feedNames returns the names of the files of feeds. Versions before 0.19 have one
// name, and very old ones write RSS.
func (z *zolaSite) feedNames() []string {
	for _, key := range []string{"feed_filenames", "feed_filename"} {
		if names := z.conf.at(key).texts(); len(names) > 0 {
			return names
		}
	}
	if z.conf.at("generate_rss").is("true") {
		return []string{"rss.xml"}
	}
	return []string{"atom.xml"}
}

// zolaFeeds adds the addresses of the feeds that Zola writes: of the site, of
// languages, of sections and of topics.
func (z *zolaSite) zolaFeeds() {
	whole := false
	for _, key := range []string{"generate_feeds", "generate_feed", "generate_rss"} {
		whole = whole || z.conf.at(key).is("true")
	}
	for _, name := range z.feedNames() {
		format := z.formatOf(name)
		if format == "" {
			z.note("%s: it is not known whether Zola writes a feed to %s; no old address is set for it; if readers have subscribed to it, add a [[feeds.alias]]", z.Files[0], name)
			continue
		}
		if whole {
			z.alias("/"+name, "/feed."+format, "Zola writes the feed of the site there")
		}
		for _, l := range z.conf.at("languages").each() {
			if l.at("generate_feeds").is("true") || l.at("generate_feed").is("true") {
				z.alias("/"+l.name+"/"+name, "/lang/"+l.name+"/feed."+format, "Zola writes the feed of the language there")
			}
		}
		for _, c := range z.Contents[1:] {
			z.alias(c.text("mount")+"/"+name, c.text("mount")+"/feed."+format, "Zola writes the feed of the section there")
		}
		for _, t := range z.conf.at("taxonomies").each() {
			if topic := t.at("name").text(); topic != "" && (t.at("feed").is("true") || t.at("rss").is("true")) {
				z.alias("/"+topic+"/*/"+name, "/topics/*/feed."+format, "Zola writes the feeds of "+topic+" there")
			}
		}
	}
}

// formatOf returns the format of a feed, "rss" or "atom", or "" if that is not known.
// Zola has templates for atom.xml and rss.xml; others are the author's.
func (z *zolaSite) formatOf(name string) string {
	switch name {
	case "atom.xml":
		return "atom"
	case "rss.xml":
		return "rss"
	}
	return templateFormat(z.text(path.Join("templates", name)))
}
