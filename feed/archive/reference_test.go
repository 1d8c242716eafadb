package archive

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/feed/article"
)

// linkingPiece returns an article with references: a path if it begins with a slash,
// else a name after "=".
func linkingPiece(file string, to ...string) Change {
	a := piece(file, "2026-04-01", "From "+file)
	for _, target := range to {
		i := strings.IndexAny(target+"#", "?#")
		f := article.Reference{Path: target[:i], Suffix: target[i:]}
		if name, named := strings.CutPrefix(f.Path, "="); named {
			f.Path, f.Name = "", name
		}
		a.References = append(a.References, f)
	}
	return Change{File: file, Article: a}
}

func pieceChange(file, title, html string, aliases ...string) Change {
	a := piece(file, "2026-04-02", title, "Moon")
	a.HTML, a.Language = html, "de"
	for _, alias := range aliases {
		if alias[0] == '/' {
			a.Aliases = append(a.Aliases, alias)
		} else {
			a.Perhaps = append(a.Perhaps, "/notes/"+alias, "/"+alias)
		}
	}
	return Change{File: file, Article: a}
}

// linksAt returns what the entry at a path leads to.
func linksAt(t *testing.T, s *Snapshot, path string) []string {
	t.Helper()
	e, ok := s.Entry(path)
	if !ok {
		t.Fatal("no entry at", path)
	}
	return e.Links
}

