package article

import (
	"fmt"
	"path"
	"strings"

	"golang.org/x/text/language"
)

// readLanguage takes a language tag, "en_US" and "en_US.UTF-8" too.
func (r *reading) readLanguage(k key, f field) bool {
	s, ok := r.text(k, f)
	if !ok {
		return false
	}
	tag, _, _ := strings.Cut(strings.TrimSpace(s), ".")
	if t, err := language.Parse(tag); err == nil {
		r.speak(t)
		return true
	}
	r.drop(f.offset, Languages, fmt.Sprintf("language %q is not a language tag", Shorten(s, 80)), "write a BCP 47 tag such as en or zh-Hant")
	return false
}

func (r *reading) speak(t language.Tag) {
	r.article.Language = t.String()
	r.script = scriptOf(r.article.Language)
	r.spoken = true
}

// languageOfPath takes the language that the name of a file says, else its
// first folder if that is one of the site's languages.
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
		r.speak(t)
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
