// Package phrases holds the words that documents use, in several languages.
//
// Each part of the site has a file with its words in all languages. A language
// without words of its own gets English ones.
//
// It exports more than fifteen names, because the words of each part of the site are a
// type of their own, as templates of the owner name them.
package phrases

import "strings"

// Set is all words in one language.
type Set struct {
	Feed
	List    List
	Follow  Follow
	Help    help
	Index   Index
	Results Results
	Build   Build
	Article Article
	Error   Error
	Theme   Theme
}

// Languages have words of their own (BCP 47).
var Languages = []string{"en", "zh", "de", "es", "fr"}

// sets are the words by language.
var sets = func() map[string]*Set {
	all := map[string]*Set{}
	for _, l := range Languages {
		all[l] = &Set{feeds[l], lists[l], follows[l], helps[l], indexes[l], results[l], builds[l], articles[l], errors[l], themes[l]}
	}
	return all
}()

// In returns the words in a language (BCP 47), or in English if there are none.
func In(language string) *Set { return sets[LanguageOf(language)] }

// LanguageOf returns the one of Languages that has the words of a language.
func LanguageOf(language string) string {
	if base := base(language); sets[base] != nil {
		return base
	}
	return "en"
}

// base returns a language without its script, region and variants: "zh" of "zh-Hans".
func base(language string) string {
	tag, _, _ := strings.Cut(language, "-")
	return strings.ToLower(tag)
}
