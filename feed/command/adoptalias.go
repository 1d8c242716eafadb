package command

import (
	"net/url"
	"strings"

	"dateline/feed/adopt"
	"dateline/feed/archive"
	"dateline/feed/config"
	"dateline/feed/render"
	"dateline/feed/report"
	addresses "dateline/feed/site"
)

// missing returns the alias without which the address of an adopted feed leads to no
// feed of its format here.
func missing(c *addresses.Catalogue, s *archive.Snapshot, conf *config.Config, f *adopt.Feed) (a report.Alias, ok bool) {
	path, ok := pathOf(f, conf.Site.Home)
	if !ok {
		return a, false
	}
	format := formatOf(f)
	answer := c.Lookup(s, path, "")
	leads := answer.Status == addresses.Moved || answer.Status == addresses.Found && answer.Kind == addresses.Feeds
	if leads && strings.HasSuffix(answer.Path, "."+string(format)) {
		return a, false
	}
	return report.Alias{Path: path, Feed: render.FeedPath("/", format)}, true
}

// pathOf returns the path of a feed on the author's site, or on that to which the feed
// belongs. A page of a feed, which its query names, has none.
func pathOf(f *adopt.Feed, site string) (path string, ok bool) {
	u, err := url.Parse(f.URL)
	if err != nil || u.Path == "" || u.RawQuery != "" {
		return "", false
	}
	for _, home := range []string{site, f.Home} {
		h, err := url.Parse(home)
		if err != nil || !strings.EqualFold(h.Host, u.Host) {
			continue
		}
		if rest, below := strings.CutPrefix(u.Path, strings.TrimSuffix(h.Path, "/")); below && strings.HasPrefix(rest, "/") {
			return rest, true
		}
	}
	return u.Path, true
}

// formatOf returns the format of an adopted feed.
func formatOf(f *adopt.Feed) render.Format {
	switch {
	case strings.HasPrefix(f.Format, "Atom"):
		return render.Atom
	case strings.HasPrefix(f.Format, "JSON"):
		return render.JSON
	}
	return render.RSS
}
