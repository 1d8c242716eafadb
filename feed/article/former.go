package article

import (
	"cmp"
	"path"
	"slices"
	"strings"
)

// readAliases reads former addresses of the page. An alias that begins with a
// slash is a path on the site. Other aliases are read differently: some
// generators resolve them from the folder of the file, some from the root, and in
// Obsidian they are only other names of a note. Each of these readings counts if
// nothing else lives at that address.
func (r *reading) readAliases(_ key, f field) bool {
	list, _ := names(f.value)
	if s, text := f.value.(string); text {
		list = strings.Split(s, ",")
	}
	for _, alias := range list {
		if alias = strings.TrimSpace(alias); alias == "" {
			continue
		}
		if r.aliases == maxLinks {
			r.full(Addresses, "aliases", maxLinks, f.offset)
			break
		}
		r.aliases++
		r.alias(alias, f.offset)
	}
	if a := r.article; len(a.Aliases)+len(a.Perhaps) > 0 && a.FormerAt == (Place{}) {
		a.FormerAt = r.at(f.offset)
	}
	return true
}

func (r *reading) alias(alias string, offset int) {
	a := r.article
	rest, of := r.place.own(alias)
	own := of != others && rest != ""
	switch more := strings.ContainsAny(alias, "?#"); {
	case !own && (strings.Contains(alias, "://") || strings.HasPrefix(alias, "//")):
		r.drop(offset, Addresses, "alias "+quote(alias)+" is on another site", "write the path of a page on this site")
	case (own || alias[0] == '/') && more:
		r.drop(offset, Addresses, "alias "+quote(alias)+" has a query or a fragment", "remove everything from the ? or # on")
	case own || alias[0] == '/':
		a.Aliases = r.former(a.Aliases, alias)
	case more: // the name of a note, not an address
	case alias[0] == '.':
		fromFolder := path.Join(path.Dir(r.file), alias)
		r.perhaps(fromFolder, fromFolder)
	default:
		r.perhaps(path.Join(path.Dir(r.file), alias), "/"+alias)
	}
}

// former adds the page that a path on the site means.
func (r *reading) former(list []string, link string) []string {
	p := r.formerPage(link)
	if p == "" || p == r.article.Path || slices.Contains(list, p) {
		return list
	}
	return append(list, p)
}

// perhaps adds the pages that the two readings of an alias mean, unless they are
// there already.
func (r *reading) perhaps(one, other string) {
	first, second := r.formerPage(one), r.formerPage(other)
	first, second = cmp.Or(first, second), cmp.Or(second, first)
	for pair := range slices.Chunk(r.article.Perhaps, 2) {
		if pair[0] == first && pair[1] == second {
			return
		}
	}
	if first != "" {
		r.article.Perhaps = append(r.article.Perhaps, first, second)
	}
}

// formerPage returns the page that a path on the site means, or "" if it does not
// mean a page.
func (r *reading) formerPage(link string) string {
	p, ok := r.place.sitePath(link, r.file)
	if !ok {
		return ""
	}
	return PageAt(PagePath(p))
}
