package article

import (
	"strconv"
	"strings"
	"unique"
)

// compact moves the strings of an article into one allocation, reduced to the
// characters of XML 1.0, because an archive may hold a million articles for
// years.
func (r *reading) compact() {
	a := r.article
	language := unique.Make(XML(a.Language))
	if a.Language = language.Value(); a.plain() {
		a.Rare = plainRare(language)
	}
	located := a.Path != a.UsualPath()
	fields := r.texts()
	if located {
		fields = append(fields, &a.Path)
	}
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
	if !located {
		a.Path = a.UsualPath()
	}
	a.Sources, a.Topics, a.Related = exact(a.Sources), exact(a.Topics), exact(a.Related)
	if !a.plain() {
		a.Elsewhere, a.Authors = exact(a.Elsewhere), exact(a.Authors)
		a.Aliases, a.Changes, a.Perhaps = exact(a.Aliases), exact(a.Changes), exact(a.Perhaps)
		a.References = exact(a.References)
	}
}

// exact moves a list into an allocation of exactly its length. It returns nil for
// an empty list.
func exact[T any](list []T) []T {
	switch len(list) {
	case 0:
		return nil
	case cap(list):
		return list
	}
	return append(make([]T, 0, len(list)), list...)
}

// texts returns pointers to all strings of an article that it does not share with
// others.
func (r *reading) texts() []*string {
	a := r.article
	fields := []*string{&a.File, &a.Title, &a.HTML, &a.Cover}
	if !a.plain() { // a plain Rare is shared, and must not be written
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
		fields = append(fields, &f.Path, &f.Name, &f.Suffix, &f.AtHome)
	}
	if x := a.Enclosure; x != nil {
		fields = append(fields, &x.URL, &x.Path, &x.Type)
	}
	return fields
}

// kib returns a size in KiB, rounded up, for use in a complaint.
func kib(n int) string { return strconv.Itoa((n+1023)>>10) + " KiB" }
