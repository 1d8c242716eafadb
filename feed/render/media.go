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

// media is a cover or an enclosure. Zero values mean unknown.
type media struct {
	url, mediaType string
	length         int64 // bytes
	width, height  int   // pixels
	duration       int64 // seconds
}

// cover returns the picture of an entry, or nil if it has none. Of a remote one,
// only the URL is known, and the type if the extension shows it.
func (r *Renderer) cover(e *archive.Entry) *media {
	if p := e.Picture; p != nil {
		return &media{url: r.site.BaseURL + article.AssetPath(e.CoverPath), mediaType: p.Type, length: p.Length, width: p.Width, height: p.Height}
	}
	if e.Cover == "" {
		return nil
	}
	return &media{url: article.URI(e.Cover), mediaType: article.ImageType(fileOf(e.Cover))}
}

// enclosure returns the enclosure of an entry, or nil if it has none. A file of the
// tree comes before one on another site. Of a remote one, only what the article and
// the extension say is known.
func (r *Renderer) enclosure(e *archive.Entry) *media {
	x := e.Enclosure
	switch {
	case x == nil, x.URL == "" && e.Enclosed == nil:
		return nil
	case e.Enclosed == nil:
		return &media{url: article.URI(x.URL), mediaType: cmp.Or(x.Type, article.AssetType(fileOf(x.URL))), length: x.Length, duration: x.Duration}
	}
	return &media{url: r.site.BaseURL + article.AssetPath(x.Path), mediaType: e.Enclosed.Type, length: e.Enclosed.Length, duration: x.Duration}
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
func (it *item) enclosures() (list []*media) {
	if it.enclosure != nil {
		list = append(list, it.enclosure)
	}
	if it.cover != nil && it.cover.mediaType != "" {
		list = append(list, it.cover)
	}
	return list
}

// picture returns the cover as HTML, unless the body already shows it.
func (r *Renderer) picture(e *archive.Entry, body string, m *media) string {
	if m == nil || shows(body, m) {
		return ""
	}
	size := ""
	if m.width > 0 {
		size = ` width="` + strconv.Itoa(m.width) + `" height="` + strconv.Itoa(m.height) + `"`
	}
	return `<p><img src="` + html.EscapeString(m.url) + `" alt="` + html.EscapeString(e.CoverAlt) + `"` + size + `></p>` + "\n"
}

// player returns an enclosure as HTML, unless the body plays it or links to it.
// Nothing is loaded until it is played; readers without a player show a link.
func player(body string, m *media) string {
	if m == nil || shows(body, m) || strings.Contains(body, `href="`+html.EscapeString(m.url)+`"`) {
		return ""
	}
	src := html.EscapeString(m.url)
	name := path.Base(fileOf(m.url))
	if plain, err := url.PathUnescape(name); err == nil && utf8.ValidString(plain) {
		name = article.XML(plain)
	}
	link := `<a href="` + src + `">` + html.EscapeString(name) + `</a>`
	if kind, _, _ := strings.Cut(m.mediaType, "/"); kind == "audio" || kind == "video" {
		link = `<` + kind + ` src="` + src + `" controls preload="none">` + link + `</` + kind + `>`
	}
	return `<p>` + link + `</p>` + "\n"
}

// shows reports whether a body already shows a picture or plays a file.
func shows(body string, m *media) bool {
	return strings.Contains(body, `src="`+html.EscapeString(m.url)+`"`)
}
