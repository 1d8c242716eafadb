package render

import (
	"net/url"
	"path"
	"strings"
)

// How Feedly and others show a feed: the elements that it proposed for RSS in the
// namespace http://webfeeds.org/rss/1.0 ("10 ways to optimize your feed for Feedly").
//
//	<webfeeds:cover image="https://example.org/logo.png"></webfeeds:cover>
//	<webfeeds:icon>https://example.org/icon.svg</webfeeds:icon>
//	<webfeeds:logo>https://example.org/logo.png</webfeeds:logo>
//	<webfeeds:accentColor>00aa66</webfeeds:accentColor>
//
// A site has them if it has a logo or an accent; one with nothing but an icon has that in
// the image of the channel.

const webFeedsNamespace = "http://webfeeds.org/rss/1.0"

type webFeeds struct {
	Cover  *webFeedsCover `xml:"webfeeds:cover"`
	Icon   string         `xml:"webfeeds:icon,omitempty"`
	Logo   string         `xml:"webfeeds:logo,omitempty"`
	Accent string         `xml:"webfeeds:accentColor,omitempty"`
}

type webFeedsCover struct {
	Image string `xml:"image,attr"`
}

// webFeeds returns these elements and their namespace, which is empty if there are none.
func (r *Renderer) webFeeds() (w webFeeds, namespace string) {
	site := r.Site
	if site.Logo == "" && site.Accent == "" {
		return w, ""
	}
	w.Icon, w.Logo, w.Accent = drawable(site.Icon), drawable(site.Logo), sixDigits(site.Accent)
	if site.Logo != "" {
		w.Cover = &webFeedsCover{site.Logo}
	}
	return w, webFeedsNamespace
}

// drawable returns the URL of a picture if readers take its type for an icon or a logo:
// SVG or PNG.
func drawable(picture string) string {
	u, err := url.Parse(picture)
	if err != nil {
		return ""
	}
	switch strings.ToLower(path.Ext(u.Path)) {
	case ".svg", ".png":
		return picture
	}
	return ""
}

// sixDigits returns a colour of CSS as six hexadecimal digits.
func sixDigits(colour string) string {
	digits := strings.TrimPrefix(colour, "#")
	if len(digits) != len("0a6") {
		return digits
	}
	var b strings.Builder
	for _, d := range digits {
		b.WriteRune(d)
		b.WriteRune(d)
	}
	return b.String()
}
