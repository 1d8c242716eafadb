package render

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// RobotsPath is where crawlers look for their rules (RFC 9309).
const RobotsPath = "/robots.txt"

// undesired are addresses that clients compose at will, so that crawlers would find no
// end of them: searches, what the builder makes, and variants of feeds. A star stands for
// any characters.
var undesired = []string{SearchPath, "/build/", "/opml", "/*?q=", "/*?content=", "/*?limit=", "/*&"}

// Robots renders the rules for crawlers. Below the path of a base URL, crawlers do not
// look for them; they are there for whoever copies them to the root of the host. Since
// the site answers at the root as well, the rules name both addresses.
func (r *Renderer) Robots() Document {
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	roots := []string{""}
	if root := pathOf(r.Site.BaseURL); root != "" {
		roots = append(roots, root)
	}
	for _, root := range roots {
		for _, path := range undesired {
			if path == SearchPath && !r.Site.Search {
				continue
			}
			fmt.Fprintf(&b, "Disallow: %s%s\n", root, path)
		}
	}
	fmt.Fprintf(&b, "\nSitemap: %s%s\nSitemap: %s%s\n", r.Site.BaseURL, sitemapPath, r.Site.BaseURL, newsPath)
	return textDocument(RobotsPath, "text/plain; charset=utf-8", b.String())
}

// textDocument returns a document of text.
func textDocument(path, mediaType, text string) Document {
	return Document{Path: path, Type: mediaType, Body: []byte(text), ETag: ETag(sha256.Sum256([]byte(text)))}
}

// pathOf returns the path of a base URL, without a slash at its end.
func pathOf(baseURL string) string {
	_, rest, _ := strings.Cut(baseURL, "://")
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		return rest[i:]
	}
	return ""
}
