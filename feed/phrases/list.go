package phrases

// List holds the words of lists of articles.
type List struct {
	Newer string
	Older string
}

var lists = map[string]List{
	"en": {
		Newer: "Newer",
		Older: "Older",
	},
	"zh": {
		Newer: "较新",
		Older: "较旧",
	},
	"de": {
		Newer: "Neuere",
		Older: "Ältere",
	},
	"es": {
		Newer: "Más recientes",
		Older: "Más antiguos",
	},
	"fr": {
		Newer: "Plus récents",
		Older: "Plus anciens",
	},
}
