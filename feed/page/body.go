package page

import (
	"html"
	"html/template"
	"net/url"
	"path"
	"strings"

	"dateline/feed/article"
	"dateline/feed/phrases"
)

// A page shows the body of an article almost as feeds have it. What differs belongs to
// the page around it:
//
//   - Pictures are loaded when they come into view. Those of other hosts are told
//     nothing of the reader's way there, or become links (Theme.LinkImages).
//   - What may be wider than a phone scrolls by itself, also by keyboard.
//   - Headings continue the title of the page without leaving out a level, whatever
//     levels the author chose.
//   - Cells are aligned by a class, because HTML no longer has the attribute.

// body returns the body of an article in a language as its page shows it. The HTML is
// that of Renderer.Body: balanced, with < and > only around tags, and with the values of
// attributes in double quotes.
func (p *Pages) body(markup, language string) template.HTML {
	b := bodyWriter{own: html.EscapeString(p.site.BaseURL + "/"), links: p.Theme.LinkImages, picture: phrases.In(language).Article.Picture}
	b.Grow(len(markup) + len(markup)/8)
	for markup != "" {
		var text, tag string
		text, markup, _ = strings.Cut(markup, "<")
		tag, markup, _ = strings.Cut(markup, ">")
		b.WriteString(text)
		if tag != "" {
			b.tag(tag, markup)
		}
	}
	return template.HTML(b.String())
}

// bodyWriter is a body that is being written for a page.
type bodyWriter struct {
	strings.Builder
	own     string // what addresses of this site begin with, escaped
	links   bool   // pictures of other hosts become links
	picture string // the word for a picture

	headings []byte // the author's levels of the sections around, outermost first
	open     []byte // the levels of the headings that are not closed, as they are written
	tables   int    // that are not closed
	linked   bool   // within a link
	silent   bool   // that link has no text: a picture has to say where it leads
}

// tag writes a tag, which is without < and >. rest is what follows it.
func (b *bodyWriter) tag(tag, rest string) {
	name, _, _ := strings.Cut(tag, " ")
	switch name {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		b.heading(tag)
	case "/h1", "/h2", "/h3", "/h4", "/h5", "/h6":
		b.endHeading()
	case "img":
		b.image(tag)
	case "video":
		b.video(tag)
	case "pre":
		b.write(`pre tabindex="0"` + tag[len("pre"):])
	case "table", "/table":
		b.table(tag)
	case "td", "th":
		b.write(aligned(tag))
	case "a":
		b.linked, b.silent = true, isSilent(rest)
		b.write(tag)
	case "/a":
		b.linked, b.silent = false, false
		b.write(tag)
	default:
		b.write(tag)
	}
}

func (b *bodyWriter) write(tag string) {
	b.WriteByte('<')
	b.WriteString(tag)
	b.WriteByte('>')
}

// heading writes the start tag of a heading. Its level is one below that of the section
// that it is in; the page itself has the first level.
func (b *bodyWriter) heading(tag string) {
	level := tag[1]
	for n := len(b.headings); n > 0 && b.headings[n-1] >= level; n-- {
		b.headings = b.headings[:n-1]
	}
	b.headings = append(b.headings, level)
	shown := byte('1' + min(len(b.headings), 5))
	b.open = append(b.open, shown)
	b.write("h" + string(shown) + tag[2:])
}

func (b *bodyWriter) endHeading() {
	if n := len(b.open); n > 0 {
		b.write("/h" + string(b.open[n-1]))
		b.open = b.open[:n-1]
	}
}

// table writes the start or the end of a table. The outermost one is in a box that
// scrolls, because a table that scrolls itself is no longer one to a screen reader.
func (b *bodyWriter) table(tag string) {
	if strings.HasPrefix(tag, "/") {
		b.write(tag)
		if b.tables--; b.tables == 0 {
			b.write("/div")
		}
		return
	}
	if b.tables++; b.tables == 1 {
		b.write(`div class="wide" tabindex="0"`)
	}
	b.write(tag)
}

