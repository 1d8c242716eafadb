package render

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"embed"
	"html"
	"html/template"
	"slices"
	"strings"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
)

//go:embed pages
var files embed.FS

var pages = template.Must(template.ParseFS(files, "pages/*.html"))

const (
	pageEntries = 50 // entries on a list
	pageTopics  = 60 // topics on the landing page, the largest ones
)

// page is the data for the templates. URLs are absolute.
//
// What a page links to and shows is, in its HTML, an absolute path with that of the
// base URL: it works under any name of the host, so that a site can be tried at
// http://localhost, and whether a web server removes the path or not, because the
// site is served with and without it. It needs no knowledge of the address at which
// the page is shown, which relative paths would. URLs that leave the page stay
// absolute: the canonical one, those of feeds that programs discover or people copy,
// and those in the article itself, whose HTML is that of the feeds, as programs that
// save and quote articles take it out of the page.
type page struct {
	baseURL                                 string
	Language, Title, Description, SiteTitle string
	Direction                               string // "rtl"; empty for left to right
	Headline                                string // the full title of an article; empty for a note
	NoIndex                                 bool   // asks search engines not to index the page
	Home, Canonical, Markdown, More         string
	Words                                   words
	Wider                                   []pageLink // what the page is part of, besides the site
	Archives                                []pageLink // the content directories
	Feeds                                   []feedLink
	Topics                                  []topicLink
	TopicCount                              int
	Entries                                 []entryLink
	Date, Moment                            string
	Searching                               bool   // the site has a search
	Query                                   string // the search query
	Authors                                 []article.Author
	Picture, Body                           template.HTML
	Sources, Elsewhere                      []entryLink
}

// Here returns a URL as a link within the page: one of the site without its host.
func (p page) Here(url string) string { return pathOf(p.baseURL, url) }

// pathOf returns a URL of a site without scheme and host, and any other URL as it is.
func pathOf(site, url string) string {
	rest, ok := strings.CutPrefix(url, site)
	if !ok || !strings.HasPrefix(rest, "/") {
		return url
	}
	path := basePath(site) + rest
	if strings.HasPrefix(path, "//") { // which would begin with a host
		return url
	}
	return path
}

// basePath returns the path of a base URL, without a slash at its end.
func basePath(url string) string {
	_, rest, _ := strings.Cut(url, "://")
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		return rest[i:]
	}
	return ""
}

// feedLink is a link to a feed. Link holds its type and URL as complete
// attributes, because html/template would write a + in them as a character
// reference, which simple readers do not resolve.
type feedLink struct {
	Name, Title, URL string
	Link             template.HTMLAttr
}

// pageLink is a link to another page and the language of that.
type pageLink struct{ Name, URL, Language string }

type topicLink struct {
	Name, URL string
	Language  string // of a language; empty for a topic and an outlet
	Count     int
}

// entryLink is a link to an entry. Direction is that of its title, if it differs
// from the page's.
type entryLink struct{ Title, URL, Date, Moment, Direction string }

// newPage returns a page without an address in the site's language.
func (r *Renderer) newPage() page { return r.pageIn(r.site.Language) }

// pageIn returns a page without an address in a language.
func (r *Renderer) pageIn(language string) page {
	return page{baseURL: r.site.BaseURL, Language: language, Direction: directionWithin("", language), Title: r.site.Title, SiteTitle: r.site.Title,
		Home: r.site.BaseURL + "/", Words: wordsOf(language)}
}

