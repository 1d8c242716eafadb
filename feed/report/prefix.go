package report

import (
	"cmp"
	"slices"
	"strings"

	"dateline/feed/archive"
)

// addresses are articles whose addresses begin with another prefix.
type addresses struct {
	From     string `json:"from"` // "/zh/"
	To       string `json:"to"`
	Articles int    `json:"articles"`
}

// few is the largest number of articles with one change of their addresses that
// are listed one by one. What is more comes from a mount or a folder.
const few = 20

// changed returns which prefixes of addresses change, the most frequent first, if
// they do for more than a few articles.
func changed(renamed []archive.Renamed) []addresses {
	counts := map[addresses]int{}
	for _, e := range renamed {
		counts[prefixes(e.Was, e.Path)]++
	}
	list := []addresses{}
	for a, n := range counts {
		if n > few {
			list = append(list, addresses{a.From, a.To, n})
		}
	}
	slices.SortFunc(list, func(a, b addresses) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return list
}

// prefixes returns what differs at the beginning of two paths, up to a slash.
func prefixes(from, to string) addresses {
	same := 0 // length of the end that both have
	for i := 1; i <= min(len(from), len(to)) && from[len(from)-i] == to[len(to)-i]; i++ {
		if from[len(from)-i] == '/' {
			same = i - 1
		}
	}
	if from[:len(from)-same] == to[:len(to)-same] {
		return addresses{From: from, To: to}
	}
	return addresses{From: from[:len(from)-same], To: to[:len(to)-same]}
}

// covers reports whether a row is among these articles.
func (a addresses) covers(o outcome) bool {
	p := prefixes(o.From, o.Path)
	return o.What == isRenamed && p.From == a.From && p.To == a.To
}

func (a addresses) line() string {
	return "addresses of " + count(a.Articles, "article") + " change from " + strings.TrimSuffix(a.From, "/") + "/… to " +
		strings.TrimSuffix(a.To, "/") + "/…; the old ones redirect"
}
