package config

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// firstYear dates the default tagging entity: the first year of Dateline.
const firstYear = "2026"

// Authority returns the tagging entity of ids (RFC 4151): IDAuthority, or else
// the host of BaseURL with the year 2026.
func (s Site) Authority() string {
	if s.IDAuthority != "" {
		return s.IDAuthority
	}
	u, err := url.Parse(s.BaseURL)
	if err != nil {
		return "localhost," + firstYear
	}
	return strings.Trim(strings.ReplaceAll(u.Hostname(), ":", "-"), "-") + "," + firstYear
}

// webURL parses an absolute http or https URL. fault is what is wrong with it, as
// a predicate: "has no host".
func webURL(s string) (u *url.URL, fault string) {
	if lower := strings.ToLower(s); !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") {
		return nil, "does not begin with http:// or https://"
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || strings.ContainsAny(s, " <>\"\\^`|"):
		return nil, "is not a URL"
	case u.Hostname() == "":
		return nil, "has no host"
	case strings.ContainsAny(u.Host, ",;'*$!&()=+~"):
		return nil, "has a host that is none"
	case !ascii(u.Host):
		return nil, "has a host that is not ASCII; DNS knows it as xn--…"
	case u.User != nil:
		return nil, "has a user name"
	case u.Port() != "" && !validPort(u.Port()):
		return nil, "has a port above 65535"
	}
	return u, ""
}

func validPort(s string) bool {
	_, err := strconv.ParseUint(s, 10, 16)
	return err == nil
}

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// user matches the part of a URL that may hold a password, which must not be
// logged.
var user = regexp.MustCompile(`//[^/?#]*@`)

// baseURL removes the trailing slash, and brings scheme and host into lower
// case.
func (d *document) baseURL(path string, s *string) {
	u, fault := webURL(*s)
	switch {
	case fault != "":
	case u.RawQuery != "" || u.ForceQuery:
		fault = "has a query"
	case strings.Contains(*s, "#"):
		fault = "has a fragment"
	case !clean(strings.TrimRight(u.Path, "/")):
		fault = "has a path with empty or dotted parts"
	default:
		u.Host = strings.ToLower(u.Host)
		*s = strings.TrimRight(u.String(), "/")
		return
	}
	d.wrong(path, fmt.Sprintf("%q %s", user.ReplaceAllString(*s, "//…@"), fault), `write a scheme, a host and, if need be, a path: "https://example.org"`)
}

// former checks the base URLs that the site had earlier. One of the same host is
// possible, if its path, its port or its scheme is another.
func (d *document) former(path string, site *Site) {
	for i := range site.Former {
		s, at := &site.Former[i], element(path, i)
		d.baseURL(at, s)
		d.must(at, *s != site.BaseURL, fmt.Sprintf("%q is site.base_url itself", *s), "list only addresses that the site had before")
		d.must(at, !slices.Contains(site.Former[:i], *s), fmt.Sprintf("%q is listed twice", *s), "keep one of the two")
	}
}

var slashes = regexp.MustCompile(`/+` + regexp.QuoteMeta(Placeholder))

// template checks a URL with a placeholder. Slashes right before it are
// removed, since the path that replaces it begins with one.
func (d *document) template(path string, s *string) {
	short := slashes.ReplaceAllLiteralString(*s, Placeholder)
	u, fault := webURL(strings.ReplaceAll(short, Placeholder, "/x"))
	switch {
	case !strings.Contains(*s, "/") && !strings.Contains(*s, "{"):
		fault = fmt.Sprintf("is neither %q, %q, %q nor a URL", Page, OwnSite, Source)
	case fault != "":
	case !strings.Contains(*s, Placeholder):
		fault = "has no " + Placeholder
	case strings.ContainsAny(u.Host+u.Path+u.RawQuery+u.Fragment, "{}"):
		fault = "has braces around something other than path"
	default:
		*s = short
		return
	}
	d.wrong(path, fmt.Sprintf("%q %s", *s, fault), `write "page", "site", "source", or a URL such as "https://example.org{path}"`)
}

// clean reports whether a path has no empty or dotted parts.
func clean(p string) bool { return p == "" || p == path.Clean(p) }
