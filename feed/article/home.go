package article

import (
	"cmp"
	"path"
	"strings"
)

// The author's own site has what is not here: pages that are not articles, and
// files that are not in the tree. A link or a picture that leads to nothing here is
// left to that site, to which its author wrote it.

// atHome returns where a link leads on the author's own site, without its query and
// fragment: a percent-encoded path below Options.Home, or the URL if the author
// wrote that site's. It is empty if the author has no such site, or the link cannot
// mean it: an address of this site, the name of a note, a Markdown file, an alias of
// a folder ("@/x", "~/x"). A relative link counts from the address of the article
// there, as it does in browsers.
func (r *reading) atHome(link string) string {
	if link == "" || link[0] == '#' { // it leads to nothing else
		return ""
	}
	link, _ = cutSuffix(link)
	if r.options.Home == "" || strings.HasPrefix(link, "@") || strings.HasPrefix(link, "~") || strings.HasPrefix(link, namedPath) {
		return ""
	}
	find := r.place.rooted
	if isAbsolute(link) {
		find = r.place.own
	}
	rest, of := find(link)
	switch {
	case rest == "" && isAbsolute(link): // it names no page
		return ""
	case of == authors && isAbsolute(link):
		return absolute(link)
	case of == others, of == ours, IsMarkdown(rest):
		return ""
	}
	if below, ok := cutPath(rest, r.place.home); ok && r.place.names(rest) {
		rest = "/" + strings.TrimPrefix(below, "/") // rooted leaves it to the directory
	}
	if strings.HasPrefix(rest, "/") {
		return URI(rest)
	}
	return r.beside(URI(rest))
}

// beside returns the path that a relative link has on the author's own site, or ""
// if it leads above the root, as only the path of a file can.
func (r *reading) beside(link string) string {
	page := PathURI(r.article.Permalink())
	if link == "" {
		return page
	}
	joined := path.Join(strings.TrimPrefix(page[:strings.LastIndexByte(page, '/')+1], "/"), link)
	if last := path.Base(link); joined != "." && (strings.HasSuffix(link, "/") || last == "." || last == "..") {
		joined += "/"
	}
	if joined = strings.TrimPrefix(joined, "."); strings.HasPrefix(joined, ".") {
		return ""
	}
	return "/" + joined
}

// homeURL returns the URL that a link has on the author's own site, or "".
func (r *reading) homeURL(link string) string {
	_, suffix := cutSuffix(link)
	f := Reference{AtHome: r.atHome(link), Suffix: URI(suffix)}
	return f.URLAt(r.options.Home)
}

// URLAt returns the URL of the target on the author's own site, whose address is
// home, or "" if that site cannot be meant or home is empty.
func (f *Reference) URLAt(home string) string {
	switch {
	case home == "" || f.AtHome == "":
		return ""
	case f.AtHome[0] == '/':
		return home + f.AtHome + f.Suffix
	}
	return f.AtHome + f.Suffix
}

// PermalinkAt returns the URL of an article on its author's own site, whose address
// is home.
func (a *Article) PermalinkAt(home string) string { return home + PathURI(a.Permalink()) }

// leaveHome sets where the cover and the enclosure of front matter are on the
// author's own site. It needs the address of the article there, which may be set
// below them.
func (r *reading) leaveHome() {
	a := r.article
	if a.CoverPath != "" {
		a.Cover = cmp.Or(r.homeURL(r.coverLink), a.Cover)
	}
	if x := a.Enclosure; x != nil && x.Path != "" {
		x.URL = r.homeURL(r.enclosureLink)
	}
}

// absolute returns an absolute link as a URI with its host in ASCII.
func absolute(link string) string {
	if strings.HasPrefix(link, "//") {
		link = "https:" + link
	}
	link, _ = asciiHost(link)
	return URI(link)
}

// cutSuffix cuts the query and the fragment from a link.
func cutSuffix(link string) (rest, suffix string) {
	if i := strings.IndexAny(link, "?#"); i >= 0 {
		return link[:i], link[i:]
	}
	return link, ""
}
