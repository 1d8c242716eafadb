package phrases

// Build holds the words of the builder.
type Build struct {
	Builder string
}

var builds = map[string]Build{
	"en": {
		Builder: "Build a feed",
	},
	"zh": {
		Builder: "定制订阅",
	},
	"de": {
		Builder: "Feed zusammenstellen",
	},
	"es": {
		Builder: "Crear un canal",
	},
	"fr": {
		Builder: "Composer un flux",
	},
}