func TestLinks(t *testing.T) {
	hidden := pieceChange("/notes/secret.md", "Secret", "")
	hidden.Article.Hidden = "draft: true"
	tree := []Change{
		pieceChange("/sheds/tool-shed.md", "Where tools hang", ""),
		pieceChange("/sheds/rain-barrel.md", "Rain barrel", `<h2 id="Lid-of-wood">Lid</h2><p id="été">x</p><h3 id="a b%">y</h3><h3 id="io-ports">z</h3><h3 id="i-oports">z</h3>`, "Water butt", "/barrel"),
		pieceChange("/notes/2024-05-02-second.md", "No. 2", ""),
		pieceChange("/notes/trip/index.md", "A trip", ""),
		pieceChange("/notes/Crème.md", "Dessert", ""),
		pieceChange("/notes/acdc.md", "AC/DC", ""),
		pieceChange("/notes/C++.md", "Signs", ""),
		pieceChange("/notes/x.html.md", "About x.html", ""),
		pieceChange("/notes/twice.md", "Twice here", ""),
		pieceChange("/other/twice.md", "Twice there", ""),
		pieceChange("/far/away/from/all/deep.md", "Deep", ""),
		pieceChange("/far/away/deep.md", "Less deep", ""),
		pieceChange("/notes/title.md", "Shadow", ""),
		pieceChange("/notes/shadow.md", "Another", "", "Title"),
		pieceChange("/zz/alias.md", "Z", "", "Deep"),
		pieceChange("/topics.md", "Of topics", ""),
		hidden,
		{File: "/pictures/plan.png", Asset: &Asset{Type: "image/png"}},
		{File: "/notes/tarte-a\u0300.png", Asset: &Asset{Type: "image/png"}},
		{File: "/2026/04/2/index.md", Day: &article.Day{File: "/2026/04/2/index.md", Date: time.Date(2026, 4, 2, 0, 0, 0, 0, time.UTC)}},
		{File: "/2025/04/2/index.md", Day: &article.Day{File: "/2025/04/2/index.md", Date: time.Date(2025, 4, 2, 0, 0, 0, 0, time.UTC)}},
	}
	cases := [][2]string{
		// Paths, in all spellings.
		{"/sheds/tool-shed", "/sheds/tool-shed"}, {"/sheds/tool-shed/", "/sheds/tool-shed"}, {"/sheds/tool-shed.md", "/sheds/tool-shed"},
		{"/sheds/tool-shed.html", "/sheds/tool-shed"}, {"/sheds/tool-shed/index.html", "/sheds/tool-shed"}, {"/sheds/tool-shed.MARKDOWN", "/sheds/tool-shed"},
		{"/notes/trip/index.md", "/notes/trip"}, {"/notes/trip/", "/notes/trip"}, {"/barrel", "/sheds/rain-barrel"}, {"/barrel.html?q", "/sheds/rain-barrel?q"},
		{"/notes/x.html", "/notes/x.html"}, {"/notes/Cre\u0300me.md", "/notes/Cr%C3%A8me"}, {"/notes/C++.md", "/notes/C++"}, {"/notes/nothing", ""}, {"/notes/secret.md", ""},
		// Files.
		{"/pictures/plan.png", "/covers/pictures/plan.png"}, {"/notes/tarte-\u00e0.png", "/covers/notes/tarte-%C3%A0.png"}, {"/notes/plan.png", ""},
		// From the content directory, if there is nothing beside the article.
		{"/notes/sheds/tool-shed.md", "/sheds/tool-shed"}, {"/notes/sheds/rain-barrel.md#lid-of-wood", "/sheds/rain-barrel#Lid-of-wood"}, {"/notes/barrel", "/sheds/rain-barrel"},
		{"/notes/pictures/plan.png", "/covers/pictures/plan.png"}, {"/notes/other/twice.md", "/other/twice"}, {"/notes/notes/trip/", "/notes/trip"},
		{"/sheds/notes/trip", ""}, {"/notes/notes/secret.md", ""}, {"/notes/notes/notes/trip", ""}, {"/notes/help/", ""}, {"/notes/topics/moon/", ""},
		// Reserved addresses, and days.
		{"/", "/"}, {"/index.html", "/"}, {"/feed.rss", "/feed.rss"}, {"/topics/moon/", "/topics/moon/"}, {"/topics/Moon", "/topics/Moon"}, {"/topics/moon/feed.atom", "/topics/moon/feed.atom"},
		{"/topics/mars/", ""}, {"/lang/de/", "/lang/de/"}, {"/lang/fr/", ""}, {"/sources/example.com/", ""}, {"/topics/", "/-/topics"}, {"/search/?q=x", "/search/?q=x"},
		{"/2026/04/02/", "/2026/04/02/"}, {"/2026/4/2", "/2026/4/2"}, {"/2026/", "/2026/"}, {"/2026/05/", ""}, {"/2025/", ""}, {"/help/", ""}, {"/digest/", ""}, {"/digest/daily.rss", "/digest/daily.rss"}, {"/covers/lost.png", ""}, {"/changes.atom", "/changes.atom"}, {"/changes", ""}, {"/robots.txt", "/robots.txt"}, {"/llms-full.txt", ""},
		{"/2026/04/2/index.md", "/2026/04/02/"}, {"/2026/04/2/", "/2026/04/02/"}, {"/2025/04/2/index.md", ""},
		// Names.
		{"=Tool shed", "/sheds/tool-shed"}, {"=tool_SHED", "/sheds/tool-shed"}, {"=tool-shed.md", "/sheds/tool-shed"}, {"=sheds/tool shed", "/sheds/tool-shed"},
		{"=/sheds/tool-shed.md", "/sheds/tool-shed"}, {"=other/tool-shed", ""}, {"=Where tools hang", "/sheds/tool-shed"}, {"=water-butt", "/sheds/rain-barrel"}, {"=barrel", "/sheds/rain-barrel"},
		{"=second", "/notes/2024-05-02-second"}, {"=2024-05-02-second", "/notes/2024-05-02-second"}, {"=notes/second", "/notes/2024-05-02-second"}, {"=trip", "/notes/trip"},
		{"=notes/trip/index.md", "/notes/trip"}, {"=cre\u0300me", "/notes/Cr%C3%A8me"}, {"=AC/DC", "/notes/acdc"}, {"=C++", "/notes/C++"}, {"=C", ""}, {"=!", ""}, {"=secret", ""}, {"=Greenhouse", ""},
		{"=plan.png", "/covers/pictures/plan.png"}, {"=pictures/plan.png", "/covers/pictures/plan.png"}, {"=lost.png", ""},
		// Several with one name: the folder, then the shortest path; files before
		// titles before aliases.
		{"=twice", "/notes/twice"}, {"=other/twice", "/other/twice"}, {"=deep", "/far/away/deep"}, {"=shadow", "/notes/shadow"}, {"=title", "/notes/title"},
		// Parts.
		{"/sheds/rain-barrel#Lid-of-wood", "/sheds/rain-barrel#Lid-of-wood"}, {"/sheds/rain-barrel#lid-of-wood", "/sheds/rain-barrel#Lid-of-wood"}, {"=rain-barrel#Lid of wood", "/sheds/rain-barrel#Lid-of-wood"},
		{"/sheds/rain-barrel#%C3%A9t%C3%A9", "/sheds/rain-barrel#%C3%A9t%C3%A9"}, {"/sheds/rain-barrel?q#none", "/sheds/rain-barrel?q"},
		{"/sheds/rain-barrel#lidofwood", "/sheds/rain-barrel#Lid-of-wood"}, {"/sheds/rain-barrel#rain-barrel", "/sheds/rain-barrel"}, {"/sheds/rain-barrel#-", "/sheds/rain-barrel"}, {"/sheds/rain-barrel#", "/sheds/rain-barrel#"},
		{"/sheds/rain-barrel#a%20b%25", "/sheds/rain-barrel#a%20b%25"}, {"/sheds/rain-barrel#A%20B%25", "/sheds/rain-barrel#a%20b%25"},
		{"/sheds/rain-barrel#i-o-ports", "/sheds/rain-barrel#io-ports"}, {"/sheds/rain-barrel#IO_Ports", "/sheds/rain-barrel#io-ports"}, {"/sheds/rain-barrel#i-oports", "/sheds/rain-barrel#i-oports"}, {"/sheds/rain-barrel#-", "/sheds/rain-barrel"},
		{"/sheds/rain-barrel#top", "/sheds/rain-barrel#top"}, {"/sheds/rain-barrel#:~:text=x", "/sheds/rain-barrel#:~:text=x"}, {"/pictures/plan.png#x", "/covers/pictures/plan.png#x"}, {"=Greenhouse#x", ""},
	}
	var targets, want []string
	for _, c := range cases {
		targets, want = append(targets, c[0]), append(want, c[1])
	}
	tree = append(tree, linkingPiece("/notes/from.md", targets...))
	check := func(name string, s *Snapshot) {
		t.Helper()
		for i, got := range linksAt(t, s, "/notes/from") {
			if got != want[i] {
				t.Errorf("%s: %s leads to %q, want %q", name, targets[i], got, want[i])
			}
		}
	}
	atOnce, _ := with(New(options()), tree)
	check("at once", atOnce)
	for _, order := range [][]Change{tree, reversed(tree)} {
		s := New(options())
		for _, c := range order {
			s, _ = with(s, []Change{c})
		}
		check("one by one", s)
		for _, c := range tree[:len(tree)-1] {
			s, _ = with(s, []Change{{File: c.File}})
		}
		for i, link := range linksAt(t, s, "/notes/from") {
			if link != "" && strings.HasPrefix(targets[i], "=") {
				t.Errorf("%s leads to %s where nothing is", targets[i], link)
			}
		}
	}
}

