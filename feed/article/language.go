package article

import (
	"fmt"
	"path"
	"strings"

	"golang.org/x/text/language"
)

// readLanguage reads a language tag. It also accepts "en_US" and "en_US.UTF-8".
func (r *reading) readLanguage(k key, f field) bool {
	s, ok := r.text(k, f)
	if !ok {
		return false
	}
	tag, _, _ := strings.Cut(strings.TrimSpace(s), ".")
	if t, err := language.Parse(tag); err == nil {
		r.setLanguage(t)
		return true
	}
	r.drop(f.offset, Languages, fmt.Sprintf("language %q is not a language tag", Shorten(s, 80)), "write a BCP 47 tag such as en or zh-Hant")
	return false
}

func (r *reading) setLanguage(t language.Tag) {
	r.article.Language = t.String()
	r.script = scriptOf(r.article.Language)
	r.languageSet = true
}

// languageOfPath takes the language from the name of a file, or else from its
// first folder, if that is one of the languages of the site.
func (r *reading) languageOfPath(rel string) {
	base := path.Base(rel)
	_, tag := cutLanguage(base[:len(base)-len(path.Ext(base))])
	if tag == "" {
		tag = "." + r.languageFolder(rel)
	}
	if tag == "." {
		return
	}
	if t, err := language.Parse(tag[1:]); err == nil {
		r.setLanguage(t)
	}
}

func (r *reading) languageFolder(rel string) string {
	folder, _, below := strings.Cut(rel, "/")
	for _, l := range r.options.Languages {
		if below && strings.EqualFold(l, folder) {
			return l
		}
	}
	return ""
}
