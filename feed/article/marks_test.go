package article

import (
	"bytes"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/net/html"
)

// dialects are the golden files for the syntax of dialects in a body.
var dialects = []string{"attributes", "callouts", "footnotes", "fragments", "marks", "math"}

// TestSameBesideHTML checks that a body is the same whether there is raw HTML elsewhere
// in it or not.
func TestSameBesideHTML(t *testing.T) {
	p := newsParser()
	for _, name := range dialects {
		a, err := txtar.ParseFile("testdata/" + name + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range inputs(a) {
			title, rest, _ := bytes.Cut(f.Data, []byte("\n"))
			if !bytes.HasPrefix(title, []byte("# ")) {
				t.Fatalf("%s: no title", f.Name)
			}
			without := p.Parse(f.Name, f.Data).Article.HTML
			with := p.Parse(f.Name, bytes.Join([][]byte{title, []byte("<br>\n"), rest}, []byte("\n\n"))).Article.HTML
			if got, want := serialised(t, strings.TrimPrefix(with, "<br>")), serialised(t, without); got != want {
				t.Errorf("%s: %s:\ngot  %s\nwant %s", name, f.Name, got, want)
			}
		}
	}
}

// serialised returns HTML as x/net/html writes it.
func serialised(t *testing.T, markup string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := html.Render(&b, doc); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
