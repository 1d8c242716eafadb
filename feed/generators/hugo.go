package generators

import (
	"path"
	"slices"
	"strings"
)

// hugoFiles are the names of the configuration at the top, the likeliest first.
var hugoFiles = []string{
	"hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json",
	"config.toml", "config.yaml", "config.yml", "config.json",
}

// hugo reads sites of Hugo: https://gohugo.io/getting-started/configuration/
var hugo = generator{
	name:  "Hugo",
	marks: append([]string{"config/_default/*"}, hugoFiles...),
	read:  readHugo,
}

// hugoSite is a site of Hugo being read.
type hugoSite struct {
	*reading
	conf     *value
	language string   // the default one, "nb"
	roots    []root   // directories of content
	plain    []string // sections without a directory of their own
}

// root is a directory of content.
type root struct {
	dir, origin string
	target      string // where its files stand in the content: "" or "posts"
	language    string // "" is the default one
	prefix      string // of its addresses: "" or "/en"
}

func readHugo(r *reading) bool {
	h := &hugoSite{reading: r, conf: r.hugoConfig()}
	if h.conf == nil {
		return false
	}
	h.language = "en"
	if l := h.conf.at("defaultContentLanguage").text(); l != "" {
		h.language = l
	}
	h.site()
	h.contents()
	h.hugoStatic()
	h.hugoFeeds()
	h.untold()
	return true
}

// own returns the value of a key: that of the default language or, if it has none,
// that of the site.
func (h *hugoSite) own(keys ...string) *value {
	return h.conf.at(append([]string{"languages", h.language}, keys...)...).or(h.conf.at(keys...))
}

// param returns the first of the parameters that has a text.
func (h *hugoSite) param(names ...string) *value {
	for _, name := range names {
		if v := h.own("params", name); v.text() != "" {
			return v
		}
	}
	return nil
}

// site sets what describes the site.
func (h *hugoSite) site() {
	h.set("site.title", h.own("title"))
	h.set("site.description", h.param("description").or(h.own("description")).or(h.param("subtitle", "tagline")))
	h.home(h.own("baseURL"), "")
	if h.own("baseURL").text() == "" || h.own("baseURL").is("/") {
		h.homeOf("static/CNAME")
	}
	h.siteLanguage()
	h.set("site.timezone", h.own("timeZone"))
	h.setTo("site.timezone", "UTC", "Hugo's default of timeZone")
	h.author(h.named())
	h.icon(h.param("favicon", "icon"))
}

// named returns the author of the site, whose place depends on the theme.
func (h *hugoSite) named() *value {
	for _, in := range []*value{h.own("params", "author"), h.conf.at("languages", h.language, "author"), h.conf.at("author")} {
		for _, v := range []*value{in, in.at("name")} {
			if v.text() != "" {
				return v
			}
		}
		if names := in.texts(); len(names) == 1 {
			return in.items[0]
		}
	}
	return h.param("authorName")
}

// siteLanguage sets the language of the site. The skeleton of a site has the
// languageCode en-us, which people forget to change; the language of the content is
// then in defaultContentLanguage.
func (h *hugoSite) siteLanguage() {
	code, content := h.own("languageCode").or(h.own("locale")), h.conf.at("defaultContentLanguage")
	if code.text() != "" && content.text() != "" && !strings.EqualFold(primary(code.text()), primary(content.text())) {
		h.note("%s: %q is another language than %s (%s:%d); site.language is %[3]s; if that is wrong, correct it", code.from(), code.text(), content.text(), content.file, content.line)
		code = content
	}
	h.set("site.language", code.or(content))
	h.setTo("site.language", "en", "Hugo's default of defaultContentLanguage")
}

// primary returns the language of a tag: "en" of "en-us".
func primary(tag string) string {
	tag, _, _ = strings.Cut(strings.ReplaceAll(tag, "_", "-"), "-")
	return tag
}