func reversed(list []Change) []Change {
	list = slices.Clone(list)
	slices.Reverse(list)
	return list
}

// TestLinksFollow moves, hides, removes and replaces the targets of links.
func TestLinksFollow(t *testing.T) {
	s, _ := with(New(options()), []Change{linkingPiece("/from.md", "/a.md#x", "=a", "/covers.png", "=covers.png"), pieceChange("/a.md", "Alpha is here", `<p id="x">`)})
	steps := []struct {
		name    string
		changes []Change
		want    []string
	}{
		{"a picture comes", []Change{{File: "/covers.png", Asset: &Asset{Type: "image/png"}}}, []string{"/a#x", "/a", "/covers/covers.png", "/covers/covers.png"}},
		{"a nearer picture does not matter", []Change{{File: "/far/covers.png", Asset: &Asset{Type: "image/png"}}}, []string{"/a#x", "/a", "/covers/covers.png", "/covers/covers.png"}},
		{"the picture goes", []Change{{File: "/covers.png"}}, []string{"/a#x", "/a", "", "/covers/far/covers.png"}},
		{"the part goes", []Change{pieceChange("/a.md", "Alpha is here", "")}, []string{"/a", "/a", "", "/covers/far/covers.png"}},
		{"the article moves", []Change{{File: "/a.md"}, pieceChange("/b.md", "Alpha is here", `<p id="X">`)}, []string{"/b#X", "/b", "", "/covers/far/covers.png"}},
		{"and again", []Change{{File: "/b.md"}, pieceChange("/c/d.md", "Alpha is here", "")}, []string{"/c/d", "/c/d", "", "/covers/far/covers.png"}},
		{"it is hidden", []Change{{File: "/c/d.md", Article: &article.Article{File: "/c/d.md", Path: "/c/d", Rare: &article.Rare{Hidden: "draft"}}}}, []string{"", "", "", "/covers/far/covers.png"}},
		{"and shown", []Change{pieceChange("/c/d.md", "Alpha is here", "")}, []string{"/c/d", "/c/d", "", "/covers/far/covers.png"}},
		{"and removed", []Change{{File: "/c/d.md"}}, []string{"/a#x", "", "", "/covers/far/covers.png"}},
		{"another declares its address", []Change{pieceChange("/e.md", "Something else", `<p id="x">`, "/a")}, []string{"/e#x", "/e", "", "/covers/far/covers.png"}},
	}
	for _, step := range steps {
		s, _ = with(s, step.changes)
		if diff := cmp.Diff(step.want, linksAt(t, s, "/from")); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", step.name, diff)
		}
	}
	e, _ := s.Entry("/from")
	if !e.Updated().Equal(e.Published()) {
		t.Error("an article counts as updated for what it links")
	}
}

