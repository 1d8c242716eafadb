package generators

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"dateline/feed/article"
)

// contents adds the directories of content: those of languages and mounts, and below
// them the sections that have a pattern of their own, because a pattern belongs to a
// directory.
func (h *hugoSite) contents() {
	h.roots = h.mounts("content")
	if len(h.roots) == 0 {
		h.roots = h.byLanguage()
	}
	for _, root := range h.roots {
		root.prefix = h.prefixOf(root.language)
		if !h.isFolder(root.dir) {
			h.note("%s: the folder %s does not exist; its articles are not served; name the folder in [[content]]", root.origin, root.dir)
			continue
		}
		h.add(root)
	}
	if len(h.Contents) == 0 {
		h.content("content", "Hugo's default of contentDir")
	}
}

// byLanguage returns the directories of content of a site without mounts. A language
// with one of its own has the prefix of the language.
func (h *hugoSite) byLanguage() (roots []root) {
	dir := h.own("contentDir")
	r := root{dir: "content", origin: "Hugo's default of contentDir"}
	if dir.text() != "" {
		r.dir, r.origin = path.Clean(dir.text()), dir.from()
	}
	roots = append(roots, r)
	for _, l := range h.others() {
		if v := h.conf.at("languages", l, "contentDir"); v.text() != "" && path.Clean(v.text()) != r.dir {
			roots = append(roots, root{dir: path.Clean(v.text()), origin: v.from(), language: l})
		}
	}
	return roots
}

// add adds a directory of content, and those of its sections with a pattern.
func (h *hugoSite) add(r root) {
	c := h.describe(r, r.origin, r.prefix+below(r.target))
	if section, _, _ := strings.Cut(r.target, "/"); section != "" {
		if v := h.pattern(r, section); v != nil {
			h.hugoPattern(c, v, r)
		} else {
			h.usual(c, r)
		}
		return
	}
	s := h.survey(r.dir)
	main, why := h.mainSections(s)
	var own []string
	for _, section := range s.sections {
		if h.pattern(r, section) != nil || slices.Contains(main, section) {
			own = append(own, section)
		} else {
			h.plain = append(h.plain, section)
		}
	}
	h.usual(c, r)
	for _, section := range own {
		below := root{dir: path.Join(r.dir, section), target: h.urlize(section), language: r.language, prefix: r.prefix}
		if v := h.pattern(r, section); v != nil {
			h.hugoPattern(h.describe(below, "the folder of the section "+section+", which has a pattern of its own", r.prefix+"/"+below.target), v, below)
		} else {
			h.usual(h.describe(below, why, r.prefix+"/"+below.target), below)
		}
	}
}

// urlize returns the name of a folder as Hugo has it in addresses.
func (h *hugoSite) urlize(name string) string {
	if !h.keepsCase() {
		return article.Urlized(name)
	}
	return strings.Join(strings.Fields(name), "-")
}

// mainSections returns the sections whose feeds most readers have subscribed to, if
// there are others: those that the site names or, as for Hugo, the largest.
func (h *hugoSite) mainSections(s survey) (sections []string, why string) {
	if len(s.sections) < 2 {
		return nil, ""
	}
	for _, v := range []*value{h.own("params", "mainSections"), h.conf.at("params", "mainSections"), h.conf.at("mainSections")} {
		if sections = v.texts(); len(sections) > 0 {
			return sections, v.from()
		}
	}
	largest := slices.MaxFunc(s.sections, func(a, b string) int { return s.sizes[a] - s.sizes[b] })
	return []string{largest}, "the folder of the largest section, which is the main one for Hugo"
}

func below(target string) string {
	if target == "" {
		return ""
	}
	return "/" + target
}

// describe adds a directory with its mount, its language and what it ignores.
func (h *hugoSite) describe(r root, origin, mount string) *Content {
	c := h.content(r.dir, origin)
	if mount != "" {
		c.mountAt(mount)
	}
	if r.language != "" && !strings.EqualFold(r.language, h.language) {
		tag := h.conf.at("languages", r.language, "languageCode")
		if tag.text() == "" {
			c.setTo("language", r.language, h.conf.at("languages", r.language).from())
		} else {
			c.setTo("language", tag.text(), tag.from())
		}
	}
	c.setTo("ignore", h.ignored(), h.conf.at("ignoreFiles").from())
	return c
}

