package render

import "golang.org/x/text/language"

// rightToLeft are the scripts in use that are written so, by ISO 15924.
var rightToLeft = map[string]bool{"Adlm": true, "Arab": true, "Aran": true, "Hebr": true, "Mand": true, "Hint": true, "Nkoo": true,
	"Rohg": true, "Samr": true, "Syrc": true, "Thaa": true, "Yezi": true}

// direction returns that of text in a language (BCP 47), "rtl" or "ltr", by its
// usual script unless the tag names one: "ar", "pa-PK" and "az-Arab" are right
// to left, "ur-Latn" is not.
func direction(tag string) string {
	t, err := language.Parse(tag)
	if script, _ := t.Script(); err == nil && rightToLeft[script.String()] {
		return "rtl"
	}
	return "ltr"
}

// directed puts HTML in a language into an element with its direction, unless
// readers take it for left to right anyhow: those who go by the language of the
// feed do so if that is one.
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

// directionWithin returns the direction of text in a language that stands amid
// another one, "" if both have the same.
func directionWithin(around, language string) string {
	if around == language {
		return ""
	}
	if d := direction(language); d != direction(around) {
		return d
	}
	return ""
}

// directionAttribute is directionWithin as an attribute of HTML.
func directionAttribute(around, language string) string {
	if d := directionWithin(around, language); d != "" {
		return ` dir="` + d + `"`
	}
	return ""
}
