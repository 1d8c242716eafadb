package generators

import (
	"path"
	"slices"
	"strings"
)

// hugoConfig returns the configuration of a site of Hugo, or nil if it is not one.
// Files in config/_default count before that at the top, and those in
// config/production, with which Hugo builds the public site, before both.
func (r *reading) hugoConfig() (conf *value) {
	top := r.first(hugoFiles...)
	for _, folder := range []string{"config/production", "config/_default"} {
		for _, name := range r.regular(folder) {
			if ext := path.Ext(name); ext == ".toml" || ext == ".yaml" || ext == ".yml" || ext == ".json" {
				conf = merge(conf, hugoPart(r.config(path.Join(folder, name)), strings.TrimSuffix(name, ext)))
			}
		}
	}
	switch {
	case top == "":
	case conf != nil:
		r.note("%s: the site also has a configuration in %s; that one counts where both say something, as for Hugo; keep one of the two if this is not meant", top, path.Dir(r.Files[0]))
		fallthrough
	case strings.HasPrefix(top, "hugo."), r.isHugo(top):
		conf = merge(conf, r.config(top))
		r.noteSecond(top, hugoFiles)
	}
	return conf
}

// noteSecond notes the configuration files besides the one that counts.
func (r *reading) noteSecond(counts string, names []string) {
	for _, name := range names {
		if name != counts && r.isFile(name) {
			r.note("%s: the site also has the configuration %s, which counts; this one was not read; remove one of the two", name, counts)
		}
	}
}

// hugoPart returns what a file in a folder of configurations says as a part of the
// whole: params.en.toml has the parameters of the language en, and both
// languages.en.toml and hugo.en.toml have all that it sets.
func hugoPart(v *value, name string) *value {
	name, language, _ := strings.Cut(name, ".")
	var keys []string
	if language != "" {
		keys = []string{"languages", language}
	}
	if name != "hugo" && name != "config" && !(name == "languages" && language != "") {
		keys = append(keys, name)
	}
	if v == nil {
		return nil
	}
	for _, key := range slices.Backward(keys) {
		outer := &value{file: v.file, line: 1, fields: map[string]*value{}}
		outer.put(key, v)
		v = outer
	}
	return v
}

// isHugo reports whether a configuration with a common name is one of Hugo, rather
// than of Zola or of Dateline itself.
func (r *reading) isHugo(name string) bool {
	v := r.peek(name)
	if v.at("base_url") != nil || v.at("site", "base_url") != nil {
		return false
	}
	for _, key := range []string{"baseURL", "languageCode", "defaultContentLanguage", "contentDir", "module"} {
		if v.at(key) != nil {
			return true
		}
	}
	return r.isFolder("content") && (r.isFolder("archetypes") || r.isFolder("layouts") || r.isFolder("themes"))
}
