package render

import "golang.org/x/text/language"

// rightToLeft are the scripts in use that are written from right to left (ISO
// 15924).
var rightToLeft = map[string]bool{"Adlm": true, "Arab": true, "Aran": true, "Hebr": true, "Mand": true, "Hint": true, "Nkoo": true,
	"Rohg": true, "Samr": true, "Syrc": true, "Thaa": true, "Yezi": true}

// direction returns the direction of text in a language (BCP 47), "rtl" or "ltr".
// It follows from the script in the tag, else from the usual script of the
// language: "ar", "pa-PK" and "az-Arab" are right to left, "ur-Latn" is not.
func direction(tag string) string {
	t, err := language.Parse(tag)
	if script, _ := t.Script(); err == nil && rightToLeft[script.String()] {
		return "rtl"
	}
	return "ltr"
}

// directed wraps HTML in an element with the direction of its language. It does
// not wrap text from left to right on a site whose language has the same
// direction, because readers assume that direction anyway.
func (r *Renderer) directed(language, html string) string {
	d := r.direction
	if language != r.site.Language {
		d = direction(language)
	}
	if html == "" || d == "ltr" && r.direction == "ltr" {
		return html
	}
	return `<div dir="` + d + `">` + html + `</div>`
}

// directionWithin returns the direction of text that is embedded in text of
// another language, or "" if both have the same direction.
func directionWithin(around, language string) string {
	if around == language {
		return ""
	}
	if d := direction(language); d != direction(around) {
		return d
	}
	return ""
}

// directionAttribute returns directionWithin as an HTML attribute.
func directionAttribute(around, language string) string {
	if d := directionWithin(around, language); d != "" {
		return ` dir="` + d + `"`
	}
	return ""
}
