package phrases

// Follow holds the words of the choices of a subscriber.
type Follow struct {
	FollowIt string
}

var follows = map[string]Follow{
	"en": {
		FollowIt: "Follow",
	},
	"zh": {
		FollowIt: "订阅",
	},
	"de": {
		FollowIt: "Abonnieren",
	},
	"es": {
		FollowIt: "Seguir",
	},
	"fr": {
		FollowIt: "Suivre",
	},
}
