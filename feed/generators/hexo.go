package generators

import (
	"path"
	"strings"
)

// hexo reads sites of Hexo: https://hexo.io/docs/configuration
var hexo = generator{name: "Hexo", marks: []string{"_config.yml", "_config.yaml", "_config.json"}, read: readHexo}

// hexoSite is a site of Hexo being read.
type hexoSite struct {
	*reading
	conf *value
}

func readHexo(r *reading) bool {
	name := r.first("_config.yml", "_config.yaml", "_config.json")
	if !r.isHexo(name) {
		return false
	}
	h := &hexoSite{r, r.config(name)}
	h.set("site.title", h.conf.at("title"))
	h.set("site.description", h.conf.at("description").or(h.conf.at("subtitle")))
	h.home(h.conf.at("url"), h.root())
	h.homeOf(path.Join(h.source(), "CNAME"))
	if tags := h.conf.at("language").texts(); len(tags) > 0 {
		h.setTo("site.language", tags[0], h.conf.at("language").from())
	}
	h.set("site.timezone", h.conf.at("timezone"))
	h.author(h.conf.at("author"))
	h.icon(h.conf.at("feed", "icon").or(h.conf.at("favicon")))
	h.contents()
	h.hexoFeeds()
	return true
}

// isHexo reports whether a configuration with a name that Jekyll also uses is one of
// Hexo.
func (r *reading) isHexo(name string) bool {
	v := r.peek(name)
	for _, key := range []string{"source_dir", "new_post_name", "public_dir", "skip_render", "post_asset_folder"} {
		if v.at(key) != nil {
			return true
		}
	}
	return r.isFolder("scaffolds") || r.isFolder("source/_posts") && !r.isFolder("_posts") && v.at("source").text() == ""
}

func (h *hexoSite) source() string {
	if dir := h.conf.at("source_dir").text(); dir != "" {
		return path.Clean(dir)
	}
	return "source"
}

// root returns the path of the site, unless its address contains it already.
func (h *hexoSite) root() string {
	root := strings.Trim(h.conf.at("root").text(), "/")
	if strings.HasSuffix(strings.TrimRight(h.conf.at("url").text(), "/"), "/"+root) {
		return ""
	}
	return root
}

// contents adds the folder of posts. Everything else in the source stands at the root
// of the site.
func (h *hexoSite) contents() {
	posts := path.Join(h.source(), "_posts")
	c := h.content(posts, "the folder in which Hexo keeps posts")
	if h.isFolder(h.source()) && h.source() != "." {
		c.setTo("static", []string{h.source()}, "the folder "+h.source()+", whose files Hexo copies")
	}
	pattern := h.conf.at("permalink")
	if pattern.text() == "" {
		pattern = &value{path: "Hexo's default of permalink", raw: ":year/:month/:day/:title/"}
	}
	h.permalink(c, pattern, h.tokens(), same)
	if v := h.conf.at("post_asset_folder"); v.is("true") && h.conf.at("marked", "postAsset").is("true") {
		h.note("%s: Hexo looks for a picture such as x.png in the folder of the post; Dateline looks beside the file of the post; if check misses a picture, write the folder before its name", v.from())
	}
	if strings.Contains(pattern.text(), ":category") {
		h.note("%s: for an article without a category, Hexo writes default_category into the address, and for one with several the last; Dateline writes none or all of them; set permalink in the front matter of articles whose address differs", pattern.from())
	}
	if v := h.conf.at("render_drafts"); v.is("true") {
		h.note("%s: your site shows drafts; Dateline does not, so they are missing in its feeds; move them to %s", v.from(), posts)
	}
}

// tokens returns what stands for the tokens of Hexo. Its title is the path of the file
// below the folder of posts, with a date in its name unless new_post_name has one.
func (h *hexoSite) tokens() tokens {
	t := tokens{
		"year": ":year", "month": ":month", "day": ":day", "i_month": ":i_month", "i_day": ":i_day",
		"title": ":path", "name": ":filename", "post_title": ":title", "category": ":categories",
	}
	if strings.Contains(h.conf.at("new_post_name").text(), ":year") {
		t["title"] = ":sections/:filename" // the date in the name is not part of Hexo's title
	}
	for _, v := range h.conf.at("permalink_defaults").each() {
		if v.text() != "" && t[v.name] == "" {
			t[v.name] = v.text()
			h.note("%s: :%s in addresses is always %q here, although an article may set another value; write the address of such an article into its front matter as permalink", v.from(), v.name, v.text())
		}
	}
	return t
}

// hexoFeeds adds the addresses of the feeds that the plugin hexo-generator-feed
// writes.
func (h *hexoSite) hexoFeeds() {
	conf := h.conf.at("feed")
	if conf == nil && !strings.Contains(string(h.text("package.json")), `"hexo-generator-feed"`) {
		h.note("%s: no feed is configured, and package.json does not name hexo-generator-feed; no old address of a feed is set; if readers have subscribed to one, add a [[feeds.alias]]", h.Files[0])
		return
	}
	types, paths := conf.at("type").texts(), conf.at("path").texts()
	if len(types) == 0 {
		types = []string{"atom"}
	}
	for i, kind := range types {
		name, format := map[string]string{"rss2": "rss2.xml"}[kind], "atom"
		if name == "" {
			name = "atom.xml"
		} else {
			format = "rss"
		}
		if i < len(paths) {
			name = paths[i]
		}
		h.alias("/"+strings.TrimPrefix(name, "/"), "/feed."+format, "hexo-generator-feed writes the feed of the site there")
	}
}
