package article

import (
	"strconv"
	"strings"
	"testing"
)

func TestLargest(t *testing.T) {
	sizes := ""
	for i := range 2 * maxSizes {
		sizes += "a" + strconv.Itoa(i) + ".png " + strconv.Itoa(i+1) + "w,"
	}
	for srcset, want := range map[string]string{
		"":                                    "",
		" , ,":                                "",
		"a.png":                               "a.png",
		"a.png, b.png 2x":                     "b.png",
		"a.png 3x,b.png 2x":                   "a.png",
		"a.png 1.5x, b.png":                   "a.png",
		"a.png 320w, b.png 1280w, c.png 640w": "b.png",
		"a.png 320w 100h, b.png 9x":           "a.png",
		"w_1,h_2.png 1x, w_2,h_4.png 2x":      "w_2,h_4.png",
		"\n a.png\t1x\n,\n b.png 2x ":         "b.png",
		"a.png,":                              "a.png",
		"data:image/png;base64,AA 9x, a.png":  "a.png",
		"a.png x, b.png -1x, c.png 9q":        "a.png",
		sizes:                                 "a" + strconv.Itoa(maxSizes-1) + ".png",
	} {
		if got := largest(srcset); got != want {
			t.Errorf("of %.60q %q is the largest, want %q", srcset, got, want)
		}
	}
}

// TestPlaces checks that complaints point to the tag, in quotes, lists and
// lines with tabs.
func TestPlaces(t *testing.T) {
	p := newsParser()
	for text, want := range map[string]string{
		"a <a href='x:y'>b</a>":                     "2:3",
		"a\n<br>é <a href='x:y'>b</a>":              "3:7",
		"> <p>\n> a <a href='x:y'>b</a>":            "3:5",
		"- a\n\n  <div>\n  <a href='x:y'>b</a>":     "5:3",
		"<div>\n\t<a\n href='x:y'>b</a>":            "3:2",
		"- a\n\n\t<div>\n\t\t<a href='x:y'>b</a>":   "5:3",
		"<div title='\n'><a href='x:y'>b</a></div>": "3:3",
	} {
		r := p.Parse("2026/04/7/x.md", []byte("# t\n"+text))
		got := ""
		for _, problem := range r.Problems {
			got += strconv.Itoa(problem.Line) + ":" + strconv.Itoa(problem.Column)
		}
		if got != want {
			t.Errorf("in %q the link is at %q, want %s", text, got, want)
		}
		if strings.Contains(r.Article.HTML, "href") {
			t.Errorf("%q of %q", r.Article.HTML, text)
		}
	}
}
