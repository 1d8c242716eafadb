package phrases

import (
	"fmt"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/printable"
)

// Feed holds the words that feeds and pages use.
type Feed struct {
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

var feeds = map[string]Feed{
	"en": {
		Sources:        "Sources:",
		Related:        "Related:",
		Topics:         "Topics",
		Articles:       "Articles",
		Outlets:        "Sources",
		Tongues:        "Languages",
		Comma:          ", ",
		And:            " and ",
		Or:             " or ",
		Except:         ", except ",
		Daily:          "Daily digest",
		Weekly:         "Weekly digest",
		Search:         "Search",
		Changes:        "Changes",
		Corrected:      "Corrected: ",
		Moved:          "Moved: ",
		Removed:        "Removed: ",
		Before:         "Before:",
		After:          "Now:",
		Whole:          "Read the whole article",
		Backfilled:     "%d older articles were added",
		Returned:       "Back: ",
		AllCorrected:   "Articles corrected below %s: %d",
		AllMoved:       "Articles moved from %s to %s: %d",
		AllMovedWithin: "Articles moved within %s: %d",
		AllRemoved:     "Articles removed below %s: %d",
		AllReturned:    "Articles that are back below %s: %d",
	},
	"zh": {
		Sources:        "来源：",
		Related:        "相关：",
		Topics:         "主题",
		Articles:       "文章",
		Outlets:        "来源",
		Tongues:        "语言",
		Comma:          "、",
		And:            "与",
		Or:             "或",
		Except:         "，不含",
		Daily:          "每日摘要",
		Weekly:         "每周摘要",
		Search:         "搜索",
		Changes:        "变更",
		Corrected:      "更正：",
		Moved:          "移动：",
		Removed:        "删除：",
		Before:         "原文：",
		After:          "现文：",
		Whole:          "阅读全文",
		Backfilled:     "新增了 %d 篇旧文章",
		Returned:       "恢复：",
		AllCorrected:   "%s 下更正的文章：%d 篇",
		AllMoved:       "从 %s 移动到 %s 的文章：%d 篇",
		AllMovedWithin: "在 %s 下移动的文章：%d 篇",
		AllRemoved:     "%s 下删除的文章：%d 篇",
		AllReturned:    "%s 下恢复的文章：%d 篇",
	},
	"de": {
		Sources:        "Quellen:",
		Related:        "Verwandt:",
		Topics:         "Themen",
		Articles:       "Artikel",
		Outlets:        "Quellen",
		Tongues:        "Sprachen",
		Comma:          ", ",
		And:            " und ",
		Or:             " oder ",
		Except:         ", außer ",
		Daily:          "Tagesüberblick",
		Weekly:         "Wochenüberblick",
		Search:         "Suche",
		Changes:        "Änderungen",
		Corrected:      "Korrigiert: ",
		Moved:          "Verschoben: ",
		Removed:        "Entfernt: ",
		Before:         "Vorher:",
		After:          "Jetzt:",
		Whole:          "Ganzen Artikel lesen",
		Backfilled:     "%d ältere Artikel wurden hinzugefügt",
		Returned:       "Wieder da: ",
		AllCorrected:   "Korrigierte Artikel unter %s: %d",
		AllMoved:       "Von %s nach %s verschobene Artikel: %d",
		AllMovedWithin: "Innerhalb von %s verschobene Artikel: %d",
		AllRemoved:     "Entfernte Artikel unter %s: %d",
		AllReturned:    "Artikel, die unter %s wieder da sind: %d",
	},
	"es": {
		Sources:        "Fuentes:",
		Related:        "Relacionado:",
		Topics:         "Temas",
		Articles:       "Artículos",
		Outlets:        "Fuentes",
		Tongues:        "Idiomas",
		Comma:          ", ",
		And:            " y ",
		Or:             " o ",
		Except:         ", salvo ",
		Daily:          "Resumen diario",
		Weekly:         "Resumen semanal",
		Search:         "Buscar",
		Changes:        "Cambios",
		Corrected:      "Corregido: ",
		Moved:          "Trasladado: ",
		Removed:        "Retirado: ",
		Before:         "Antes:",
		After:          "Ahora:",
		Whole:          "Leer el artículo completo",
		Backfilled:     "Se añadieron %d artículos antiguos",
		Returned:       "De vuelta: ",
		AllCorrected:   "Artículos corregidos en %s: %d",
		AllMoved:       "Artículos trasladados de %s a %s: %d",
		AllMovedWithin: "Artículos trasladados dentro de %s: %d",
		AllRemoved:     "Artículos retirados de %s: %d",
		AllReturned:    "Artículos de vuelta en %s: %d",
	},
	"fr": {
		Sources:        "Sources :",
		Related:        "À lire aussi :",
		Topics:         "Thèmes",
		Articles:       "Articles",
		Outlets:        "Sources",
		Tongues:        "Langues",
		Comma:          ", ",
		And:            " et ",
		Or:             " ou ",
		Except:         ", sauf ",
		Daily:          "Résumé du jour",
		Weekly:         "Résumé de la semaine",
		Search:         "Rechercher",
		Changes:        "Modifications",
		Corrected:      "Corrigé : ",
		Moved:          "Déplacé : ",
		Removed:        "Supprimé : ",
		Before:         "Avant :",
		After:          "Maintenant :",
		Whole:          "Lire l’article en entier",
		Backfilled:     "%d anciens articles ont été ajoutés",
		Returned:       "De retour : ",
		AllCorrected:   "Articles corrigés sous %s : %d",
		AllMoved:       "Articles déplacés de %s vers %s : %d",
		AllMovedWithin: "Articles déplacés dans %s : %d",
		AllRemoved:     "Articles supprimés sous %s : %d",
		AllReturned:    "Articles de retour sous %s : %d",
	},
}

// Kind returns the plural name of a kind.
func (w Feed) Kind(k archive.Kind) string {
	switch k {
	case archive.OfOutlet:
		return w.Outlets
	case archive.OfLanguage:
		return w.Tongues
	}
	return w.Topics
}

// Change returns the title of a notice: what happened to an article, and its
// title, or to how many articles where.
func (w Feed) Change(n *archive.Notice, count int) string {
	if n.Count > 0 {
		return w.changes(n, count)
	}
	prefix := map[archive.NoticeKind]string{archive.Corrected: w.Corrected, archive.Moved: w.Moved, archive.Removed: w.Removed, archive.Returned: w.Returned}
	return prefix[n.Kind] + article.Headline(n.Title)
}

// changes returns the title of a notice about several articles. A file system
// allows any characters in the names of directories, so they are made printable.
func (w Feed) changes(n *archive.Notice, count int) string {
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
