package generators

import (
	"io/fs"
	"path"
	"regexp"
	"strings"

	"dateline/feed/generators/literals"
)

// pelican reads sites of Pelican: https://docs.getpelican.com/en/latest/settings.html
var pelican = generator{name: "Pelican", marks: []string{"pelicanconf.py"}, read: readPelican}

// pelicanSite is a site of Pelican being read.
type pelicanSite struct {
	*reading
	conf *value // the settings by name
	path string // the directory of the content
}

func readPelican(r *reading) bool {
	p := &pelicanSite{reading: r, conf: &value{fields: map[string]*value{}}}
	for _, file := range []string{"pelicanconf.py", "publishconf.py"} { // the latter is for publishing, and counts more
		f, ok := r.program(file)
		for name, v := range f.Names {
			if ok && !(v.Kind == literals.String && v.Text == "" && p.conf.fields[name] != nil) {
				p.conf.replace(name, values(file, name, v))
			}
		}
	}
	if len(r.Files) == 0 {
		return false
	}
	p.path = "."
	if r.isFolder("content") {
		p.path = "content" // "pelican content" names it on the command line
	}
	p.path = r.folder(p.conf.fields["PATH"], p.path)
	p.unsaid()
	p.names()
	p.articles()
	p.static()
	p.feeds()
	p.habits()
	return true
}

// text returns the text of a setting, or its default.
func (p *pelicanSite) text(name, usual string) string {
	if v := p.conf.fields[name]; v != nil && v.scalar {
		return v.text()
	}
	return usual
}

// texts returns the texts of a list, or its default. What is computed is noted.
func (p *pelicanSite) texts(name, key string, usual ...string) []string {
	v := p.conf.fields[name]
	if v == nil {
		return usual
	}
	list := []string{}
	for _, item := range append(v.items, v) {
		switch {
		case item.isComputed():
			p.untold(item, key)
		case item.scalar:
			list = append(list, item.text())
		}
	}
	return list
}

// unsaid notes that a configuration has no settings that can be read, as when a program
// loads them from elsewhere.
func (p *pelicanSite) unsaid() {
	for _, name := range []string{"SITENAME", "SITEURL", "ARTICLE_URL", "PATH"} {
		if p.conf.fields[name] != nil {
			return
		}
	}
	p.note("%s: it assigns neither SITENAME, SITEURL, ARTICLE_URL nor PATH, and settings that a program loads from elsewhere are not known here; the defaults of Pelican are taken; complete config.toml by hand", p.Files[0])
}

func (p *pelicanSite) names() {
	p.take("site.title", p.conf.fields["SITENAME"])
	p.take("site.description", p.conf.fields["SITESUBTITLE"])
	p.takeHome(p.conf.fields["SITEURL"], "")
	p.take("site.language", p.conf.fields["DEFAULT_LANG"])
	p.take("site.timezone", p.conf.fields["TIMEZONE"])
	p.take("site.author", p.conf.fields["AUTHOR"])
}

// articles adds the directories of articles.
func (p *pelicanSite) articles() {
	origin := "the default of Pelican"
	if v := p.conf.fields["PATH"]; v != nil {
		origin = v.from()
	}
	paths := p.texts("ARTICLE_PATHS", "content.dir", "")
	if v := p.conf.fields["ARTICLE_PATHS"]; v != nil {
		origin = v.from()
	}
	for _, dir := range paths {
		if !fs.ValidPath(path.Join(p.path, dir)) {
			p.note("%s: the folder %q is outside of the site; its articles are not known; name it in [[content]]", origin, dir)
			continue
		}
		c := p.content(path.Join(p.path, dir), origin)
		if mount := join(dir); mount != "/" {
			c.setTo("mount", mount, "the place of the directory below PATH")
		}
		c.setTo("ignore", p.ignored(dir), "the pages and excluded files of Pelican")
		p.pattern(c)
	}
}

