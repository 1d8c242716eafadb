package render

import (
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestHeads checks what feeds say of how a site looks and of its licence, and that they
// and the names of archive documents change only if the site has something to say.
func TestHeads(t *testing.T) {
	s := build(t, []txtar.File{{Name: "2026/04/7/a.md", Data: []byte("# A\n")}}, site("").Zone)
	const image = "<image><url>%</url><title>Günther &amp; Söhne &lt;news&gt;</title><link>https://news.example.org/</link></image>"
	for _, c := range []struct {
		change          func(*Site)
		rss, atom, json []string
		without         string // in none of the formats
	}{
		{func(s *Site) { s.Icon = "" }, nil, nil, nil, "<image|<icon|<logo|webfeeds|copyright|rights|\"icon\""},
		{func(s *Site) {}, []string{strings.ReplaceAll(image, "%", base+"/icon.png")}, []string{"<icon>" + base + "/icon.png</icon>", "<logo>" + base + "/icon.png</logo>"},
			[]string{`"icon":"` + base + `/icon.png"`}, "webfeeds|copyright|rights"},
		{func(s *Site) { s.Logo = base + "/logo.SVG?v=1&w=2" },
			[]string{strings.ReplaceAll(image, "%", base+"/icon.png"), "<webfeeds:icon>" + base + "/icon.png</webfeeds:icon>",
				"<webfeeds:logo>" + base + "/logo.SVG?v=1&amp;w=2</webfeeds:logo>", `<webfeeds:cover image="` + base + `/logo.SVG?v=1&amp;w=2"></webfeeds:cover>`,
				`xmlns:webfeeds="http://webfeeds.org/rss/1.0"`},
			[]string{"<icon>" + base + "/icon.png</icon>", "<logo>" + base + "/logo.SVG?v=1&amp;w=2</logo>"}, []string{`"icon":"` + base + `/icon.png"`}, "accentColor"},
		{func(s *Site) { s.Icon, s.Logo = "", base+"/logo.webp" }, []string{strings.ReplaceAll(image, "%", base+"/logo.webp"), "<webfeeds:cover image="},
			[]string{"<logo>" + base + "/logo.webp</logo>"}, nil, "<webfeeds:logo|<webfeeds:icon|<icon|\"icon\""},
		{func(s *Site) { s.Accent = "#0A6" }, []string{"<webfeeds:accentColor>00AA66</webfeeds:accentColor>"}, nil, nil, "<webfeeds:cover|<webfeeds:logo"},
		{func(s *Site) { s.Accent = "#00aa66" }, []string{"<webfeeds:accentColor>00aa66</webfeeds:accentColor>"}, nil, nil, "rights"},
		{func(s *Site) { s.License = "CC & BY <4.0>" }, []string{"<copyright>CC &amp; BY &lt;4.0&gt;</copyright>"}, []string{"<rights>CC &amp; BY &lt;4.0&gt;</rights>"}, nil, "webfeeds"},
	} {
		as := site("")
		c.change(&as)
		r := New(as)
		for format, wants := range map[Format][]string{RSS: c.rss, Atom: c.atom, JSON: c.json} {
			text := string(r.Feed(s, Of(s.Global()), format).Body)
			flat := strings.Join(strings.Fields(strings.ReplaceAll(text, ">\n", ">")), " ")
			flat = strings.ReplaceAll(flat, "> <", "><")
			for _, want := range wants {
				if !strings.Contains(flat, want) {
					t.Errorf("%s lacks %s:\n%s", format, want, text)
				}
			}
			for without := range strings.SplitSeq(c.without, "|") {
				if strings.Contains(text, without) {
					t.Errorf("%s has %s:\n%s", format, without, text)
				}
			}
		}
		plain := site("")
		plain.Icon = as.Icon
		if says := as.Logo+as.Accent+as.License != ""; (siteSum(as) != siteSum(plain)) != says {
			t.Errorf("%+v: archive documents have other names: %v", as, !says)
		}
	}
}
