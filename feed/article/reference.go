package article

import (
	"html"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Reference is a link or a picture of a body that leads to the site itself.
// What it leads to may come, move and go, so that only the archive can say
// where it stands: until a Frame does, HTML has "dateline:" and the index of the
// reference as its URL, a scheme that no author can write.
type Reference struct {
	// Path is the site path that is meant, as sitePath returns it, with a slash
	// at its end if the link has one.
	Path string
	// Name is set instead of Path if an article or a file is to be found by its
	// name, as wiki links do: "Tool shed", "sheds/rain-barrel", "plan.png".
	Name string
	// Suffix is the query and the fragment, percent-encoded: "#lid".
	Suffix string
	Place
}

// Pages returns the paths of the pages that may be meant, the likeliest first;
// the reference has a Path. A link names a file, so that "/x.md" means the page
// of that before one of x.md.md.
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

// Enclosure is a recording or another file that an article offers.
type Enclosure struct {
	URL  string // absolute http(s); empty if Path is set
	Path string // site path of a file of the tree
	Type string // media type; empty: as the extension says
	// Length is in bytes, Duration in seconds; 0: not known.
	Length, Duration int64
	Place
}

// SameAs reports whether both offer the same, or nothing.
func (e *Enclosure) SameAs(other *Enclosure) bool {
	if e == nil || other == nil {
		return e == other
	}
	a, b := *e, *other
	a.Place, b.Place = Place{}, Place{}
	return a == b
}

// Frame says where a body is shown.
type Frame struct {
	BaseURL string // of the site, without trailing slash
	// Links are what the References lead to: a URL path, percent-encoded, with
	// its query and fragment. One that is empty leads nowhere: its text stays.
	Links []string
	// Prefix keeps the ids of several bodies apart in one document.
	Prefix string
}

// Body returns the HTML of an article as a Frame shows it.
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

// emptied is an element that may have stood around a picture.
var emptied = regexp.MustCompile(`<(?:p|figure|a href="[^"]*"(?: (?:title|target|rel)="[^"]*")*)>\s*</(?:p|figure|a)>\n?`)

// withoutEmptied takes out elements that pictures which are not there leave
// empty: paragraphs, figures, links and links in these.
func withoutEmptied(markup string) string {
	return emptied.ReplaceAllString(emptied.ReplaceAllString(markup, ""), "")
}

// framed is a body in the making.
type framed struct {
	strings.Builder
	Frame
	open bool // a link that leads nowhere
	bare bool // a picture that is not there had no text
}

const referenceScheme = "dateline:"

// tag writes a tag, which comes without < and >.
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
		if i, is := strings.CutPrefix(value, referenceScheme); is && isURLKey(key) {
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

// isURLKey reports whether an attribute is a URL. In others, an author may write
// what looks like a reference.
func isURLKey(key string) bool {
	return key == "href" || key == "src" || key == "poster" || key == "cite"
}

// url returns what the reference of an index leads to, escaped.
func (b *framed) url(index string) string {
	i, err := strconv.Atoi(index)
	if err != nil || i < 0 || i >= len(b.Links) || b.Links[i] == "" {
		return ""
	}
	return html.EscapeString(b.BaseURL + b.Links[i])
}

// prefixed returns the value of an attribute with ids of this body in it.
func (b *framed) prefixed(key, value string) string {
	switch {
	case key == "id":
		return b.Prefix + value
	case key == "href" && strings.HasPrefix(value, "#") && value != "#":
		return "#" + b.Prefix + value[1:]
	}
	return value
}
