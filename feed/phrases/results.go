package phrases

// Results holds the words of searches.
type Results struct {
	Found string
}

var results = map[string]Results{
	"en": {
		Found: "Results: %d",
	},
	"zh": {
		Found: "结果：%d",
	},
	"de": {
		Found: "Treffer: %d",
	},
	"es": {
		Found: "Resultados: %d",
	},
	"fr": {
		Found: "Résultats : %d",
	},
}
