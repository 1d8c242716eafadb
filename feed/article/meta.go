package article

import (
	"fmt"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
	"unique"

	"golang.org/x/text/language"
)

// metadata fills the article from front matter. Keys that blogs use for
// other purposes are left alone.
func (r *reading) metadata(meta metadata) {
	a := r.article
	r.language(meta)
	for _, key := range []string{"title", "date", "draft", "id"} {
		if f, ok := meta[key]; ok && !isText(f.value) {
			r.reject(f.offset, FrontMatter, notText(key), "write one text after "+key)
			delete(meta, key)
		}
	}
	a.Title = XML(clean(plainText(r.text(meta, "title")), r.script))
	a.Summary = oneLine(plainText(r.text(meta, "summary", "description")))
	r.id(meta)
	if r.flag(meta, "draft") {
		a.Hidden = "draft: true"
	}
	r.dates(meta)
	for _, key := range []string{"tags", "topics", "categories"} {
		for _, name := range r.list(meta, key) {
			a.Topics = r.join(a.Topics, r.topic(name, meta[key].offset), meta[key].offset)
		}
	}
	r.authors(meta)
	r.aliases(meta)
	for _, key := range []string{"source", "sources"} {
		for _, l := range links(meta[key].value) {
			r.addSource(l.Name, l.URL, meta[key].offset)
		}
	}
	for _, key := range []string{"image", "cover"} {
		for _, l := range links(meta[key].value) {
			r.setCover(l.URL, l.Name, meta[key].offset)
		}
	}
}

func (r *reading) authors(meta metadata) {
	for _, key := range []string{"author", "authors"} {
		for _, name := range r.list(meta, key) {
			if len(r.article.Authors) == maxLinks {
				r.full(Authors, "authors", maxLinks, meta[key].offset)
				return
			}
			r.article.Authors = append(r.article.Authors, Author{Name: r.cutName(Authors, "author", name, meta[key].offset)})
		}
	}
}

func (r *reading) aliases(meta metadata) {
	a, offset := r.article, meta["aliases"].offset
	for _, alias := range r.list(meta, "aliases") {
		p, ok := r.place.sitePath(alias, r.file)
		if p = PageAt(PagePath(p)); !ok || p == "" || p == a.Path {
			continue
		}
		if len(a.Aliases) == maxLinks {
			r.full(Addresses, "aliases", maxLinks, offset)
			break
		}
		a.Aliases = append(a.Aliases, p)
	}
	if len(a.Aliases) > 0 {
		a.FormerAt = r.at(offset)
	}
}

// id takes an id that can stand in feeds as it is.
func (r *reading) id(meta metadata) {
	id := strings.TrimSpace(r.text(meta, "id"))
	if id == "" {
		return
	}
	if fault := idFault(id); fault != "" {
		r.drop(meta["id"].offset, Identity, fmt.Sprintf("id %q %s", Shorten(id, 80), fault), "write one word, or a URI such as tag:example.org,2026:story")
		return
	}
	r.article.ID, r.article.IDAt = id, r.at(meta["id"].offset)
}

// maxID bounds an id, in characters.
const maxID = 500

// idFault says what keeps an id from being one, after its name.
func idFault(id string) string {
	switch n := utf8.RuneCountInString(id); {
	case n > maxID:
		return fmt.Sprintf("has %d characters (at most %d)", n, maxID)
	case strings.ContainsFunc(id, unicode.IsSpace):
		return "has white space in it"
	case strings.ContainsFunc(id, unicode.IsControl), XML(id) != id:
		return "has a control character in it"
	case hasScheme(id) && !isURI(id):
		return "begins like a URI and is none"
	}
	return ""
}

// plainText drops tags and resolves entities.
func plainText(s string) string { return html.UnescapeString(tag.ReplaceAllString(s, "")) }

func isText(v any) bool {
	_, ok := v.(string)
	return ok
}

func notText(key string) string {
	return fmt.Sprintf("front matter %s is a list or an object, not text", key)
}