// subjectPage returns the page of a subject without its contents.
func (r *Renderer) subjectPage(sub Subject) page {
	in := r.around(sub)
	p := r.pageIn(in.Language)
	p.Title = cmp.Or(sub.name(), in.Title)
	p.Wider = r.wider(sub)
	p.Feeds = r.feedLinks(sub, p.Title)
	if sub.items != nil {
		return p // it has no canonical address
	}
	p.Canonical = r.site.BaseURL + sub.Path
	for _, of := range []struct{ file, name string }{{digestFile(Daily), p.Words.Daily}, {digestFile(Weekly), p.Words.Weekly}, {changesFile, p.Words.Changes}} {
		if sub.links(of.file) {
			sub.file = of.file
			p.Feeds = append(p.Feeds, newFeedLink(of.name, p.Title+": "+of.name, r.site.BaseURL+sub.FeedPath(Atom), Atom))
		}
	}
	return p
}

// links reports whether the page of a subject links to its feeds of a file.
func (sub Subject) links(file string) bool {
	_, ok := sub.ofTopic()
	return ok || file != changesFile && sub.isDirectory()
}

// isDirectory reports whether a subject is all of a content directory.
func (sub Subject) isDirectory() bool {
	f, ok := sub.Entries.(*archive.Feed)
	return ok && f.Topic != nil && f.Topic.Kind == archive.OfContent
}

// feedLinks returns links to the feeds of a subject.
func (r *Renderer) feedLinks(sub Subject, title string) (list []feedLink) {
	names := map[Format]string{Atom: "Atom", RSS: "RSS", JSON: "JSON Feed"}
	for _, format := range Formats {
		list = append(list, newFeedLink(names[format], title+" ("+names[format]+")", r.site.BaseURL+sub.FeedPath(format), format))
	}
	return list
}

func newFeedLink(name, title, url string, format Format) feedLink {
	mediaType, _, _ := strings.Cut(format.Type(), ";")
	return feedLink{name, title, url, template.HTMLAttr(`type="` + mediaType + `" href="` + html.EscapeString(url) + `"`)}
}

// Landing renders the page at the root of the site.
func (r *Renderer) Landing(s *archive.Snapshot) Document {
	p := r.subjectPage(Of(s.Global()))
	p.Description, p.Searching = r.site.Description, r.site.Search
	for f := range s.Of(archive.OfContent) {
		d := r.ofFeed(f)
		p.Archives = append(p.Archives, pageLink{d.Title, r.site.BaseURL + TopicPath(f.Topic), d.Language})
	}
	p.Topics = r.topicLinks(s, s.Global(), archive.OfTopic)
	if p.TopicCount = len(p.Topics); p.TopicCount > pageTopics {
		slices.SortStableFunc(p.Topics, func(a, b topicLink) int { return cmp.Compare(b.Count, a.Count) })
		p.Topics = p.Topics[:pageTopics]
		p.More = r.site.BaseURL + "/topics/"
	}
	p.Entries = r.entryLinks(p.Language, s.Global().Latest(pageEntries))
	return r.htmlPage("landing.html", "/", p)
}

// Index renders the list of all topics, outlets or languages, of the site or of a
// content directory.
func (r *Renderer) Index(s *archive.Snapshot, in *archive.Feed, k archive.Kind) Document {
	d, path := r.ofFeed(in), PathIn(in, IndexPath(k))
	p := r.pageIn(d.Language)
	p.Title, p.Canonical = p.Words.kind(k), r.site.BaseURL+path
	p.Wider = r.wider(Subject{Path: path, directory: d.Mount, name: func() string { return wordsOf(r.site.Language).kind(k) }})
	p.Topics = r.topicLinks(s, in, k)
	return r.htmlPage("list.html", path, p)
}

// List renders the page of a subject, including feeds of changes.
func (r *Renderer) List(sub Subject) Document {
	p := r.subjectPage(sub)
	if sub.items == nil {
		p.Entries = r.entryLinks(p.Language, sub.Entries.Latest(pageEntries))
		if sub.isDirectory() {
			p.More = p.Canonical + strings.TrimPrefix(IndexPath(archive.OfTopic), "/")
		}
	} else {
		for it := range sub.items {
			if len(p.Entries) == pageEntries {
				break
			}
			date, moment := dateOf(it.published)
			p.Entries = append(p.Entries, entryLink{Title: it.name, URL: it.link, Date: date, Moment: moment})
		}
	}
	return r.htmlPage("list.html", sub.Path, p)
}

