package article

import (
	"strconv"
	"strings"
)

// compact moves the strings of an article into one allocation, each reduced
// to XML 1.0 characters: an archive holds a million articles for years.
func (r *reading) compact() {
	a := r.article
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
}

// exact moves a list that grew into an allocation of its own length.
func exact[T any](list []T) []T {
	if len(list) == cap(list) {
		return list
	}
	return append(make([]T, 0, len(list)), list...)
}

// texts gives every string of its own that an article holds.
func (r *reading) texts() []*string {
	a := r.article
	fields := []*string{&a.File, &a.Title, &a.HTML, &a.Cover}
	if a.Rare != r.none {
		fields = append(fields, &a.Summary, &a.Language, &a.ID, &a.CoverPath, &a.CoverAlt)
	}
	for _, links := range [][]Link{a.Sources, a.Elsewhere} {
		for i := range links {
			fields = append(fields, &links[i].Name, &links[i].URL)
		}
	}
	for _, list := range [][]string{a.Changes, a.Authors, a.Aliases, a.Images} {
		for i := range list {
			fields = append(fields, &list[i])
		}
	}
	return fields
}

// kib words a size.
func kib(n int) string { return strconv.Itoa((n+1023)>>10) + " KiB" }

// plain reports whether r says no more than the one that articles share.
func (r *Rare) plain(shared *Rare) bool {
	return r.Summary == "" && r.Updated.IsZero() && r.Language == shared.Language && !r.Draft && r.ID == "" && r.CoverAlt == "" && r.CoverPath == "" &&
		len(r.Authors)+len(r.Aliases)+len(r.Changes)+len(r.Elsewhere)+len(r.Images) == 0
}
