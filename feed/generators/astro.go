package generators

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"dateline/feed/generators/literals"
)

// astro reads sites of Astro by their folders, because their pages are programs:
// https://docs.astro.build/en/guides/content-collections/
var astro = generator{name: "Astro", marks: []string{"astro.config.*"}, read: readAstro}

// astroSite is a site of Astro being read.
type astroSite struct {
	*reading
	conf   *value
	routes []string // folders of src/pages that have a page for each article: "blog"
}

func readAstro(r *reading) bool {
	file := r.first(variants("astro.config")...)
	if file == "" {
		return false
	}
	a := &astroSite{reading: r}
	f, _ := r.program(file)
	a.conf = values(file, "", objectWith(f, "site", "base", "integrations", "output", "markdown"))
	a.untoldOf(a.conf, "the path of the site", "base", "trailingSlash")
	a.takeHome(a.conf.at("site"), a.conf.at("base").text())
	a.describe()
	a.take("site.language", a.conf.at("i18n", "defaultLocale"))
	a.routes = a.findRoutes()
	for _, c := range a.collections() {
		a.collection(c)
	}
	if len(a.Contents) == 0 {
		a.pages()
	}
	if len(a.Contents) == 0 {
		r.note("%s: no collection of articles was found in src/content, src/data and src/pages; the articles are not known; name their folder in [[content]]", file)
	}
	a.static()
	a.feeds()
	return true
}

// describe sets the names of the site from the files in which templates keep them.
func (a *astroSite) describe() {
	for _, name := range []string{"src/consts", "src/config", "src/site.config", "src/constants", "src/site", "astro-paper.config", "src/data/site", "src/lib/consts", "src/utils/config"} {
		file := a.first(variants(name)...)
		f, ok := a.source(file)
		if !ok {
			continue
		}
		a.Files = append(a.Files, file)
		for _, d := range []struct{ key, name string }{
			{"site.title", "SITE_TITLE"}, {"site.description", "SITE_DESCRIPTION"}, {"site.author", "SITE_AUTHOR"}, {"site.author", "AUTHOR"}, {"site.language", "SITE_LANG"},
		} {
			if v, ok := f.Names[d.name]; ok {
				a.take(d.key, values(file, d.name, v))
			}
		}
		a.describeBy(file, f)
	}
	a.siteData("src/data/site.json", "src/site.json")
}

// describeBy sets the names of the site from an object that has a title.
func (a *astroSite) describeBy(file string, f literals.File) {
	for _, o := range f.Objects() {
		if title, ok := o.Get("title"); ok && title.Kind == literals.String {
			a.describeSite(values(file, "", o))
			return
		}
	}
	for _, o := range f.Objects() {
		for _, key := range []string{"site", "SITE"} { // one object for all
			if site, ok := o.Get(key); ok {
				a.describeSite(values(file, key, site))
			}
		}
	}
}

// siteData sets the names of the site from the first of several files of data.
func (r *reading) siteData(files ...string) {
	if file := r.first(files...); file != "" {
		r.describeSite(r.config(file))
	}
}

// siteKeys are the words under which objects of data describe a site.
var siteKeys = []struct {
	key  string
	from [][]string
}{
	{"site.title", [][]string{{"title"}, {"name"}, {"siteName"}}},
	{"site.description", [][]string{{"description"}, {"desc"}, {"subtitle"}}},
	{"site.home", [][]string{{"url"}, {"website"}, {"siteUrl"}, {"baseUrl"}}},
	{"site.language", [][]string{{"language"}, {"lang"}, {"locale"}}},
	{"site.author", [][]string{{"author", "name"}, {"author"}, {"authorName"}}},
	{"site.timezone", [][]string{{"timezone"}, {"timeZone"}}},
}

// describeSite sets what is not set yet from an object that describes the site.
func (r *reading) describeSite(site *value) {
	for _, s := range siteKeys {
		for _, keys := range s.from {
			v := site.at(keys...)
			if v == nil || r.has(s.key) {
				continue
			}
			if s.key == "site.home" {
				r.takeHome(v, "")
			} else {
				r.take(s.key, v)
			}
		}
	}
}

