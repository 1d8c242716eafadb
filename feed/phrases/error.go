package phrases

// Error holds the words of pages of errors.
type Error struct {
	NotFound string
}

var errors = map[string]Error{
	"en": {
		NotFound: "Not found",
	},
	"zh": {
		NotFound: "未找到",
	},
	"de": {
		NotFound: "Nicht gefunden",
	},
	"es": {
		NotFound: "No encontrado",
	},
	"fr": {
		NotFound: "Introuvable",
	},
}
