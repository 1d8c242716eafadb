package site

import (
	"regexp"
	"strings"
)

// dated are the paths of date pages and their feeds.
var dated = regexp.MustCompile(`^/(\d{4})(?:/(\d{1,2}))?(?:/(\d{1,2}))?(/?)(.+)?$`)

// date finds a year, a month or a day, and reports whether the path is of one. A
// date without an article is unknown, as no feed reader can have its feed.
func (l lookup) date() (Answer, bool) {
	m := dated.FindStringSubmatch(l.path)
	if m == nil || m[5] != "" && (m[4] == "" || !isFile(m[5])) {
		return Answer{}, false
	}
	date := m[1]
	for _, part := range m[2:4] {
		if part != "" {
			date += "-" + strings.Repeat("0", 2-len(part)) + part
		}
	}
	sub, ok := l.Renderer.OfDate(l.s, date)
	switch {
	case !ok:
		return l.unknown(Answer{Why: "there is no such date"}), true
	case len(sub.Entries.Window(1)) == 0:
		return l.unknown(Answer{Why: "no article has that date"}), true
	}
	return l.subject(sub, m[5]), true
}
