package phrases

// help holds the text of the page that explains feeds.
type help struct {
	What                string // a feed is
	How                 string // a heading
	Steps               []string
	Readers             string // a heading
	Phone, Desktop, Web string // where a reader runs
	ForPhone            string
	ForDesktop, ForWeb  string
	Privacy             string // a heading
	Unknown, Stop       string
	Here                string // a heading
	Everything          string // the name of the feed of everything
}

var helps = map[string]help{
	"en": {
		What: "A feed is an address at which a site tells programs what is new. A feed reader fetches it from time to time and shows you the new articles of all the sites that you follow in one place, in order, without missing any.",
		How:  "Follow in three steps",
		Steps: []string{
			"Choose a feed reader.",
			"Copy the address of the feed that you want. Every list of articles on this site has it behind the button “Follow”.",
			"Paste the address in your reader where it says “Add” or “Subscribe”. From then on, new articles appear there.",
		},
		Readers:    "Feed readers",
		Phone:      "On a phone or a tablet",
		ForPhone:   "an app. Search for “RSS reader” where you get your apps.",
		Desktop:    "On a computer",
		ForDesktop: "a program that you install. Some mail programs and browsers read feeds as well.",
		Web:        "In the browser",
		ForWeb:     "a site on which you have an account. It knows on all your devices what you have read.",
		Privacy:    "Nobody asks who you are",
		Unknown:    "You need no account here and give no mail address. Your reader fetches the feed as a browser fetches a page, and this site learns no more from it.",
		Stop:       "When you have had enough, remove the feed from your reader. That is all.",
		Here:       "Feeds of this site",
		Everything: "All articles",
	},
	"zh": {
		What: "订阅源是一个地址，网站通过它告诉程序有哪些新内容。阅读器会不时读取它，把您订阅的所有网站的新文章按顺序集中显示在一处，一篇不漏。",
		How:  "三步完成订阅",
		Steps: []string{
			"选择一个订阅阅读器。",
			"复制您想要的订阅源的地址。在本站每个文章列表的“订阅”按钮下都能找到它。",
			"在阅读器的“添加”或“订阅”处粘贴该地址。此后新文章就会出现在那里。",
		},
		Readers:    "订阅阅读器",
		Phone:      "手机或平板",
		ForPhone:   "一个应用。在应用商店中搜索“RSS 阅读器”即可。",
		Desktop:    "电脑",
		ForDesktop: "安装一个程序。有些邮件程序和浏览器也能阅读订阅源。",
		Web:        "浏览器",
		ForWeb:     "一个需要注册账号的网站。它能在您的所有设备上记住您读过什么。",
		Privacy:    "没有人问您是谁",
		Unknown:    "您无需在此注册账号，也不用留下邮箱地址。阅读器读取订阅源就像浏览器读取网页一样，本站不会因此知道更多。",
		Stop:       "不想再看时，从阅读器中删除该订阅源即可。",
		Here:       "本站的订阅源",
		Everything: "全部文章",
	},
	"de": {
		What: "Ein Feed ist eine Adresse, unter der eine Website Programmen sagt, was neu ist. Ein Feedreader ruft sie von Zeit zu Zeit ab und zeigt Ihnen die neuen Artikel aller Websites, denen Sie folgen, an einem Ort, der Reihe nach und ohne einen auszulassen.",
		How:  "In drei Schritten abonnieren",
		Steps: []string{
			"Wählen Sie einen Feedreader.",
			"Kopieren Sie die Adresse des Feeds, den Sie möchten. Auf dieser Website steht sie bei jeder Liste von Artikeln hinter dem Knopf „Abonnieren“.",
			"Fügen Sie die Adresse in Ihrem Reader bei „Hinzufügen“ oder „Abonnieren“ ein. Von da an erscheinen neue Artikel dort.",
		},
		Readers:    "Feedreader",
		Phone:      "Auf Telefon oder Tablet",
		ForPhone:   "eine App. Suchen Sie dort, wo Sie Ihre Apps bekommen, nach „RSS-Reader“.",
		Desktop:    "Auf dem Computer",
		ForDesktop: "ein Programm, das Sie installieren. Auch manche Mailprogramme und Browser lesen Feeds.",
		Web:        "Im Browser",
		ForWeb:     "eine Website, auf der Sie ein Konto haben. Sie weiß auf allen Ihren Geräten, was Sie gelesen haben.",
		Privacy:    "Niemand fragt, wer Sie sind",
		Unknown:    "Sie brauchen hier kein Konto und geben keine Mailadresse an. Ihr Reader ruft den Feed ab, wie ein Browser eine Seite abruft; mehr erfährt diese Website dadurch nicht.",
		Stop:       "Wenn Sie genug haben, entfernen Sie den Feed aus Ihrem Reader. Das ist alles.",
		Here:       "Feeds dieser Website",
		Everything: "Alle Artikel",
	},
	"es": {
		What: "Un canal es una dirección en la que un sitio dice a los programas qué hay de nuevo. Un lector de canales la consulta de vez en cuando y le muestra en un solo lugar, en orden y sin perder ninguno, los artículos nuevos de todos los sitios que usted sigue.",
		How:  "Seguir en tres pasos",
		Steps: []string{
			"Elija un lector de canales.",
			"Copie la dirección del canal que desee. En este sitio, cada lista de artículos la tiene tras el botón «Seguir».",
			"Pegue la dirección en su lector, donde dice «Añadir» o «Suscribirse». Desde entonces, los artículos nuevos aparecen allí.",
		},
		Readers:    "Lectores de canales",
		Phone:      "En un teléfono o una tableta",
		ForPhone:   "una aplicación. Busque «lector RSS» donde obtiene sus aplicaciones.",
		Desktop:    "En un ordenador",
		ForDesktop: "un programa que usted instala. Algunos programas de correo y navegadores también leen canales.",
		Web:        "En el navegador",
		ForWeb:     "un sitio en el que usted tiene una cuenta. Sabe en todos sus dispositivos lo que ya leyó.",
		Privacy:    "Nadie pregunta quién es usted",
		Unknown:    "Aquí no necesita cuenta ni da una dirección de correo. Su lector consulta el canal como un navegador consulta una página, y este sitio no llega a saber nada más.",
		Stop:       "Cuando se canse, quite el canal de su lector. Eso es todo.",
		Here:       "Canales de este sitio",
		Everything: "Todos los artículos",
	},
	"fr": {
		What: "Un flux est une adresse à laquelle un site dit aux programmes ce qui est nouveau. Un lecteur de flux la consulte de temps en temps et vous montre au même endroit, dans l’ordre et sans en manquer, les nouveaux articles de tous les sites que vous suivez.",
		How:  "Suivre en trois étapes",
		Steps: []string{
			"Choisissez un lecteur de flux.",
			"Copiez l’adresse du flux que vous voulez. Sur ce site, elle se trouve derrière le bouton « Suivre » de chaque liste d’articles.",
			"Collez l’adresse dans votre lecteur, là où il propose « Ajouter » ou « S’abonner ». Les nouveaux articles y apparaîtront désormais.",
		},
		Readers:    "Lecteurs de flux",
		Phone:      "Sur un téléphone ou une tablette",
		ForPhone:   "une application. Cherchez « lecteur RSS » là où vous obtenez vos applications.",
		Desktop:    "Sur un ordinateur",
		ForDesktop: "un programme à installer. Certains logiciels de courriel et navigateurs lisent aussi les flux.",
		Web:        "Dans le navigateur",
		ForWeb:     "un site où vous avez un compte. Il sait sur tous vos appareils ce que vous avez lu.",
		Privacy:    "Personne ne demande qui vous êtes",
		Unknown:    "Vous n’avez besoin d’aucun compte ici et ne donnez aucune adresse de courriel. Votre lecteur consulte le flux comme un navigateur consulte une page, et ce site n’en apprend pas plus.",
		Stop:       "Quand vous en avez assez, retirez le flux de votre lecteur. C’est tout.",
		Here:       "Les flux de ce site",
		Everything: "Tous les articles",
	},
}
