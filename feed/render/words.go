package render

import (
	"fmt"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/printable"
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
	Returned                  string // the prefix of a title
	// Titles of changes to several articles, with %s for directories and %d for the
	// number.
	AllCorrected, AllMoved, AllMovedWithin, AllRemoved, AllReturned string
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
// title, or to how many articles where.
func (w words) change(n *archive.Notice, count int) string {
	if n.Count > 0 {
		return w.changes(n, count)
	}
	prefix := map[archive.NoticeKind]string{archive.Corrected: w.Corrected, archive.Moved: w.Moved, archive.Removed: w.Removed, archive.Returned: w.Returned}
	return prefix[n.Kind] + article.Headline(n.Title)
}

// changes returns the title of a notice about several articles. A file system
// allows any characters in the names of directories, so they are made printable.
func (w words) changes(n *archive.Notice, count int) string {
	was, is := printable.Line(article.Headline(n.Was)), printable.Line(article.Headline(n.Path))
	switch {
	case n.Kind == archive.Backfilled:
		return fmt.Sprintf(w.Backfilled, count)
	case n.Kind == archive.Corrected:
		return fmt.Sprintf(w.AllCorrected, is, count)
	case n.Kind == archive.Returned:
		return fmt.Sprintf(w.AllReturned, is, count)
	case n.Kind == archive.Removed:
		return fmt.Sprintf(w.AllRemoved, is, count)
	case n.Was == n.Path:
		return fmt.Sprintf(w.AllMovedWithin, is, count)
	}
	return fmt.Sprintf(w.AllMoved, was, is, count)
}

var languages = map[string]words{
	"en": {"Sources:", "Related:", "Topics", "Articles", "Sources", "Languages", ", ", " and ", " or ", ", except ", "Daily digest", "Weekly digest", "Search", "Changes", "Corrected: ", "Moved: ", "Removed: ", "Before:", "Now:", "Read the whole article", "%d older articles were added", "Back: ",
		"Articles corrected below %s: %d", "Articles moved from %s to %s: %d", "Articles moved within %s: %d", "Articles removed below %s: %d", "Articles that are back below %s: %d"},
	"zh": {"来源：", "相关：", "主题", "文章", "来源", "语言", "、", "与", "或", "，不含", "每日摘要", "每周摘要", "搜索", "变更", "更正：", "移动：", "删除：", "原文：", "现文：", "阅读全文", "新增了 %d 篇旧文章", "恢复：",
		"%s 下更正的文章：%d 篇", "从 %s 移动到 %s 的文章：%d 篇", "在 %s 下移动的文章：%d 篇", "%s 下删除的文章：%d 篇", "%s 下恢复的文章：%d 篇"},
	"de": {"Quellen:", "Verwandt:", "Themen", "Artikel", "Quellen", "Sprachen", ", ", " und ", " oder ", ", außer ", "Tagesüberblick", "Wochenüberblick", "Suche", "Änderungen", "Korrigiert: ", "Verschoben: ", "Entfernt: ", "Vorher:", "Jetzt:", "Ganzen Artikel lesen", "%d ältere Artikel wurden hinzugefügt", "Wieder da: ",
		"Korrigierte Artikel unter %s: %d", "Von %s nach %s verschobene Artikel: %d", "Innerhalb von %s verschobene Artikel: %d", "Entfernte Artikel unter %s: %d", "Artikel, die unter %s wieder da sind: %d"},
	"es": {"Fuentes:", "Relacionado:", "Temas", "Artículos", "Fuentes", "Idiomas", ", ", " y ", " o ", ", salvo ", "Resumen diario", "Resumen semanal", "Buscar", "Cambios", "Corregido: ", "Trasladado: ", "Retirado: ", "Antes:", "Ahora:", "Leer el artículo completo", "Se añadieron %d artículos antiguos", "De vuelta: ",
		"Artículos corregidos en %s: %d", "Artículos trasladados de %s a %s: %d", "Artículos trasladados dentro de %s: %d", "Artículos retirados de %s: %d", "Artículos de vuelta en %s: %d"},
	"fr": {"Sources :", "À lire aussi :", "Thèmes", "Articles", "Sources", "Langues", ", ", " et ", " ou ", ", sauf ", "Résumé du jour", "Résumé de la semaine", "Rechercher", "Modifications", "Corrigé : ", "Déplacé : ", "Supprimé : ", "Avant :", "Maintenant :", "Lire l’article en entier", "%d anciens articles ont été ajoutés", "De retour : ",
		"Articles corrigés sous %s : %d", "Articles déplacés de %s vers %s : %d", "Articles déplacés dans %s : %d", "Articles supprimés sous %s : %d", "Articles de retour sous %s : %d"},
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
