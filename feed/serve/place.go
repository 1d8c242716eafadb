package serve

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"dateline/feed/article"
)

// Place is where readers reach a site, and where they did before. It is immutable.
//
// If the base URL has a path, everything is served below that path and at the root
// alike, because a web server in front of the site may remove the path or not. A
// request below the path means what the rest of it means. Only if there is nothing,
// it means an article in a folder of the same name, whose own URL has the path
// twice: so each URL that the site publishes leads where it should even if no web
// server removes anything.
//
// Requests for the host of a former base URL are redirected to the present one,
// whatever their path: feeds, pages, /robots.txt, and what never was there. A former
// base URL without a port stands for all ports of its host, and so does a Host
// without one, because some web servers pass on the name alone. X-Forwarded-Host is
// not read. If only the path or the scheme of the base URL has changed, the host says
// nothing. Then what is below the former path is redirected if there is nothing else
// at that address.
type Place struct {
	base   origin
	former []origin // the longest path first
}

// origin is a base URL in its parts.
type origin struct {
	url  string // without trailing slash
	host string // without port
	port string // empty if it is that of the scheme
	path string // percent-encoded: "", "/journal"
	real string // the same, not percent-encoded
}

// NewPlace returns the place of a site with a base URL, which had others before. All
// are absolute, without trailing slash.
func NewPlace(base string, former []string) *Place {
	p := &Place{base: newOrigin(base)}
	for _, f := range former {
		p.former = append(p.former, newOrigin(f))
	}
	slices.SortStableFunc(p.former, func(a, b origin) int { return cmp.Compare(len(b.path), len(a.path)) })
	return p
}

func newOrigin(base string) origin {
	u, err := url.Parse(base)
	if err != nil {
		return origin{url: base}
	}
	o := origin{url: base, path: u.EscapedPath(), real: u.Path}
	o.host, o.port = hostPort(u.Host)
	return o
}

// hostPort splits a host and its port, and drops the dot after a name. The ports of
// HTTP and HTTPS count as none, because a request does not say which of the two a
// web server received.
func hostPort(s string) (host, port string) {
	host = s
	if i := strings.LastIndexByte(s, ':'); i > strings.LastIndexByte(s, ']') {
		host, port = s[:i], s[i+1:]
	}
	if port == "80" || port == "443" {
		port = ""
	}
	return strings.TrimSuffix(host, "."), port
}

// cut cuts the path of a base URL from the beginning of a request target.
func (o origin) cut(target string) (rest string, ok bool) {
	if rest, ok = cutPath(target, o.path); ok || !strings.Contains(target, "%") {
		return rest, ok
	}
	path, query, asked := strings.Cut(target, "?")
	plain, err := url.PathUnescape(path)
	if rest, ok = cutPath(plain, o.real); err != nil || !ok || strings.HasPrefix(rest, "?") {
		return target, false
	}
	if rest = article.PathURI(rest); asked {
		rest += "?" + query
	}
	return rest, true
}

// cutPath cuts a path from the beginning of a request target, in whole segments.
func cutPath(target, path string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(target, path)
	return rest, ok && (rest == "" || rest[0] == '/' || rest[0] == '?')
}

// below returns a request target without the path of the base URL.
func (p *Place) below(target string) string {
	if rest, ok := cutPath(target, p.base.path); ok {
		return rest
	}
	return target
}

// Redirect returns the URL to which a request is redirected because of its host. ok
// is false if the host is not a former one.
func (p *Place) Redirect(r *http.Request) (to string, ok bool) {
	if len(p.former) == 0 {
		return "", false
	}
	host, port := hostPort(r.Host)
	for _, f := range p.former {
		if !p.has(f, host, port) {
			continue
		}
		target := targetOf(r)
		for _, f := range p.former {
			if rest, below := f.cut(target); below && p.has(f, host, port) {
				target = rest
				break
			}
		}
		return p.url(target), true
	}
	return "", false
}

// has reports whether a host is that of a former base URL and cannot be that of the
// present one.
func (p *Place) has(f origin, host, port string) bool {
	switch {
	case !strings.EqualFold(f.host, host):
		return false
	case strings.EqualFold(p.base.host, host):
		return f.port != "" && f.port != p.base.port && f.port == port
	}
	return f.port == "" || port == "" || f.port == port
}

// Canonical returns the URL of what a request means, for a server that only
// redirects.
func (p *Place) Canonical(r *http.Request) string {
	if to, ok := p.Redirect(r); ok {
		return to
	}
	target := targetOf(r)
	if rest, ok := p.formerly(target, r.Host); ok {
		return p.url(rest)
	}
	if rest, ok := p.base.cut(target); ok {
		return p.url(rest)
	}
	return p.url(target)
}

// formerly returns what is left of a target below the path of a former base URL that
// had the present host. A path below which the present one is means nothing.
func (p *Place) formerly(target, host string) (rest string, ok bool) {
	host, _ = hostPort(host)
	if _, below := p.base.cut(target); below && p.base.path != "" || !strings.EqualFold(host, p.base.host) {
		return "", false
	}
	for _, f := range p.former {
		_, above := cutPath(p.base.path+"/", f.path)
		if rest, below := f.cut(target); below && !above && strings.EqualFold(f.host, host) {
			return rest, true
		}
	}
	return "", false
}

// url returns the URL of a request target at the site. It is always on the host of
// the base URL: what follows that begins with a slash.
func (p *Place) url(target string) string {
	if !strings.HasPrefix(target, "/") {
		target = "/" + target
	}
	return p.base.url + article.URI(target)
}

// targetOf returns the path and the query of a request, percent-encoded. Those of an
// absolute request target (RFC 9112, section 3.2.2) stand behind its host.
func targetOf(r *http.Request) string {
	target := r.URL.EscapedPath()
	if !strings.HasPrefix(target, "/") {
		target = "/" // of "GET http://host"
	}
	if r.URL.RawQuery != "" {
		target += "?" + r.URL.RawQuery
	}
	return target
}
