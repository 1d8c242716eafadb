package article

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// text returns a value that must be text to be used.
func (r *reading) text(k key, f field) (string, bool) {
	s, ok := f.value.(string)
	if !ok {
		what, hint := notText(k.name)
		r.drop(f.offset, FrontMatter, what, hint)
	}
	return s, ok
}

// demand returns a value that must be text for the article to be published.
func (r *reading) demand(k key, f field) (string, bool) {
	s, ok := f.value.(string)
	if !ok {
		what, hint := notText(k.name)
		r.reject(f.offset, FrontMatter, what, hint)
	}
	return s, ok
}

// nameless complains that a value contains an object without a name.
func (r *reading) nameless(about Subject, k key, f field) {
	r.drop(f.offset, about, "front matter "+k.name+" has an object without a name", "write names, or objects with a name:")
}

func (r *reading) readTitle(k key, f field) bool {
	if s, ok := r.demand(k, f); ok {
		r.article.Title = XML(literal(s))
	}
	return true
}

// readID reads an id that can be used in feeds as it is.
func (r *reading) readID(k key, f field) bool {
	id, ok := r.demand(k, f)
	if id = strings.TrimSpace(id); !ok {
		return true
	}
	if fault := idFault(id); fault != "" {
		r.drop(f.offset, Identity, fmt.Sprintf("id %q %s", Shorten(id, 80), fault), "write one word, or a URI such as tag:example.org,2026:story")
		return true
	}
	r.article.ID, r.article.IDAt = id, r.at(f.offset)
	return true
}

// maxID bounds an id, in characters.
const maxID = 500

// idFault returns why an id is not valid, as the rest of a sentence about it, or
// "".
func idFault(id string) string {
	switch n := utf8.RuneCountInString(id); {
	case n > maxID:
		return fmt.Sprintf("has %d characters (at most %d)", n, maxID)
	case strings.ContainsFunc(id, unicode.IsSpace):
		return "contains whitespace"
	case strings.ContainsFunc(id, unicode.IsControl), XML(id) != id:
		return "contains a control character"
	case hasScheme(id) && !isURI(id):
		return "begins like a URI, but is not a valid one"
	}
	return ""
}

// readDate reads the date. Under "date" there may be an object with several
// dates.
func (r *reading) readDate(k key, f field) bool {
	if _, object := f.value.(map[string]any); object && k.name == "date" || r.complained(f.offset) {
		return false
	}
	s, ok := r.demand(k, f)
	if !ok {
		return true
	}
	t, dateOnly, err := parseMoment(s, r.options.Zone)
	if _, flag := truthValue(strings.TrimSpace(s)); flag && k.name == "published" {
		return false
	}
	if err != nil {
		r.reject(f.offset, Dates, err.Error(), "write "+err.(*notADate).instead)
	} else {
		r.article.Date, r.article.DateOnly, r.frontOffset, r.dateText = t, dateOnly, f.offset, s
	}
	return true
}

// complained reports whether a complaint about the value at an offset keeps the
// article from being published.
func (r *reading) complained(offset int) bool {
	return slices.ContainsFunc(r.problems, func(p Problem) bool { return p.Fatal && Place{p.Line, p.Column} == r.at(offset) })
}

func (r *reading) readUpdated(k key, f field) bool {
	t, what, hint := r.instant(f, k.name)
	if what != "" {
		r.drop(f.offset, Dates, what, hint)
		return false
	}
	r.article.Updated = t
	return true
}

// instant returns the moment that a value means, or a complaint about it. A date
// without a time of day means midnight in the zone of the site.
func (r *reading) instant(f field, name string) (t time.Time, what, hint string) {
	s, ok := f.value.(string)
	if !ok {
		what, hint = notText(name)
		return t, what, hint
	}
	t, dateOnly, err := parseMoment(s, r.options.Zone)
	if err != nil {
		return t, name + ": " + err.Error(), "write " + err.(*notADate).instead
	}
	if dateOnly {
		t = Midnight(t, r.options.Zone).UTC()
	}
	return t, "", ""
}

func (r *reading) readSources(_ key, f field) bool {
	for _, l := range links(f.value) {
		r.addSource(literal(l.Name), l.URL, f.offset)
	}
	return true
}

// readCover reads the first picture in a value. Truth values are skipped, as they
// turn a generator's pictures on and off. A hero, a banner or a teaser may also
// be text.
func (r *reading) readCover(k key, f field) bool {
	a := r.article
	for _, l := range links(f.value) {
		_, flag := truthValue(l.URL)
		words := slices.Contains([]string{"hero", "banner", "teaser"}, k.name) && isWording(l.URL)
		if !flag && !words {
			r.setCover(l.URL, l.Name, f.offset)
		}
	}
	return a.Cover != "" || a.CoverPath != ""
}

// isWording reports whether a value is text, rather than the address of a picture
// or a truth value.
func isWording(s string) bool {
	_, flag := truthValue(s)
	return s != "" && !flag && ImageType(s) == "" && (strings.ContainsFunc(s, unicode.IsSpace) || !strings.ContainsAny(s, "./:"))
}
