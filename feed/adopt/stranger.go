package adopt

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"time"

	"dateline/feed/article"
)

// stranger is a host to which items link, and which is not one of the site's.
type stranger struct {
	origin string // "https://old.example.org"
	items  int
	own    bool // it is that of the feed itself
}

// maxStrangers bounds the complaints about hosts. A blog of links has hundreds.
const maxStrangers = 10

// noteStranger counts the host of an item if none of its links leads to a host of the
// configuration.
func (m *matcher) noteStranger(it *Item, roots []root) {
	var other *url.URL
	for _, address := range it.addresses {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" {
			continue
		}
		if _, own := below(m.own, u); own {
			return
		}
		if _, feeds := below(roots, u); feeds || other == nil {
			other = u
		}
	}
	if other == nil {
		return
	}
	if m.foreign[it.Feed] == nil {
		m.foreign[it.Feed] = map[string]*stranger{}
	}
	s := m.foreign[it.Feed][hostOf(other)]
	if s == nil {
		_, own := below(roots, other)
		s = &stranger{origin: other.Scheme + "://" + other.Host, own: own}
		m.foreign[it.Feed][hostOf(other)] = s
	}
	s.items++
}

// strangers returns the complaints about links to hosts that are not of the site.
// The feed's own host counts for its items, since it may be where the site was.
func (m *matcher) strangers(f *Feed) (list []article.Problem) {
	for _, host := range slices.Sorted(maps.Keys(m.foreign[f])) {
		s := m.foreign[f][host]
		effect := "they are matched by title, date and text alone"
		if s.own {
			effect = "they are matched by their paths as if it were yours, but links to it in articles lead away"
		}
		list = append(list, article.Problem{File: f.Name, About: article.Links,
			What:   fmt.Sprintf("links of %s lead to %s, which is neither site.base_url nor site.home nor in site.former", items(s.items), s.origin),
			Effect: effect,
			Hint:   fmt.Sprintf("if your site is or was there, write home = %q or former = [%q] into [site]; else this may be the feed of another site", s.origin, s.origin)})
		if len(list) == maxStrangers {
			break
		}
	}
	return list
}

// ahead returns a complaint about matched items whose dates are in the future.
func (m *matcher) ahead(t *Table) []article.Problem {
	var first *Match
	n := 0
	for i, x := range t.Matches {
		if x.Published.After(m.Now) {
			first, n = &t.Matches[i], n+1
		}
	}
	if n == 0 {
		return nil
	}
	return []article.Problem{{File: first.Feed.Name, About: article.Dates,
		What:   fmt.Sprintf("%s dated in the future, first %s, %s", items(n), first.name(), first.Published.Format(time.RFC3339)),
		Effect: "their articles get these dates, so they stay above newer ones until then", Hint: "if a date is wrong, correct it in the feed before you adopt it"}}
}
