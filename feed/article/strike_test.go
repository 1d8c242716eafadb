package article

import "testing"

// TestTildes checks that a single tilde is text, as striking it out would change facts.
func TestTildes(t *testing.T) {
	p := newsParser()
	for text, want := range map[string]string{
		"~~gone~~":                        "<del>gone</del>",
		"a ~~*b* c~~ d":                   "a <del><em>b</em> c</del> d",
		"9時~10時20分":                       "9時~10時20分",
		"3~5 and 7~8 people":              "3~5 and 7~8 people",
		"~/bin and ~/lib":                 "~/bin and ~/lib",
		"H~2~O and x^2^":                  "H~2~O and x^2^",
		"a ~b~ c":                         "a ~b~ c",
		"a ~~~b~~~":                       "a ~~~b~~~",
		"x ~~~a~~~ ~~b~~":                 "x ~~~a~~~ <del>b</del>",
		"~~a ~b~ c~~":                     "<del>a ~b~ c</del>",
		"~~a~ ~b~~":                       "<del>a~ ~b</del>",
		`\~~a~~ ` + "`~~b~~` ~~ c ~~ ~~d": "~~a~~ <code>~~b~~</code> ~~ c ~~ ~~d",
	} {
		checkParagraph(t, p, text, want)
	}
	if got := markdownText("~~a~~ 9~10 and ~b~"); got != "a 9~10 and ~b~" {
		t.Errorf("as a summary: %q", got)
	}
}

// checkParagraph checks the HTML of a paragraph, in an article with raw HTML and in one
// without.
func checkParagraph(t *testing.T, p *Parser, text, want string) {
	t.Helper()
	a := p.Parse("2026/04/7/x.md", []byte("# t\n\n"+text+"\n")).Article
	if want = "<p>" + want + "</p>"; a == nil || a.HTML != want {
		t.Errorf("%q:\ngot  %s\nwant %s", text, a.HTML, want)
	}
}
