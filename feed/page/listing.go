package page

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/feed/archive"
)

// Listing is the part of a list of topics, outlets or languages that a page shows. Each
// has one canonical query: "", "?page=2&q=moon&sort=name".
type Listing struct {
	Query string // a part of the names
	Order archive.Order
	Page  int // from 1
}

// longestFilter bounds Listing.Query, in characters: few names are longer.
const longestFilter = 100

// sortNames are the values of sort. The first one is the default.
var sortNames = [...]string{archive.BySize: "size", archive.ByName: "name", archive.ByRecency: "recency"}

// ListingOf returns what the parameters of an address ask for.
func ListingOf(parameters url.Values) (l Listing, err error) {
	l.Query = cleaned(parameters.Get("q"))
	if utf8.RuneCountInString(l.Query) > longestFilter {
		return l, fmt.Errorf("q holds at most %d characters", longestFilter)
	}
	if sort := parameters.Get("sort"); sort != "" {
		i := slices.Index(sortNames[:], sort)
		if i < 0 {
			return l, errors.New("sort is one of " + strings.Join(sortNames[:], ", "))
		}
		l.Order = archive.Order(i)
	}
	l.Page = 1
	if page := parameters.Get("page"); page != "" {
		if l.Page, err = strconv.Atoi(page); err != nil || l.Page < 1 {
			return l, errors.New("page is a number from 1 on")
		}
	}
	return l, nil
}

// cleaned returns a query with single spaces, without characters that control text.
func cleaned(query string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(query, " "), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
	}), " ")
}

// parameters returns the canonical parameters of a listing.
func (l Listing) parameters() url.Values {
	v := url.Values{}
	if l.Query != "" {
		v.Set("q", l.Query)
	}
	if l.Order != archive.BySize {
		v.Set("sort", sortNames[l.Order])
	}
	if l.Page > 1 {
		v.Set("page", strconv.Itoa(l.Page))
	}
	return v
}

// Suffix returns the query of the canonical address, with its question mark.
func (l Listing) Suffix() string {
	if v := l.parameters(); len(v) > 0 {
		return "?" + v.Encode()
	}
	return ""
}

// turn returns another page of the same list.
func (l Listing) turn(page int) Listing {
	l.Page = page
	return l
}
