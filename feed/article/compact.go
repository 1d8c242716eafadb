package article

import (
	"strconv"
	"strings"
	"unique"
)

// compact moves the strings of an article into one allocation, each reduced
// to XML 1.0 characters: an archive holds a million articles for years.
func (r *reading) compact() {
	a := r.article
	language := unique.Make(XML(a.Language))
	if a.Language = language.Value(); a.plain() {
		a.Rare = plainRare(language)
	}
	fields := r.texts()
	size := 0
	for _, s := range fields {
		*s = XML(*s)
		size += len(*s)
	}
	var b strings.Builder
	b.Grow(size)
	for _, s := range fields {
		b.WriteString(*s)
	}
	all := b.String()
	for _, s := range fields {
		*s, all = all[:len(*s)], all[len(*s):]
	}
	a.Path = PagePath(a.File)
	a.Sources, a.Topics, a.Related = exact(a.Sources), exact(a.Topics), exact(a.Related)
	if !a.plain() {
		a.Elsewhere, a.Authors = exact(a.Elsewhere), exact(a.Authors)
		a.Aliases, a.Changes, a.Perhaps = exact(a.Aliases), exact(a.Changes), exact(a.Perhaps)
		a.References = exact(a.References)
	}
}

// exact moves a list that grew into an allocation of its own length; an
// empty one is nil.
func exact[T any](list []T) []T {
	switch len(list) {
	case 0:
		return nil
	case cap(list):
		return list
	}
	return append(make([]T, 0, len(list)), list...)
}

// texts gives every string of its own that an article holds.
func (r *reading) texts() []*string {
	a := r.article
	fields := []*string{&a.File, &a.Title, &a.HTML, &a.Cover}
	if !a.plain() { // nothing is written to what articles share
		fields = append(fields, &a.Summary, &a.Hidden, &a.ID, &a.CoverPath, &a.CoverAlt)
	}
	for _, links := range [][]Link{a.Sources, a.Elsewhere} {
		for i := range links {
			fields = append(fields, &links[i].Name, &links[i].URL)
		}
	}
	for i := range a.Authors {
		fields = append(fields, &a.Authors[i].Name, &a.Authors[i].URL)
	}
	for _, list := range [][]string{a.Changes, a.Aliases, a.Perhaps} {
		for i := range list {
			fields = append(fields, &list[i])
		}
	}
	for i := range a.References {
		f := &a.References[i]
		fields = append(fields, &f.Path, &f.Name, &f.Suffix)
	}
	if x := a.Enclosure; x != nil {
		fields = append(fields, &x.URL, &x.Path, &x.Type)
	}
	return fields
}

// kib words a size.
func kib(n int) string { return strconv.Itoa((n+1023)>>10) + " KiB" }
