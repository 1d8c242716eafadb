package article

import (
	"cmp"
	"encoding/hex"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// place is where a content directory is on the site.
type place struct {
	mount    string   // "/" or "/zh"
	prefixes []string // paths by which links name it, mount among them, longest first
	urls     []siteURL
	scheme   string // of the site, for links that begin with "//"
	base     string // path below which the site is: "", "/blog"
	home     string // path below which the author's own site is
}

// newPlace returns the place of a content directory.
func newPlace(o Options) place {
	p := place{mount: o.Mount, prefixes: append([]string{o.Mount}, o.Aliases...),
		urls: newSiteURLs(o), scheme: cmp.Or(scheme(o.BaseURL), "https")}
	slices.SortStableFunc(p.prefixes, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	_, _, p.base = splitWeb(o.BaseURL)
	_, _, p.home = splitWeb(o.Home)
	return p
}

// own cuts the name of a site from an absolute link: its host, in any form and
// case, and the path below which the site is. The rest is a path, a query, or
// empty. of is others if the link leaves the site.
func (p *place) own(link string) (rest string, of whose) {
	if strings.HasPrefix(link, "//") {
		link = p.scheme + ":" + link
	}
	scheme, host, path := splitWeb(link)
	if host == "" {
		return "", others
	}
	for i := range p.urls {
		if rest, ok := p.urls[i].cut(scheme, host, path); ok {
			return rest, p.urls[i].whose
		}
	}
	return "", others
}

// rooted cuts the path below which a site is from a link that begins with a slash
// or not, and returns whose site that is. A link that names no such path is one of
// the author's, if the author has a site. The path of the author's site may also
// be that by which links name the content directory, which then wins.
func (p *place) rooted(link string) (rest string, of whose) {
	rest, of = link, authors
	if below, ok := cutPath(link, p.base); ok && p.base != "" {
		rest, of = "/"+strings.TrimPrefix(below, "/"), ours
	}
	if below, ok := cutPath(link, p.home); ok && p.home != "" && (of != ours || len(p.home) >= len(p.base)) && !p.names(link) {
		rest, of = "/"+strings.TrimPrefix(below, "/"), authors
	}
	return rest, of
}

// names reports whether a link begins with a path, other than the root, by which
// links name the directory.
func (p *place) names(link string) bool {
	return slices.ContainsFunc(p.prefixes, func(prefix string) bool {
		_, ok := under(link, prefix)
		return ok && prefix != "/"
	})
}

// cutPath cuts a path from the beginning of a link, in whole segments.
func cutPath(link, path string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(link, path)
	return rest, ok && (rest == "" || rest[0] == '/' || rest[0] == '?')
}

// destination returns the URL that the destination of a Markdown link means.
// Backslash escapes and entities are resolved (CommonMark 6.3); nothing else
// changes.
func destination(raw []byte) string {
	return strings.TrimSpace(unescape(raw))
}

// pelicanMarks are what links of Pelican to files of the tree begin with. What follows is an
// ordinary link: "{filename}../b.md", "{static}/images/x.png".
var pelicanMarks = []string{"{filename}", "{static}", "{attach}", "|filename|", "|static|", "|attach|"}

// fromPelican returns a link without the mark of Pelican.
func fromPelican(link string) string {
	for _, mark := range pelicanMarks {
		if rest, ok := strings.CutPrefix(link, mark); ok {
			return rest
		}
	}
	return link
}

// sitePath turns a link on the page at from (a site path) into the site path that
// it means, with its extension. ok is false if the link leaves the site.
//
// A link resolves under an alias of the directory, then under the directory's own
// name, unless the tree has a folder of that name, then under the mount.
func (p *place) sitePath(link, from string) (target string, ok bool) {
	link, _, _ = strings.Cut(link, "#")
	if isAbsolute(link) {
		if link, _ = p.own(link); link == "" {
			return "", false
		}
	} else if file, ok := strings.CutPrefix(link, "@/"); ok {
		link = p.fromContent(file)
	} else if link == "" {
		return "", false
	} else {
		link, _ = p.rooted(link)
	}
	if link, _, _ = strings.Cut(link, "?"); link == "" {
		return from, true
	}
	link = unescapePath(link)
	if !strings.HasPrefix(link, "/") {
		return path.Join(path.Dir(from), link), true
	}
	if strings.Contains(link, "/.") || strings.Contains(link, "//") {
		link = path.Clean(link)
	}
	for _, prefix := range p.prefixes {
		if rest, ok := under(link, prefix); ok {
			return cmp.Or(strings.TrimSuffix(p.mount, "/")+strings.TrimSuffix(rest, "/"), "/"), true
		}
	}
	return link, true
}

// unescapePath resolves the escapes of a path (RFC 3986, 2.1). A % that does not
// begin an escape stays, because a file may be called "100%.png".
func unescapePath(p string) string {
	if strings.IndexByte(p, '%') < 0 {
		return p
	}
	b := make([]byte, 0, len(p))
	for i := 0; i < len(p); i++ {
		c := p[i]
		if isEscape(p, i) {
			decoded, _ := hex.DecodeString(p[i+1 : i+3])
			c = decoded[0]
			i += 2
		}
		b = append(b, c)
	}
	return string(b)
}

// fromContent returns a link to a file whose path is relative to the root of the
// content, as in Zola. The path is below the mount, unless it includes the mount.
func (p *place) fromContent(file string) string {
	for _, prefix := range p.prefixes {
		if _, ok := under("/"+file, prefix); ok {
			return "/" + file
		}
	}
	return strings.TrimSuffix(p.mount, "/") + "/" + file
}

// below returns a path as if the directory were mounted at the root.
func (p *place) below(target string) string {
	if rest, ok := under(target, p.mount); ok {
		return rest
	}
	return target
}

// under reports whether link is prefix or is below it, and returns the rest.
func under(link, prefix string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(link, strings.TrimSuffix(prefix, "/"))
	return rest, ok && (rest == "" || rest[0] == '/')
}

// isAbsolute reports whether a link names a host or has a scheme.
func isAbsolute(link string) bool { return strings.HasPrefix(link, "//") || hasScheme(link) }

// hasScheme reports whether link begins with a URI scheme (RFC 3986, 3.1).
func hasScheme(link string) bool {
	return scheme(link) != ""
}

func scheme(link string) string {
	for i, c := range link {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
		case i > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'):
		case i > 0 && c == ':':
			return strings.ToLower(link[:i])
		default:
			return ""
		}
	}
	return ""
}

// webURL returns s as an absolute http or https URL whose host is in ASCII.
// "//host/path" becomes https.
func webURL(s string) (string, bool) {
	if strings.HasPrefix(s, "//") {
		s = "https:" + s
	}
	if sc := scheme(s); sc != "http" && sc != "https" {
		return "", false
	}
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7F || r == '<' || r == '>' || r == '"' }) {
		return "", false
	}
	s, ok := asciiHost(s)
	if !ok {
		return "", false
	}
	_, end := authority(s)
	u, err := url.Parse(s[:end])
	return s, err == nil && u.Hostname() != ""
}

