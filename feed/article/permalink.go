package article

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// The page of an article is, in this order: where permalink, url or path in front
// matter says; where a slug that begins with a slash says, below the mount; where
// the pattern of the content directory says; beside its file, under the name that slug
// says; where its file is.
//
// An address in front matter counts from the root of the site, with or without a slash
// before it. It may be a URL of this site, of the author's own site, or of a former
// one. A URL of another site is that of what a link blog writes about, and no address.
// Hugo and Zola, whose keys are url and path, write such an address without an extension
// with a slash at its end, so it has one if the pattern of the directory has. Any other
// address is taken to the letter.
// A slug has the text that its author wrote, but for what pattern removes.
//
// x.fr.md never shares an address with x.md by its name: with a pattern, the pages of
// a language that the file or its folder names are below "/fr", as in Hugo, unless it is
// the language of the content directory. Without a pattern its page is "/x.fr".

// wanted is what front matter says about the address of the page.
type wanted struct {
	address    string  // from the root, not percent-encoded; empty if there is none
	pattern    pattern // instead of address, if that has tokens
	slug       string
	categories []string
}

// Ending is what follows the Path of an article in its Permalink.
type Ending uint8

// endings are their texts. They are stored with articles, so their order stays.
var endings = [...]string{"", "/", ".html", "/index.html"}

// Permalink returns the path of the article on its author's own site, to the letter:
// "/2026/04/moon/" for the Path "/2026/04/moon". Front matter or the pattern says it;
// otherwise it is the Path, as nobody knows how the author's site would write it.
func (a *Article) Permalink() string { return a.Path + endings[a.Ending] }

// UsualPath returns the path of the page that follows from the name of the file. The
// Path differs from it if front matter or a pattern says where the page is.
func (a *Article) UsualPath() string { return PagePath(a.File) }

// AtUsualPath returns a copy of the article whose page is at the usual path.
func (a *Article) AtUsualPath() *Article {
	c := *a
	c.Path, c.Ending = a.UsualPath(), 0
	return &c
}

// readAddress reads an address of the page, and the date in it: "2026/04/07/slug". The
// first address with a date counts (see dated), and the first that can be used is
// that of the page.
func (r *reading) readAddress(k key, f field) bool {
	s, ok := f.value.(string)
	if !ok {
		if what, hint := notText(k.name); !isEmpty(f.value) && (k.name == "permalink" || k.name == "slug") {
			r.report(f.offset, Problem{About: Addresses, What: what, Effect: "the page has its usual address", Hint: hint})
		}
		return true
	}
	if r.addressDate.IsZero() {
		if date, ok, err := pathDate(s); ok && err == nil {
			r.addressDate = date
		}
	}
	s = strings.TrimSpace(s)
	switch {
	case s == "" || strings.EqualFold(s, "true") || strings.EqualFold(s, "false"):
	case k.name != "slug":
		if r.wanted.address == "" && r.wanted.pattern == nil {
			r.readPermalink(k.name, s, f.offset)
		}
	case r.wanted.slug == "" && cleanAddress(harmless(s)) != "/":
		r.wanted.slug = s
	}
	return true
}

