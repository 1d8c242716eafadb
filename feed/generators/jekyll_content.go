package generators

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"dateline/feed/article"
)

// contents adds the folders of posts and of collections.
func (j *jekyllSite) contents() {
	folder := j.conf.at("collections_dir").text()
	if posts := path.Join(j.source, folder, "_posts"); j.isFolder(posts) {
		j.posts(posts, "")
	}
	j.categories(path.Join(j.source, folder), "", 0)
	for _, c := range j.conf.at("collections").each() {
		j.collection(c, folder)
	}
	if len(j.Contents) == 0 {
		j.posts(path.Join(j.source, folder, "_posts"), "")
	}
	j.Contents[0].setTo("static", j.static(), "the folders of the site with files that Jekyll copies")
}

// maxFolders bounds how deep below the site folders of posts are looked for.
const maxFolders = 4

// categories adds the folders of posts below a folder: the posts in news/_posts have the
// category news.
func (j *jekyllSite) categories(dir, categories string, depth int) {
	for _, name := range j.folders(dir) {
		if strings.HasPrefix(name, "_") || depth == maxFolders || j.excluded(path.Join(categories, name)) {
			continue
		}
		folder, category := path.Join(dir, name), path.Join(categories, name)
		if posts := path.Join(folder, "_posts"); j.isFolder(posts) {
			j.posts(posts, category)
		}
		j.categories(folder, category, depth+1)
	}
}

// excluded reports whether Jekyll leaves out a path of its source.
func (j *jekyllSite) excluded(rel string) bool {
	return slices.ContainsFunc(j.exclude, func(pattern string) bool {
		ok, _ := path.Match(strings.TrimSuffix(pattern, "/"), rel)
		return ok
	})
}

// jekyllTokens are the tokens of posts. The title of Jekyll is the slug or the name of
// the file, and not the title.
var jekyllTokens = tokens{
	"year": ":local_year", "short_year": ":local_short_year", "month": ":local_month", "i_month": ":local_i_month", "day": ":local_day", "i_day": ":local_i_day",
	"title": ":pretty_slug", "slug": ":slugified_slug", "categories": ":categories", "slugified_categories": ":slugified_categories", "output_ext": ".html",
}

// styles are the patterns that Jekyll has names for.
var styles = map[string]string{
	"date":     "/:categories/:year/:month/:day/:title:output_ext",
	"pretty":   "/:categories/:year/:month/:day/:title/",
	"ordinal":  "/:categories/:year/:y_day/:title:output_ext",
	"weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
	"none":     "/:categories/:title:output_ext",
}

// posts adds a folder of posts, which may have the categories of the folders above it,
// and the folders in it for which defaults set a pattern.
func (j *jekyllSite) posts(dir, categories string) {
	origin := "the folder in which Jekyll keeps posts"
	if categories != "" {
		origin = "a folder of posts with the category " + strings.ReplaceAll(categories, "/", ", ")
	}
	c := j.describe(dir, origin)
	if categories != "" {
		c.mountAt("/" + categories)
	}
	c.setTo("ignore", j.unpublished(dir), "defaults with published: false")
	t := postTokens(categories)
	j.permalink(c, j.style(j.patternOf("posts")), t, same)
	for _, d := range j.conf.at("defaults").each() {
		in, v := path.Join(j.source, d.at("scope", "path").text()), d.at("values", "permalink")
		if folder, ok := strings.CutPrefix(in, dir+"/"); ok && v.text() != "" && j.isFolder(in) {
			c := j.describe(in, v.from()+", which sets a pattern for the folder")
			c.mountAt(path.Join("/", categories, folder))
			j.permalink(c, j.style(v), t, same)
		}
	}
}

// unpublished returns patterns for the folders of posts that defaults hide.
func (j *jekyllSite) unpublished(dir string) (patterns []string) {
	for _, d := range j.conf.at("defaults").each() {
		in := path.Join(j.source, d.at("scope", "path").text())
		if folder, ok := strings.CutPrefix(in, dir+"/"); ok && d.at("values", "published").is("false") {
			patterns = append(patterns, folder+"/**")
		}
	}
	return patterns
}

func same(pattern string) string { return pattern }

