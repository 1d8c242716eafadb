package article

import (
	"regexp"

	"github.com/microcosm-cc/bluemonday"
)

// policy allows the elements and attributes that rawHTML and goldmark write. It
// is a second line of defence: nothing else gets through, even if the HTML parser
// reads them differently. URLs are not changed, because each was resolved already.
var policy = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.RequireParseableURLs(false)
	for key, pattern := range globals {
		p.AllowAttrs(key).Matching(pattern).Globally()
	}
	p.AllowAttrs("role").Matching(regexp.MustCompile(`^doc-[a-z]+$`)).Globally()
	p.AllowElements("audio", "video")
	for _, e := range elements {
		if e.as != "" && e.as != gone && e.as != "a" {
			p.AllowNoAttrs().OnElements(e.as)
		}
	}
	for name, keys := range attributes {
		for key, pattern := range keys {
			p.AllowAttrs(key).Matching(pattern).OnElements(name)
		}
	}
	return p
}()
