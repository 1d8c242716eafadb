package article

import (
	"net/url"
	"slices"
	"strings"
)

// Readers do not care which copy of a page is cited. So for fingerprints, these
// URLs are one:
//
//	http://a.example/x
//	https://a.example/x
//	https://web.archive.org/web/20190102030405id_/http://a.example:80/x
//	https://archive.today/2019.01.02-030405/https://a.example/x
//
// The scheme does not count, because sites move to https as a whole, and because
// archives accept addresses without a scheme. What is behind the short addresses
// of archive.today, and in the caches of search engines, is not known for sure.

// maxNested bounds how often a copy may be a copy of a copy.
const maxNested = 4

// citation returns what a source adds to a fingerprint: the URL of the original,
// without its scheme and the port that follows from it.
func citation(u string) string {
	for range maxNested {
		original, ok := originalOf(u)
		if !ok {
			break
		}
		u = original
	}
	from, to := authority(u)
	host := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(u[from:to]), ":80"), ":443")
	rest := u[to:]
	if rest == "" {
		rest = "/"
	}
	return "//" + host + rest
}

// originalOf returns the URL of the page that a URL is a copy of. ok is false if
// it is no copy.
func originalOf(u string) (original string, ok bool) {
	from, to := authority(u)
	path := strings.TrimPrefix(u[to:], "/")
	first, rest, _ := strings.Cut(path, "/")
	switch strings.TrimPrefix(strings.ToLower(u[from:to]), "www.") {
	case "web.archive.org", "archive.org":
		if first != "web" {
			return "", false
		}
		stamp, after, _ := strings.Cut(rest, "/")
		if isWaybackStamp(stamp) {
			return archived(after)
		}
		return archivedURL(rest) // the latest copy
	case "archive.today", "archive.ph", "archive.is", "archive.li", "archive.vn", "archive.fo", "archive.md":
		if first == "o" {
			_, rest, _ = strings.Cut(rest, "/")
			return archived(rest)
		}
		if isStamp(first) || first == "newest" || first == "oldest" {
			return archived(rest)
		}
	}
	return "", false
}

// isWaybackStamp reports whether part of a path is a date of the Wayback Machine:
// up to 14 digits, and perhaps how the copy is shown ("id_", "if_").
func isWaybackStamp(s string) bool {
	digits := strings.TrimRight(s, "abcdefghijklmnopqrstuvwxyz_")
	return len(digits) <= 14 && (len(digits) == len(s) || strings.HasSuffix(s, "_")) && isStamp(digits)
}

// isStamp reports whether part of a path is a date: "2019", "20190102030405",
// "2019.01.02-030405".
func isStamp(s string) bool {
	return s != "" && strings.Trim(s, "0123456789.-") == "" && s[0] >= '0' && s[0] <= '9'
}

// archived returns the URL in the address of a copy, which may lack its scheme.
func archived(s string) (string, bool) {
	if u, ok := archivedURL(s); ok {
		return u, true
	}
	host := s
	if i := strings.IndexAny(s, "/?#"); i >= 0 {
		host = s[:i]
	}
	if dot := strings.LastIndexByte(host, '.'); dot <= 0 || dot == len(host)-1 || strings.ContainsAny(host, "@%") {
		return "", false
	}
	return webURL("http://" + s)
}

// archivedURL returns the URL in the address of a copy. It may be escaped as a
// whole, and one of two slashes is often lost.
func archivedURL(s string) (string, bool) {
	if start := strings.ToLower(s[:min(len(s), len("https%3a"))]); strings.HasPrefix(start, "http%3a") || start == "https%3a" {
		plain, err := url.PathUnescape(s)
		if err != nil {
			return "", false
		}
		s = plain
	}
	sc := scheme(s)
	if sc != "http" && sc != "https" {
		return "", false
	}
	rest := s[len(sc)+1:]
	if !strings.HasPrefix(rest, "/") {
		return "", false
	}
	return webURL(sc + "://" + strings.TrimLeft(rest, "/"))
}

// SameSources reports whether two articles cite the same pages, in whatever
// order, and whether from an archive or not.
func SameSources(a, b *Article) bool {
	return slices.Equal(a.citations(), b.citations())
}

// citations returns what the sources of an article add to its fingerprint, sorted.
func (a *Article) citations() []string {
	list := make([]string, len(a.Sources))
	for i, l := range a.Sources {
		list[i] = citation(l.URL)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
