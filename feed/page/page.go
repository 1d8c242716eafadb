// Package page renders what people see in a browser: the pages of a site.
//
// A page is a function of the snapshot, the Site and the Theme alone, like the
// documents of feed/render, whose Subject it shows. It works without its script and
// without any other host, except for pictures that articles take from there.
//
//	theme/layout.html    what all pages share: head, header, footer
//	theme/list.html      articles of a topic, an outlet, a language, a date, a selection
//	theme/style.css      the only stylesheet
//	theme/script.js      the only script
//
// What a page links to and shows is, in its HTML, an absolute path with that of the
// base URL: it works under any name of the host, so that a site can be tried at
// http://localhost, and whether a web server removes the path or not, because the
// site is served with and without it. It needs no knowledge of the address at which
// the page is shown, which relative paths would. URLs that leave the page stay
// absolute: the canonical one, those of feeds that programs discover or people copy,
// and those in the article itself, whose HTML is that of the feeds, as programs that
// save and quote articles take it out of the page.
//
// It exports more than fifteen names, because each kind of page is given what it shows
// by a type of its own, and the owner's theme is described by six more.
package page

import (
	"embed"
	"html/template"
	"slices"
	"sync"
	"unicode/utf8"

	"dateline/feed/article"
	"dateline/feed/phrases"
	"dateline/feed/render"
)

//go:embed theme
var files embed.FS

// Options configure Pages.
type Options struct {
	Renderer *render.Renderer
	Theme    Theme
	// Failed is called when a template of the owner fails, once for each place in it. It
	// may be nil.
	Failed func(*TemplateError)
}

// Pages are the pages of a site. They are safe for concurrent use.
type Pages struct {
	Options
	site   render.Site
	assets map[string]render.Document // by path
	style  string                     // path of the stylesheet
	script string                     // path of the script
	frame  frame
	own    *template.Template // nil if the owner has no templates
	bad    error              // why they cannot be parsed

	mu       sync.Mutex // guards failures
	failures []*TemplateError
}

// New returns the pages of a site. If the owner has templates, Check says whether they
// can be used; those that cannot are not.
func New(o Options) *Pages {
	p := &Pages{Options: o, site: o.Renderer.Site, assets: map[string]render.Document{}}
	p.style = p.add("style", ".css", "text/css; charset=utf-8", slices.Concat(read("theme/style.css"), []byte(accents(o.Theme.Accent)), o.Theme.CSS))
	p.script = p.add("script", ".js", "text/javascript; charset=utf-8", read("theme/script.js"))
	p.frame = p.framed()
	p.place("/site.webmanifest", "application/manifest+json; charset=utf-8", p.manifest())
	if p.site.Search {
		p.place("/opensearch.xml", "application/opensearchdescription+xml; charset=utf-8", p.openSearch())
	}
	p.own, p.bad = o.Theme.own()
	return p
}

// read returns a file of the program.
func read(name string) []byte {
	data, err := files.ReadFile(name)
	if err != nil {
		panic(err) // it is part of the program
	}
	return data
}

// layout is the data that every page has for its templates. URLs are absolute.
type layout struct {
	baseURL                    string
	Language, Title, SiteTitle string
	Direction                  string // "rtl"; empty for left to right
	Description                string
	NoIndex                    bool // asks search engines not to index the page
	Home, Canonical, Help      string
	Words                      *phrases.Set
	Wider                      []link     // what the page is part of, besides the site
	Discovered                 []feedLink // the feeds that programs find: the page's own first, then the site's
	Searching                  bool       // the site has a search
	OwnSearch                  bool       // its form is in the main part of the page
	Query                      string     // the search query
	Theme                      Theme
	Style, Script              string // URLs
	Card                       card   // what programs show of the page
	frame
}

// Here returns a URL as a link within the page: one of the site without its host.
func (l layout) Here(url string) string { return pathOf(l.baseURL, url) }

// WindowTitle returns the title of the document, with that of the site if both are short
// enough for search engines and windows to show them.
func (l layout) WindowTitle() string {
	const most = 70
	title := l.Title
	if title != l.SiteTitle {
		title += " · " + l.SiteTitle
	}
	if utf8.RuneCountInString(title) > most {
		return article.Shorten(l.Title, most)
	}
	return title
}

// link is a link to another page and the language of that.
type link struct{ Name, URL, Language string }

// layout returns the layout of a page in a language.
func (p *Pages) layout(language string) layout {
	return layout{baseURL: p.site.BaseURL, Language: language, Direction: phrases.DirectionWithin("", language), Title: p.site.Title, SiteTitle: p.site.Title,
		Home: p.site.BaseURL + "/", Help: p.site.BaseURL + p.HelpIn(language), Words: phrases.In(language), Discovered: p.siteFeeds(), Searching: p.site.Search, Theme: p.Theme,
		Style: p.site.BaseURL + p.style, Script: p.site.BaseURL + p.script, frame: p.frame}
}

// document executes the template of a page.
func (p *Pages) document(name, path string, data any) render.Document {
	body := p.execute(name, data)
	return fixed(path, "text/html; charset=utf-8", body)
}
