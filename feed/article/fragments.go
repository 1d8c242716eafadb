package article

import (
	"html"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// partLink is a link to a part of the article itself, at an offset of the file. The
// fragment is percent-encoded and begins with "#".
type partLink struct {
	fragment string
	offset   int
}

// fragments makes each link within a body lead to the id of the part that it
// means. If a link does not mean any part, only its text is left.
//
// A fragment is compared with the ids by its letters and digits alone, because
// generators differ in the rest. A link that means the title leads to the top, as
// the title is not part of the body.
func (r *reading) fragments(markup string) string {
	if len(r.parts) == 0 {
		return markup
	}
	p := parts{ids: map[string]bool{}, folded: map[string]string{}, elsewhere: r.ids, title: FoldPart(r.article.Title)}
	for id := range idsIn(markup) {
		p.ids[id] = true
		if fold := FoldPart(id); p.folded[fold] == "" {
			p.folded[fold] = id
		}
	}
	markup = p.linked(markup)
	for _, fragment := range p.dead {
		offset := r.rawHTML
		if i := slices.IndexFunc(r.parts, func(l partLink) bool { return l.fragment == fragment }); i >= 0 {
			offset = r.parts[i].offset
		}
		r.report(offset, Problem{About: Links, What: "link " + quote(fragment) + " does not lead to any part of the article", Effect: "only its text is shown",
			Hint: "link to the id of a heading"})
	}
	return markup
}

// parts are the parts of one body to which links may lead.
type parts struct {
	ids       map[string]bool
	folded    map[string]string // ids by what FoldPart returns for them
	elsewhere idSet             // includes the ids of headings that are not part of the body
	title     string            // what FoldPart returns for the title
	open      bool              // the end tag of a dropped link is still to come
	dead      []string          // fragments without a part
}

// linked returns HTML in which each link within the body leads to the id of its
// part.
func (p *parts) linked(markup string) string {
	var b strings.Builder
	b.Grow(len(markup))
	for markup != "" {
		var text, tag string
		text, tag, markup = cutTag(markup)
		b.WriteString(text)
		if tag != "" {
			p.link(&b, tag)
		}
	}
	return strings.TrimSpace(b.String()) // a dropped link may have been the end
}

// link writes a tag. Its argument is without < and >.
func (p *parts) link(b *strings.Builder, tag string) {
	if p.open && tag == "/a" {
		p.open = false
		return
	}
	value, _ := attributeIn(tag, "href")
	if len(value) > 1 && value[0] == '#' {
		attribute := ` href="` + value + `"`
		fragment := html.UnescapeString(value)
		id, ok := p.meant(fragment)
		switch {
		case ok:
			tag = strings.Replace(tag, attribute, ` href="`+html.EscapeString(URI("#"+id))+`"`, 1)
		case strings.Contains(tag, ` id="`):
			tag = strings.Replace(tag, attribute, "", 1)
		default:
			p.open = true
		}
		if !ok && len(p.dead) < maxProblems && !slices.Contains(p.dead, fragment) {
			p.dead = append(p.dead, fragment)
		}
		if p.open {
			return
		}
	}
	b.WriteString("<" + tag + ">")
}

// meant returns the id of the part that a fragment means, or "" for the top.
func (p *parts) meant(fragment string) (id string, ok bool) {
	id, err := url.PathUnescape(fragment[1:])
	if err != nil {
		id = fragment[1:]
	}
	fold := FoldPart(id)
	if p.ids[id] {
		return id, true
	}
	if id := p.folded[fold]; id != "" && fold != "" {
		return id, true
	}
	_, taken := p.elsewhere[id]
	return "", taken || fold == "top" || fold != "" && fold == p.title
}

// FoldPart returns the letters and digits of an id or of a heading, in lower case
// and composed (NFC). Generators of sites agree on these, and differ in the rest.
func FoldPart(id string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, norm.NFC.String(id))
}
