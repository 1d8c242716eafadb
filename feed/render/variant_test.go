package render

import (
	"net/url"
	"testing"
)

// TestContentVariants checks which contents make a variant: whatever may differ
// from what the site shows by default.
func TestContentVariants(t *testing.T) {
	for _, c := range []struct {
		site  Site
		query string
		want  string
	}{
		{Site{}, "content=full", ""},
		{Site{}, "content=summary", "summary"},
		{Site{MaxEntry: 1000}, "content=full", "full"},
		{Site{MaxEntry: 1000}, "content=summary", "summary"},
		{Site{MaxEntry: 1000, SummaryOnly: true}, "content=full", "full"},
		{Site{MaxEntry: 1000, SummaryOnly: true}, "content=summary", ""},
		{Site{MaxEntry: 1000}, "limit=3", ""},
	} {
		query, _ := url.ParseQuery(c.query)
		if v, err := New(c.site).VariantOf(query); err != nil || v.Content != c.want {
			t.Errorf("%+v, %s: content %q, error %v; want %q", c.site, c.query, v.Content, err, c.want)
		}
	}
}
