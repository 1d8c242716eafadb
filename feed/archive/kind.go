package archive

import (
	"iter"
	"net"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"dateline/feed/article"
)

// Kind is the sort of thing under which a Topic gathers articles.
type Kind uint8

// The kinds. A topic is claimed for an article. An outlet is the registrable
// domain of one of its sources ("bbc.co.uk"). A language is that of the
// article, or a less exact one: "zh-Hant-TW", "zh-Hant", "zh" (BCP 47). A content
// directory has a kind of its own; its slug is its mount without the first slash.
// The ledger stores these numbers.
const (
	OfTopic Kind = iota
	OfOutlet
	OfLanguage
	OfContent
	kinds = iota
)

// all returns all topics, outlets and languages of an entry, and its content
// directory.
func (e *Entry) all() iter.Seq[*Topic] {
	return func(yield func(*Topic) bool) {
		if e.Directory != nil && !yield(e.Directory) {
			return
		}
		for _, list := range [...][]*Topic{e.Topics, e.Outlets, e.Languages} {
			for _, t := range list {
				if !yield(t) {
					return
				}
			}
		}
	}
}

// outletsOf returns the outlets of the sources of an article, each once.
func (reg *registry) outletsOf(sources []article.Link) []*Topic {
	var list []*Topic
next:
	for _, l := range sources {
		host := hostOf(l.URL)
		t, known := reg.hosts[host]
		if !known {
			if domain := registrable(host); domain != "" {
				t = reg.gathering(OfOutlet, domain)
			}
			reg.hosts[host] = t
		}
		if t == nil {
			continue
		}
		for _, other := range list {
			if other == t {
				continue next
			}
		}
		list = append(list, t)
	}
	return list
}

// languagesOf returns a language and the less exact ones: zh-Hant-TW, zh-Hant,
// zh.
func (reg *registry) languagesOf(tag string) []*Topic {
	list, known := reg.languages[tag]
	if known || tag == "" {
		return list
	}
	for tag := range tags(tag) {
		list = append(list, reg.gathering(OfLanguage, tag))
	}
	reg.languages[tag] = list
	return list
}

// tags returns a tag of a language and the less exact ones.
func tags(tag string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for tag != "" && yield(tag) {
			tag = tag[:max(strings.LastIndexByte(tag, '-'), 0)]
		}
	}
}

// gathering returns the outlet or language with a name, and creates it if it is
// new.
func (reg *registry) gathering(k Kind, name string) *Topic {
	if f, ok := reg.feeds[k].Get(name); ok {
		return f.Topic
	}
	t := &Topic{Kind: k, Name: name, Slug: name}
	reg.addFeed(t)
	return t
}

// hostOf returns the part of an http or https URL between the slashes and the
// path.
func hostOf(link string) string {
	scheme, rest, ok := strings.Cut(link, "://")
	if !ok || scheme != "http" && scheme != "https" {
		return ""
	}
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	return rest
}

// registrable returns the registrable domain of a host in ASCII form. It returns
// the host itself if that is an address or a public suffix, and "" if it is not a
// host.
func registrable(host string) string {
	u, err := url.Parse("//" + host)
	if err != nil || u.Hostname() == "" {
		return ""
	}
	name := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if net.ParseIP(name) != nil {
		return name
	}
	ascii, err := idna.Lookup.ToASCII(name)
	if err != nil || ascii == "" {
		return ""
	}
	if domain, err := publicsuffix.EffectiveTLDPlusOne(ascii); err == nil {
		return domain
	}
	return ascii
}

// Outlet returns the feed of the articles that cite an outlet, by one of its
// hosts.
func (s *Snapshot) Outlet(host string) (*Feed, bool) { return s.feeds[OfOutlet].Get(registrable(host)) }

// Language returns the feed of the articles in a language, by its tag.
func (s *Snapshot) Language(tag string) (*Feed, bool) { return s.feeds[OfLanguage].Get(tag) }

// ListedOf returns the feeds of a kind that belong in lists, by slug. Of several
// languages with the same articles, it is the most exact one, which the articles
// declare: zh-Hans if all Chinese ones do. The less exact ones answer all the same.
// count counts the articles of a feed that are in the list: all, or those of a
// content directory.
func (s *Snapshot) ListedOf(k Kind, count func(*Feed) int) iter.Seq[*Feed] {
	switch k {
	case OfTopic:
		return s.Listed()
	case OfOutlet, OfContent:
		return s.Of(k)
	}
	return func(yield func(*Feed) bool) {
		for f := range s.Of(k) {
			if !s.isRefined(f, count) && !yield(f) {
				return
			}
		}
	}
}

// isRefined reports whether the articles of a language are all in a more exact one.
// Those of the latter are in the former, too, so it is enough to compare the
// numbers.
func (s *Snapshot) isRefined(f *Feed, count func(*Feed) int) (refined bool) {
	within, all := f.Topic.Slug+"-", count(f)
	s.feeds[OfLanguage].Ascend(within, func(tag string, exact *Feed) bool {
		refined = strings.HasPrefix(tag, within) && count(exact) == all
		return !refined && strings.HasPrefix(tag, within)
	})
	return refined
}

// Of returns the feeds of a kind that have articles, by slug, and those of all
// content directories, because their addresses follow from the configuration.
func (s *Snapshot) Of(k Kind) iter.Seq[*Feed] {
	return func(yield func(*Feed) bool) {
		s.feeds[k].Scan(func(_ string, f *Feed) bool { return f.Len() == 0 && k != OfContent || yield(f) })
	}
}