// ignored returns patterns for what is no article in a directory of articles: pages
// and what is excluded.
func (p *pelicanSite) ignored(dir string) (patterns []string) {
	for _, folder := range append(p.texts("PAGE_PATHS", "content.ignore", "pages"), p.texts("ARTICLE_EXCLUDES", "content.ignore")...) {
		if rel, ok := relative(dir, folder); ok && p.isFolder(path.Join(p.path, folder)) {
			patterns = append(patterns, rel+"/**")
		}
	}
	for _, pattern := range p.texts("IGNORE_FILES", "content.ignore") {
		if pattern != "" && !strings.HasPrefix(path.Base(pattern), ".") {
			patterns = append(patterns, "**/"+strings.TrimPrefix(pattern, "**/"))
		}
	}
	return patterns
}

// relative returns the path of a folder below a directory, and whether it is there.
func relative(dir, folder string) (string, bool) {
	dir, folder = path.Join("/", dir), path.Join("/", folder)
	rel, ok := strings.CutPrefix(folder, strings.TrimSuffix(dir, "/")+"/")
	return rel, ok && rel != ""
}

var pelicanField = regexp.MustCompile(`\{[^}]*\}`)

// pelicanTokens are the fields of addresses. Those of slugs are added by pattern.
var pelicanTokens = map[string]string{"{category}": ":categories", "{date:%Y}": ":year", "{date:%y}": ":short_year",
	"{date:%m}": ":month", "{date:%-m}": ":i_month", "{date:%d}": ":day", "{date:%-d}": ":i_day"}

var dateField = regexp.MustCompile(`\{date:((?:%-?[Yymd]|[-/_.])+)\}`)

// pattern sets the pattern of addresses.
func (p *pelicanSite) pattern(c *Content) {
	slug := ":slugortitle"
	if p.text("SLUGIFY_SOURCE", "title") == "basename" {
		slug = ":slugorfilename"
	}
	v := p.conf.fields["ARTICLE_URL"]
	if v.isComputed() {
		p.untold(v, "content.permalink")
		return
	}
	format, origin := p.text("ARTICLE_URL", "{slug}.html"), "the default of Pelican"
	if v != nil {
		origin = v.from()
	}
	format = dateField.ReplaceAllStringFunc(format, func(field string) string {
		return regexp.MustCompile(`%-?[A-Za-z]`).ReplaceAllString(field[len("{date:"):len(field)-1], "{date:$0}")
	})
	var lost []string
	translated := pelicanField.ReplaceAllStringFunc(format, func(field string) string {
		if field == "{slug}" {
			return slug
		}
		if to, ok := pelicanTokens[field]; ok {
			return to
		}
		lost = append(lost, field)
		return ""
	})
	switch {
	case len(lost) > 0:
		p.note("%s: Dateline has no token for %s; permalink is not set, so addresses follow the names of files; write a pattern of Dateline", origin, strings.Join(lost, ", "))
		return
	case strings.Contains(format, "{category}"):
		p.note("%s: in addresses, articles have the category of their front matter; one that follows from their folder is not in the address; set category in the front matter of these articles", origin)
	}
	if file := p.accented(c.Dir); file != "" && slug == ":slugortitle" {
		p.note("%s: Pelican makes addresses of titles in plain Latin letters; Dateline keeps other letters, so links to such articles on your site differ; write a slug into them", file)
	}
	address := join(translated)
	if strings.HasSuffix(translated, "/") && address != "/" {
		address += "/"
	}
	c.setTo("permalink", address, origin)
}

var titleLine = regexp.MustCompile(`(?im)^title:.*[^\x00-\x7f]`)

// accented returns an article whose title has letters beyond ASCII, or "".
func (p *pelicanSite) accented(dir string) string {
	for i, name := range p.markdown(dir) {
		if head, err := readUpTo(p.files, name, maxHead); err == nil && i < maxTraced && titleLine.Match(head) {
			return name
		}
	}
	return ""
}

