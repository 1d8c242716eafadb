package article

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestURLs checks that every URL of an article is valid: hosts are in ASCII, and escapes
// stay as they were. Anything else is dropped with a complaint at its place.
func TestURLs(t *testing.T) {
	p := NewParser(Options{Mount: "/", BaseURL: "https://xn--bcker-gra.example", Language: "de", Zone: time.UTC, Grammar: Grammar{Source: []string{"Source"}, Related: []string{"Related"}}})
	for _, c := range []struct {
		text string // of a body
		url  string // in its HTML, or of its first reference
		says string // a complaint; empty if there is none
	}{
		{"[a](https://ä.example/ö?ü=%2f%2F#ß)", "https://xn--4ca.example/%C3%B6?%C3%BC=%2f%2F#%C3%9F", ""},
		{"<a href='//%C3%A4.example/'>a</a>", "https://xn--4ca.example/", ""},
		{"![a](https://ä.example/x.png)", "https://xn--4ca.example/x.png", ""},
		{"<img src='//Ä.example/x.png'>", "https://xn--4ca.example/x.png", ""},
		{"<https://ä.example/>", "https://xn--4ca.example/", ""},
		{"see www.a.example/%?% ok", "http://www.a.example/%25?%", ":2:4: link"},
		{"[a](mailto:ä@ö.example)", "mailto:%C3%A4@%C3%B6.example", ""},
		{"[a](https://BÄCKER.example/x)", "/x", ""},
		{"![a](//xn--bcker-gra.example/x.png?y)", "/x.png?y", ""},
		{"[a](https://a.example/?q=100%&x=%41)", "https://a.example/?q=100%&amp;x=%41", ""},
		{"<a href='https://a.example/?q=100%&x=%41'>a</a>", "https://a.example/?q=100%&amp;x=%41", ""},
		{"![a](https://a.example/x.png?w=100%)", "https://a.example/x.png?w=100%", ""},
		{"[a](x.md?q=100%&x#%)", "/2024/03/01/x.md?q=100%&x#%25", ""},
		{"[a](https://a.example/100%/?%#%41)", "https://a.example/100%25/?%#%41", ":2:2: link https://a.example/100%/?%#%41 has a % that does not begin an escape"},
		{"[a](https://a.example/#100%)", "https://a.example/#100%25", ":2:2: link https://a.example/#100% has a % that"},
		{"![a](https://a.example/100%.png)", "https://a.example/100%25.png", ":2:3: image https://a.example/100%.png has a % that"},
		{"![a](100%.png)", "/2024/03/01/100%.png", ""},
		{"[a](https://ä..example/)", "", ":2:2: link https://ä..example/ has a host name that is not valid; article published without it"},
		{"![a](https://a／b.example/x.png)", "", ":2:3: image https://a／b.example/x.png is neither an http(s) URL"},
		{"[a](<ftp://ä ö.example/>)", "", ":2:2: link ftp://ä ö.example/ has a host name that"},
	} {
		r := p.Parse("2024/03/01/x.md", []byte("# T\n"+c.text+"\n"))
		got := strings.TrimSpace(r.Article.HTML)
		if len(r.Article.References) > 0 {
			got = `="` + r.Article.References[0].Path + r.Article.References[0].Suffix + `"`
		}
		if c.url == "" && got != "<p>a</p>" || c.url != "" && !strings.Contains(got, `="`+c.url+`"`) {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.url)
		}
		wantProblem(t, c.text, r.Problems, c.says)
	}
	head := "---\ntitle: T\nimage: https://ä.example/x.png\nauthor: {name: A, url: '//ö.example/a'}\nsource: https://ü.example/100%\n---\nx\n\n### Related\n\n1. [R](https://ß.example/)\n"
	r := p.Parse("2024/03/01/x.md", []byte(head))
	a := r.Article
	got := []string{a.Cover, a.Authors[0].URL, a.Sources[0].URL, a.Elsewhere[0].URL}
	want := []string{"https://xn--4ca.example/x.png", "https://xn--nda.example/a", "https://xn--tda.example/100%", "https://xn--zca.example/"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	wantProblem(t, head, r.Problems, "5:9: source https://xn--tda.example/100% has a % that does not begin an escape")
	for _, key := range []string{"image: https://ä..example/x.png", "author: A\nauthor_url: https://ä..example/", "author: {name: B, url: https://ä..example/}", "source: https://ä..example/"} {
		r := p.Parse("2024/03/01/x.md", []byte("---\ntitle: T\n"+key+"\n---\nx\n"))
		wantProblem(t, key, r.Problems, "ä..example/")
	}
}

// wantProblem checks that there is one problem that contains a text, or none if the
// text is empty.
func wantProblem(t *testing.T, text string, problems []Problem, says string) {
	t.Helper()
	if says == "" && len(problems) == 0 || len(problems) == 1 && strings.Contains(problems[0].Error(), says) && says != "" {
		return
	}
	t.Errorf("%s\nwant a problem that says %q, got %v", text, says, problems)
}