// hasPath reports whether an absolute URL has more than a host.
func hasPath(u string) bool {
	_, rest, _ := strings.Cut(u, "//")
	i := strings.IndexByte(rest, '/')
	return i >= 0 && i < len(rest)-1
}

// URI percent-encodes every character of s that is neither reserved nor
// unreserved in RFC 3986. Escapes stay as they are. So does a % that does not
// begin an escape, if it is in the query, as only the server knows how it reads
// the query. In a path or a fragment it becomes %25, because parsers would reject
// the URL; callers report that.
func URI(s string) string {
	from, to := queryOf(s)
	for i := range len(s) {
		if !uriByte(s, i) && (s[i] != '%' || i < from || i >= to) {
			return escapeURI(s, from, to)
		}
	}
	return s
}

func escapeURI(s string, from, to int) string {
	const upper = "0123456789ABCDEF"
	b := make([]byte, 0, len(s)+len(s)/2)
	for i := range len(s) {
		if c := s[i]; uriByte(s, i) || c == '%' && i >= from && i < to {
			b = append(b, c)
		} else {
			b = append(b, '%', upper[c>>4], upper[c&15])
		}
	}
	return string(b)
}

// queryOf returns where the query of a URL begins and ends (RFC 3986, 3.4).
func queryOf(s string) (from, to int) {
	to = len(s)
	if i := strings.IndexByte(s, '#'); i >= 0 {
		to = i
	}
	if i := strings.IndexByte(s[:to], '?'); i >= 0 {
		return i, to
	}
	return to, to
}

// hasStrayPercent reports whether URI has to escape a % in a URL.
func hasStrayPercent(s string) bool {
	from, to := queryOf(s)
	for i := range len(s) {
		if s[i] == '%' && !isEscape(s, i) && (i < from || i >= to) {
			return true
		}
	}
	return false
}

// PathURI percent-encodes a path of the site for use in a URL.
func PathURI(p string) string {
	if strings.ContainsAny(p, "%?#[]") {
		return (&url.URL{Path: p}).EscapedPath()
	}
	return URI(p)
}

// inURI holds the reserved and unreserved characters of RFC 3986, 2.2 and 2.3.
var inURI = func() (set [256]bool) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=") {
		set[c] = true
	}
	return set
}()

// uriByte reports whether the byte of s at i may be part of a URI.
func uriByte(s string, i int) bool {
	return inURI[s[i]] || isEscape(s, i)
}

// isEscape reports whether an escape (RFC 3986, 2.1) begins at i.
func isEscape(s string, i int) bool {
	return s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])
}

// isURI reports whether s is a URI or an IRI (RFC 3987).
func isURI(s string) bool {
	for i := range len(s) {
		if s[i] < utf8.RuneSelf && !uriByte(s, i) {
			return false
		}
	}
	u, err := url.Parse(s)
	return err == nil && u.Scheme != "" && (u.Opaque != "" || u.Host != "" || len(u.Path) > 1)
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
