package phrases

// Index holds the words of lists of topics, outlets and languages.
type Index struct {
	SortedBy string
}

var indexes = map[string]Index{
	"en": {
		SortedBy: "Sorted by",
	},
	"zh": {
		SortedBy: "排序",
	},
	"de": {
		SortedBy: "Sortiert nach",
	},
	"es": {
		SortedBy: "Ordenado por",
	},
	"fr": {
		SortedBy: "Trié par",
	},
}
