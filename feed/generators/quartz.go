package generators

import (
	"path"
	"strings"
)

// quartz reads sites of Quartz, which publishes notes of Obsidian:
// https://quartz.jzhao.xyz/configuration
var quartz = generator{name: "Quartz", marks: []string{"quartz.config.*"}, read: readQuartz}

func readQuartz(r *reading) bool {
	file := r.first(append(variants("quartz.config"), "quartz.config.yaml")...)
	if file == "" {
		return false
	}
	conf := r.quartzConfig(file)
	r.take("site.title", conf.at("pageTitle"))
	if base := conf.at("baseUrl"); base.isComputed() {
		r.untold(base, "site.home")
	} else if base.text() != "" {
		home := *base
		home.raw = "https://" + strings.TrimPrefix(strings.TrimPrefix(base.text(), "https://"), "http://")
		r.home(&home, "")
	}
	r.take("site.language", conf.at("locale"))
	c := r.content("content", "the folder of the notes in Quartz")
	c.setTo("ignore", ignoredFolders(conf.at("ignorePatterns").texts()), conf.at("ignorePatterns").from())
	c.setTo("permalink", "/:path", "the default of Quartz")
	for _, name := range r.markdown("content") {
		if strings.ContainsAny(name, " &%?#") {
			r.note("%s: Quartz replaces spaces and signs in addresses, and Dateline does not, so links to such notes on your site differ; set permalink in their front matter", name)
			break
		}
	}
	if r.isFile("content/index.md") {
		r.note("content/index.md: it is the first page of the site and no article; it is not published, unless it has a date")
	}
	return true
}

// quartzConfig returns the configuration of a site, and adds what its plugins say.
func (r *reading) quartzConfig(file string) *value {
	if path.Ext(file) == ".yaml" {
		conf := r.config(file)
		if text := strings.ToLower(string(r.text(file))); strings.Contains(text, "explicit-publish") || strings.Contains(text, "explicitpublish") {
			r.explicit(file)
		}
		r.alias("/index.xml", "/feed.rss", "Quartz writes the feed of the site there")
		return conf.at("configuration").orTable(conf)
	}
	f, _ := r.program(file)
	rss := true
	for _, call := range deepCalls(f, "ContentIndex") {
		if v, ok := argument(call, 0).Get("enableRSS"); ok && v.Text == "false" {
			rss = false
		}
	}
	if rss {
		r.alias("/index.xml", "/feed.rss", "Quartz writes the feed of the site there")
	}
	if len(deepCalls(f, "ExplicitPublish")) > 0 {
		r.explicit(file)
	}
	conf := values(file, "", objectWith(f, "configuration", "pageTitle"))
	if conf.fields == nil {
		r.note("%s: the configuration is computed, so nothing was read from it; complete config.toml by hand", file)
	}
	return conf.at("configuration").orTable(conf)
}

// explicit notes that the site publishes fewer notes than Dateline would.
func (r *reading) explicit(file string) {
	r.note("%s: the plugin ExplicitPublish publishes only notes with publish: true; Dateline publishes all that have a date and do not say the opposite; write publish: false into the others, or name their folders in content.ignore", file)
}

// orTable returns a table or, if it is none, another one.
func (v *value) orTable(other *value) *value {
	if v != nil && v.fields != nil {
		return v
	}
	return other
}

// ignoredFolders returns patterns for folders and files of any place that are
// ignored. Those that begin with a dot are ignored anyway.
func ignoredFolders(names []string) (patterns []string) {
	for _, name := range names {
		name = strings.Trim(name, "/")
		switch {
		case name == "" || strings.HasPrefix(name, "."):
		case strings.Contains(name, "*"):
			patterns = append(patterns, name)
		case path.Ext(name) != "":
			patterns = append(patterns, "**/"+name)
		default:
			patterns = append(patterns, "**/"+name+"/**")
		}
	}
	return patterns
}

// obsidian reads vaults of Obsidian: https://help.obsidian.md/
var obsidian = generator{name: "Obsidian", marks: []string{".obsidian"}, read: readObsidian}

func readObsidian(r *reading) bool {
	if !r.isFolder(".obsidian") {
		return false
	}
	c := r.content(".", "the vault")
	var ignored []string
	app := r.config(".obsidian/app.json")
	for _, pattern := range app.at("userIgnoreFilters").texts() {
		if strings.HasPrefix(pattern, "/") {
			r.note("%s: the expression %s is not translated; the notes that it matches are read; name them in content.ignore", app.at("userIgnoreFilters").from(), pattern)
			continue
		}
		ignored = append(ignored, strings.Trim(pattern, "/")+"/**")
	}
	if folder := r.config(".obsidian/templates.json").at("folder").text(); folder != "" {
		ignored = append(ignored, strings.Trim(folder, "/")+"/**")
	}
	c.setTo("ignore", ignored, "the templates and excluded files of the vault")
	r.note(".obsidian: a vault does not say which notes are public; all that have a date are published, unless they say publish: false; name private folders in content.ignore")
	return true
}
