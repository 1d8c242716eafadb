package render

import (
	"errors"
	"net/url"
	"strconv"

	"dateline/feed/archive"
)

// Variant is a subscriber's choice of how a feed looks. The zero Variant is the
// site's own.
type Variant struct {
	Limit   int    // entries at most, the newest; 0 means the site's window
	Content string // "full" or "summary"; empty means the site's
}

// MaxLimit bounds the limit that a subscriber may ask for.
const MaxLimit = 500

// Errors of VariantOf, for the client to read.
var (
	errLimit   = errors.New("limit must be a number from 1 to 500")
	errContent = errors.New(`content must be "full" or "summary"`)
)

// VariantOf parses ?limit= and ?content= in a query. A content that is the site's
// own anyway does not make a variant. Other parameters are ignored. content=full
// shows every article whole, so it differs from a site that shows long ones as
// teasers.
func (r *Renderer) VariantOf(query url.Values) (v Variant, err error) {
	if s := query.Get("limit"); query.Has("limit") {
		v.Limit, err = strconv.Atoi(s)
		if err != nil || v.Limit < 1 || v.Limit > MaxLimit || strconv.Itoa(v.Limit) != s {
			return Variant{}, errLimit
		}
	}
	switch v.Content = query.Get("content"); {
	case v.Content != "full" && v.Content != "summary" && query.Has("content"):
		return Variant{}, errContent
	case v.summary(r.Site) == r.Site.SummaryOnly && (r.Site.SummaryOnly || r.Site.MaxEntry == 0):
		v.Content = ""
	}
	return v, nil
}

// query returns the variant as the parameters of a URL.
func (v Variant) query() url.Values {
	query := url.Values{}
	if v.Content != "" {
		query.Set("content", v.Content)
	}
	if v.Limit > 0 {
		query.Set("limit", strconv.Itoa(v.Limit))
	}
	return query
}

// summary reports whether entries are shown as summaries.
func (v Variant) summary(site Site) bool {
	if v.Content == "" {
		return site.SummaryOnly
	}
	return v.Content == "summary"
}

// form is how much of an entry a feed shows.
type form uint8

const (
	whole   form = iota
	summary      // the summary instead of the text
	teaser       // the summary and a link to the whole article
)

// form returns the form of an entry in this variant. It depends on the article
// alone, so no entry ever shrinks because of others.
func (v Variant) form(site Site, e *archive.Entry) form {
	switch {
	case v.summary(site):
		return summary
	case v.Content == "" && site.MaxEntry > 0 && len(e.HTML) > site.MaxEntry:
		return teaser
	}
	return whole
}

// summaryLength bounds summaries made from the text, in characters: a short one
// if the whole text follows, else the longest allowed.
func (f form) summaryLength() int {
	if f == whole {
		return 300
	}
	return 1000
}
