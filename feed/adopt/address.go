package adopt

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// root is an address below which the paths of articles begin.
type root struct{ host, path string }

// rootOf returns the root that a URL means: "https://www.example.org/blog/" is
// example.org and "/blog".
func rootOf(address string) (r root, ok bool) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return r, false
	}
	path := strings.TrimSuffix(u.Path, "index.html")
	return root{hostOf(u), strings.TrimRight(path, "/")}, true
}

// hostOf returns the host of a URL for comparisons: with its port if that is not the
// usual one, without "www.".
func hostOf(u *url.URL) string {
	host, port := strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), u.Port()
	if port != "" && port != "80" && port != "443" {
		host += ":" + port
	}
	return strings.TrimPrefix(host, "www.")
}

// places knows which article stands at an address of the author's site.
type places struct {
	snapshot *archive.Snapshot
	// at are the articles by their permalinks, as key makes them equal. Several may
	// differ only in case.
	at map[string][]*archive.Entry
}

func newPlaces(s *archive.Snapshot) *places {
	p := &places{snapshot: s, at: make(map[string][]*archive.Entry, s.Global().Len())}
	for e := range s.Global().Newest() {
		for _, k := range slices.Compact([]string{key(e.Permalink()), key(e.Path)}) {
			p.at[k] = append(p.at[k], e)
		}
	}
	return p
}

// below returns the paths that a URL may mean on the author's site, the likeliest
// first, and whether its host belongs to one of some roots. A root with a path comes
// before the whole host. A URL without a host belongs to any.
func below(roots []root, u *url.URL) (paths []string, own bool) {
	for _, r := range roots {
		if u.Host != "" && r.host != hostOf(u) {
			continue
		}
		own = true
		if rest, ok := strings.CutPrefix(u.Path, r.path); ok && (rest == "" || rest[0] == '/') {
			paths = append(paths, rest)
		}
	}
	if own {
		paths = append(paths, u.Path)
	}
	slices.SortStableFunc(paths, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	return slices.Compact(paths), own
}

// find returns the articles to which a path of the author's site leads: one, or
// several whose addresses differ only in spelling.
func (p *places) find(path string) []*archive.Entry {
	if strings.Trim(path, "/") == "" {
		return nil
	}
	list := p.at[key(path)]
	for _, e := range list {
		if e.Permalink() == path || strings.TrimSuffix(e.Permalink(), "/") == strings.TrimSuffix(path, "/") {
			return []*archive.Entry{e}
		}
	}
	if len(list) > 0 {
		return list
	}
	for _, page := range article.PagesAt(path) {
		if e, ok := p.snapshot.Entry(page); ok {
			return []*archive.Entry{e}
		}
		if e, ok := p.snapshot.Moved(page); ok {
			return []*archive.Entry{e}
		}
	}
	return nil
}

// key returns a path in the form in which addresses of pages are compared: without
// case, without the slash, the index and the extension of a page at its end.
func key(path string) string {
	path = strings.ToLower(article.Composed(path))
	path = strings.TrimRight(path, "/")
	for _, end := range []string{".html", ".htm", ".php", ".md"} {
		if rest, ok := strings.CutSuffix(path, end); ok {
			path = strings.TrimSuffix(rest, "/index")
			break
		}
	}
	return "/" + strings.Trim(path, "/")
}

// page returns the path of the page of a link as an article there would have it.
func page(path string) string {
	path = article.Composed(path)
	if plain := strings.TrimRight(path, "/"); plain != path {
		return plain
	}
	return article.PagePath(path)
}

// number returns the number of a post in a URL of WordPress: "12" of "/?p=12". It
// returns "" if there is none.
func number(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.RawQuery == "" {
		return ""
	}
	q := u.Query()
	return cmp.Or(q.Get("p"), q.Get("page_id"))
}