// pattern returns the pattern of a section, or nil. Newer versions of Hugo have those
// of pages apart from those of sections and terms.
func (h *hugoSite) pattern(r root, section string) *value {
	for _, table := range []*value{h.conf.at("languages", r.language, "permalinks"), h.conf.at("languages", h.language, "permalinks"), h.conf.at("permalinks")} {
		for _, in := range []*value{table.at("page"), table} {
			if v := in.at(section); v.text() != "" {
				return v
			}
		}
	}
	return nil
}

// hugoTokens are the tokens of a site. Those with a value that depends on the section
// are added by hugoPattern.
var hugoTokens = tokens{
	"year": ":year", "month": ":month", "day": ":day",
	"2006": ":year", "01": ":month", "02": ":day", "1": ":i_month", "2": ":i_day", "06": ":short_year",
	"title": ":urlized_title", "slug": ":urlized_slugortitle",
	"filename": ":urlized_basename", "contentbasename": ":urlized_basename",
	"slugorfilename": ":urlized_slugorbasename", "slugorcontentbasename": ":urlized_slugorbasename",
}

// hugoPattern sets the pattern of a section. Below the directory of the section, its
// name is no folder any more, so that it stands in the pattern.
func (h *hugoSite) hugoPattern(c *Content, v *value, r root) {
	section, sections := literal(r.target), ":urlized_sections"
	if strings.Contains(v.text(), ":sections") && !h.nested(r.dir, v) {
		sections = ""
	}
	t := tokens{"section": section, "sections": section + "/" + sections, "sections[1:]": sections, "sections[0]": section}
	maps.Copy(t, hugoTokens)
	h.permalink(c, v, t, func(p string) string { return r.prefix + h.ending(h.cased(p, v.from())) })
}

// nested reports whether the folders of a section are sections themselves. For Hugo,
// those with an _index.md are; for Dateline, all are.
func (h *hugoSite) nested(dir string, v *value) bool {
	var indexed, plain string
	for _, folder := range h.folders(dir) {
		folder = path.Join(dir, folder)
		switch {
		case h.matches(folder + "/_index.*"):
			indexed = folder
		case !h.matches(folder + "/index.*"):
			plain = folder
		}
	}
	if indexed != "" && plain != "" {
		h.note("%s: for Hugo, %s is no section, because it has no _index.md; for Dateline it is one, so addresses in it differ; add an _index.md, or write the address into the front matter of these articles", v.from(), plain)
	}
	return indexed != "" || plain == ""
}

// usual sets the pattern of a directory for which the configuration has none.
func (h *hugoSite) usual(c *Content, r root) {
	const origin = "Hugo's default"
	p := h.cased("/:urlized_sections/:urlized_slugorbasename/", origin)
	c.setTo("permalink", r.prefix+literal(below(r.target))+h.ending(p), origin)
}

// keepsCase reports whether addresses have the capital letters of the names of files.
func (h *hugoSite) keepsCase() bool { return h.conf.at("disablePathToLower").is("true") }

// cased returns a pattern for a site that keeps capital letters, if it does.
func (h *hugoSite) cased(p, origin string) string {
	if !h.keepsCase() {
		return p
	}
	if plain := strings.ReplaceAll(p, ":urlized_", ":"); !strings.Contains(plain, "title") {
		return plain
	}
	h.note("%s: with disablePathToLower, addresses made of titles keep capital letters on your site; here they have lower case, so links differ in case; give articles a slug in lower case", origin)
	return p
}

// ending returns a pattern with the ending that Hugo gives to addresses.
func (h *hugoSite) ending(p string) string {
	plain := strings.TrimRight(p, "/")
	switch {
	case strings.HasSuffix(plain, ".html"):
		return plain
	case h.conf.at("uglyURLs").is("true"):
		return plain + ".html"
	}
	return plain + "/"
}

// suffixOnly matches a regular expression that stands for the end of a name.
var suffixOnly = regexp.MustCompile(`^[\w-]*(\\\.[\w-]+)+\$$`)

// ignored returns patterns for the files that Hugo ignores. Its patterns are regular
// expressions, of which only ends of names can be translated.
func (h *hugoSite) ignored() (patterns []string) {
	v := h.conf.at("ignoreFiles")
	for _, expression := range v.texts() {
		if suffixOnly.MatchString(expression) {
			patterns = append(patterns, "**/*"+strings.TrimSuffix(strings.ReplaceAll(expression, `\.`, "."), "$"))
			continue
		}
		h.note("%s: the expression %q is not translated; the files that it matches are read; name them in content.ignore", v.from(), expression)
	}
	return slices.Compact(patterns)
}
