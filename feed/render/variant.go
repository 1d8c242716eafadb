package render

import (
	"errors"
	"net/url"
	"strconv"
)

// Variant is how a subscriber wants a feed: the zero Variant as the site has
// it.
type Variant struct {
	Limit   int    // entries at most, the newest; 0: the site's window
	Content string // "full", "summary"; empty: the site's
}

// maxLimit bounds what a subscriber may ask for.
const maxLimit = 500

// Errors of VariantOf, for the client to read.
var (
	errLimit   = errors.New("limit is a number from 1 to 500")
	errContent = errors.New(`content is "full" or "summary"`)
)

// VariantOf reads ?limit= and ?content= of a query. What the site does
// anyway is no variant; other parameters do not count.
func (r *Renderer) VariantOf(query url.Values) (v Variant, err error) {
	if s := query.Get("limit"); query.Has("limit") {
		v.Limit, err = strconv.Atoi(s)
		if err != nil || v.Limit < 1 || v.Limit > maxLimit || strconv.Itoa(v.Limit) != s {
			return Variant{}, errLimit
		}
	}
	switch v.Content = query.Get("content"); {
	case v.Content != "full" && v.Content != "summary" && query.Has("content"):
		return Variant{}, errContent
	case v.summary(r.site) == r.site.SummaryOnly:
		v.Content = ""
	}
	return v, nil
}

// query gives the variant as the parameters of a URL.
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

// summary reports whether entries are shown by their summary.
func (v Variant) summary(site Site) bool {
	if v.Content == "" {
		return site.SummaryOnly
	}
	return v.Content == "summary"
}

// form is how much of an entry is shown.
type form uint8

const (
	whole   form = iota
	summary      // instead of the text
	bare         // see item.bare
)

// form gives that of entries.
func (v Variant) form(site Site) form {
	if v.summary(site) {
		return summary
	}
	return whole
}
