package phrases

// Article holds the words of the page of an article.
type Article struct {
	UpdatedAt string
}

var articles = map[string]Article{
	"en": {
		UpdatedAt: "Updated",
	},
	"zh": {
		UpdatedAt: "更新于",
	},
	"de": {
		UpdatedAt: "Aktualisiert",
	},
	"es": {
		UpdatedAt: "Actualizado",
	},
	"fr": {
		UpdatedAt: "Mis à jour",
	},
}
