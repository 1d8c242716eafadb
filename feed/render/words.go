package render

import "strings"

// words are what documents say in the language of the reader.
type words struct {
	Sources, Related string // with their colon
	Topics, Articles string
}

var languages = map[string]words{
	"en": {"Sources:", "Related:", "Topics", "Articles"},
	"zh": {"来源：", "相关：", "主题", "文章"},
	"de": {"Quellen:", "Verwandt:", "Themen", "Artikel"},
	"es": {"Fuentes:", "Relacionado:", "Temas", "Artículos"},
	"fr": {"Sources :", "À lire aussi :", "Thèmes", "Articles"},
}

// wordsOf gives the words of a language (BCP 47), English where it has none.
func wordsOf(language string) words {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	if w, ok := languages[base]; ok {
		return w
	}
	return languages["en"]
}
