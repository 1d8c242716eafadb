package render

import (
	"strings"

	"dateline/feed/archive"
)

// words are what documents say in the language of the reader.
type words struct {
	Sources, Related string // with their colon
	Topics, Articles string
	Outlets, Tongues string
	// What joins the names of topics, with its spaces.
	Comma, And, Or, Except string
}

// kind names what gathers articles, in the plural.
func (w words) kind(k archive.Kind) string {
	switch k {
	case archive.OfOutlet:
		return w.Outlets
	case archive.OfLanguage:
		return w.Tongues
	}
	return w.Topics
}

var languages = map[string]words{
	"en": {"Sources:", "Related:", "Topics", "Articles", "Sources", "Languages", ", ", " and ", " or ", ", except "},
	"zh": {"来源：", "相关：", "主题", "文章", "来源", "语言", "、", "与", "或", "，不含"},
	"de": {"Quellen:", "Verwandt:", "Themen", "Artikel", "Quellen", "Sprachen", ", ", " und ", " oder ", ", außer "},
	"es": {"Fuentes:", "Relacionado:", "Temas", "Artículos", "Fuentes", "Idiomas", ", ", " y ", " o ", ", salvo "},
	"fr": {"Sources :", "À lire aussi :", "Thèmes", "Articles", "Sources", "Langues", ", ", " et ", " ou ", ", sauf "},
}

// wordsOf gives the words of a language (BCP 47), English where it has none.
func wordsOf(language string) words {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	if w, ok := languages[base]; ok {
		return w
	}
	return languages["en"]
}
