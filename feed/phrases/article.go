package phrases

// Article holds the words of the page of an article. Those that end with a colon, and
// MovedFrom, precede what they are about.
type Article struct {
	UpdatedAt      string // precedes a date
	Picture        string // that is linked to
	Related        string
	Beside         string // the articles before and after
	Previous, Next string
	History        string // of changes
	// What changed.
	TextCorrected, TitleWas, MovedFrom, IsBack string
}

var articles = map[string]Article{
	"en": {
		UpdatedAt:     "Updated",
		Picture:       "Picture",
		Related:       "Related",
		Beside:        "Before and after",
		Previous:      "Previous:",
		Next:          "Next:",
		History:       "Changes to this article",
		TextCorrected: "Text corrected",
		TitleWas:      "Title changed; before:",
		MovedFrom:     "Moved from",
		IsBack:        "Back after its removal",
	},
	"zh": {
		UpdatedAt:     "更新于",
		Picture:       "图片",
		Related:       "相关",
		Beside:        "前后文章",
		Previous:      "上一篇：",
		Next:          "下一篇：",
		History:       "本文的变更",
		TextCorrected: "正文有更正",
		TitleWas:      "标题已更改，原标题：",
		MovedFrom:     "原地址：",
		IsBack:        "删除后已恢复",
	},
	"de": {
		UpdatedAt:     "Aktualisiert",
		Picture:       "Bild",
		Related:       "Verwandt",
		Beside:        "Davor und danach",
		Previous:      "Davor:",
		Next:          "Danach:",
		History:       "Änderungen an diesem Artikel",
		TextCorrected: "Text korrigiert",
		TitleWas:      "Titel geändert, vorher:",
		MovedFrom:     "Verschoben von",
		IsBack:        "Nach der Entfernung wieder da",
	},
	"es": {
		UpdatedAt:     "Actualizado",
		Picture:       "Imagen",
		Related:       "Relacionado",
		Beside:        "Antes y después",
		Previous:      "Anterior:",
		Next:          "Siguiente:",
		History:       "Cambios en este artículo",
		TextCorrected: "Texto corregido",
		TitleWas:      "Título cambiado; antes:",
		MovedFrom:     "Trasladado desde",
		IsBack:        "De vuelta tras su retirada",
	},
	"fr": {
		UpdatedAt:     "Mis à jour",
		Picture:       "Image",
		Related:       "À lire aussi",
		Beside:        "Avant et après",
		Previous:      "Précédent :",
		Next:          "Suivant :",
		History:       "Modifications de cet article",
		TextCorrected: "Texte corrigé",
		TitleWas:      "Titre modifié ; avant :",
		MovedFrom:     "Déplacé depuis",
		IsBack:        "De retour après sa suppression",
	},
}
