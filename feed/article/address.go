package article

import (
	"path"
	"strings"
)

// The addresses that Dateline reserves for itself. They include addresses for
// later versions, so that no later version takes the address of an article. Dates
// ("/2026/04") are reserved too, and so are the feeds of a subject, at the root
// and below dates (see isBeside).
//
// An article whose page would be at a reserved address has it below /-/ instead.
// Its id is still made from its path. If Dateline serves nothing at the reserved
// address, that address redirects to the article.
var (
	// ownTrees are first segments that are reserved with everything below them.
	ownTrees = set("topics", "sources", "lang", "search", "covers", aside[1:],
		"build", "hub", "help", "subscribe", ".well-known")
	// ownNames are reserved at the root alone.
	ownNames = set("", "feed", "rss.xml", "atom.xml", "feed.xml", "index.xml", "opml", "topics.opml", "sitemap.xml", "news-sitemap.xml",
		"rss", "atom", "changes", "digest", "robots.txt", "llms.txt", "llms-full.txt", "humans.txt", "security.txt",
		"favicon.ico", "favicon.svg", "icon.svg", "icon.png", "apple-touch-icon.png", "site.webmanifest", "opensearch.xml", "style.css")
)

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}

// aside is the prefix of pages whose own address is reserved. It is unlikely to
// be the name of an author's folder.
const aside = "/-"

// Reserved reports whether Dateline reserves an address of the site for itself.
// The address is a path that is not percent-encoded.
func Reserved(address string) bool {
	address = strings.Trim(address, "/")
	first, _, below := strings.Cut(address, "/")
	switch {
	case ownTrees[first], !below && ownNames[first], isBeside(address):
		return true
	case !below && strings.HasPrefix(first, "sitemap-") && path.Ext(first) == ".xml":
		return true
	}
	rest, dated := cutDate(address)
	return dated && (rest == "" || isBeside(rest))
}

// isBeside reports whether a path is that of a feed beside the page of a subject:
// "feed.rss", "changes.rss", "digest/daily.rss", "archive/2026-04.rss".
func isBeside(p string) bool {
	format := path.Ext(p)
	if format != ".rss" && format != ".atom" && format != ".json" {
		return false
	}
	switch folder, name := path.Split(strings.TrimSuffix(p, format)); folder {
	case "":
		return name == "feed" || name == "changes"
	case "archive/", "digest/":
		return true
	}
	return false
}

// cutDate cuts a year, a month or a day from the beginning of a path.
func cutDate(p string) (rest string, ok bool) {
	for _, width := range []struct{ min, max int }{{4, 4}, {1, 2}, {1, 2}} {
		part, below, _ := strings.Cut(p, "/")
		if _, after := digits(part, width.min, width.max); part == "" || after != "" {
			break
		}
		p, ok = below, true
	}
	return p, ok
}

// Address returns the path at which the page of an article is served: its Path,
// unless that is a reserved address.
func Address(page string) string {
	if Reserved(page) {
		return aside + page
	}
	return page
}

// PageAt returns the Path of the article whose page is served at an address, if
// there is such an article.
func PageAt(address string) string {
	page, moved := strings.CutPrefix(address, aside+"/")
	if !moved {
		return address
	}
	return "/" + page
}

// MarkdownAt returns the path at which the file of an article is served: that of the
// file, "/x.md" or "/x/index.md" for a bundle, wherever its page is. If the usual
// page of the file would be at a reserved address, the file is below /-/.
func (a *Article) MarkdownAt() string {
	if Reserved(a.UsualPath()) {
		return aside + a.File
	}
	return a.File
}

// PageURI returns the Address of a page, percent-encoded for use in a URL.
func PageURI(page string) string { return PathURI(Address(page)) }
