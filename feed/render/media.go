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

// media is a cover or an enclosure: length and duration 0, an empty type and
// sizes of 0 are unknown.
type media struct {
	url, mediaType string
	length         int64 // bytes
	width, height  int   // pixels
	duration       int64 // seconds
}

// cover returns the picture of an entry, nil for none. What is known of a
// remote one is its URL and what the extension there says of its type, if it
// says something.
func (r *Renderer) cover(e *archive.Entry) *media {
	if p := e.Picture; p != nil {
		return &media{url: r.site.BaseURL + article.AssetPath(e.CoverPath), mediaType: p.Type, length: p.Length, width: p.Width, height: p.Height}
	}
	if e.Cover == "" {
		return nil
	}
	return &media{url: article.URI(e.Cover), mediaType: article.ImageType(fileOf(e.Cover))}
}

// enclosure returns what an entry offers, nil for nothing. What is known of a
// remote one is what its article says, and its extension.
func (r *Renderer) enclosure(e *archive.Entry) *media {
	x := e.Enclosure
	switch {
	case x == nil, x.URL == "" && e.Enclosed == nil:
		return nil
	case x.URL != "":
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

// enclosures returns what feeds tell of as enclosures of an item, what it offers
// before its cover. A cover of unknown type is none: it is not told as what it
// may not be.
func (it *item) enclosures() (list []*media) {
	if it.enclosure != nil {
		list = append(list, it.enclosure)
	}
	if it.cover != nil && it.cover.mediaType != "" {
		list = append(list, it.cover)
	}
	return list
}

// picture returns the cover as HTML, unless the body shows it itself.
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
// Nothing is loaded before somebody plays it; who has no player gets a link.
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

// shows reports whether a body has a picture or plays a file.
func shows(body string, m *media) bool {
	return strings.Contains(body, `src="`+html.EscapeString(m.url)+`"`)
}
