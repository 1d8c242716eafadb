package generators

import (
	"bytes"
	"net/url"
	"path"
	"strings"
)

// jekyllFeeds adds the addresses of the feeds that the plugin jekyll-feed writes, and
// of those that the author wrote as templates.
func (j *jekyllSite) jekyllFeeds() {
	if j.hasFeedPlugin() {
		j.pluginFeeds()
	}
	for _, file := range j.feedTemplates() {
		name := strings.TrimPrefix(file, path.Clean(j.source)+"/")
		j.alias("/"+name, "/feed."+templateFormat(j.text(file)), "the template "+name+" writes a feed there")
	}
	if len(j.Aliases) == 0 {
		j.note("no feed was found: neither the plugin jekyll-feed nor a template such as feed.xml; no old address of a feed is set; if readers have subscribed to one, add a [[feeds.alias]]")
	}
}

// feedTemplates returns the files at the usual addresses of feeds that write one.
func (j *jekyllSite) feedTemplates() (files []string) {
	for _, name := range []string{"feed.xml", "atom.xml", "rss.xml", "index.xml", "feed/index.xml", "feed.rss.xml", "feed/atom.xml", "feed/rss.xml"} {
		if file := path.Join(j.source, name); templateFormat(j.text(file)) != "" {
			files = append(files, file)
		}
	}
	return files
}

// templateFormat returns the format of a feed that a template writes, or "" if it is
// none.
func templateFormat(text []byte) string {
	text = text[:min(len(text), 4096)]
	switch {
	case bytes.Contains(text, []byte("<rss")):
		return "rss"
	case bytes.Contains(text, []byte("<feed")):
		return "atom"
	}
	return ""
}

// hasFeedPlugin reports whether the site uses the plugin jekyll-feed: by its
// configuration, its Gemfile, or a theme that needs it.
func (j *jekyllSite) hasFeedPlugin() bool {
	for _, key := range []string{"plugins", "gems", "whitelist"} {
		for _, name := range j.conf.at(key).texts() {
			if name == "jekyll-feed" {
				return true
			}
		}
	}
	if theme := j.conf.at("theme").text(); theme == "minima" || j.conf.at("feed").each() != nil {
		return true
	}
	for line := range strings.Lines(string(j.text("Gemfile"))) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "gem") && strings.Contains(line, "jekyll-feed") {
			return true
		}
	}
	return false
}

// pluginFeeds adds the addresses of https://github.com/jekyll/jekyll-feed.
func (j *jekyllSite) pluginFeeds() {
	conf := j.conf.at("feed")
	name := "feed.xml"
	if u, err := url.Parse(conf.at("path").text()); err == nil && u.Path != "" {
		name = strings.TrimPrefix(u.Path, "/")
	}
	j.alias("/"+name, "/feed.atom", "jekyll-feed writes the feed of the site there")
	for _, category := range conf.at("categories").texts() {
		j.alias("/feed/"+category+".xml", "/topics/"+category+"/feed.atom", "jekyll-feed writes the feed of the category there")
	}
	if tags := conf.at("tags"); tags.is("true") || len(tags.each()) > 0 && tags.fields != nil {
		folder := "feed/by_tag"
		if v := tags.at("path"); v.text() != "" {
			folder = strings.Trim(v.text(), "/")
		}
		j.alias("/"+folder+"/*.xml", "/topics/*/feed.atom", "jekyll-feed writes the feeds of tags there")
	}
	j.collectionFeeds(conf.at("collections"))
}

// collectionFeeds adds the feeds of collections that are directories here. The
// configuration lists their names, or has a table for each.
func (j *jekyllSite) collectionFeeds(conf *value) {
	paths := map[string]string{}
	for _, v := range conf.each() {
		if v.fields != nil {
			paths[v.name] = v.at("path").text()
		} else if v.text() != "" {
			paths[v.text()] = ""
		}
	}
	for _, c := range j.Contents[1:] {
		mount, collection := c.text("mount"), strings.TrimPrefix(path.Base(c.Dir), "_")
		name, ok := paths[collection]
		if !ok || collection == "posts" {
			continue
		}
		if name == "" {
			name = "feed/" + collection + ".xml"
		}
		j.alias("/"+strings.TrimPrefix(name, "/"), mount+"/feed.atom", "jekyll-feed writes the feed of the collection there")
	}
}
