package render

import (
	"cmp"
	"html"
	"net/url"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// Media is a cover or an enclosure. Zero values mean unknown.
type Media struct {
	URL, Type     string
	Length        int64 // bytes
	Width, Height int   // pixels
	Duration      int64 // seconds
}

// Cover returns the picture of an entry, or nil if it has none. Of a remote one,
// only the URL is known, and the type if the extension shows it.
func (r *Renderer) Cover(e *archive.Entry) *Media {
	if p := e.Picture; p != nil {
		return &Media{URL: r.Site.BaseURL + article.AssetPath(e.CoverPath), Type: p.Type, Length: p.Length, Width: p.Width, Height: p.Height}
	}
	if e.Cover == "" {
		return nil
	}
	return &Media{URL: article.URI(e.Cover), Type: article.ImageType(fileOf(e.Cover))}
}

// Enclosure returns the enclosure of an entry, or nil if it has none. A file of the
// tree comes before one on another site. Of a remote one, only what the article and
// the extension say is known.
func (r *Renderer) Enclosure(e *archive.Entry) *Media {
	x := e.Enclosure
	switch {
	case x == nil, x.URL == "" && e.Enclosed == nil:
		return nil
	case e.Enclosed == nil:
		return &Media{URL: article.URI(x.URL), Type: cmp.Or(x.Type, article.AssetType(fileOf(x.URL))), Length: x.Length, Duration: x.Duration}
	}
	return &Media{URL: r.Site.BaseURL + article.AssetPath(x.Path), Type: e.Enclosed.Type, Length: e.Enclosed.Length, Duration: x.Duration}
}

// fileOf returns a URL without its query and fragment.
func fileOf(url string) string {
	if i := strings.IndexAny(url, "?#"); i >= 0 {
		return url[:i]
	}
	return url
}

// enclosures returns what feeds list as enclosures of an item: its enclosure,
// then its cover. A cover of unknown type is left out, because its type would
// have to be guessed.
func (it *item) enclosures() (list []*Media) {
	if it.enclosure != nil {
		list = append(list, it.enclosure)
	}
	if it.cover != nil && it.cover.Type != "" {
		list = append(list, it.cover)
	}
	return list
}

// picture returns the cover as HTML, unless the body already shows it.
func (r *Renderer) picture(e *archive.Entry, body string, m *Media) string {
	if m == nil || m.ShownIn(body) {
		return ""
	}
	size := ""
	if m.Width > 0 {
		size = ` width="` + strconv.Itoa(m.Width) + `" height="` + strconv.Itoa(m.Height) + `"`
	}
	return `<p><img src="` + html.EscapeString(m.URL) + `" alt="` + html.EscapeString(e.CoverAlt) + `"` + size + `></p>` + "\n"
}

// Player returns an enclosure as HTML, unless the body plays it or links to it.
// Nothing is loaded until it is played; readers without a player show a link.
func Player(body string, m *Media) string {
	if m == nil || m.ShownIn(body) || strings.Contains(body, `href="`+html.EscapeString(m.URL)+`"`) {
		return ""
	}
	src := html.EscapeString(m.URL)
	name := path.Base(fileOf(m.URL))
	if plain, err := url.PathUnescape(name); err == nil && utf8.ValidString(plain) {
		name = article.XML(plain)
	}
	link := `<a href="` + src + `">` + html.EscapeString(name) + `</a>`
	if kind, _, _ := strings.Cut(m.Type, "/"); kind == "audio" || kind == "video" {
		link = `<` + kind + ` src="` + src + `" controls preload="none">` + link + `</` + kind + `>`
	}
	return `<p>` + link + `</p>` + "\n"
}

// ShownIn reports whether a body already shows a picture or plays a file.
func (m *Media) ShownIn(body string) bool {
	return strings.Contains(body, `src="`+html.EscapeString(m.URL)+`"`)
}
