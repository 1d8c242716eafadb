package phrases

// Error holds the words of pages of errors: a heading and a sentence for each.
type Error struct {
	NotFound        string
	NotFoundText    string
	Gone            string
	GoneText        string
	GoneOn          string // with %s for the date
	Refused         string
	RefusedText     string
	TooMany         string
	TooManyText     string
	Unavailable     string
	UnavailableText string
	TooLong         string
	TooLongText     string
	Method          string
	MethodText      string
	Other           string // any other error
	OtherText       string
	DidYouMean      string
	Home            string
}

var errors = map[string]Error{
	"en": {
		NotFound:        "Nothing here",
		NotFoundText:    "There is nothing at this address.",
		Gone:            "Removed",
		GoneText:        "This article was removed.",
		GoneOn:          "This article was removed on %s.",
		Refused:         "This address is not valid",
		RefusedText:     "Something in it has no meaning here.",
		TooMany:         "Too many requests",
		TooManyText:     "You asked for more than this site can send you at once. Try again in a moment.",
		Unavailable:     "Back in a moment",
		UnavailableText: "This page will try again by itself.",
		TooLong:         "This address is too long",
		TooLongText:     "No address of this site is as long as that.",
		Method:          "Only for reading",
		MethodText:      "Nothing can be sent to this site.",
		Other:           "That did not work",
		OtherText:       "Try again later.",
		DidYouMean:      "Did you mean",
		Home:            "Go to the home page",
	},
	"zh": {
		NotFound:        "这里什么也没有",
		NotFoundText:    "此地址没有内容。",
		Gone:            "已删除",
		GoneText:        "这篇文章已被删除。",
		GoneOn:          "这篇文章已于%s被删除。",
		Refused:         "地址无效",
		RefusedText:     "地址中有无法理解的部分。",
		TooMany:         "请求过多",
		TooManyText:     "您的请求过于频繁，请稍后再试。",
		Unavailable:     "请稍候",
		UnavailableText: "此页面会自动重试。",
		TooLong:         "地址过长",
		TooLongText:     "本站没有这么长的地址。",
		Method:          "仅供阅读",
		MethodText:      "不能向本站提交内容。",
		Other:           "出错了",
		OtherText:       "请稍后再试。",
		DidYouMean:      "您要找的是不是",
		Home:            "返回首页",
	},
	"de": {
		NotFound:        "Hier ist nichts",
		NotFoundText:    "Unter dieser Adresse gibt es nichts.",
		Gone:            "Entfernt",
		GoneText:        "Dieser Artikel wurde entfernt.",
		GoneOn:          "Dieser Artikel wurde am %s entfernt.",
		Refused:         "Diese Adresse ist ungültig",
		RefusedText:     "Etwas darin hat hier keine Bedeutung.",
		TooMany:         "Zu viele Anfragen",
		TooManyText:     "Das waren mehr Anfragen, als diese Website auf einmal beantwortet. Versuchen Sie es gleich noch einmal.",
		Unavailable:     "Gleich wieder da",
		UnavailableText: "Diese Seite versucht es von selbst noch einmal.",
		TooLong:         "Diese Adresse ist zu lang",
		TooLongText:     "So lang ist keine Adresse dieser Website.",
		Method:          "Nur zum Lesen",
		MethodText:      "An diese Website kann nichts gesendet werden.",
		Other:           "Das hat nicht geklappt",
		OtherText:       "Versuchen Sie es später noch einmal.",
		DidYouMean:      "Meinten Sie",
		Home:            "Zur Startseite",
	},
	"es": {
		NotFound:        "Aquí no hay nada",
		NotFoundText:    "No hay nada en esta dirección.",
		Gone:            "Retirado",
		GoneText:        "Este artículo fue retirado.",
		GoneOn:          "Este artículo fue retirado el %s.",
		Refused:         "Esta dirección no es válida",
		RefusedText:     "Algo en ella no tiene sentido aquí.",
		TooMany:         "Demasiadas solicitudes",
		TooManyText:     "Ha pedido más de lo que este sitio puede enviar de una vez. Vuelva a intentarlo dentro de un momento.",
		Unavailable:     "Enseguida volvemos",
		UnavailableText: "Esta página volverá a intentarlo por sí sola.",
		TooLong:         "Esta dirección es demasiado larga",
		TooLongText:     "Ninguna dirección de este sitio es tan larga.",
		Method:          "Solo de lectura",
		MethodText:      "No se puede enviar nada a este sitio.",
		Other:           "Algo ha fallado",
		OtherText:       "Vuelva a intentarlo más tarde.",
		DidYouMean:      "¿Quiso decir?",
		Home:            "Ir a la página de inicio",
	},
	"fr": {
		NotFound:        "Il n’y a rien ici",
		NotFoundText:    "Il n’y a rien à cette adresse.",
		Gone:            "Retiré",
		GoneText:        "Cet article a été retiré.",
		GoneOn:          "Cet article a été retiré le %s.",
		Refused:         "Cette adresse n’est pas valide",
		RefusedText:     "Quelque chose y est dépourvu de sens.",
		TooMany:         "Trop de requêtes",
		TooManyText:     "Vous avez demandé plus que ce site ne peut envoyer à la fois. Réessayez dans un instant.",
		Unavailable:     "De retour dans un instant",
		UnavailableText: "Cette page réessaiera d’elle-même.",
		TooLong:         "Cette adresse est trop longue",
		TooLongText:     "Aucune adresse de ce site n’est aussi longue.",
		Method:          "Lecture seule",
		MethodText:      "On ne peut rien envoyer à ce site.",
		Other:           "Cela n’a pas fonctionné",
		OtherText:       "Réessayez plus tard.",
		DidYouMean:      "Vouliez-vous dire",
		Home:            "Aller à l’accueil",
	},
}

// Of returns the heading and the sentence for a status of HTTP.
func (e Error) Of(status int) (heading, text string) {
	switch status {
	case 400:
		return e.Refused, e.RefusedText
	case 404:
		return e.NotFound, e.NotFoundText
	case 405:
		return e.Method, e.MethodText
	case 410:
		return e.Gone, e.GoneText
	case 414:
		return e.TooLong, e.TooLongText
	case 429:
		return e.TooMany, e.TooManyText
	case 503:
		return e.Unavailable, e.UnavailableText
	}
	return e.Other, e.OtherText
}
