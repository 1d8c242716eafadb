package article

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
)

// tokenValues are those of content.permalink, and of url in front matter: the texts and
// dates below, and these with a prefix.
var tokenValues = func() map[string]func(*reading) string {
	all := maps.Clone(textTokens)
	for name, layout := range dateTokens {
		all[name] = func(r *reading) string { return r.written().Format(layout) }
		all["local_"+name] = func(r *reading) string { return r.local().Format(layout) }
	}
	for prefix, spell := range slugStyles {
		for name, value := range textTokens {
			all[prefix+name] = func(r *reading) string { return eachPart(value(r), spell) }
		}
		all[prefix+"title"] = func(r *reading) string { return r.orFileName(spell(r.article.Title)) }
		all[prefix+"slugortitle"] = func(r *reading) string { return r.orFileName(spell(r.rawSlugOrTitle())) }
		all[prefix+"categories"] = func(r *reading) string { return r.categoryPath(spell) }
	}
	all["urlized_title"] = func(r *reading) string { return r.orFileName(urlizedTwice(r.article.Title)) }
	all["urlized_slugortitle"] = func(r *reading) string { return r.orFileName(urlizedTwice(r.rawSlugOrTitle())) }
	return all
}()

// dateTokens are the tokens for dates, with their layouts.
var dateTokens = map[string]string{"year": "2006", "short_year": "06", "month": "01", "i_month": "1", "day": "02", "i_day": "2"}

// textTokens are the tokens for texts.
var textTokens = map[string]func(*reading) string{
	"filename":       (*reading).fileName,
	"basename":       (*reading).baseName,
	"slug":           (*reading).slugOrFileName,
	"slugorfilename": (*reading).slugOrFileName,
	"slugorbasename": func(r *reading) string { return r.slugOr((*reading).baseName) },
	"title":          (*reading).titleSlug,
	"slugortitle":    (*reading).slugOrTitle,
	"slugorpath":     func(r *reading) string { return r.slugOr((*reading).pathOfFile) },
	// Docusaurus makes addresses in this way.
	"slugordatedpath": func(r *reading) string { return r.slugOr((*reading).datedPath) },
	"section":         func(r *reading) string { first, _, _ := strings.Cut(r.folders(), "/"); return first },
	"sections":        (*reading).folders,
	"categories":      func(r *reading) string { return r.categoryPath(strings.ToLower) },
	"path":            (*reading).pathOfFile,
}

// distinguishing are the tokens that differ between two articles of one day.
var distinguishing = []string{"filename", "basename", "slug", "slugorbasename", "slugorfilename", "title", "slugortitle", "slugorpath", "slugordatedpath", "path"}

// jekyllTokens are those of permalink in front matter, where :title is the name of
// the file.
var jekyllTokens = func() map[string]func(*reading) string {
	all := maps.Clone(tokenValues)
	all["title"], all["slug"] = all["pretty_slug"], all["slugified_slug"]
	all["name"], all["basename"] = all["filename"], all["filename"]
	for name := range dateTokens {
		all[name] = all["local_"+name]
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

// utcInYAML matches a time that YAML, and so Jekyll, reads as one of UTC.
var utcInYAML = regexp.MustCompile(`^\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?$`)

// local returns the date in the zone of the site, as Jekyll has it in addresses. A time
// with seconds and no offset counts as one of UTC there, although the article is
// published at this time in the zone of the site.
func (r *reading) local() time.Time {
	at := r.article.Date
	switch utc := utcInYAML.MatchString(strings.TrimSpace(r.dateText)); {
	case utc:
		if shown, _, err := parseMoment(r.dateText, time.UTC); err == nil {
			at = shown
		}
	case r.article.DateOnly:
		return at
	}
	return at.In(r.options.Zone)
}

// eachPart returns a path whose parts are spelled in a way.
func eachPart(p string, spell func(string) string) string {
	parts := strings.Split(p, "/")
	for i, part := range parts {
		parts[i] = spell(part)
	}
	return strings.Join(parts, "/")
}

// baseName is fileName with the date, which belongs to the name for Hugo.
func (r *reading) baseName() string {
	name, _ := r.nameOfFile()
	return hyphenated(path.Base(name))
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

// rawSlugOrTitle returns the slug or else the title, as its author wrote it.
func (r *reading) rawSlugOrTitle() string {
	if r.wanted.slug != "" {
		return r.wanted.slug
	}
	return r.article.Title
}

func (r *reading) slugOrFileName() string { return r.slugOr((*reading).fileName) }

func (r *reading) orFileName(s string) string {
	if s == "" {
		return r.fileName()
	}
	return s
}

// categoryPath returns the folders above _posts and then the categories, each once
// and spelled in a way. A category with a slash is several folders, unless the spelling
// has none, as for Jekyll.
func (r *reading) categoryPath(spell func(string) string) string {
	var list []string
	if above, _, jekyll := strings.Cut("/"+r.rel, "/_posts/"); jekyll {
		list = strings.Split(strings.Trim(above, "/"), "/")
	}
	list = append(list, r.wanted.categories...)
	var parts []string
	for _, c := range list {
		if c = spell(oneLine(c)); c != "" && !slices.Contains(parts, c) {
			parts = append(parts, c)
		}
	}
	return strings.Join(parts, "/")
}