// readPermalink reads an address from the root of the site.
func (r *reading) readPermalink(name, s string, offset int) {
	wrong := func(what, hint string) {
		r.report(offset, Problem{About: Addresses, What: name + " " + quote(s) + " " + what, Effect: "the page has its usual address", Hint: hint})
	}
	link := s
	if hasScheme(s) || strings.HasPrefix(s, "//") {
		rest, own := r.ownAddress(s)
		if !own {
			if name == "permalink" {
				wrong("is on another site", "write the path of the page, or set site.home or site.former if that site is yours")
			}
			return
		}
		link = rest
	}
	switch {
	case strings.Contains(s, "{{") || strings.Contains(s, "{%"):
		wrong("is a template, which is not run", "write the address itself, or set content.permalink")
	case strings.ContainsAny(link, "?#"):
		wrong("has a query or a fragment", "remove everything from the ? or # on")
	case IsMarkdown(link):
		if name != "path" { // which is that of the file in some trees
			wrong("ends like the name of a Markdown file", "write .html or a slash instead")
		}
	case AssetType(link) != "":
		if name != "path" {
			wrong(notPage, "write .html or a slash instead")
		}
	case len(link) > maxAddress:
		wrong(fmt.Sprintf("has %d bytes (at most %d)", len(link), maxAddress), "shorten it")
	case name == "permalink" && jekyllStyles[link] != "":
		r.wanted.pattern, _ = compile(jekyllStyles[link], jekyllTokens)
	case hasTokens(link):
		known := tokenValues
		if name == "permalink" {
			known = jekyllTokens
		}
		p, unknown := compile(link, known)
		if unknown != "" {
			wrong(unknownToken(unknown, known))
			return
		}
		r.wanted.pattern = p
	case !addressable(unescapePath(link)):
		wrong("has a character that addresses cannot have", "write letters, digits and hyphens instead")
	default:
		written := "/" + strings.TrimPrefix(unescapePath(link), "/")
		address := cleanAddress(written)
		if address == "/" {
			wrong("is that of the start page", "write another path")
			return
		}
		if address != written {
			r.report(offset, Problem{About: Addresses, What: name + " " + quote(s) + " has empty or dotted parts", Effect: "they are left out: " + quote(address), Hint: "write the path without them"})
		}
		if folders := r.pattern != nil && r.pattern.ends("/"); folders && (name == "url" || name == "path") && path.Ext(address) == "" {
			address = strings.TrimSuffix(address, "/") + "/"
		}
		r.wanted.address = address
	}
}

// ownAddress cuts the name of the site, of the author's own site or of a former one
// from a URL.
func (r *reading) ownAddress(link string) (rest string, own bool) {
	rest, of := r.place.own(link)
	return rest, of != others
}

// readCategories remembers the categories, which may be part of the address.
func (r *reading) readCategories(k key, f field) {
	switch s, text := f.value.(string); {
	case !text:
		list, _ := names(f.value)
		r.wanted.categories = append(r.wanted.categories, list...)
	case k.name == "category":
		r.wanted.categories = append(r.wanted.categories, s)
	default:
		r.wanted.categories = append(r.wanted.categories, r.splitTopics(s, r.options.TopicSeparator)...)
	}
}

// locate sets the path of the page, once the date and the title are known.
func (r *reading) locate() {
	a, address := r.article, r.address()
	if address == "" || address == "/" {
		return
	}
	a.Path = XML(address)
	for i, end := range slices.Backward(endings[:]) {
		rest, ok := strings.CutSuffix(a.Path, end)
		if !ok || rest == "" || end == "/index.html" && !ownsFolder(rest, "index") {
			continue
		}
		a.Path, a.Ending = rest, Ending(i)
		break
	}
}

// address returns the address for which front matter or the pattern asks, or "".
func (r *reading) address() string {
	slug := hyphenated(harmless(r.wanted.slug))
	switch {
	case r.wanted.pattern != nil:
		return r.wanted.pattern.expand(r)
	case r.wanted.address != "":
		return r.wanted.address
	case strings.HasPrefix(slug, "/"):
		return cleanAddress(r.place.mount + slug)
	case r.pattern != nil:
		if r.article.Date.IsZero() {
			return ""
		}
		return r.languagePrefix() + r.pattern.expand(r)
	case slug != "":
		_, tag := r.nameOfFile()
		return strings.TrimSuffix(cleanAddress(path.Dir(PagePath(r.file))+"/"+slug), "/") + tag
	}
	return ""
}

// languagePrefix returns "/fr" for a file whose name or folder names a language other
// than that of the content directory, else "".
func (r *reading) languagePrefix() string {
	_, tag := r.nameOfFile()
	if tag = strings.TrimPrefix(tag, "."); tag == "" {
		tag = r.languageFolder(r.rel)
	}
	if tag == "" || strings.EqualFold(tag, r.options.Language) {
		return ""
	}
	return "/" + tag
}
