package render

import (
	"fmt"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// words are the words that documents use, in one language.
type words struct {
	Sources, Related string // with their colon
	Topics, Articles string
	Outlets, Tongues string
	// These join the names of topics, and include spaces.
	Comma, And, Or, Except string
	Daily, Weekly          string // digests
	Search                 string
	// For changes of articles: the name of such feeds, the prefixes of titles,
	// and the labels of the two texts.
	Changes                   string
	Corrected, Moved, Removed string
	Before, After             string
	Whole                     string // the link of a teaser
	Backfilled                string // with %d for the number of articles
}

// kind returns the plural name of a kind.
func (w words) kind(k archive.Kind) string {
	switch k {
	case archive.OfOutlet:
		return w.Outlets
	case archive.OfLanguage:
		return w.Tongues
	}
	return w.Topics
}

// every returns the name of a digest.
func (w words) every(e Every) string {
	if e == Daily {
		return w.Daily
	}
	return w.Weekly
}

// change returns the title of a notice: what happened to an article, and its
// title.
func (w words) change(n *archive.Notice) string {
	prefix := w.Removed
	switch n.Kind {
	case archive.Backfilled:
		return fmt.Sprintf(w.Backfilled, n.Count)
	case archive.Corrected:
		prefix = w.Corrected
	case archive.Moved:
		prefix = w.Moved
	}
	return prefix + article.Headline(n.Title)
}

var languages = map[string]words{
	"en": {"Sources:", "Related:", "Topics", "Articles", "Sources", "Languages", ", ", " and ", " or ", ", except ", "Daily digest", "Weekly digest", "Search", "Changes", "Corrected: ", "Moved: ", "Removed: ", "Before:", "Now:", "Read the whole article", "%d older articles were added"},
	"zh": {"来源：", "相关：", "主题", "文章", "来源", "语言", "、", "与", "或", "，不含", "每日摘要", "每周摘要", "搜索", "变更", "更正：", "移动：", "删除：", "原文：", "现文：", "阅读全文", "新增了 %d 篇旧文章"},
	"de": {"Quellen:", "Verwandt:", "Themen", "Artikel", "Quellen", "Sprachen", ", ", " und ", " oder ", ", außer ", "Tagesüberblick", "Wochenüberblick", "Suche", "Änderungen", "Korrigiert: ", "Verschoben: ", "Entfernt: ", "Vorher:", "Jetzt:", "Ganzen Artikel lesen", "%d ältere Artikel wurden hinzugefügt"},
	"es": {"Fuentes:", "Relacionado:", "Temas", "Artículos", "Fuentes", "Idiomas", ", ", " y ", " o ", ", salvo ", "Resumen diario", "Resumen semanal", "Buscar", "Cambios", "Corregido: ", "Trasladado: ", "Retirado: ", "Antes:", "Ahora:", "Leer el artículo completo", "Se añadieron %d artículos antiguos"},
	"fr": {"Sources :", "À lire aussi :", "Thèmes", "Articles", "Sources", "Langues", ", ", " et ", " ou ", ", sauf ", "Résumé du jour", "Résumé de la semaine", "Rechercher", "Modifications", "Corrigé : ", "Déplacé : ", "Supprimé : ", "Avant :", "Maintenant :", "Lire l’article en entier", "%d anciens articles ont été ajoutés"},
}

// wordsOf returns the words in a language (BCP 47), or in English if there are
// none.
func wordsOf(language string) words {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	if w, ok := languages[base]; ok {
		return w
	}
	return languages["en"]
}
