package archive

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/article"
)

const blog = "https://blog.example/my"

// homedPiece returns an article at /from.md with references that have targets on
// the author's own site: the site path, a space and the target there.
func homedPiece(targets ...string) Change {
	a := piece("/from.md", "2026-04-01", "From")
	for _, target := range targets {
		path, there, _ := strings.Cut(target, " ")
		path, part, _ := strings.Cut(path, "#")
		f := article.Reference{Path: path, AtHome: there}
		if part != "" {
			f.Suffix = "#" + part
		}
		a.References = append(a.References, f)
	}
	return Change{File: a.File, Article: a}
}

// TestLinksToHome expects links at the author's own site if nothing is here, and if
// articles have their pages there.
func TestLinksToHome(t *testing.T) {
	secret := pieceChange("/secret.md", "Secret", "")
	secret.Article.Hidden = "draft: true"
	later := pieceChange("/later.md", "Later", "")
	later.Article.Appears = noon.Add(time.Hour)
	tree := []Change{pieceChange("/é.md", "A", `<p id="x">`), secret, later, pieceChange("/gone.md", "Gone for good", ""),
		{File: "/x.png", Asset: &Asset{Type: "image/png"}}}
	cases := []struct{ target, page, site string }{ // with item_link = "page" and "site"
		{"/e /e", blog + "/e", blog + "/e"},
		{"/é /%C3%A9/", "/%C3%A9", blog + "/%C3%A9"},
		{"/é.md#x ", "/%C3%A9#x", blog + "/%C3%A9#x"},
		{"/é#y https://blog.example/my/%C3%A9", "/%C3%A9", blog + "/%C3%A9"},
		{"/x.png /x.png", "/covers/x.png", "/covers/x.png"},
		{"/x.png https://blog.example/my/x.png", "/covers/x.png", "/covers/x.png"},
		{"/y.png /y.png", blog + "/y.png", blog + "/y.png"},
		{"/contact/#f /contact/", blog + "/contact/#f", blog + "/contact/#f"},
		{"/contact https://WWW.blog.example/my/contact", "https://WWW.blog.example/my/contact", "https://WWW.blog.example/my/contact"},
		{"/lost.md ", "", ""},
		{"/secret /secret", "", ""}, {"/secret https://blog.example/my/secret", "", ""},
		{"/later /later", "", ""},
		{"/gone /gone", blog + "/gone", blog + "/gone"},
		{"/gone.md ", "/gone", "/gone"},
		{"/ /", "/", blog + "/"}, {"/ https://blog.example/my/", "https://blog.example/my/", "https://blog.example/my/"},
		{"/topics/moon/ /topics/moon/", "/topics/moon/", blog + "/topics/moon/"},
		{"/topics/mars/ /topics/mars/", blog + "/topics/mars/", blog + "/topics/mars/"},
		{"/2026/04/ /2026/04/", "/2026/04/", blog + "/2026/04/"},
		{"/1999/ /1999/", blog + "/1999/", blog + "/1999/"},
	}
	var targets []string
	want := map[bool][]string{}
	for _, c := range cases {
		targets = append(targets, c.target)
		want[false], want[true] = append(want[false], c.page), append(want[true], c.site)
	}
	for _, atHome := range []bool{false, true} {
		o := options()
		o.Home, o.PagesAtHome = blog, atHome
		for _, order := range [][]Change{append(tree, homedPiece(targets...)), append([]Change{homedPiece(targets...)}, tree...)} {
			s := New(o)
			for _, c := range order {
				s, _ = with(s, []Change{c})
			}
			s, d := with(s, []Change{{File: "/gone.md"}})
			if diff := cmp.Diff(want[atHome], linksAt(t, s, "/from")); diff != "" {
				t.Errorf("pages at home %v: (-want +got)\n%s", atHome, diff)
			}
			e, _ := s.Entry("/from")
			if !e.Updated().Equal(e.Published()) {
				t.Error("an article counts as updated for what it links")
			}
			checkReported(t, s, d, "/lost.md", "/secret", "/later", "/gone.md")
			if n := s.LeftToHome(); n != map[bool]int{false: 6, true: 9}[atHome] {
				t.Errorf("pages at home %v: %d links are left to the author's site", atHome, n)
			}
		}
	}
}

// checkReported checks which links of /from.md are complained about.
func checkReported(t *testing.T, s *Snapshot, _ Delta, want ...string) {
	t.Helper()
	told := map[string]bool{}
	for _, p := range s.Problems() {
		if p.About == article.Astray {
			told[strings.Fields(p.What)[1]] = true
		}
	}
	for _, target := range want {
		if !told[target] {
			t.Errorf("nothing is said of %s", target)
		}
		delete(told, target)
	}
	delete(told, "/é#y")
	if len(told) > 0 {
		t.Errorf("complaints about %v", told)
	}
}

// TestLinksLeaveHome lets what a link means come and go.
func TestLinksLeaveHome(t *testing.T) {
	o := options()
	o.Home = blog
	s, _ := with(New(o), []Change{homedPiece("/a /a/", "/x.png /x.png", "/topics/moon/ /topics/moon/")})
	hidden := pieceChange("/a.md", "Alpha", "")
	hidden.Article.Hidden = "draft: true"
	there := []string{blog + "/a/", blog + "/x.png", blog + "/topics/moon/"}
	for _, step := range []struct {
		name   string
		change Change
		want   []string
	}{
		{"the picture comes", Change{File: "/x.png", Asset: &Asset{Type: "image/png"}}, []string{there[0], "/covers/x.png", there[2]}},
		{"the article comes", pieceChange("/a.md", "Alpha", ""), []string{"/a", "/covers/x.png", "/topics/moon/"}},
		{"it is hidden", hidden, []string{"", "/covers/x.png", "/topics/moon/"}},
		{"both go", Change{File: "/x.png"}, []string{"", there[1], "/topics/moon/"}},
	} {
		s, _ = with(s, []Change{step.change})
		if diff := cmp.Diff(step.want, linksAt(t, s, "/from")); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", step.name, diff)
		}
	}
	s, _ = with(s, []Change{{File: "/a.md"}})
	if got := linksAt(t, s, "/from")[0]; got != there[0] {
		t.Errorf("when the hidden article is removed, the link leads to %q", got)
	}
}
