package site

import (
	"net/url"
	"strings"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// Alias is another address of feeds, such as one that another program gave them. A
// star in Path stands for characters other than slashes, and the star in Feed for the
// same characters. Whether Path ends with a slash does not matter, and neither does a
// query, unless it requests a variant of the feed. If the star of Feed is the name of
// a topic, an outlet or a language, it may be in any spelling, as generators differ
// in how they write names in addresses.
//
// What is already at an address comes before an alias, above all an article. Only an
// address at which programs probe for a feed (/index.xml, /feed/) leads to what its
// alias says, as it has no content of its own. An alias is no address of the site:
// neither All nor Changed lists it.
type Alias struct {
	Path  string // "/tags/*/index.xml", not percent-encoded
	Feed  string // "/topics/*/feed.rss", not percent-encoded
	Serve bool   // the feed is served there, instead of a redirect
}

// aliasing are the aliases of a site. Immutable.
type aliasing struct {
	exact   map[string]Alias // by path
	starred []starred
}

// starred is an alias whose path has a star between before and after.
type starred struct {
	Alias
	before, after string
}

func newAliasing(list []Alias) aliasing {
	all := aliasing{exact: map[string]Alias{}}
	for _, a := range list {
		path := article.Composed(unslashed(a.Path))
		if before, after, ok := strings.Cut(path, "*"); ok {
			all.starred = append(all.starred, starred{a, before, after})
		} else {
			all.exact[path] = a
		}
	}
	return all
}

// unslashed returns a path without slashes at its end.
func unslashed(path string) string { return strings.TrimRight(path, "/") }

// star returns the characters that the star of an alias stands for in a path without
// slashes at its end.
func (a *starred) star(path string) (star string, ok bool) {
	rest, ok := strings.CutPrefix(path, a.before)
	if !ok {
		return "", false
	}
	star, ok = strings.CutSuffix(rest, a.after)
	return star, ok && star != "" && !strings.Contains(star, "/")
}

// alias finds the feed of which the address is another one, and reports whether it
// is. An exact path comes before those with a star. Of several of these the first
// counts that leads to a feed; if none does, the answer is that of the first.
func (l lookup) alias() (Answer, bool) {
	if len(l.aliases.exact)+len(l.aliases.starred) == 0 {
		return Answer{}, false
	}
	path := article.Composed(unslashed(l.path))
	if a, ok := l.aliases.exact[path]; ok {
		return l.aliased(a, ""), true
	}
	var first Answer
	matched := false
	for i := range l.aliases.starred {
		a := &l.aliases.starred[i]
		star, ok := a.star(path)
		if !ok {
			continue
		}
		answer := l.aliased(a.Alias, star)
		if answer.Status != Unknown {
			return answer, true
		}
		if !matched {
			first, matched = answer, true
		}
	}
	return first, matched
}

// maxHops bounds the redirects that an alias saves its clients. A topic in another
// spelling has one.
const maxHops = 3

// aliased returns the answer of an alias whose star stands for some characters. It
// never leads to another redirect.
func (l lookup) aliased(alias Alias, star string) Answer {
	feed, a, ok := l.target(alias.Feed, star)
	if !ok {
		return a
	}
	a = l.Catalogue.lookup(l.s, feed, l.query).answer()
	for hops := 0; a.Status == Moved && hops < maxHops; hops++ {
		path, err := url.PathUnescape(a.Path)
		if err != nil {
			break
		}
		a = l.Catalogue.lookup(l.s, path, l.query).answer()
	}
	if a.Status == Found && !alias.Serve {
		return moved(a.Path)
	}
	return a
}

// target returns the path of a feed in which a star stands for some characters. If
// the star is the whole name of a topic, an outlet or a language, signs in it combine
// no names: c++ is one. If ok is false, there is no such name, and a says so.
func (l lookup) target(feed, star string) (path string, a Answer, ok bool) {
	before, after, starred := strings.Cut(feed, "*")
	if !starred {
		return feed, a, true
	}
	folder := before[strings.LastIndexByte(strings.TrimSuffix(before, "/"), '/')+1:]
	kind, named := archive.KindOf(strings.TrimSuffix(folder, "/"))
	if !named || !strings.HasSuffix(before, "/") || !strings.HasPrefix(after, "/") {
		return before + star + after, a, true
	}
	f, known := l.s.GatheredLike(kind, star)
	if !known {
		in, _, _ := l.s.ContentAt(feed)
		if in != nil {
			l.in = in
		}
		return "", l.unknownName(kind, star), false
	}
	return before + f.Topic.Slug + after, a, true
}