// others returns the languages of the site besides the default one.
func (h *hugoSite) others() (tags []string) {
	disabled := h.conf.at("disableLanguages").texts()
	for _, l := range h.conf.at("languages").each() {
		if l.fields != nil && !strings.EqualFold(l.name, h.language) && !l.at("disabled").is("true") && !slices.Contains(disabled, l.name) {
			tags = append(tags, l.name)
		}
	}
	return tags
}

// prefixOf returns the prefix of the addresses of a language.
func (h *hugoSite) prefixOf(language string) string {
	if language == "" || strings.EqualFold(language, h.language) {
		if !h.conf.at("defaultContentLanguageInSubdir").is("true") {
			return ""
		}
		language = h.language
	}
	return "/" + strings.ToLower(language)
}

// staticOf returns the directories of static files that a table names. Hugo takes a
// file from the last of several.
func staticOf(table *value) (dirs []*value) {
	for i := 10; i >= 0; i-- {
		dirs = append(dirs, table.at("staticDir"+string(rune('0'+i%10))))
	}
	dirs = append(dirs, table.at("staticDir"))
	return slices.DeleteFunc(dirs, func(v *value) bool { return v == nil })
}

// hugoStatic sets the directories of static files. They are written once, because
// they count for the whole site.
func (h *hugoSite) hugoStatic() {
	var static []string
	origin := "the folder static"
	add := func(dir, target, from string) {
		dir = path.Clean(dir)
		if !h.isFolder(dir) || dir == "." {
			return
		}
		if target != "" {
			dir += ":/" + target
		}
		if !slices.Contains(static, dir) {
			static, origin = append(static, dir), from
		}
	}
	for _, m := range h.mounts("static") {
		add(m.dir, m.target, m.origin)
	}
	tables := []*value{h.conf}
	for _, l := range h.others() {
		tables = append(tables, h.conf.at("languages", l))
	}
	for _, table := range tables {
		for _, v := range staticOf(table) {
			for _, dir := range slices.Backward(v.texts()) {
				add(dir, "", v.from())
			}
		}
	}
	if len(static) == 0 {
		add("static", "", "the folder static")
	}
	for _, theme := range slices.Backward(h.conf.at("theme").texts()) {
		add(path.Join("themes", path.Base(theme), "static"), "", origin+", and that of the theme "+theme)
	}
	h.Contents[0].setTo("static", static, origin)
}

// mounts returns the mounts of a component: "content", "static".
func (h *hugoSite) mounts(component string) (all []root) {
	for _, m := range h.conf.at("module", "mounts").each() {
		target := strings.Trim(path.Clean(m.at("target").text()), "/")
		below, ok := strings.CutPrefix(target+"/", component+"/")
		if source := m.at("source").text(); ok && source != "" {
			all = append(all, root{dir: path.Clean(source), origin: m.at("source").from(), target: strings.Trim(below, "/"), language: m.at("lang").text()})
		}
	}
	return all
}

// untold notes what Hugo does and Dateline does not.
func (h *hugoSite) untold() {
	for _, l := range h.others() {
		if h.prefixOf("") != "" && h.mountOf(l) == "" {
			h.note("%s: addresses of translations such as x.%s.md begin with %s on your site, and here with %[3]s%s; give the language a contentDir of its own, or write url into the front matter of translations",
				h.conf.at("defaultContentLanguageInSubdir").from(), l, h.prefixOf(l), h.prefixOf(""))
		}
	}
	for _, flag := range []struct{ key, does string }{
		{"buildDrafts", "shows drafts"}, {"buildFuture", "shows articles before their date"}, {"buildExpired", "shows articles after their expiry"},
	} {
		if v := h.conf.at(flag.key); v.is("true") {
			h.note("%s: your site %s; Dateline does not, so such articles are missing in its feeds; check lists them", v.from(), flag.does)
		}
	}
	for _, source := range h.conf.at("frontmatter", "date").texts() {
		if source == ":git" || source == ":fileModTime" || source == ":filemodtime" {
			h.note("%s: dates that come from git or from the time of a file are not known here; articles without another date are not published; write the date into the front matter", h.conf.at("frontmatter", "date").from())
		}
	}
}