// Page renders the page of an article. The page of a note has no heading, because
// that would repeat its text.
func (r *Renderer) Page(s *archive.Snapshot, e *archive.Entry) Document {
	p := r.pageIn(e.Language)
	p.Title = article.Headline(e.Name())
	p.Headline, p.NoIndex = e.Title, e.NoIndex
	p.Canonical = r.PageURL(e)
	p.Markdown = r.site.BaseURL + article.PathURI(e.MarkdownAt())
	p.Date, p.Moment = r.date(e)
	p.Authors = e.Authors
	body := r.body(e, "")
	p.Picture, p.Body = template.HTML(r.picture(e, body, r.cover(e))+player(body, r.enclosure(e))), template.HTML(body)
	for _, l := range e.Sources {
		p.Sources = append(p.Sources, entryLink{Title: sourceName(l), URL: article.URI(l.URL)})
	}
	for _, l := range e.Elsewhere {
		p.Elsewhere = append(p.Elsewhere, entryLink{Title: sourceName(l), URL: article.URI(l.URL)})
	}
	if f, _, ok := s.ContentAt(e.File); ok {
		d := r.ofFeed(f)
		p.Wider = []pageLink{{d.Title, r.site.BaseURL + TopicPath(f.Topic), d.Language}}
		p.Feeds = append(p.Feeds, r.feedLinks(Of(f), d.Title)[0], r.feedLinks(Of(s.Global()), r.site.Title)[0])
	}
	for _, t := range e.Topics {
		f, _ := s.Topic(t.Slug)
		p.Topics = append(p.Topics, topicLink{Name: t.Name, URL: r.site.BaseURL + TopicPath(t), Count: f.Len()})
		p.Feeds = append(p.Feeds, r.feedLinks(Of(f), t.Name)[0])
	}
	p.Entries = r.entryLinks(p.Language, r.related(s, e))
	return r.htmlPage("article.html", article.PageURI(e.Path), p)
}

// topicLinks returns links to what belongs in the lists of the site or of a content
// directory.
func (r *Renderer) topicLinks(s *archive.Snapshot, in *archive.Feed, k archive.Kind) []topicLink {
	var list []topicLink
	for f, n := range gathered(s, in, k) {
		list = append(list, topicLink{nameOf(f), r.site.BaseURL + PathIn(in, TopicPath(f.Topic)), languageOfTopic(f.Topic), n})
	}
	return list
}

// entryLinks returns links to entries for a page in a language.
func (r *Renderer) entryLinks(around string, entries []*archive.Entry) []entryLink {
	list := make([]entryLink, len(entries))
	for i, e := range entries {
		date, moment := r.date(e)
		list[i] = entryLink{article.Headline(e.Name()), r.PageURL(e), date, moment, directionWithin(around, e.Language)}
	}
	return list
}

// date formats the time of publication for people and for machines. A date-only
// article has no time of day.
func (r *Renderer) date(e *archive.Entry) (date, moment string) {
	if e.DateOnly {
		date = e.Date.Format(time.DateOnly)
		return date, date
	}
	return dateOf(e.Published().In(r.site.Zone))
}

// dateOf formats a moment for people and for machines.
func dateOf(t time.Time) (date, moment string) {
	return t.Format("2006-01-02 15:04"), t.Format(time.RFC3339)
}

func (r *Renderer) htmlPage(name, path string, p page) Document {
	var b bytes.Buffer
	if err := pages.ExecuteTemplate(&b, name, p); err != nil {
		panic(err) // the templates are part of the program, and a buffer returns no error
	}
	return Document{Path: path, Type: "text/html; charset=utf-8", Body: b.Bytes(), ETag: etag(sha256.Sum256(b.Bytes()))}
}
