package render

import "strings"

// words are what documents say in the language of the reader.
type words struct {
	Sources, Related string // with their colon
	Topics, Articles string
	// What joins the names of topics, with its spaces.
	Comma, And, Or, Except string
}

var languages = map[string]words{
	"en": {"Sources:", "Related:", "Topics", "Articles", ", ", " and ", " or ", ", except "},
	"zh": {"来源：", "相关：", "主题", "文章", "、", "与", "或", "，不含"},
	"de": {"Quellen:", "Verwandt:", "Themen", "Artikel", ", ", " und ", " oder ", ", außer "},
	"es": {"Fuentes:", "Relacionado:", "Temas", "Artículos", ", ", " y ", " o ", ", salvo "},
	"fr": {"Sources :", "À lire aussi :", "Thèmes", "Articles", ", ", " et ", " ou ", ", sauf "},
}

// wordsOf gives the words of a language (BCP 47), English where it has none.
func wordsOf(language string) words {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	if w, ok := languages[base]; ok {
		return w
	}
	return languages["en"]
}
