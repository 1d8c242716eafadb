package article

import (
	"path"
	"slices"
	"strings"
)

// readAliases takes former addresses of the page. One that begins with a slash
// is a path of the site. Generators read others from the folder of the file or
// from the root, and Obsidian's are only other names of a note, so they count
// where nothing else lives.
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
	own, absolute := strings.CutPrefix(alias, r.place.base+"/")
	if absolute {
		alias = "/" + own
	}
	switch more := strings.ContainsAny(alias, "?#"); {
	case strings.Contains(alias, "://"), strings.HasPrefix(alias, "//"):
		r.drop(offset, Addresses, "alias "+quote(alias)+" is on another site", "write the path of a page of this site")
	case alias[0] == '/' && more:
		r.drop(offset, Addresses, "alias "+quote(alias)+" has a query or a fragment", "leave out what begins with ? or #")
	case alias[0] == '/':
		a.Aliases = r.former(a.Aliases, alias)
	case more: // the name of a note, and no address
	case alias[0] == '.':
		a.Perhaps = r.former(a.Perhaps, path.Join(path.Dir(r.file), alias))
	default:
		a.Perhaps = r.former(a.Perhaps, path.Join(path.Dir(r.file), alias))
		a.Perhaps = r.former(a.Perhaps, "/"+alias)
	}
}

// former adds the page that a path of the site means.
func (r *reading) former(list []string, link string) []string {
	p, ok := r.place.sitePath(link, r.file)
	if p = PageAt(PagePath(p)); !ok || p == "" || p == r.article.Path || slices.Contains(list, p) {
		return list
	}
	return append(list, p)
}
