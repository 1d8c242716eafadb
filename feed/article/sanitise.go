package article

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
)

// policy is bluemonday's for the text of strangers (no script, style, frames
// or forms), with the classes that goldmark writes.
var policy = func() *bluemonday.Policy {
	p := bluemonday.UGCPolicy()
	p.RequireNoFollowOnLinks(false)
	p.AllowURLSchemes(slices.Collect(maps.Keys(schemes))...)
	p.AllowAttrs("class").Matching(bluemonday.SpaceSeparatedTokens).OnElements("code", "sup", "a", "div")
	return p
}()

// sanitise cleans HTML that holds what authors wrote as HTML, and makes the
// links in it absolute. Complaints point to where the author's HTML begins.
func (r *reading) sanitise(raw []byte) string {
	var b strings.Builder
	z := html.NewTokenizer(bytes.NewReader(policy.SanitizeBytes(raw)))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return strings.TrimSpace(b.String())
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			b.Write(z.Raw())
			continue
		}
		t := z.Token()
		kept := t.Attr[:0]
		for _, a := range t.Attr {
			switch a.Key {
			case "href", "cite":
				a.Val = r.link(a.Val, r.rawHTML)
			case "src":
				a.Val = r.image(a.Val, r.rawHTML)
			case "srcset":
				continue
			default:
				kept = append(kept, a)
				continue
			}
			if a.Val != "" {
				kept = append(kept, a)
			}
		}
		if t.Data == "img" && !slices.ContainsFunc(kept, func(a html.Attribute) bool { return a.Key == "src" }) {
			continue
		}
		t.Attr = kept
		b.WriteString(t.String())
	}
}
