package generators

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
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
			h.usual(c, r, h.survey(r.dir))
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
	h.usual(c, r, h.survey(r.dir, own...))
	for _, section := range own {
		below := root{dir: path.Join(r.dir, section), target: h.urlize(section), language: r.language, prefix: r.prefix}
		if v := h.pattern(r, section); v != nil {
			h.hugoPattern(h.describe(below, "the folder of the section "+section+", which has a pattern of its own", r.prefix+"/"+below.target), v, below)
		} else {
			h.usual(h.describe(below, why, r.prefix+"/"+below.target), below, h.survey(below.dir))
		}
	}
}

// urlize returns the name of a folder as Hugo has it in addresses.
func (h *hugoSite) urlize(name string) string {
	if !h.conf.at("disablePathToLower").is("true") {
		name = strings.ToLower(name)
	}
	return strings.Join(strings.Fields(name), "-")
}

// mainSections returns the sections whose feeds most readers have subscribed to, if
// there are others: those that the site names or, as for Hugo, the largest. If names
// have dates, the only section counts, too, because only a directory without folders
// has a pattern for them.
func (h *hugoSite) mainSections(s survey) (sections []string, why string) {
	if len(s.sections) == 0 || len(s.sections) == 1 && s.dated == "" {
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
	"title": ":title", "slug": ":slugortitle",
	"filename": ":filename", "contentbasename": ":filename",
	"slugorfilename": ":slugorfilename", "slugorcontentbasename": ":slugorfilename",
}

// datedTokens are those of a directory without folders whose files have a date in
// their names. For Hugo, it belongs to the name; here, only paths have it.
var datedTokens = tokens{
	"filename": ":path", "contentbasename": ":path", "slugorfilename": ":slugorpath", "slugorcontentbasename": ":slugorpath",
}

var fileToken = regexp.MustCompile(`:(filename|slugorfilename)\b`)

// hugoPattern sets the pattern of a section. Below the directory of the section, its
// name is no folder any more, so that it stands in the pattern.
func (h *hugoSite) hugoPattern(c *Content, v *value, r root) {
	section, sections := literal(r.target), ":sections"
	if strings.Contains(v.text(), ":sections") && !h.nested(r.dir, v) {
		sections = ""
	}
	t := tokens{"section": section, "sections": section + "/" + sections, "sections[1:]": sections, "sections[0]": section}
	maps.Copy(t, hugoTokens)
	names := h.survey(r.dir)
	if names.dated != "" && names.deep == "" {
		maps.Copy(t, datedTokens)
	}
	h.permalink(c, v, t, func(p string) string {
		if names.dated != "" && fileToken.MatchString(p) {
			h.note("%s: for Hugo, the name of a file includes its date, as in %s; for Dateline it does not, so addresses here lack it; write the address into the front matter of these articles", v.from(), names.dated)
		}
		return r.prefix + h.ending(p)
	})
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

// usual sets the pattern of a directory for which the configuration has none. There is
// no token for a name with its date in folders; addresses without a pattern have it,
// too, but no slash at the end.
func (h *hugoSite) usual(c *Content, r root, s survey) {
	p := "/:sections/:slugorfilename/"
	if s.dated != "" {
		p = "/:slugorpath/"
	}
	if s.dated == "" || s.deep == "" {
		c.setTo("permalink", r.prefix+literal(below(r.target))+h.ending(p), "Hugo's default")
	} else {
		h.note("%s: for Hugo, the date in the name of a file is a part of the address; permalink is not set for %s, so addresses follow the names of the files, without a slash at the end; both lead to the article", s.dated, c.Dir)
	}
	if s.capital != "" && !h.conf.at("disablePathToLower").is("true") {
		h.note("%s: Hugo writes addresses in lower case; Dateline keeps the letters of names of files, so links to such articles on your site differ in case; give the files names in lower case, or set url in their front matter", s.capital)
	}
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
