package phrases

// Index holds the words of lists of topics, outlets and languages.
type Index struct {
	Find     string // the label of the field
	Button   string
	SortedBy string // before Size, Name or Recency
	Size     string
	Name     string
	Recency  string
	Found    string // with %[1]d for the number found and %[2]d for that of all
	None     string
	Empty    string
	Pages    string // the name of the links between pages
	Place    string // with the number of the page, then that of the last one
	Previous string
	Next     string
}

var indexes = map[string]Index{
	"en": {
		Find:     "Find by name",
		Button:   "Find",
		SortedBy: "Sorted by",
		Size:     "number of articles",
		Name:     "name",
		Recency:  "newest article",
		Found:    "%[1]d of %[2]d",
		None:     "Nothing has such a name",
		Empty:    "There is nothing here yet",
		Pages:    "Pages",
		Place:    "Page %d of %d",
		Previous: "Previous",
		Next:     "Next",
	},
	"zh": {
		Find:     "按名称查找",
		Button:   "查找",
		SortedBy: "排序：",
		Size:     "文章数",
		Name:     "名称",
		Recency:  "最新文章",
		Found:    "共 %[2]d 个，找到 %[1]d 个",
		None:     "没有这样的名称",
		Empty:    "这里还没有内容",
		Pages:    "页面",
		Place:    "第 %d 页，共 %d 页",
		Previous: "上一页",
		Next:     "下一页",
	},
	"de": {
		Find:     "Nach Namen suchen",
		Button:   "Suchen",
		SortedBy: "Sortiert nach",
		Size:     "Artikelzahl",
		Name:     "Name",
		Recency:  "neuestem Artikel",
		Found:    "%[1]d von %[2]d",
		None:     "Nichts heißt so",
		Empty:    "Hier ist noch nichts",
		Pages:    "Seiten",
		Place:    "Seite %d von %d",
		Previous: "Vorige",
		Next:     "Nächste",
	},
	"es": {
		Find:     "Buscar por nombre",
		Button:   "Buscar",
		SortedBy: "Ordenado por",
		Size:     "número de artículos",
		Name:     "nombre",
		Recency:  "artículo más reciente",
		Found:    "%[1]d de %[2]d",
		None:     "Nada se llama así",
		Empty:    "Aquí no hay nada todavía",
		Pages:    "Páginas",
		Place:    "Página %d de %d",
		Previous: "Anterior",
		Next:     "Siguiente",
	},
	"fr": {
		Find:     "Rechercher par nom",
		Button:   "Rechercher",
		SortedBy: "Trié par",
		Size:     "nombre d’articles",
		Name:     "nom",
		Recency:  "article le plus récent",
		Found:    "%[1]d sur %[2]d",
		None:     "Rien ne porte ce nom",
		Empty:    "Il n’y a encore rien ici",
		Pages:    "Pages",
		Place:    "Page %d sur %d",
		Previous: "Précédente",
		Next:     "Suivante",
	},
}
