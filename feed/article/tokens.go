package article

import (
	"maps"
	"path"
	"slices"
	"strings"
	"time"
)

// tokenValues are those of content.permalink, and of url in front matter.
var tokenValues = map[string]func(*reading) string{
	"year":           func(r *reading) string { return r.written().Format("2006") },
	"short_year":     func(r *reading) string { return r.written().Format("06") },
	"month":          func(r *reading) string { return r.written().Format("01") },
	"i_month":        func(r *reading) string { return r.written().Format("1") },
	"day":            func(r *reading) string { return r.written().Format("02") },
	"i_day":          func(r *reading) string { return r.written().Format("2") },
	"filename":       (*reading).fileName,
	"slug":           (*reading).slugOrFileName,
	"slugorfilename": (*reading).slugOrFileName,
	"title":          (*reading).titleSlug,
	"slugortitle":    (*reading).slugOrTitle,
	"slugorpath":     func(r *reading) string { return r.slugOr((*reading).pathOfFile) },
	// Docusaurus makes addresses in this way.
	"slugordatedpath": func(r *reading) string { return r.slugOr((*reading).datedPath) },
	"section":         func(r *reading) string { first, _, _ := strings.Cut(r.folders(), "/"); return first },
	"sections":        (*reading).folders,
	"categories":      (*reading).categoryPath,
	"path":            (*reading).pathOfFile,
}

// distinguishing are the tokens that differ between two articles of one day.
var distinguishing = []string{"filename", "slug", "slugorfilename", "title", "slugortitle", "slugorpath", "slugordatedpath", "path"}

// jekyllTokens are those of permalink in front matter, where :title is the name of
// the file.
var jekyllTokens = func() map[string]func(*reading) string {
	all := maps.Clone(tokenValues)
	all["title"], all["name"], all["basename"] = tokenValues["slug"], tokenValues["filename"], tokenValues["filename"]
	all["slug"] = func(r *reading) string { return Slug(r.slugOrFileName()) }
	all["slugified_categories"] = func(r *reading) string {
		list := strings.Split(r.categoryPath(), "/")
		for i := range list {
			list[i] = Slug(list[i])
		}
		return strings.Join(list, "/")
	}
	all["output_ext"] = func(*reading) string { return ".html" }
	return all
}()

// jekyllStyles are the names that Jekyll has for some patterns.
var jekyllStyles = map[string]string{
	"date":   "/:categories/:year/:month/:day/:title.html",
	"pretty": "/:categories/:year/:month/:day/:title/",
	"none":   "/:categories/:title.html",
}

// written returns the date as its author wrote it.
func (r *reading) written() time.Time {
	a, s := r.article, momentText(r.dateText)
	switch {
	case a.DateOnly:
		return a.Date
	case s == "":
		return a.Date.In(r.options.Zone)
	}
	if _, ok := rfc3339(s); ok {
		s = s[:len(time.DateOnly)]
	}
	if day, _, ok := readDay(s); ok {
		if date, err := day.date(s); err == nil {
			return date
		}
	}
	return a.Date.In(r.options.Zone)
}

// fileName returns the name of the file without extension, language and date. That
// of an index is the name of its folder.
func (r *reading) fileName() string {
	name, _ := r.nameOfFile()
	return hyphenated(WithoutDate(path.Base(name)))
}

// pathOfFile returns the path of the file without extension and language, but with the
// date in its name, which belongs to the path for every generator that has such
// addresses. That of an index is the path of its folder.
func (r *reading) pathOfFile() string {
	name, _ := r.nameOfFile()
	return r.folders() + "/" + hyphenated(path.Base(name))
}

// datedPath returns the path of the file. If its name begins with a date, that stands
// for the folders: "2024/08/01/hello" for "posts/2024-08-01-hello".
func (r *reading) datedPath() string {
	name, _ := r.nameOfFile()
	base := path.Base(name)
	rest := WithoutDate(base)
	if rest == base {
		return r.pathOfFile()
	}
	date := base[:len(base)-len(rest)-1]
	return strings.ReplaceAll(date, "-", "/") + "/" + hyphenated(rest)
}

// slugOr returns the slug of front matter or, if there is none, another value.
func (r *reading) slugOr(value func(*reading) string) string {
	if s := hyphenated(r.wanted.slug); s != "" {
		return s
	}
	return value(r)
}

// folders returns the folders above the article below the content directory, without
// those whose names begin with an underscore (Jekyll's and Hexo's _posts), and without
// the folder that names the language.
func (r *reading) folders() string {
	name, _ := r.nameOfFile()
	above, _ := path.Split(name)
	var kept []string
	for i, folder := range strings.Split(above, "/") {
		if folder != "" && folder[0] != '_' && (i > 0 || folder != r.languageFolder(r.rel)) {
			kept = append(kept, hyphenated(folder))
		}
	}
	return strings.Join(kept, "/")
}

// nameOfFile returns the path of the file below the content directory without its
// extension and its language, and that language as cutLanguage does. A bundle has the
// path of its folder.
func (r *reading) nameOfFile() (name, tag string) {
	above, base := path.Split(r.rel)
	base, tag = cutLanguage(strings.TrimSuffix(base, path.Ext(base)))
	if folder := strings.TrimSuffix(above, "/"); isFolderName(base) && folder != "" && ownsFolder(path.Join(r.place.mount, folder), base) {
		return folder, tag
	}
	return above + base, tag
}

func (r *reading) titleSlug() string { return r.orFileName(Slug(r.article.Title)) }

func (r *reading) slugOrTitle() string {
	if s := Slug(r.wanted.slug); s != "" {
		return s
	}
	return r.titleSlug()
}

func (r *reading) slugOrFileName() string { return r.slugOr((*reading).fileName) }

func (r *reading) orFileName(s string) string {
	if s == "" {
		return r.fileName()
	}
	return s
}

// categoryPath returns the folders above _posts and then the categories, each once
// and in lower case, as Jekyll does.
func (r *reading) categoryPath() string {
	var list []string
	if above, _, jekyll := strings.Cut("/"+r.rel, "/_posts/"); jekyll {
		list = strings.Split(strings.Trim(above, "/"), "/")
	}
	list = append(list, r.wanted.categories...)
	var parts []string
	for _, c := range list {
		if c = strings.ToLower(strings.ReplaceAll(oneLine(c), "/", "-")); c != "" && !slices.Contains(parts, c) {
			parts = append(parts, c)
		}
	}
	return strings.Join(parts, "/")
}
