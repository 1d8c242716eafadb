package phrases

// Theme holds the words that all pages share.
type Theme struct {
	Skip    string // the link to the contents, for those who do not see the page
	Site    string // the navigation of the owner
	Wider   string // the navigation to what a page is part of
	Lists   string // the navigation to the lists of the site
	Help    string // what is a feed?
	License string
	MadeBy  string
	Feeds   string // the heading of a list of feeds
}

var themes = map[string]Theme{
	"en": {
		Skip:    "Skip to content",
		Site:    "Site",
		Wider:   "You are here",
		Lists:   "Lists",
		Help:    "What is a feed?",
		License: "License",
		MadeBy:  "Made by Dateline",
		Feeds:   "Feeds",
	},
	"zh": {
		Skip:    "跳到正文",
		Site:    "站点导航",
		Wider:   "当前位置",
		Lists:   "列表",
		Help:    "什么是订阅源？",
		License: "许可协议",
		MadeBy:  "由 Dateline 生成",
		Feeds:   "订阅源",
	},
	"de": {
		Skip:    "Zum Inhalt",
		Site:    "Website",
		Wider:   "Sie sind hier",
		Lists:   "Listen",
		Help:    "Was ist ein Feed?",
		License: "Lizenz",
		MadeBy:  "Erstellt mit Dateline",
		Feeds:   "Feeds",
	},
	"es": {
		Skip:    "Ir al contenido",
		Site:    "Sitio",
		Wider:   "Está aquí",
		Lists:   "Listas",
		Help:    "¿Qué es un feed?",
		License: "Licencia",
		MadeBy:  "Hecho con Dateline",
		Feeds:   "Canales",
	},
	"fr": {
		Skip:    "Aller au contenu",
		Site:    "Site",
		Wider:   "Vous êtes ici",
		Lists:   "Listes",
		Help:    "Qu’est-ce qu’un flux ?",
		License: "Licence",
		MadeBy:  "Réalisé avec Dateline",
		Feeds:   "Flux",
	},
}