// An article that appears or expires changes the links to it at that moment.
func TestLinksFollowTime(t *testing.T) {
	a := pieceChange("/a.md", "A", "")
	a.Article.Appears, a.Article.Expires = noon.Add(time.Hour), noon.Add(2*time.Hour)
	s, _ := with(New(options()), []Change{linkingPiece("/from.md", "/a", "=a"), a})
	for hours, want := range [][]string{{"", ""}, {"/a", "/a"}, {"/a", ""}} {
		s, _ = s.With(nil, Occasion{Now: noon.Add(time.Duration(hours) * time.Hour), Live: true})
		if diff := cmp.Diff(want, linksAt(t, s, "/from")); diff != "" {
			t.Errorf("after %d hours: (-want +got)\n%s", hours, diff)
		}
	}
}

// TestAssetsByName checks that only the file that a name refers to is served, and
// no other with that name.
func TestAssetsByName(t *testing.T) {
	png := func(file string) Change { return Change{File: file, Asset: &Asset{Type: "image/png"}} }
	s, _ := with(New(options()), []Change{linkingPiece("/from.md", "=plan.png"), png("/near/plan.png"), png("/far/away/plan.png"), png("/other.png")})
	for file, want := range map[string]bool{"/near/plan.png": true, "/far/away/plan.png": false, "/other.png": false} {
		if _, got := s.Asset(file); got != want {
			t.Errorf("%s is served: %v", file, got)
		}
	}
}

// TestLinkWork checks that a change examines only the links to what changed.
func TestLinkWork(t *testing.T) {
	const n = 10_000
	tree := []Change{pieceChange("/hub.md", "Hub", `<p id="x">`), pieceChange("/alone.md", "Alone", "")}
	for i := range n {
		tree = append(tree, linkingPiece(fmt.Sprintf("/many/%d.md", i), "/hub.md#x", "=same"))
	}
	tree = append(tree, linkingPiece("/one.md", "/alone.md", "/topics/moon/"))
	for i := range n {
		tree = append(tree, pieceChange(fmt.Sprintf("/dir%d/same.md", i), fmt.Sprint("Same ", i), ""))
	}
	s, _ := with(New(options()), tree)
	work := func(name string, most int, changes ...Change) {
		t.Helper()
		next, delta := with(s, changes)
		if s = next; delta.resolved > most {
			t.Errorf("%s looks at %d links, want at most %d", name, delta.resolved, most)
		}
	}
	for i := range 100 {
		work("an edit of what all lead to", 0, pieceChange("/hub.md", "Hub", fmt.Sprintf(`<p id="x">%d`, i)))
	}
	work("a new article", 0, pieceChange("/new.md", "New", ""))
	work("a removal", 2*(2+1), Change{File: "/alone.md"})
	work("a return", 2*(2+1), pieceChange("/alone.md", "Alone", ""))
	work("another part", 2*2*n, pieceChange("/hub.md", "Hub", `<p id="y">`))
	work("a name that all use", 2*2*n, pieceChange("/same.md", "Nearest", ""))
	if got := linksAt(t, s, "/many/7"); got[1] != "/same" {
		t.Errorf("got %q", got)
	}
	var sum int
	for range s.calledSo(nameKey("same")) {
		sum++
	}
	if sum > maxAlike {
		t.Errorf("%d of one name are looked at", sum)
	}
}

// TestNameWork checks that a name is compared only with the pages and files that
// have it, once per change, from however many folders it is used.
func TestNameWork(t *testing.T) {
	const n = 1000
	var tree []Change
	for i := range n {
		tree = append(tree, linkingPiece(fmt.Sprintf("/dir%d/same.md", i), "=same"))
	}
	s, loaded := with(New(options()), tree)
	_, changed := with(s, []Change{pieceChange("/dir7/same.md", "Another title", "")})
	for name, delta := range map[string]Delta{"a start": loaded, "a change": changed} {
		if delta.compared > 2*maxAlike || delta.compared == 0 {
			t.Errorf("%s compares %d, want at most %d", name, delta.compared, 2*maxAlike)
		}
	}
}
