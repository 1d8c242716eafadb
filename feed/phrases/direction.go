package phrases

import "golang.org/x/text/language"

// rightToLeft are the scripts in use that are written from right to left (ISO
// 15924).
var rightToLeft = map[string]bool{"Adlm": true, "Arab": true, "Aran": true, "Hebr": true, "Mand": true, "Hint": true, "Nkoo": true,
	"Rohg": true, "Samr": true, "Syrc": true, "Thaa": true, "Yezi": true}

// Direction returns the direction of text in a language (BCP 47), "rtl" or "ltr".
// It follows from the script in the tag, else from the usual script of the
// language: "ar", "pa-PK" and "az-Arab" are right to left, "ur-Latn" is not.
func Direction(tag string) string {
	t, err := language.Parse(tag)
	if script, _ := t.Script(); err == nil && rightToLeft[script.String()] {
		return "rtl"
	}
	return "ltr"
}

// DirectionWithin returns the direction of text that is embedded in text of
// another language, or "" if both have the same direction.
func DirectionWithin(around, language string) string {
	if around == language {
		return ""
	}
	if d := Direction(language); d != Direction(around) {
		return d
	}
	return ""
}
