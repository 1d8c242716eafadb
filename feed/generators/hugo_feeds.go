package generators

import (
	"slices"
	"strings"
)

// hugoFeeds adds the addresses of the feeds that Hugo writes: of the site, of sections
// and of topics.
func (h *hugoSite) hugoFeeds() {
	disabled := h.conf.at("disableKinds").texts()
	off := func(kind string) bool {
		return slices.ContainsFunc(disabled, func(d string) bool { return strings.EqualFold(d, kind) })
	}
	if off("RSS") {
		return
	}
	if !off("home") && h.hasRSS("home") {
		h.feedOfSite()
	}
	if !off("section") && h.hasRSS("section") {
		h.feedsOfSections()
	}
	if !off("term") && !(off("taxonomy") && off("taxonomyTerm")) && h.hasRSS("term", "taxonomy") {
		h.feedsOfTerms()
	}
}

// hasRSS reports whether Hugo writes RSS for the first of the kinds of pages whose
// formats are configured; by default it does.
func (h *hugoSite) hasRSS(kinds ...string) bool {
	for _, kind := range kinds {
		if formats := h.own("outputs", kind).or(h.conf.at("outputs", kind)); formats != nil {
			return slices.ContainsFunc(formats.texts(), func(f string) bool { return strings.EqualFold(f, "RSS") })
		}
	}
	return true
}

// feedName returns the name of the files of feeds.
func (h *hugoSite) feedName() string {
	base, suffix := "index", "xml"
	if v := h.conf.at("outputFormats", "RSS", "baseName"); v.text() != "" {
		base = v.text()
	}
	if v := h.conf.at("mediaTypes", "application/rss+xml", "suffixes").texts(); len(v) > 0 {
		suffix = v[0]
	}
	return base + "." + suffix
}

func (h *hugoSite) feedOfSite() {
	name := "/" + h.feedName()
	h.alias(h.prefixOf("")+name, "/feed.rss", "Hugo writes the feed of the site there")
	for _, l := range h.others() {
		feed := h.mountOf(l) + "/feed.rss"
		if h.mountOf(l) == "" {
			feed = "/lang/" + l + "/feed.rss"
		}
		h.alias(h.prefixOf(l)+name, feed, "Hugo writes the feed of the language there")
	}
}

// mountOf returns the mount of a language that has a directory of its own, or "".
func (h *hugoSite) mountOf(language string) string {
	for _, c := range h.Contents {
		if mount := c.text("mount"); mount == h.prefixOf(language) {
			return mount
		}
	}
	return ""
}

// feedsOfSections adds the feeds of the sections that are directories of their own. A
// single section has the articles of the site.
func (h *hugoSite) feedsOfSections() {
	var lost []string
	for _, c := range h.Contents {
		if mount := c.text("mount"); mount != "" && mount != "/" && !h.isLanguage(mount) {
			h.alias(mount+"/"+h.feedName(), mount+"/feed.rss", "Hugo writes the feed of the section there")
		}
	}
	for _, section := range h.plain {
		address := h.prefixOf("") + "/" + h.urlize(section) + "/" + h.feedName()
		if len(h.plain) == 1 && len(h.Contents) == 1 {
			h.alias(address, "/feed.rss", "Hugo writes the feed of the only section there")
		} else {
			lost = append(lost, address)
		}
	}
	if len(lost) > 0 {
		h.note("Hugo writes feeds of sections that have no [[content]] of their own here: %s; their subscribers get 404; give such a section a [[content]] with a mount, and its feed a [[feeds.alias]]", strings.Join(lost, ", "))
	}
}

func (h *hugoSite) isLanguage(mount string) bool {
	return slices.ContainsFunc(append(h.others(), h.language), func(l string) bool { return mount == "/"+strings.ToLower(l) })
}

// feedsOfTerms adds the feeds of tags and categories, which are topics here.
func (h *hugoSite) feedsOfTerms() {
	plural := []string{"tags", "categories"}
	if v := h.conf.at("taxonomies"); v != nil {
		plural = v.texts()
		for _, t := range v.each() {
			plural = append(plural, t.text())
		}
	}
	for _, name := range plural {
		if name == "" || name == "authors" {
			continue
		}
		file, origin := "/"+h.termPath(name)+"/*/"+h.feedName(), "Hugo writes the feeds of "+name+" there"
		h.alias(h.prefixOf("")+file, "/topics/*/feed.rss", origin)
		for _, l := range h.others() {
			feed := h.mountOf(l) + "/topics/*/feed.rss"
			if h.mountOf(l) == "" {
				feed = "/topics/*/lang/" + l + "/feed.rss"
			}
			h.alias(h.prefixOf(l)+file, feed, origin)
		}
	}
}

// termPath returns the folder of the pages of a taxonomy, which a pattern may set:
// "/t/:slug/".
func (h *hugoSite) termPath(name string) string {
	for _, v := range []*value{h.conf.at("permalinks", "term", name), h.conf.at("permalinks", name)} {
		folder, last, ok := strings.Cut(strings.Trim(v.text(), "/"), "/:")
		if ok && !strings.ContainsAny(last, "/:") && !strings.Contains(folder, ":") {
			return folder
		}
	}
	return strings.ToLower(name)
}
