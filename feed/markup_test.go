package feed

import "testing"

func TestMarkups(t *testing.T) {
	for _, c := range []struct {
		others map[string]int
		n      int
		files  string
	}{
		{nil, 0, ""},
		{map[string]int{".css": 3, "": 2, ".txt": 1}, 0, ""},
		{map[string]int{".rst": 1, ".css": 9}, 1, "1 .rst file"},
		{map[string]int{".rst": 47}, 47, "47 .rst files"},
		{map[string]int{".rst": 47, ".org": 1, ".html": 2}, 50, "2 .html, 1 .org and 47 .rst files"},
	} {
		if n, files := Markups(c.others); n != c.n || files != c.files {
			t.Errorf("%v: %d, %q", c.others, n, files)
		}
	}
}
