package article

import (
	"testing"
	"time"
)

// TestContradictions gives an article several dates. One complaint names two that
// contradict each other, and says which one is used.
func TestContradictions(t *testing.T) {
	front := func(date string) string { return "---\ndate: " + date + "\n---\n" }
	const heading, title = "### 2026-04-08\n##### Moon\n", "# T\n\nText.\n"
	for name, test := range map[string]struct{ path, text, want, date string }{
		"all the same":                {"2026/04/08/2026-04-08-x.md", front("2026-04-08") + heading + title, "", "2026-04-08"},
		"heading and folder":          {"2026/04/09/x.md", heading + title, ":1:5: date heading 2026-04-08 contradicts the path, which says 2026-04-09; the heading is used; correct the heading or move the file", "2026-04-08"},
		"front matter and heading":    {"x.md", front("2016-04-08") + heading + title, ":4:5: date heading 2026-04-08 contradicts front matter, which says 2016-04-08; the date in front matter is used; correct the one that is wrong", "2016-04-08"},
		"a moment and heading":        {"2026/04/08/x.md", front("2016-04-08T10:00:00Z") + heading + title, ":4:5: date heading 2026-04-08 contradicts front matter, which says 2016-04-08; the date in front matter is used; correct the one that is wrong", "2016-04-08"},
		"front matter and folder":     {"2026/04/08/x.md", front("2016-04-08") + title, ":2:7: front matter says 2016-04-08, but the path 2026-04-08; the date in front matter is used; correct the date or rename the file", "2016-04-08"},
		"front matter and name":       {"_posts/2026-04-08-x.md", front("2026-04-10") + title, ":2:7: front matter says 2026-04-10, but the path 2026-04-08; the date in front matter is used; correct the date or rename the file", "2026-04-10"},
		"name and folder":             {"2026/04/08/2026-04-10-x.md", title, ": the name of the file says 2026-04-10, but its folder 2026-04-08; that of the folder is used; rename the file or move it", "2026-04-08"},
		"name and folder, front":      {"2026/04/08/2026-04-10-x.md", front("2026-04-10") + title, ": the name of the file says 2026-04-10, but its folder 2026-04-08; the date in front matter is used; rename the file or move it", "2026-04-10"},
		"name and folder, heading":    {"2026/04/08/2026-04-10-x.md", heading + title, ": the name of the file says 2026-04-10, but its folder 2026-04-08; the heading is used; rename the file or move it", "2026-04-08"},
		"a bundle and front matter":   {"2026-04-08-x/index.md", front("2026-04-10") + title, ":2:7: front matter says 2026-04-10, but the path 2026-04-08; the date in front matter is used; correct the date or rename the file", "2026-04-10"},
		"late in the west":            {"2026-04-08-x.md", front("2026-04-09T05:00:00Z") + title, "", "2026-04-09"},
		"early in the east":           {"2026-04-08-x.md", front("2026-04-07T11:00:00Z") + title, "", "2026-04-07"},
		"an evening in the west":      {"2026-04-08-x.md", front("2026-04-07T23:30:00-08:00") + title, "", "2026-04-08"},
		"its own day in the west":     {"2026-04-07-x.md", front("2026-04-07T23:30:00-08:00") + title, "", "2026-04-08"},
		"a morning in the east":       {"2026-04-08-x.md", front("2026-04-08T00:30:00+13:00") + title, "", "2026-04-07"},
		"a moment of another day":     {"2026-04-08-x.md", front("2026-04-10T05:00:00Z") + title, ":2:7: front matter says 2026-04-10, but the path 2026-04-08; the date in front matter is used; correct the date or rename the file", "2026-04-10"},
		"a hidden one, which may err": {"2026-04-08-x.md", "---\ndate: 2016-04-08\ndraft: true\n---\n" + title, "", "2016-04-08"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newsParser().Parse(test.path, []byte(test.text))
			got := ""
			for _, p := range r.Problems {
				got += p.Error()
			}
			want := test.want
			if want != "" {
				want = "news/" + test.path + want
			}
			if got != want || r.Article == nil || r.Article.Date.Format(time.DateOnly) != test.date {
				t.Errorf("%v of %v, want %s:\n%s\nwant\n%s", r.Article != nil, r.Article, test.date, got, want)
			}
		})
	}
}
