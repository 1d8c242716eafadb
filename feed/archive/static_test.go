package archive

import (
	"slices"
	"testing"
)

// TestStaticNames checks that links find files of static directories by path, in any
// Unicode form, and by name, that a file beside articles comes first, and that links
// follow when files come and go.
func TestStaticNames(t *testing.T) {
	static := func(directory int, path string) Change {
		return Change{File: StaticRoot(directory) + path, Asset: &Asset{Type: "image/png", Length: int64(directory)}}
	}
	o := options()
	o.Static = 12
	s, _ := with(New(o), []Change{
		linkingPiece("/notes/a.md", "/img/x.png", "/img/e\u0301.png", "=x.png", "=img/x.png", "=/img/only.png", "/img/gone.png#top"),
		static(0, "/img/\u00e9.png"), static(1, "/img/x.png"), static(11, "/img/x.png"), static(11, "/img/only.png"),
	})
	want := func(when string, links ...string) {
		t.Helper()
		if got := linksAt(t, s, "/notes/a"); !slices.Equal(got, links) {
			t.Errorf("%s: %q, want %q", when, got, links)
		}
	}
	const x, only, gone = "/covers/img/x.png", "/covers/img/only.png", "/covers/img/gone.png#top"
	const accent = "/covers/img/e%CC%81.png"
	want("at first", x, accent, x, x, only, "")
	var files []string
	for file := range s.StaticFiles() {
		files = append(files, file)
	}
	if want := []string{"static:0/img/é.png", "static:1/img/x.png", "static:11/img/only.png"}; !slices.Equal(files, want) {
		t.Errorf("files with an address: %q, want %q", files, want)
	}
	var d Delta
	s, d = with(s, []Change{{File: "static:1/img/x.png"}, static(0, "/img/gone.png")})
	want("from another directory", x, accent, x, x, only, gone)
	slices.Sort(d.Assets)
	if !slices.Equal(d.Assets, []string{"static:0/img/gone.png", "static:1/img/x.png"}) {
		t.Errorf("changed: %q", d.Assets)
	}
	s, _ = with(s, []Change{{File: "/img/x.png", Asset: &Asset{Length: 100}}})
	if a, ok := s.Asset(s.FileOf("/img/x.png")); !ok || a.Length != 100 {
		t.Errorf("beside articles: %+v", a)
	}
	s, _ = with(s, []Change{{File: "/img/x.png"}, {File: "static:11/img/x.png"}})
	want("without it", "", accent, "", "", only, gone)
	if PathOf("static:11/img/x.png") != "/img/x.png" || PathOf("/static:1/x") != "/static:1/x" {
		t.Error("a path of the site is not that of a static file")
	}
}
