package article

import (
	"html"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// partLink is a link to a part of the article itself, percent-encoded with its
// "#", at an offset of the file.
type partLink struct {
	fragment string
	offset   int
}

// fragments gives each link within a body the id of the part that it means, or
// leaves only its text. One that means the title leads to the top, as the title
// is no part of the body. No two parts have one id afterwards. Markup is what
// goldmark or the sanitiser wrote.
func (r *reading) fragments(markup string) string {
	if len(r.parts) == 0 && r.rawHTML < 0 {
		return markup
	}
	p := parts{ids: map[string]bool{}, folded: map[string]string{}, elsewhere: r.ids, title: foldPart(r.article.Title)}
	markup = rewritten(rewritten(markup, p.own), p.link)
	for _, fragment := range p.dead {
		offset := r.rawHTML
		if i := slices.IndexFunc(r.parts, func(l partLink) bool { return l.fragment == fragment }); i >= 0 {
			offset = r.parts[i].offset
		}
		r.report(offset, Problem{About: Links, What: "link " + quote(fragment) + ": there is no such part", Effect: "its text is shown",
			Mend: "give it the id of a heading"})
	}
	return markup
}

// rewritten returns markup with its tags, which come without < and >, replaced.
func rewritten(markup string, replace func(tag string) string) string {
	var b strings.Builder
	b.Grow(len(markup))
	for {
		text, rest, tagged := strings.Cut(markup, "<")
		b.WriteString(text)
		if !tagged {
			return b.String()
		}
		var tag string
		tag, markup, _ = strings.Cut(rest, ">")
		b.WriteString(replace(tag))
	}
}

// parts are those of one body.
type parts struct {
	ids       map[string]bool
	folded    map[string]string // ids as foldPart has them
	elsewhere idSet             // with those of headings that are no part of the body
	title     string            // as foldPart has it
	open      bool              // a link that leads nowhere
	dead      []string          // fragments without a part
}

// own collects the id of a tag. The name of an old anchor is one.
func (p *parts) own(tag string) string {
	if strings.HasPrefix(tag, "a ") && !strings.Contains(tag, ` id="`) {
		tag = strings.Replace(tag, ` name="`, ` id="`, 1)
	}
	id, ok := attributeIn(tag, "id")
	if !ok {
		return "<" + tag + ">"
	}
	if p.ids[id] || !safeID.MatchString(id) {
		return "<" + strings.Replace(tag, ` id="`+id+`"`, "", 1) + ">"
	}
	p.ids[id] = true
	if fold := foldPart(id); p.folded[fold] == "" {
		p.folded[fold] = id
	}
	return "<" + tag + ">"
}

// link gives a link the id of its part.
func (p *parts) link(tag string) string {
	if p.open && tag == "/a" {
		p.open = false
		return ""
	}
	value, _ := attributeIn(tag, "href")
	if len(value) < 2 || value[0] != '#' {
		return "<" + tag + ">"
	}
	attribute := ` href="` + value + `"`
	if id, ok := p.meant(html.UnescapeString(value)); ok {
		return "<" + strings.Replace(tag, attribute, ` href="`+html.EscapeString(URI("#"+id))+`"`, 1) + ">"
	}
	if dead := html.UnescapeString(value); len(p.dead) < maxProblems && !slices.Contains(p.dead, dead) {
		p.dead = append(p.dead, dead)
	}
	if strings.Contains(tag, ` id="`) {
		return "<" + strings.Replace(tag, attribute, "", 1) + ">"
	}
	p.open = true
	return ""
}

// meant returns the id of the part that a fragment means, empty for the top.
func (p *parts) meant(fragment string) (id string, ok bool) {
	id, err := url.PathUnescape(fragment[1:])
	if err != nil {
		id = fragment[1:]
	}
	fold := foldPart(id)
	if p.ids[id] {
		return id, true
	}
	if id := p.folded[fold]; id != "" && fold != "" {
		return id, true
	}
	_, taken := p.elsewhere[id]
	return "", taken || fold == "top" || fold != "" && fold == p.title
}

// foldPart returns the letters and digits of an id, in lower case: generators
// differ in the rest.
func foldPart(id string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, norm.NFC.String(id))
}

// attributeIn returns the value of an attribute as it is written in a tag.
func attributeIn(tag, name string) (value string, ok bool) {
	_, rest, ok := strings.Cut(tag, " "+name+`="`)
	value, _, _ = strings.Cut(rest, `"`)
	return value, ok
}
