package phrases

import "fmt"

// Results holds the words of searches.
type Results struct {
	None     string
	One      string
	Several  string // with %d
	MoreThan string // with %s, a number
	// Thousands separates the digits of numbers.
	Thousands  string
	Syntax     []string // sentences that explain how to search
	Everywhere string   // a link to the same search of the whole site
	AsFeed     string   // a heading
	Follow     string   // a sentence
	TooLong    string
	NoWords    string
}

// Count returns how many results there are, or that there are more.
func (w Results) Count(n int, more bool) string {
	switch {
	case more:
		return fmt.Sprintf(w.MoreThan, w.number(n))
	case n == 0:
		return w.None
	case n == 1:
		return w.One
	}
	return fmt.Sprintf(w.Several, n)
}

// number returns a number below a million.
func (w Results) number(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d%s%03d", n/1000, w.Thousands, n%1000)
}

var results = map[string]Results{
	"en": {
		None:      "No article has all of these words.",
		One:       "1 article found",
		Several:   "%d articles found",
		MoreThan:  "More than %s articles found",
		Thousands: ",",
		Syntax: []string{
			"A search finds the articles that have all of its words, in any order.",
			"Words in quotes have to follow one another: \"full moon\".",
			"Titles, texts and topics are searched. Capitals and accents do not matter.",
		},
		Everywhere: "Search the whole site",
		AsFeed:     "Get new results as a feed",
		Follow:     "New articles with these words come to your feed reader by themselves.",
		TooLong:    "A search has at most 200 characters and 16 words.",
		NoWords:    "There are no letters or digits to search for.",
	},
	"zh": {
		None:      "没有文章包含所有这些词。",
		One:       "找到 1 篇文章",
		Several:   "找到 %d 篇文章",
		MoreThan:  "找到超过 %s 篇文章",
		Thousands: ",",
		Syntax: []string{
			"搜索会找出包含所有词语的文章，顺序不限。",
			"引号内的词语必须连续出现：\"月球 着陆\"。",
			"搜索范围包括标题、正文和主题，不区分大小写和重音符号。",
		},
		Everywhere: "搜索整个网站",
		AsFeed:     "订阅新的搜索结果",
		Follow:     "包含这些词的新文章会自动出现在您的阅读器中。",
		TooLong:    "搜索内容最多 200 个字符、16 个词。",
		NoWords:    "没有可供搜索的文字或数字。",
	},
	"de": {
		None:      "Kein Artikel enthält alle diese Wörter.",
		One:       "1 Artikel gefunden",
		Several:   "%d Artikel gefunden",
		MoreThan:  "Mehr als %s Artikel gefunden",
		Thousands: ".",
		Syntax: []string{
			"Gefunden werden Artikel, die alle Wörter enthalten, gleich in welcher Reihenfolge.",
			"Wörter in Anführungszeichen müssen aufeinander folgen: \"voller Mond\".",
			"Durchsucht werden Titel, Texte und Themen. Groß- und Kleinschreibung und Akzente spielen keine Rolle.",
		},
		Everywhere: "Auf der ganzen Website suchen",
		AsFeed:     "Neue Treffer als Feed",
		Follow:     "Neue Artikel mit diesen Wörtern kommen von selbst in Ihren Feedreader.",
		TooLong:    "Eine Suche hat höchstens 200 Zeichen und 16 Wörter.",
		NoWords:    "Es gibt keine Buchstaben oder Ziffern, nach denen gesucht werden könnte.",
	},
	"es": {
		None:      "Ningún artículo contiene todas estas palabras.",
		One:       "1 artículo encontrado",
		Several:   "%d artículos encontrados",
		MoreThan:  "Más de %s artículos encontrados",
		Thousands: "\u202f",
		Syntax: []string{
			"Se encuentran los artículos que contienen todas las palabras, en cualquier orden.",
			"Las palabras entre comillas deben ir seguidas: \"luna llena\".",
			"Se busca en títulos, textos y temas. No importan las mayúsculas ni los acentos.",
		},
		Everywhere: "Buscar en todo el sitio",
		AsFeed:     "Recibir los nuevos resultados como canal",
		Follow:     "Los nuevos artículos con estas palabras llegan solos a su lector de canales.",
		TooLong:    "Una búsqueda tiene como máximo 200 caracteres y 16 palabras.",
		NoWords:    "No hay letras ni cifras que buscar.",
	},
	"fr": {
		None:      "Aucun article ne contient tous ces mots.",
		One:       "1 article trouvé",
		Several:   "%d articles trouvés",
		MoreThan:  "Plus de %s articles trouvés",
		Thousands: "\u202f",
		Syntax: []string{
			"La recherche trouve les articles qui contiennent tous les mots, dans n’importe quel ordre.",
			"Les mots entre guillemets droits doivent se suivre : \"pleine lune\".",
			"Elle porte sur les titres, les textes et les thèmes, sans tenir compte des majuscules ni des accents.",
		},
		Everywhere: "Rechercher sur tout le site",
		AsFeed:     "Recevoir les nouveaux résultats par flux",
		Follow:     "Les nouveaux articles qui contiennent ces mots arrivent d’eux-mêmes dans votre lecteur de flux.",
		TooLong:    "Une recherche compte au plus 200 caractères et 16 mots.",
		NoWords:    "Il n’y a ni lettre ni chiffre à rechercher.",
	},
}
