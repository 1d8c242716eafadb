package render

import "dateline/feed/phrases"

// directed wraps HTML in an element with the direction of its language. It does
// not wrap text from left to right on a site whose language has the same
// direction, because readers assume that direction anyway.
func (r *Renderer) directed(language, html string) string {
	d := r.direction
	if language != r.Site.Language {
		d = phrases.Direction(language)
	}
	if html == "" || d == "ltr" && r.direction == "ltr" {
		return html
	}
	return `<div dir="` + d + `">` + html + `</div>`
}

// directionAttribute returns directionWithin as an HTML attribute.
func directionAttribute(around, language string) string {
	if d := phrases.DirectionWithin(around, language); d != "" {
		return ` dir="` + d + `"`
	}
	return ""
}
