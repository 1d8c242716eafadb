package render

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dateline/feed/article"
)

// TestDirections checks that the content of each article and its title among others
// have its direction, whatever the direction of the site.
func TestDirections(t *testing.T) {
	related := []article.Claim{{Page: article.Page("/en")}, {Page: article.Page("/ar")}, {Page: article.Page("/he")}}
	s := noted(
		&article.Article{Path: "/en", Title: "In English", HTML: "<p>Text.</p>", Related: related},
		&article.Article{Path: "/ar", Title: "بالعربية", HTML: "<p>نص.</p>", Related: related, Rare: &article.Rare{Language: "ar"}},
		&article.Article{Path: "/he", Title: "בעברית", HTML: "<p>מלל.</p>", Rare: &article.Rare{Language: "he"}})
	for _, c := range []struct{ site, en, ar string }{{"en", "", "rtl"}, {"fa", "ltr", "rtl"}} {
		of := site("related")
		of.Language = c.site
		for _, of.SummaryOnly = range []bool{false, true} {
			r := New(of)
			for path, want := range map[string]string{"/en": c.en, "/ar": c.ar, "/he": c.ar} {
				e, _ := s.Entry(path)
				it := r.item(s, shape{Entry: e})
				content := it.contentHTML
				if of.SummaryOnly {
					it = r.item(s, shape{Entry: e, form: summary})
					content = it.summaryHTML
				}
				if got := outer(t, content); got != want {
					t.Errorf("%s of a site in %s, summary %v: direction %q, want %q: %s", path, c.site, of.SummaryOnly, got, want, content)
				}
				if strings.Contains(it.title+it.summary, "<") || strings.ContainsAny(it.title+it.summary, "\u200e\u200f\u2067\u2069") {
					t.Errorf("plain text has marks: %q, %q", it.title, it.summary)
				}
			}
		}
		e, _ := s.Entry("/en")
		of.SummaryOnly = false
		content := New(of).item(s, shape{Entry: e}).contentHTML
		wantLine(t, content, ` dir="rtl">בעברית</a>`, 1)
	}
	of := site("")
	sub, ok := New(of).Digest(s, Of(s.Global()), Daily, time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC))
	if !ok {
		t.Fatal("no digest")
	}
	wantLine(t, string(New(of).Feed(s, sub, Atom).Body), `<span dir="rtl">`, 2)
}

func wantLine(t *testing.T, text, part string, times int) {
	t.Helper()
	if strings.Count(text, part) != times {
		t.Errorf("%q is not there %d times:\n%s", part, times, text)
	}
}

// outer returns the direction of the single element that HTML consists of, or ""
// if it has none.
func outer(t *testing.T, markup string) string {
	t.Helper()
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	list, err := html.ParseFragment(strings.NewReader(markup), body)
	if err != nil || len(list) == 0 {
		t.Fatalf("%q: %v", markup, err)
	}
	for _, a := range list[0].Attr {
		if a.Key == "dir" {
			if len(list) > 1 {
				t.Errorf("more than one element: %s", markup)
			}
			return a.Val
		}
	}
	return ""
}