// has reports whether a key is set.
func (r *reading) has(key string) bool {
	return slices.ContainsFunc(r.Settings, func(s Setting) bool { return s.Key == key })
}

// articleWords are the names that people give to folders of articles.
var articleWords = []string{"blog", "blogs", "post", "posts", "article", "articles", "news", "note", "notes", "writing", "writings",
	"journal", "essay", "essays", "thoughts", "entries", "stories", "log", "til", "weblog", "diary"}

// articleFolder matches the names that people give to folders of articles: "Blog",
// "_posts" and, with the tag of a language, "blog_en".
var articleFolder = regexp.MustCompile(`(?i)^_?(?:` + strings.Join(articleWords, "|") + `)(?:[-_.]([a-z]{2}(?:[-_][a-z]{2,4})?))?$`)

// collections returns the folders of the collections whose names are those of
// articles, or all if there are none of that kind.
func (a *astroSite) collections() (chosen []root) {
	all := a.loaders()
	for _, parent := range []string{"src/content", "src/data"} {
		for _, folder := range a.folders(parent) {
			dir := path.Join(parent, folder)
			if !slices.ContainsFunc(all, func(c root) bool { return c.dir == dir }) {
				all = append(all, root{dir: dir, origin: "the folder " + dir})
			}
		}
	}
	all = slices.DeleteFunc(all, func(c root) bool { return len(a.markdown(c.dir)) == 0 })
	var others []string
	for _, c := range all {
		if articleFolder.MatchString(path.Base(c.dir)) {
			chosen = append(chosen, c)
		} else {
			others = append(others, c.dir)
		}
	}
	if len(chosen) == 0 {
		return all
	}
	if len(others) > 0 {
		a.note("%s: these collections are not taken as articles, because of their names; if they are articles, give each a [[content]]", strings.Join(others, ", "))
	}
	return chosen
}

// loaders returns the folders of the collections that the configuration of the
// content names: loader: glob({ base: './src/data/blog' }).
func (a *astroSite) loaders() (folders []root) {
	file := a.first(append(variants("src/content.config"), variants("src/content/config")...)...)
	f, ok := a.source(file)
	if !ok {
		return nil
	}
	a.Files = append(a.Files, file)
	for _, call := range deepCalls(f, "glob") {
		base, _ := argument(call, 0).Get("base")
		if dir := path.Clean(base.Text); base.Kind == literals.String && a.isFolder(dir) {
			folders = append(folders, root{dir: dir, origin: values(file, "base", base).from()})
		}
	}
	return folders
}

// maxCalls bounds how many values are searched for calls.
const maxCalls = 10_000

// deepCalls returns the calls of a function in a program, also those that are part of
// other values.
func deepCalls(f literals.File, name string) (all []literals.Value) {
	todo := slices.Clone(f.Values)
	for n := 0; len(todo) > 0 && n < maxCalls; n++ {
		v := todo[0]
		todo = append(todo[1:], v.Items...)
		for _, field := range v.Fields {
			todo = append(todo, field.Value)
		}
		all = append(all, calls([]literals.Value{v}, name)...)
	}
	return all
}

var (
	// articleRoute matches a page of src/pages that stands for each article:
	// "blog/[...slug].astro", "posts/[slug]/index.astro".
	articleRoute = regexp.MustCompile(`^(.*?)/?\[(?:\.\.\.)?(?:slug|id|post|path|entry|article|title|name)\](?:/index)?\.astro$`)
	feedRoute    = regexp.MustCompile(`^(.*(?:rss|feed|atom|index)[^/]*\.(xml|json|rss|atom))\.(?:js|ts|mjs)$`)
)

// findRoutes returns the folders of src/pages that have a page for each article.
func (a *astroSite) findRoutes() (routes []string) {
	a.walk("src/pages", func(name string) {
		m := articleRoute.FindStringSubmatch(strings.TrimPrefix(name, "src/pages/"))
		if m != nil && !strings.Contains(m[1], "[") && !slices.Contains(routes, m[1]) {
			routes = append(routes, m[1])
		}
	})
	return routes
}

