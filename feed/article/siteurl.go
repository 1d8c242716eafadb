package article

import (
	"cmp"
	"slices"
	"strings"
)

// siteURL is an address below which links mean this site: its own, an earlier one,
// or that of its author's site.
//
// The host of a link counts in every spelling: in upper case, as Unicode or
// percent-encoded, with the usual port. Only the own address has one scheme; at the
// others, http and https lead to the same. "www." makes no difference at the
// author's site. A link with a user name leads elsewhere.
type siteURL struct {
	scheme string // of links; empty if it does not matter
	host   string // in lower case, with its port unless that is the usual one
	path   string // "", "/blog"
	whose  whose
}

// whose is whose site a link leads to.
type whose uint8

const (
	others  whose = iota
	ours          // this site, at its present address
	former        // this site, at an earlier one
	authors       // the author's own site
)

// newSiteURLs returns the addresses in Options. Those with long paths come first,
// because one may be below another.
func newSiteURLs(o Options) []siteURL {
	var list []siteURL
	add := func(url string, of whose) *siteURL {
		_, host, path := splitWeb(url)
		list = append(list, siteURL{"", host, path, of})
		return &list[len(list)-1]
	}
	add(o.BaseURL, ours).scheme = scheme(o.BaseURL)
	for _, url := range o.Former {
		add(url, former)
	}
	home := add(o.Home, authors)
	home.host = strings.TrimPrefix(home.host, "www.")
	list = slices.DeleteFunc(list, func(s siteURL) bool { return s.host == "" })
	slices.SortStableFunc(list, func(a, b siteURL) int { return cmp.Compare(len(b.path), len(a.path)) })
	return list
}

// cut cuts the path of a site from the rest of a link. ok is false if the link does
// not lead to the site.
func (s *siteURL) cut(scheme, host, path string) (rest string, ok bool) {
	if s.whose == authors {
		host = strings.TrimPrefix(host, "www.")
	}
	if host != s.host || s.scheme != "" && s.scheme != scheme {
		return "", false
	}
	return cutPath(path, s.path)
}

// splitWeb splits an absolute http or https URL into its scheme, its host as
// siteURL has it, and the rest. host is empty if the URL is anything else.
func splitWeb(url string) (sc, host, rest string) {
	if sc = scheme(url); sc != "http" && sc != "https" {
		return "", "", ""
	}
	url, _ = asciiHost(url)
	from, to := authority(url)
	host = strings.ToLower(url[from:to])
	if strings.IndexByte(host, '@') >= 0 {
		return "", "", ""
	}
	usual := ":80"
	if sc == "https" {
		usual = ":443"
	}
	return sc, strings.TrimSuffix(host, usual), url[to:]
}