// postTokens returns the tokens of posts that have the categories of the folders above
// them.
func postTokens(categories string) tokens {
	if categories == "" {
		return jekyllTokens
	}
	t := maps.Clone(jekyllTokens)
	above := literal(strings.ToLower(categories))
	t["categories"], t["slugified_categories"] = above+"/:categories", above+"/:slugified_categories"
	return t
}

// describe adds a directory with what all of them have.
func (j *jekyllSite) describe(dir, origin string) *Content {
	c := j.content(dir, origin)
	c.setTo("topic_separator", " ", "Jekyll's separator of tags and categories")
	c.setTo("authors", j.authorsFiles(), "the files of authors in the data of the site")
	var folders []string
	for _, tag := range j.conf.at("languages").texts() {
		if j.isFolder(path.Join(dir, tag)) {
			folders = append(folders, tag)
		}
	}
	c.setTo("languages", folders, j.conf.at("languages").from())
	return c
}

// style returns a pattern for the name of one.
func (j *jekyllSite) style(v *value) *value {
	if v.text() == "" {
		return &value{path: "Jekyll's default of permalink", raw: styles["date"]}
	}
	if pattern, ok := styles[v.text()]; ok {
		named := *v
		named.raw = pattern
		return &named
	}
	return v
}

// patternOf returns the pattern of a collection: of the values that defaults set for
// it, of the collection, or for posts that of the site.
func (j *jekyllSite) patternOf(collection string) (pattern *value) {
	for _, d := range j.conf.at("defaults").each() {
		v, scope := d.at("values", "permalink"), d.at("scope")
		if v.text() == "" || scope.at("type").text() != "" && scope.at("type").text() != collection {
			continue
		}
		if in := scope.at("path").text(); strings.Trim(in, "/") == "" || strings.Trim(in, "/") == "_"+collection {
			pattern = v
		} else if !j.isFolder(path.Join(j.source, in)) && strings.HasPrefix(in, "_") {
			j.note("%s: the pattern is only for %s; it is not set, so addresses there follow the pattern of the others; write the address into the front matter of these articles", v.from(), in)
		}
	}
	pattern = pattern.or(j.conf.at("collections", collection, "permalink"))
	if collection == "posts" {
		pattern = pattern.or(j.conf.at("permalink"))
	}
	return pattern
}

// collection adds the folder of a collection that Jekyll writes pages of.
func (j *jekyllSite) collection(v *value, folder string) {
	dir := path.Join(j.source, folder, "_"+v.name)
	if v.name == "posts" || v.name == "drafts" || v.fields == nil || !v.at("output").is("true") || !j.isFolder(dir) {
		return
	}
	c := j.describe(dir, v.from())
	c.mountAt("/" + v.name)
	pattern := j.patternOf(v.name)
	if pattern.text() == "" {
		ending := ":output_ext"
		if site := j.conf.at("permalink").text(); site == "pretty" || strings.HasSuffix(site, "/") {
			ending = "/"
		}
		pattern = &value{path: "Jekyll's default for a collection", raw: "/:collection/:path" + ending}
	}
	t := maps.Clone(jekyllTokens)
	t["collection"], t["path"], t["name"] = literal(v.name), ":path", ":slugified_filename"
	j.permalink(c, pattern, t, same)
}

// static returns the folders at the top of the site with files that stand on it under
// their own names.
func (j *jekyllSite) static() (dirs []string) {
	for _, name := range j.folders(j.source) {
		dir := path.Join(j.source, name)
		if !strings.HasPrefix(name, "_") && !j.excluded(name) && j.holdsAssets(dir) {
			dirs = append(dirs, dir+":/"+name)
		}
	}
	return dirs
}

// holdsAssets reports whether a folder holds a file that may be served beside
// articles.
func (j *jekyllSite) holdsAssets(dir string) (found bool) {
	left := maxListed
	fs.WalkDir(j.files, dir, func(name string, e fs.DirEntry, err error) error {
		switch left--; {
		case err != nil:
			return nil
		case left < 0:
			return fs.SkipAll
		case e.IsDir() && name != dir && strings.HasPrefix(e.Name(), "_"):
			return fs.SkipDir
		case !e.IsDir() && !strings.HasPrefix(e.Name(), ".") && slices.Contains(article.AssetExtensions(), strings.ToLower(path.Ext(name))):
			found = true
			return fs.SkipAll
		}
		return nil
	})
	return found
}
