package article

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
)

// An article is hidden because of its front matter (the keys of the vocabulary that
// hide, the moments at which it appears and expires), because of its path, or, if
// front matter cannot be read, because of the text of the front matter. Rare.Hidden
// is the reason.

// verdict is what the value of a key means for the article.
type verdict int

const (
	shows verdict = iota
	hides
	unclear // the value makes no sense for the key, so the article is not published
)

// whenTrue, whenFalse and whenFalseOrDate return the verdict on a truth value. The
// last is for "published", which is a date in some trees.
func whenTrue(value string) verdict {
	switch yes, ok := truthValue(value); {
	case !ok:
		return unclear
	case yes:
		return hides
	}
	return shows
}

func whenFalse(value string) verdict {
	switch whenTrue(value) {
	case hides:
		return shows
	case shows:
		return hides
	}
	return unclear
}

func whenFalseOrDate(value string) verdict {
	if beginsWithDay(value) { // checkDate checks whether it is a valid date
		return shows
	}
	return whenFalse(value)
}

// whenSet returns the verdict on a password that visitors of the author's site
// are asked for (hexo-blog-encrypt).
func whenSet(value string) verdict {
	if yes, ok := truthValue(value); ok && !yes || value == "null" || value == "~" {
		return shows
	}
	return hides
}

// hidingWords returns a function that returns the verdict on a value that is a
// word, or begins with one ("draft, needs pictures"). Only the given words hide,
// so that an article with an unknown status is shown.
func hidingWords(words string) func(string) verdict {
	list := strings.Fields(words)
	return func(value string) verdict {
		first := value
		if i := strings.IndexAny(value, " ,;(/"); i > 0 {
			first = value[:i]
		}
		if slices.Contains(list, keyName(value)) || slices.Contains(list, keyName(first)) || slices.Contains(list, canonical(value)) {
			return hides
		}
		return shows
	}
}

// truthValue reads a truth value, as YAML 1.1 and people write it.
func truthValue(value string) (yes, ok bool) {
	switch strings.ToLower(value) {
	case "true", "yes", "on", "y", "1":
		return true, true
	case "false", "no", "off", "n", "0":
		return false, true
	}
	return false, false
}

// canonical returns a value as it is written in a reason.
func canonical(value string) string {
	switch yes, ok := truthValue(value); {
	case !ok:
		return Shorten(oneLine(strings.ToLower(value)), 80)
	case yes:
		return "true"
	}
	return "false"
}

// because returns a key and its value as a reason. Passwords are left out of it.
func because(name, value string) string {
	if lastName(keyName(name)) == "password" {
		return name
	}
	return name + ": " + canonical(value)
}

// hide records a reason, if it is not empty. The first reason counts.
func (r *reading) hide(reason string) {
	if r.article.Hidden == "" {
		r.article.Hidden = reason
	}
}

// hiding returns only the complaints about hiding.
func (r *reading) hiding() []Problem {
	return slices.DeleteFunc(r.problems, func(p Problem) bool { return p.About != Hiding })
}

// readFlag reads a key that can hide the article. A list is allowed only for keys
// whose values are words, each of which counts.
func (r *reading) readFlag(w *word, k key, f field) bool {
	if !isText(f.value) && w.hides("") == unclear {
		what, hint := notText(k.name)
		r.reject(f.offset, Hiding, what, hint)
		r.hide(k.name + " is a list or an object")
		return true
	}
	values, _ := names(f.value)
	for _, value := range values {
		switch value = strings.TrimSpace(value); w.hides(value) {
		case shows:
			if k.name == "published" && beginsWithDay(value) {
				r.checkDate(value, f.offset)
			}
		case hides:
			r.hide(because(k.name, value))
		case unclear:
			wanted := "true or false"
			if k.name == "published" {
				wanted = "true, false or a date"
			}
			r.reject(f.offset, Hiding, fmt.Sprintf("front matter %s is %q, not %s", k.name, Shorten(value, 80), wanted), "write "+wanted)
			r.hide(because(k.name, value))
		}
	}
	return true
}

// checkDate rejects an invalid date under a key that is not read as the date.
func (r *reading) checkDate(value string, offset int) {
	if _, _, err := parseMoment(value, r.options.Zone); err != nil {
		r.reject(offset, Dates, err.Error(), "write "+err.(*notADate).instead)
	}
}

