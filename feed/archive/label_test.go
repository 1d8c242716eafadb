package archive

import (
	"fmt"
	"strings"
	"testing"

	"dateline/feed/article"
)

// TestOutletLabel checks after which of its labels an outlet is called. Every
// label is that of a source of an article of its own, called "Title".
func TestOutletLabel(t *testing.T) {
	const domain = "gazette.example"
	for _, c := range []struct{ labels, want string }{
		{"The Gazette", "The Gazette"},
		{"The Gazette|The Gazette|Gazette", "The Gazette"},
		{"Gazette News|Gazette|Gazette News|Gazette|Gazette News|Gazette", domain},
		{"Gazette|Gazette News|Gazette", "Gazette"},
		{"", domain},
		{"A|B|C", domain},
		{"A|B|C|C", "C"},
		{"Title", domain},
		{"title|title|Gazette", "Gazette"},
		{"Storm closes all schools in the north|Storm closes all schools in the north|Gazette", "Gazette"},
		{"Was it a storm?|Was it a storm?|Gazette", "Gazette"},
		{"Storm is over!|Storm is over!|Gazette", "Gazette"},
		{"A storm ended.|A storm ended.|Gazette", "Gazette"},
		{"Storm: all is over|Storm: all is over|Gazette", "Gazette"},
		{"The undersecretary of transportation resigns|The undersecretary of transportation resigns|Gazette", "Gazette"},
		{"暴風雨過後北部所有學校今日停課一天|暴風雨過後北部所有學校今日停課一天|報紙", "報紙"},
		{"风暴，已过去|风暴，已过去|报纸", "报纸"},
		{"url=https://gazette.example/x|url=https://gazette.example/x|Gazette", "Gazette"},
		{"Gazette!|Gazette!|G", "Gazette!"},
		{"Gazette Inc.|Gazette Inc.|G", "Gazette Inc."},
		{"自由亚洲电台粤语部网站", "自由亚洲电台粤语部网站"},
		{"Комсомольская правда", "Комсомольская правда"},
		{"US News & World Report", "US News & World Report"},
	} {
		var changes []Change
		for i, label := range strings.Split(c.labels, "|") {
			a := piece(fmt.Sprintf("/1/%d.md", i), "2026-04-01", "Title")
			a.Sources = []article.Link{{Name: label, URL: fmt.Sprintf("https://www.gazette.example/%d", i)}, {Name: "Other", URL: "https://other.example/"}}
			changes = append(changes, Change{File: a.File, Article: a})
		}
		s, _ := New(options()).With(changes, Occasion{Now: noon})
		if f, ok := s.Outlet(domain); !ok || f.Label() != c.want {
			t.Errorf("labels %q: called %q, want %q", c.labels, f.Label(), c.want)
		}
	}
}