// text gives the first of the keys that is there.
func (r *reading) text(meta metadata, keys ...string) string {
	for _, key := range keys {
		f, ok := meta[key]
		if !ok {
			continue
		}
		if s, ok := f.value.(string); ok {
			return s
		}
		r.drop(f.offset, FrontMatter, notText(key), "write one text after "+key)
	}
	return ""
}

// flag reads a truth value as YAML 1.1 and people write it.
func (r *reading) flag(meta metadata, key string) bool {
	switch s := strings.ToLower(r.text(meta, key)); s {
	case "", "false", "no", "off", "0":
		return false
	case "true", "yes", "on", "1":
		return true
	default:
		r.reject(meta[key].offset, Hiding, fmt.Sprintf("front matter %s is %q", key, Shorten(s, 80)), "write true or false")
		return true
	}
}

func (r *reading) dates(meta metadata) {
	a := r.article
	for _, key := range []string{"date", "updated", "lastmod"} {
		s := r.text(meta, key)
		if s == "" {
			continue
		}
		t, dateOnly, err := parseMoment(s, r.options.Zone)
		switch {
		case err != nil && key == "date":
			r.reject(meta[key].offset, Dates, err.Error(), "write "+err.(*notADate).instead)
		case err != nil:
			r.drop(meta[key].offset, Dates, key+": "+err.Error(), "write "+err.(*notADate).instead)
		case key == "date":
			a.Date, a.DateOnly = t, dateOnly
		case a.Updated.IsZero():
			a.Updated = t
		}
	}
}

func (r *reading) language(meta metadata) {
	s := strings.TrimSpace(r.text(meta, "language", "lang"))
	if s == "" {
		return
	}
	if tag, err := language.Parse(s); err == nil {
		r.article.Language = tag.String()
		r.script = scriptOf(r.article.Language)
		return
	}
	f, ok := meta["language"]
	if !ok {
		f = meta["lang"]
	}
	r.drop(f.offset, Languages, fmt.Sprintf("language %q is no language tag", Shorten(s, 80)), "write a BCP 47 tag such as en or zh-Hant")
}

// topic cleans one name of front matter; a list there is split by its own
// syntax already.
func (r *reading) topic(name string, offset int) []Name {
	if name = clean(plainText(name), r.script); name == "" || !r.isTopic(name, offset) {
		return nil
	}
	return []Name{unique.Make(XML(name))}
}

// list gives the texts of a key: a list, or one text with commas. Objects
// count by their name.
func (r *reading) list(meta metadata, key string) []string {
	var all []string
	switch v := meta[key].value.(type) {
	case string:
		if key == "author" || key == "authors" {
			all = append(all, oneLine(v))
			break
		}
		for s := range strings.SplitSeq(v, ",") {
			all = append(all, oneLine(s))
		}
	case []any:
		for _, e := range v {
			all = append(all, oneLine(nameOf(e)))
		}
	case map[string]any:
		all = append(all, oneLine(nameOf(v)))
	}
	kept := all[:0]
	for _, s := range all {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

func nameOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case map[string]any:
		return first(v, "name", "title")
	}
	return ""
}

// ampersand resolves the one entity that people leave in URLs.
var ampersand = strings.NewReplacer("&amp;", "&")

// links reads a URL, an object with url and name or alt, or a list of such.
func links(v any) []Link {
	switch v := v.(type) {
	case string:
		if v = strings.TrimSpace(v); v != "" {
			return []Link{{URL: ampersand.Replace(v)}}
		}
	case map[string]any:
		if url := first(v, "url", "src", "image", "path", "link", "href"); url != "" {
			return []Link{{Name: first(v, "alt", "name", "title"), URL: ampersand.Replace(url)}}
		}
	case []any:
		var all []Link
		for _, e := range v {
			if _, nested := e.([]any); !nested {
				all = append(all, links(e)...)
			}
		}
		return all
	}
	return nil
}

// first gives the first text among keys of an object.
func first(m map[string]any, keys ...string) string {
	for _, key := range keys {
		if s, ok := m[key].(string); ok && s != "" {
			return s
		}
	}
	return ""
}
