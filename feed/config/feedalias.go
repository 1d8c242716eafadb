package config

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/feed/article"
	"dateline/feed/near"
)

// Addresses of the site, on the whole or below the mount of a content directory, in
// the form in which an alias may name them: a star stands for a name.
var (
	subject = `(?:/(?:topics|sources|lang)/[^/]+)*(?:/except/[^/]+)?(?:/(?:\d{4}|\*)(?:/(?:\d{1,2}|\*)){0,2})?`
	// feedPath matches the paths of feeds and of archive documents.
	feedPath = regexp.MustCompile(`^` + subject + `/(?:feed|changes|digest/(?:daily|weekly)|archive/(?:\d{4}(?:-\d{2})?|\*))\.(?:rss|atom|json)$`)
	// pagePath matches those of pages and lists.
	pagePath = regexp.MustCompile(`^(?:` + subject + `|/(?:topics|sources|lang|search|opml|topics\.opml|sitemap(?:-[^/]*)?\.xml|news-sitemap\.xml))/?$|^/covers/`)
)

// usualFeeds are named if an alias leads to something like them.
var usualFeeds = []string{"/feed.rss", "/feed.atom", "/feed.json", "/topics/*/feed.rss", "/topics/*/feed.atom", "/topics/*/feed.json", "/sources/*/feed.rss", "/lang/*/feed.rss"}

// Plain returns the alias with its paths decoded.
func (a FeedAlias) Plain() FeedAlias {
	for _, s := range []*string{&a.Path, &a.Feed} {
		if plain, err := url.PathUnescape(*s); err == nil {
			*s = plain
		}
	}
	return a
}

// feedAliases checks [[feeds.alias]].
func (d *document) feedAliases(list []FeedAlias, contents []Content) {
	taken := map[string]bool{}
	for i, a := range list {
		at, a, written := element("feeds.alias", i)+".path", a.Plain(), a.Path
		if !d.aliasPath(at, written, a.Path) {
			continue
		}
		key := aliasKey(a.Path)
		switch own := belowMount(a.Path, contents); {
		case taken[key]:
			d.wrong(at, fmt.Sprintf("%q already has a [[feeds.alias]]", written), "keep one of the two; a slash at the end does not matter")
		case feedPath.MatchString(own) || pagePath.MatchString(own):
			d.wrong(at, fmt.Sprintf("%q is an address that Dateline itself serves", written), "remove the alias, or write the address that the old site had")
		default:
			taken[key] = true
		}
	}
	for i, a := range list {
		if at := element("feeds.alias", i); d.aliasPath(at+".feed", a.Feed, a.Plain().Feed) {
			d.aliasFeed(at, a, taken, contents)
		}
	}
}

// aliasKey returns what all spellings of the path of an alias have in common.
func aliasKey(path string) string { return article.Composed(strings.TrimRight(path, "/")) }

// aliasPath checks one of the paths of an alias, as it is written and decoded.
func (d *document) aliasPath(at, written, plain string) bool {
	fault, hint := "", `write a path from the root of the site: "/index.xml", "/tags/*/index.xml"`
	switch {
	case written == "":
		fault = "is empty"
	case strings.ContainsAny(written, "?#"):
		fault, hint = fmt.Sprintf("%q has a query or a fragment", written), "write the path alone; a query does not matter"
	case !strings.HasPrefix(plain, "/") || strings.HasPrefix(plain, "//"):
		fault = fmt.Sprintf("%q is not a path that begins with a slash", written)
	case !clean(strings.TrimRight(plain, "/")) || strings.ContainsFunc(plain, unicode.IsControl) || !utf8.ValidString(plain):
		fault = fmt.Sprintf("%q is not a path of URLs", written)
	case strings.Count(plain, "*") > 1:
		fault, hint = fmt.Sprintf("%q has more than one star", written), "write one star for the name of a topic, and the rest as it is"
	}
	d.must(at, fault == "", fault, hint)
	return fault == ""
}

// aliasFeed checks that an alias leads to a feed, in one step. Pages of lists are not
// feeds: a feed reader could do nothing with them.
func (d *document) aliasFeed(at string, written FeedAlias, aliases map[string]bool, contents []Content) {
	a := written.Plain()
	star, starred := strings.Contains(a.Path, "*"), strings.Contains(a.Feed, "*")
	below, mounted := strings.CutPrefix(a.Feed, "/*") // the star may be a mount
	switch {
	case aliases[aliasKey(a.Feed)]:
		d.wrong(at+".feed", fmt.Sprintf("%q is itself the path of a [[feeds.alias]]", written.Feed), `write the feed to which that one leads: "/feed.rss"`)
	case !feedPath.MatchString(belowMount(a.Feed, contents)) && !(mounted && feedPath.MatchString(below)):
		hint := `write the address of a feed: "/feed.rss", "/topics/*/feed.rss"`
		if best := near.Matches(a.Feed, slices.Values(usualFeeds), 1); len(best) > 0 {
			hint = "did you mean " + best[0] + "?"
		}
		d.wrong(at+".feed", fmt.Sprintf("%q is not the address of a feed", written.Feed), hint)
	case star && !starred:
		d.wrong(at+".feed", fmt.Sprintf("%q has no star, but %q has one", written.Feed, written.Path), `write a star for the same name: "/topics/*/feed.rss"`)
	case starred && !star:
		d.wrong(at+".path", fmt.Sprintf("%q has no star, but %q has one", written.Path, written.Feed), `write a star for the same name: "/tags/*/index.xml"`)
	}
}

// belowMount returns what follows the longest mount above an address.
func belowMount(address string, contents []Content) string {
	longest := ""
	for _, c := range contents {
		if len(c.Mount) > len(longest) && strings.HasPrefix(address, c.Mount+"/") {
			longest = c.Mount
		}
	}
	return address[len(longest):]
}