// readAppears and readExpires read the moments between which an article is shown.
// Hugo treats pubDate and published like publishDate; in other generators they are
// the date or a flag.
func (r *reading) readAppears(k key, f field) bool {
	if k.name == "publishDate" {
		t, ok := r.bound(k, f)
		r.article.Appears = t
		return ok
	}
	t, what, _ := r.instant(f, k.name)
	r.article.Appears = t
	return what == ""
}

func (r *reading) readExpires(k key, f field) (ok bool) {
	if r.article.Expires, ok = r.bound(k, f); ok {
		r.expiresAt = f.offset
	}
	return ok
}

// bound returns such a moment. If it cannot be read, it is unknown whether the
// article should be visible, so the article is hidden.
func (r *reading) bound(k key, f field) (time.Time, bool) {
	t, what, hint := r.instant(f, k.name)
	if what != "" {
		r.reject(f.offset, Hiding, what, hint)
		r.hide(k.name + " cannot be read")
	}
	return t, what == ""
}

// checkSpan drops Appears if it is not after the date of the article, and hides an
// article that expires before it appears.
func (r *reading) checkSpan() {
	a := r.article
	if a.Appears.IsZero() && a.Expires.IsZero() {
		return
	}
	appears := a.Appears
	a.Appears = time.Time{}
	if appears.After(a.Due(r.options.Zone)) {
		a.Appears = appears
	}
	if !a.Expires.IsZero() && !a.Expires.After(a.Due(r.options.Zone)) {
		r.report(r.expiresAt, Problem{About: Hiding, What: "the article expires before it appears", Effect: "article hidden", Hint: "write a later date, or remove this key"})
		r.hide("it expires before it appears")
	}
}

// refuseSpan hides a page without a date that is to appear or to expire at a moment:
// only articles have a clock.
func (r *reading) refuseSpan() {
	if a := r.article; !a.Appears.IsZero() || !a.Expires.IsZero() {
		r.report(r.expiresAt, Problem{About: Hiding, What: "a page without a date cannot appear or expire by itself", Effect: "page hidden", Hint: "remove the moment from front matter"})
		r.hide("it has a moment at which it appears or expires, but no date")
	}
}

// readNoIndex, readRobots and readSitemap read keys for search engines, which only
// keep an article out of sitemaps.
func (r *reading) readNoIndex(k key, f field) bool {
	value, _ := f.value.(string)
	switch whenTrue(strings.TrimSpace(value)) {
	case hides:
		r.article.NoIndex = true
	case unclear:
		r.article.NoIndex = true
		r.report(f.offset, Problem{About: Hiding, What: "front matter " + k.name + " is not true or false", Effect: "the article is kept out of sitemaps", Hint: "write true or false"})
	}
	return true
}

func (r *reading) readRobots(_ key, f field) bool {
	all, _ := names(f.value)
	for _, s := range all {
		s = strings.ToLower(s)
		r.article.NoIndex = r.article.NoIndex || strings.Contains(s, "noindex") || strings.TrimSpace(s) == "none"
	}
	return true
}

func (r *reading) readSitemap(_ key, f field) bool {
	value, ok := f.value.(string)
	r.article.NoIndex = r.article.NoIndex || ok && canonical(strings.TrimSpace(value)) == "false"
	return true
}

// hidingFolders are names of folders whose files are hidden.
var hidingFolders = []string{"_drafts", "_unpublished"}

// hiddenByPath returns the reason why a file is hidden because of its path below
// the content directory, or "".
func hiddenByPath(rel string) string {
	if strings.HasPrefix(path.Base(rel), "_") {
		return "its name begins with _"
	}
	for rest := rel; ; {
		folder, below, ok := strings.Cut(rest, "/")
		if !ok {
			return ""
		}
		for _, f := range hidingFolders {
			if strings.EqualFold(folder, f) {
				return "in " + folder + "/"
			}
		}
		rest = below
	}
}

// IsSection reports whether a file is the page of a section in Hugo and Zola,
// which is not an article.
func IsSection(base string) bool {
	return len(base) > len("_index.") && strings.EqualFold(base[:len("_index.")], "_index.")
}
