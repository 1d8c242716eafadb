package phrases

import (
	"reflect"
	"regexp"
	"slices"
	"testing"
)

// verbs matches what fmt replaces in a phrase.
var verbs = regexp.MustCompile(`%[a-z]`)

// TestComplete checks that every language has all words, with the same verbs, and that
// a language without words has English ones.
func TestComplete(t *testing.T) {
	english := flat(reflect.ValueOf(*sets["en"]), "")
	for _, language := range Languages {
		words := flat(reflect.ValueOf(*sets[language]), "")
		if len(words) != len(english) {
			t.Errorf("%s has %d phrases, want %d", language, len(words), len(english))
		}
		for name, text := range words {
			got, want := verbs.FindAllString(text, -1), verbs.FindAllString(english[name], -1)
			slices.Sort(got)
			slices.Sort(want)
			if text == "" || !slices.Equal(got, want) {
				t.Errorf("%s in %s: %q, with the verbs %q, want %q", name, language, text, got, want)
			}
		}
	}
	for language, want := range map[string]string{"zh-Hant": "zh", "DE-at": "de", "ja": "en", "": "en", "frr": "en"} {
		if got := LanguageOf(language); got != want || In(language) != sets[want] {
			t.Errorf("%q: words of %s, want %s", language, got, want)
		}
	}
}

// flat returns the texts of a value by the names of their fields.
func flat(v reflect.Value, name string) map[string]string {
	all := map[string]string{}
	add := func(of reflect.Value, name string) {
		for name, text := range flat(of, name) {
			all[name] = text
		}
	}
	switch v.Kind() {
	case reflect.String:
		all[name] = v.String()
	case reflect.Struct:
		for i := range v.NumField() {
			add(v.Field(i), name+"."+v.Type().Field(i).Name)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			add(v.Index(i), name+"#"+string(rune('0'+i)))
		}
	}
	return all
}