// static sets the directories of files below the content.
func (p *pelicanSite) static() {
	var dirs []string
	for _, dir := range p.texts("STATIC_PATHS", "content.static", "images") {
		if from := path.Join(p.path, dir); dir != "" && from != "." && p.isFolder(from) {
			dirs = append(dirs, from+":"+join(dir))
		}
	}
	origin := "the default of Pelican"
	if v := p.conf.fields["STATIC_PATHS"]; v != nil {
		origin = v.from()
	}
	if len(p.Contents) > 0 {
		p.Contents[0].setTo("static", dirs, origin)
	}
	if v := p.conf.fields["EXTRA_PATH_METADATA"]; v != nil && len(v.keys)+len(v.items) > 0 || v.isComputed() {
		p.note("%s: files that Pelican moves to other addresses have their own address here; links to the other one lead nowhere; let your web server serve those files", v.from())
	}
}

// pelicanFeeds are the settings for addresses of feeds, and their defaults.
var pelicanFeeds = []struct{ name, usual, feed string }{
	{"FEED_ALL_ATOM", "feeds/all.atom.xml", "/feed.atom"},
	{"FEED_ATOM", "", "/feed.atom"},
	{"FEED_ALL_RSS", "", "/feed.rss"},
	{"FEED_RSS", "", "/feed.rss"},
	{"CATEGORY_FEED_ATOM", "feeds/{slug}.atom.xml", "/topics/*/feed.atom"},
	{"CATEGORY_FEED_RSS", "", "/topics/*/feed.rss"},
	{"TAG_FEED_ATOM", "", "/topics/*/feed.atom"},
	{"TAG_FEED_RSS", "", "/topics/*/feed.rss"},
}

// feeds adds the addresses of feeds.
func (p *pelicanSite) feeds() {
	for _, f := range pelicanFeeds {
		v := p.conf.fields[f.name]
		if v.isComputed() {
			p.untold(v, "feeds.alias")
			continue
		}
		address := p.text(f.name, f.usual)
		if url := p.text(f.name+"_URL", ""); url != "" {
			address = url // it may differ from the place of the file
		}
		origin := "Pelican's default of " + f.name
		if v != nil {
			origin = v.from()
		}
		if address == "" {
			continue
		}
		address = join(strings.NewReplacer("{slug}", "*", "%s", "*").Replace(address))
		if strings.Count(address, "*") != strings.Count(f.feed, "*") || strings.ContainsAny(address, "{}%") {
			p.note("%s: %s has parts that cannot be translated; subscribers of such feeds get 404; add a [[feeds.alias]] for them", origin, address)
			continue
		}
		p.alias(address, f.feed, origin)
	}
	for _, name := range []string{"AUTHOR_FEED_ATOM", "AUTHOR_FEED_RSS", "TRANSLATION_FEED_ATOM", "TRANSLATION_FEED_RSS"} {
		if v := p.conf.fields[name]; v.text() != "" || v.isComputed() {
			p.note("%s: feeds of authors and translations have no address of that form here; their subscribers get 404; redirect them to another feed with [[feeds.alias]]", v.from())
		}
	}
}

// habits notes what Pelican does with articles and Dateline does not.
func (p *pelicanSite) habits() {
	if v := p.conf.fields["DEFAULT_METADATA"]; v != nil && (v.isComputed() || v.at("status").text() != "") {
		p.note("%s: front matter that all articles have by default is not read; if it hides them (status: draft), they are published nevertheless; write the status into each article", v.from())
	}
	if v := p.conf.fields["DEFAULT_DATE"]; v.is("fs") {
		p.note("%s: dates that come from the time of a file are not known here; articles without another date are not published; write the date into them", v.from())
	}
	for _, name := range []string{"FILENAME_METADATA", "PATH_METADATA"} {
		if v := p.conf.fields[name]; v.text() != "" || v.isComputed() {
			p.note("%s: what Pelican takes from the names of files is not read, apart from a date at their beginning; write it into the articles", v.from())
		}
	}
}
