package article

import (
	"html"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Reference is a link or a picture in a body that leads to the site itself. Its
// target may appear, move and disappear, so that only the archive knows where it
// is. Until a Frame supplies the target, the URL in HTML is "dateline:" and the
// index of the reference, a scheme that authors cannot use.
type Reference struct {
	// Path is the site path of the target, as sitePath returns it, with a slash at
	// its end if the link has one.
	Path string
	// Name is set instead of Path if the link has the name of an article or a file,
	// like wiki links: "Tool shed", "sheds/rain-barrel", "plan.png".
	Name string
	// Suffix is the query and the fragment, percent-encoded: "#lid".
	Suffix string
	// AtHome is where the author's own site has the target, if there is none here: a
	// percent-encoded path below its address, or the URL without Suffix if the author
	// wrote one of that site. It is empty if that site cannot be meant.
	AtHome string
	Place
}

// Pages returns the paths of the pages that may be meant by a reference with a
// Path, the likeliest first. A link may be the path of a file, so "/x.md" means the
// page of x.md before that of x.md.md.
func (f *Reference) Pages() []string {
	pages := PagesAt(f.Path)
	if IsMarkdown(f.Path) || strings.HasSuffix(f.Path, ".html") {
		pages = append(pages[1:], pages[0])
	}
	distinct := pages[:0]
	for _, p := range pages {
		if (p == "" || p[len(p)-1] != '/') && !slices.Contains(distinct, p) {
			distinct = append(distinct, p)
		}
	}
	return distinct
}

// Parts returns the ids in the body.
func (a *Article) Parts() iter.Seq[string] { return idsIn(a.HTML) }

// Enclosure is a recording or another file that an article offers. A feed item
// has one enclosure, which is the cover if the article has no Enclosure.
type Enclosure struct {
	URL  string // absolute http(s); if Path is set, it counts if there is no such file
	Path string // site path of a file of the tree
	Type string // media type; empty: that of the extension
	// Length is in bytes and Duration in seconds. 0 means unknown.
	Length, Duration int64
	Place
}

// SameAs reports whether both offer the same file with the same properties. Their
// places do not matter. Both may be nil.
func (e *Enclosure) SameAs(other *Enclosure) bool {
	if e == nil || other == nil {
		return e == other
	}
	a, b := *e, *other
	a.Place, b.Place = Place{}, Place{}
	return a == b
}

// Frame describes where a body is shown, and where its references lead.
type Frame struct {
	BaseURL string // of the site, without trailing slash
	// Links are the targets of the References: percent-encoded URL paths with query
	// and fragment, or absolute URLs of the author's own site. If one is empty, only
	// the text of its reference is shown.
	Links []string
	// Prefix is put before the ids of the body, so that several bodies can be in
	// one document.
	Prefix string
}

// Body returns the HTML of an article for a Frame.
func (a *Article) Body(f Frame) string {
	if len(a.References) == 0 && (f.Prefix == "" || !strings.Contains(a.HTML, ` id="`)) {
		return a.HTML
	}
	b := framed{Frame: f}
	b.Grow(len(a.HTML) + 64*len(f.Links))
	for markup := a.HTML; markup != ""; {
		var text, tag string
		text, tag, markup = cutTag(markup)
		b.WriteString(text)
		if tag != "" {
			b.tag(tag)
		}
	}
	if b.bare {
		return withoutEmptied(b.String())
	}
	return b.String()
}

// emptied matches elements that are left empty when the picture in them is
// removed.
var emptied = regexp.MustCompile(`<(?:p|figure|a href="[^"]*"(?: (?:title|target|rel)="[^"]*")*)>\s*</(?:p|figure|a)>\n?`)

// withoutEmptied removes paragraphs, figures and links that are left empty by
// missing pictures, including links in paragraphs and figures.
func withoutEmptied(markup string) string {
	return emptied.ReplaceAllString(emptied.ReplaceAllString(markup, ""), "")
}

// framed is a body that is being written for a Frame.
type framed struct {
	strings.Builder
	Frame
	open bool // the end tag of a dropped link is still to come
	bare bool // a missing picture had no alternative text
}

// referenceScheme is the scheme of References in HTML.
const referenceScheme = "dateline:"

// tag writes a tag. Its argument is without < and >.
func (b *framed) tag(tag string) {
	switch {
	case b.open && tag == "/a":
		b.open = false
		return
	case !strings.Contains(tag, `="`+referenceScheme) && (b.Prefix == "" || !strings.Contains(tag, ` id="`) && !strings.Contains(tag, `="#`)):
		b.WriteString("<" + tag + ">")
		return
	}
	name, attributes, _ := strings.Cut(tag, " ")
	dead, written := false, ""
	for attributes != "" {
		key, rest, _ := strings.Cut(attributes, `="`)
		value, after, _ := strings.Cut(rest, `"`)
		attributes = strings.TrimPrefix(after, " ")
		if i, own := strings.CutPrefix(value, referenceScheme); own && isURLKey(key) {
			if value = b.url(i); value == "" {
				dead = dead || key == "href" || key == "src"
				continue
			}
		} else if b.Prefix != "" {
			value = b.prefixed(key, value)
		}
		written += " " + key + `="` + value + `"`
	}
	switch {
	case dead && name == "a" && !strings.Contains(written, ` id="`):
		b.open = true
	case dead && name == "img":
		alt, _ := attributeIn(written, "alt")
		if id, ok := attributeIn(written, "id"); ok {
			alt = `<span id="` + id + `">` + alt + "</span>"
		}
		b.WriteString(alt)
		b.bare = b.bare || alt == ""
	default:
		b.WriteString("<" + name + written + ">")
	}
}

// isURLKey reports whether the value of an attribute is a URL. In other
// attributes, authors may write text that looks like a reference.
func isURLKey(key string) bool {
	return key == "href" || key == "src" || key == "poster" || key == "cite"
}

// url returns the escaped URL of the reference with an index, or "".
func (b *framed) url(index string) string {
	i, err := strconv.Atoi(index)
	if err != nil || i < 0 || i >= len(b.Links) || b.Links[i] == "" {
		return ""
	}
	if link := b.Links[i]; link[0] != '/' {
		return html.EscapeString(link)
	}
	return html.EscapeString(b.BaseURL + b.Links[i])
}

// prefixed returns the value of an attribute with Prefix before the ids of this
// body.
func (b *framed) prefixed(key, value string) string {
	switch {
	case key == "id":
		return b.Prefix + value
	case key == "href" && strings.HasPrefix(value, "#") && value != "#":
		return "#" + b.Prefix + value[1:]
	}
	return value
}
