package config

// labels returns the default labels, in English, Chinese (simplified,
// traditional), German, Spanish and French.
func labels() Grammar {
	return Grammar{
		Source: []string{"Source", "Sources", "信息来源", "消息来源", "来源", "資訊來源", "消息來源", "來源",
			"Quelle", "Quellen", "Fuente", "Fuentes"},
		Related: []string{"Related", "有关", "相关", "有關", "相關",
			"Verwandt", "Verwandte Artikel", "Relacionado", "Relacionados", "Lié", "Articles liés"},
		Changes: []string{"Changes", "更改", "变更", "變更", "Änderungen", "Cambios", "Modifications"},
		Context: []string{"Context", "消息", "上下文", "语境", "語境", "脈絡", "Kontext", "Contexto", "Contexte"},
		Cover: []string{"IMG", "Cover Image", "封面", "封面图片", "封面圖片",
			"Titelbild", "Imagen de portada", "Image de couverture"},
	}
}