// collection adds the folder of a collection.
func (a *astroSite) collection(r root) {
	c := a.content(r.dir, r.origin)
	name := path.Base(r.dir)
	route, origin := name, "the name of the collection"
	named, tag := languageOf(name)
	i := slices.IndexFunc(a.routes, func(route string) bool {
		return path.Base(route) == name || route == named+"/"+tag
	})
	switch {
	case i >= 0:
		route, origin = a.routes[i], "the folder src/pages/"+a.routes[i]
	case len(a.routes) == 1:
		route, origin = a.routes[0], path.Join("the folder src/pages", a.routes[0])
	default:
		a.note("%s: src/pages does not say at which addresses these articles are; /%s/ is taken; correct permalink and mount in [[content]] if they are elsewhere", r.dir, name)
	}
	a.place(c, route, origin)
	c.setTo("language", strings.ReplaceAll(tag, "_", "-"), "the name of the folder "+r.dir)
}

// languageOf cuts the tag of a language from the name of a folder of articles:
// "blog" and "en" of "blog_en".
func languageOf(folder string) (name, tag string) {
	m := articleFolder.FindStringSubmatch(folder)
	if m == nil || m[1] == "" {
		return folder, ""
	}
	return folder[:len(folder)-len(m[1])-1], m[1]
}

// place sets the mount and the pattern of a folder of articles.
func (a *astroSite) place(c *Content, route, origin string) {
	if mount := join(route); mount != "/" {
		c.setTo("mount", mount, origin)
	}
	ending := "/"
	if a.conf.at("trailingSlash").is("never") || a.conf.at("build", "format").is("file") {
		ending = ""
	}
	c.setTo("permalink", prefix(route)+"/:slugorpath"+ending, origin)
	if s := a.survey(c.Dir); s.capital != "" {
		a.note("%s: Astro writes addresses in lower case; Dateline keeps the letters of names of files, so links to such articles on your site differ in case; give the files names in lower case, or set slug in their front matter", s.capital)
	}
}

// pages adds the folders of src/pages that have Markdown.
func (a *astroSite) pages() {
	for _, folder := range a.folders("src/pages") {
		dir := path.Join("src/pages", folder)
		if len(a.markdown(dir)) > 0 && articleFolder.MatchString(folder) {
			a.place(a.content(dir, "the folder "+dir), folder, "the folder "+dir)
		}
	}
}

// static sets the directory of static files.
func (a *astroSite) static() {
	v := a.conf.at("publicDir")
	dir, origin := a.folder(v, "public"), "the default of Astro"
	if v != nil {
		origin = v.from()
	}
	if len(a.Contents) > 0 && a.isFolder(dir) && dir != "." {
		a.Contents[0].setTo("static", []string{dir}, origin)
	}
}

// feedsOf are the formats of feeds by the extension of their files.
var feedsOf = map[string]string{"xml": "/feed.rss", "rss": "/feed.rss", "atom": "/feed.atom", "json": "/feed.json"}

// feeds adds the addresses of the feeds that pages write: src/pages/rss.xml.js.
func (a *astroSite) feeds() {
	found := map[string]string{}
	a.walk("src/pages", func(name string) {
		m := feedRoute.FindStringSubmatch(strings.TrimPrefix(name, "src/pages/"))
		if m == nil || strings.Contains(m[1], "sitemap") || strings.Contains(m[1], "manifest") || m[2] == "json" && !strings.Contains(m[1], "feed") {
			return
		}
		if strings.Contains(m[1], "[") {
			a.note("%s: feeds whose addresses are computed are not known; their subscribers get 404; add a [[feeds.alias]] for them", name)
			return
		}
		found[m[1]] = feedsOf[m[2]]
		if strings.Contains(path.Base(m[1]), "atom") {
			found[m[1]] = "/feed.atom"
		}
	})
	for _, address := range slices.Sorted(maps.Keys(found)) {
		feed := found[address]
		for _, c := range a.Contents {
			if len(a.Contents) > 1 && c.text("mount") == path.Dir(join(address)) {
				feed = c.text("mount") + feed
			}
		}
		a.alias(join(address), feed, "a page of src/pages writes a feed there")
	}
}
