package site

import (
	"regexp"
	"strings"
)

// dated matches the paths of date pages and their feeds.
var dated = regexp.MustCompile(`^/(\d{4})(?:/(\d{1,2}))?(?:/(\d{1,2}))?(/?)(.+)?$`)

// date finds the page or feed of a year, a month or a day, and reports whether
// the path has that form. A date without articles is unknown rather than gone, as
// no feed reader can have subscribed to it.
func (l lookup) date() (Answer, bool) {
	m := dated.FindStringSubmatch(l.rest)
	if m == nil || m[5] != "" && (m[4] == "" || !isFile(m[5])) {
		return Answer{}, false
	}
	sub, ok := l.Renderer.OfDate(l.s, l.in, dateOf(m))
	switch {
	case !ok:
		return l.unknown(Answer{Why: "there is no such date"}), true
	case len(sub.Entries.Latest(1)) == 0:
		return l.unknown(Answer{Why: "no article has that date"}), true
	}
	return l.subject(sub, m[5]), true
}

// dateOf returns the date of a match of dated: "2026", "2026-04", "2026-04-07".
func dateOf(m []string) string {
	date := m[1]
	for _, part := range m[2:4] {
		if part != "" {
			date += "-" + strings.Repeat("0", 2-len(part)) + part
		}
	}
	return date
}
