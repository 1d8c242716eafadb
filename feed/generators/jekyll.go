package generators

import (
	"path"
	"slices"
	"strings"
)

// jekyllFiles are the names of the configuration, in the order in which Jekyll looks
// for them.
var jekyllFiles = []string{"_config.yml", "_config.yaml", "_config.toml"}

// jekyll reads sites of Jekyll: https://jekyllrb.com/docs/configuration/
var jekyll = generator{name: "Jekyll", marks: append([]string{"_posts"}, jekyllFiles...), read: readJekyll}

// jekyllSite is a site of Jekyll being read.
type jekyllSite struct {
	*reading
	conf    *value
	source  string // the folder of the site's files, "."
	exclude []string
}

func readJekyll(r *reading) bool {
	j := &jekyllSite{reading: r, source: "."}
	if name := r.first(jekyllFiles...); name != "" {
		if r.isHexo(name) {
			return false
		}
		j.conf = r.config(name)
		r.noteSecond(name, jekyllFiles)
		j.others()
	} else if r.isOthers() {
		return false
	}
	if dir := j.conf.at("source").text(); dir != "" {
		j.source = path.Clean(dir)
	}
	j.exclude = append(j.conf.at("exclude").texts(), "vendor", "node_modules", strings.TrimPrefix(path.Clean("/"+j.conf.at("destination").text()), "/"))
	j.site()
	j.contents()
	j.jekyllFeeds()
	for _, flag := range []struct{ key, does string }{{"show_drafts", "shows drafts"}, {"future", "shows articles before their date"}, {"unpublished", "shows unpublished articles"}} {
		if v := j.conf.at(flag.key); v.is("true") {
			j.note("%s: your site %s; Dateline does not, so such articles are missing in its feeds; check lists them", v.from(), flag.does)
		}
	}
	return true
}

// isOthers reports whether a site without a configuration of Jekyll has one of another
// generator that is recognised by its name alone. Its folder _posts is then a folder
// of that generator's.
func (r *reading) isOthers() bool {
	return slices.ContainsFunc(slices.Concat(mkdocs.marks, pelican.marks, docusaurus.marks, astro.marks, eleventy.marks, quartz.marks), r.matches)
}

// others notes configurations that Jekyll reads only if it is told so.
func (j *jekyllSite) others() {
	for _, name := range j.regular(".") {
		if strings.HasPrefix(name, "_config") && !slices.Contains(jekyllFiles, name) && (strings.HasSuffix(name, ".yml") || strings.HasSuffix(name, ".yaml")) {
			j.note("%s: Jekyll reads this file only with the option --config, so it was not read; if your site is built with it, write what it says into config.toml", name)
		}
	}
}

// site sets what describes the site.
func (j *jekyllSite) site() {
	j.set("site.title", j.conf.at("title").or(j.conf.at("name")))
	j.set("site.description", j.conf.at("description").or(j.conf.at("tagline")).or(j.conf.at("subtitle")))
	j.home(j.conf.at("url"), j.conf.at("baseurl").text())
	j.homeOf(path.Join(j.source, "CNAME"), j.feedTemplates()...)
	j.set("site.language", j.conf.at("lang").or(j.conf.at("locale")).or(j.conf.at("language")))
	j.set("site.timezone", j.conf.at("timezone"))
	j.author(j.named())
	j.icon(j.conf.at("feed", "icon").or(j.conf.at("logo")).or(j.conf.at("icon")))
}

// named returns the author of the site: a name, or the key of one in a file of
// authors.
func (j *jekyllSite) named() *value {
	v := j.conf.at("author")
	if name := v.at("name"); name.text() != "" {
		return name
	}
	for _, file := range j.authorsFiles() {
		if name := j.peek(file).at(v.text(), "name"); name.text() != "" {
			return name
		}
	}
	return v
}

// authorsFiles returns the files of authors of the site.
func (j *jekyllSite) authorsFiles() (files []string) {
	data := "_data"
	if dir := j.conf.at("data_dir").text(); dir != "" {
		data = path.Clean(dir)
	}
	data = path.Join(j.source, data)
	for _, name := range []string{"authors.yml", "authors.yaml", "authors.json", "authors.toml"} {
		if name = path.Join(data, name); j.isFile(name) {
			files = append(files, name)
		}
	}
	for _, name := range j.regular(path.Join(data, "authors")) {
		files = append(files, path.Join(data, "authors", name))
	}
	return files
}