// image writes a picture, or a link to it.
func (b *bodyWriter) image(tag string) {
	src := attribute(tag, "src")
	foreign := src != "" && !strings.HasPrefix(src, b.own)
	if foreign && b.links {
		b.link(tag, src)
		return
	}
	tag = strings.TrimSuffix(tag, "/")
	alt, named := valueOf(tag, "alt")
	if alt == "" && b.silent {
		tag, named = without(tag, "alt")+` alt="`+nameOf(src)+`"`, true
	}
	if !named {
		tag += ` alt=""`
	}
	if _, ok := valueOf(tag, "loading"); !ok {
		tag += ` loading="lazy"`
	}
	tag += ` decoding="async"`
	if foreign {
		tag += ` referrerpolicy="no-referrer"`
	}
	b.write(tag)
}

// link writes a link to a picture instead of the picture. Within a link there is no room
// for another one, so that only the text of the picture is left there.
func (b *bodyWriter) link(tag, src string) {
	text := attribute(tag, "alt")
	if text == "" {
		text = nameOf(src)
	}
	open, end := "span", "/span"
	if !b.linked {
		open, end, text = `a href="`+src+`" rel="noreferrer"`, "/a", html.EscapeString(b.picture)+": "+text
	}
	if id, ok := valueOf(tag, "id"); ok {
		open += ` id="` + id + `"`
	}
	b.write(open)
	b.WriteString(text)
	b.write(end)
}

// video writes the start tag of a video. A picture of another host before it is
// played is dropped if such pictures are links.
func (b *bodyWriter) video(tag string) {
	if poster, ok := valueOf(tag, "poster"); ok && b.links && !strings.HasPrefix(poster, b.own) {
		tag = without(tag, "poster")
	}
	b.write(tag)
}

// aligned returns the tag of a cell with a class instead of the attribute align.
func aligned(tag string) string {
	align, ok := valueOf(tag, "align")
	if !ok {
		return tag
	}
	tag, align = without(tag, "align"), "align-"+strings.ToLower(align)
	if class, ok := valueOf(tag, "class"); ok {
		return strings.Replace(tag, ` class="`+class+`"`, ` class="`+strings.TrimSpace(class+" "+align)+`"`, 1)
	}
	return tag + ` class="` + align + `"`
}

// isSilent reports whether the link that rest continues has nothing to read: no text,
// and no picture with a text.
func isSilent(rest string) bool {
	inner, _, _ := strings.Cut(rest, "</a>")
	for inner != "" {
		text, after, _ := strings.Cut(inner, "<")
		tag, next, _ := strings.Cut(after, ">")
		if strings.TrimSpace(text) != "" || attribute(tag, "alt") != "" {
			return false
		}
		inner = next
	}
	return true
}

// nameOf returns the name of the file at an escaped URL, escaped again.
func nameOf(src string) string {
	u := html.UnescapeString(src)
	if i := strings.IndexAny(u, "?#"); i >= 0 {
		u = u[:i]
	}
	name := path.Base(u)
	if plain, err := url.PathUnescape(name); err == nil {
		name = plain
	}
	return html.EscapeString(article.XML(article.Shorten(name, 80)))
}

// valueOf returns the value of an attribute as it is written in a tag.
func valueOf(tag, name string) (value string, ok bool) {
	_, rest, ok := strings.Cut(tag, " "+name+`="`)
	value, _, _ = strings.Cut(rest, `"`)
	return value, ok
}

func attribute(tag, name string) string {
	value, _ := valueOf(tag, name)
	return value
}

// without returns a tag without an attribute.
func without(tag, name string) string {
	value, ok := valueOf(tag, name)
	if !ok {
		return tag
	}
	return strings.Replace(tag, " "+name+`="`+value+`"`, "", 1)
}
