package article

import (
	"cmp"
	"net/url"
	"path"
	"strings"
	"unicode/utf8"
)

// place says where a content directory stands on the site.
type place struct {
	mount    string   // "/" or "/zh"
	prefixes []string // under which links name it, mount among them, longest first
	base     string   // absolute URL of the site, without trailing slash
}

// destination gives the URL that a Markdown link means: backslash escapes
// and entities resolved (CommonMark 6.3), nothing else touched.
func destination(raw []byte) string {
	return strings.TrimSpace(unescape(raw))
}

// sitePath turns a link on the page at from (a site path) into the site path
// that it means, with its extension; ok is false for a link that leaves the
// site.
func (p *place) sitePath(link, from string) (target string, ok bool) {
	link, _, _ = strings.Cut(link, "#")
	if rest, own := strings.CutPrefix(link, p.base); own && (rest == "" || rest[0] == '/' || rest[0] == '?') {
		link = rest
	}
	if link == "" || strings.HasPrefix(link, "//") || hasScheme(link) {
		return "", false
	}
	if link, _, _ = strings.Cut(link, "?"); link == "" {
		return from, true
	}
	if strings.Contains(link, "%") {
		if u, err := url.PathUnescape(link); err == nil {
			link = u
		}
	}
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

// below gives a path as it would be if the directory stood at the root.
func (p *place) below(target string) string {
	if rest, ok := under(target, p.mount); ok {
		return rest
	}
	return target
}

// under reports whether link is prefix or stands below it, and the rest.
func under(link, prefix string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(link, strings.TrimSuffix(prefix, "/"))
	return rest, ok && (rest == "" || rest[0] == '/')
}

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

// webURL gives s as an absolute http or https URL with a host; "//host/path"
// becomes https.
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
	host := len(s)
	if _, rest, slashes := strings.Cut(s, "://"); slashes {
		if i := strings.IndexAny(rest, "/?#"); i >= 0 {
			host -= len(rest) - i
		}
	}
	u, err := url.Parse(s[:host])
	return s, err == nil && u.Hostname() != ""
}

// hasPath reports whether an absolute URL names more than its host.
func hasPath(u string) bool {
	_, rest, _ := strings.Cut(u, "//")
	i := strings.IndexByte(rest, '/')
	return i >= 0 && i < len(rest)-1
}

// URI gives s percent-encoded where RFC 3986 wants it: what is not a
// reserved or unreserved ASCII character. Existing escapes stay.
func URI(s string) string {
	for i := range len(s) {
		if !uriByte(s, i) {
			return escapeURI(s)
		}
	}
	return s
}

func escapeURI(s string) string {
	const hex = "0123456789ABCDEF"
	b := make([]byte, 0, len(s)+len(s)/2)
	for i := range len(s) {
		if c := s[i]; uriByte(s, i) {
			b = append(b, c)
		} else {
			b = append(b, '%', hex[c>>4], hex[c&15])
		}
	}
	return string(b)
}

// PathURI percent-encodes a path of the site for use in a URL.
func PathURI(p string) string {
	if strings.ContainsAny(p, "%?#[]") {
		return (&url.URL{Path: p}).EscapedPath()
	}
	return URI(p)
}

// inURI tells the reserved and unreserved characters of RFC 3986, 2.2 and 2.3.
var inURI = func() (set [256]bool) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=") {
		set[c] = true
	}
	return set
}()

// uriByte reports whether the byte of s at i may stand in a URI.
func uriByte(s string, i int) bool {
	return inURI[s[i]] || s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])
}

// isURI reports whether s is a URI, or an IRI (RFC 3987).
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
