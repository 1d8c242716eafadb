package generators

var hugo = generator{name: "Hugo", marks: []string{"hugo.toml"}, read: func(r *reading) bool { r.config("hugo.toml"); return true }}
var zola = generator{name: "Zola", marks: []string{}, read: func(r *reading) bool { return true }}
var hexo = generator{name: "Hexo", marks: []string{}, read: func(r *reading) bool { return true }}
var jekyll = generator{name: "Jekyll", marks: []string{}, read: func(r *reading) bool { return true }}
