package render

import (
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestSummaryShowsMedia checks that the cover and the recording of an article,
// which its body shows, are first in its summary and in its teaser too, where the
// body is not, and once in the whole article.
func TestSummaryShowsMedia(t *testing.T) {
	site := site("")
	site.MaxEntry = 100
	text := "---\nimage: cover.png\nenclosure: {url: https://x.example/a.mp3, type: audio/mpeg}\n---\n# A\n\n![A cover](cover.png)\n\n[listen](https://x.example/a.mp3)\n\n" + strings.Repeat("Words. ", 30)
	s := build(t, []txtar.File{{Name: "2026/04/7/cover.png"}, {Name: "2026/04/7/a.md", Data: []byte(text)}}, site.Zone)
	r := New(site)
	const cover, player = `<p><img src="` + base + `/covers/2026/04/7/cover.png"`, `<audio src="https://x.example/a.mp3"`
	for content, last := range map[string]string{"": "Read the whole article</a></p>", "summary": "Words."} {
		sub := Of(s.Global())
		sub.Variant.Content = content
		d := r.Feed(s, sub, Atom)
		html := read[atomRead](t, d).Entries[0].Summary
		if !strings.HasPrefix(html, cover) || !strings.Contains(html, player) || !strings.HasSuffix(strings.TrimSpace(html), last) {
			t.Errorf("content=%s shows %s", content, html)
		}
	}
	full := Of(s.Global())
	full.Variant.Content = "full"
	html := read[atomRead](t, r.Feed(s, full, Atom)).Entries[0].Content
	if strings.Count(html, "<img") != 1 || strings.Contains(html, player) {
		t.Errorf("the whole article shows its media twice: %s", html)
	}
}

// TestTeaserLinks checks where the link of a teaser leads: to the page that has
// the whole article, even if entries link to their sources.
func TestTeaserLinks(t *testing.T) {
	site := site("source")
	site.MaxEntry = 1
	s := build(t, []txtar.File{{Name: "2026/04/7/a.md", Data: []byte("# A\n\nText.\n\n### Sources:\n- [x](https://x.example)\n")}}, site.Zone)
	var links []string
	for _, to := range []string{"source", "page", "https://blog.example{path}"} {
		site.ItemLink = to
		html := read[atomRead](t, New(site).Feed(s, Of(s.Global()), Atom)).Entries[0].Summary
		_, link, _ := strings.Cut(html, `<a href="`)
		link, _, _ = strings.Cut(link, `"`)
		links = append(links, link)
	}
	if want := []string{base + "/2026/04/7/a", base + "/2026/04/7/a", "https://blog.example/2026/04/7/a"}; !slices.Equal(links, want) {
		t.Errorf("teasers link to %q, want %q", links, want)
	}
}

// TestItemLinkPath checks that {path} is the address of an article to the letter, as
// front matter writes it.
func TestItemLinkPath(t *testing.T) {
	site := site("")
	site.ItemLink = "https://blog.example{path}"
	for address, want := range map[string]string{"/2024/02/03/lamp/": "/2024/02/03/lamp/", "/lamp.html": "/lamp.html", "/große lampe": "/gro%C3%9Fe%20lampe", "/a/index.html": "/a/index.html"} {
		s := build(t, []txtar.File{{Name: "2026/04/7/a.md", Data: []byte("---\ntitle: A\npermalink: " + address + "\n---\nText.\n")}}, site.Zone)
		for e := range s.Global().Newest() {
			if got := New(site).Link(e); got != "https://blog.example"+want {
				t.Errorf("permalink %s: the item links to %s", address, got)
			}
		}
	}
}

// TestPlayer checks that an enclosure gets a player, unless the body has one or a
// link.
func TestPlayer(t *testing.T) {
	const link = `<a href="https://x.example/a.mp3?b&amp;c">a.mp3</a>`
	audio := &Media{URL: "https://x.example/a.mp3?b&c", Type: "audio/mpeg"}
	for _, c := range []struct {
		body string
		m    *Media
		want string
	}{
		{"<p>Text.</p>", nil, ""},
		{"<p>Text.</p>", audio, `<p><audio src="https://x.example/a.mp3?b&amp;c" controls preload="none">` + link + "</audio></p>\n"},
		{`<p>` + link + `</p>`, audio, ""},
		{`<audio controls="" src="https://x.example/a.mp3?b&amp;c"></audio>`, audio, ""},
		{`<video controls=""><source src="https://x.example/a.mp3?b&amp;c"></video>`, audio, ""},
		{`<a href="https://x.example/a.mp3">another</a>`, audio, `<p><audio src="https://x.example/a.mp3?b&amp;c" controls preload="none">` + link + "</audio></p>\n"},
		{"", &Media{URL: "https://x.example/a%3Cb%3E%20%FF.zip", Type: "application/zip"}, `<p><a href="https://x.example/a%3Cb%3E%20%FF.zip">a%3Cb%3E%20%FF.zip</a></p>` + "\n"},
		{"", &Media{URL: "https://x.example/a%3Cb%3E.zip", Type: "application/zip"}, `<p><a href="https://x.example/a%3Cb%3E.zip">a&lt;b&gt;.zip</a></p>` + "\n"},
	} {
		if got := Player(c.body, c.m); got != c.want {
			t.Errorf("%s: got %s, want %s", c.body, got, c.want)
		}
	}
}

// TestNewFeedURL checks that feeds with recordings say where they are if the site
// has moved, each its own address, and that nothing else does.
func TestNewFeedURL(t *testing.T) {
	site := site("")
	const text = "---\ntopics: [Talks]\nenclosure: {url: https://x.example/a.mp3, type: audio/mpeg}\n---\n# A\n\nText.\n"
	files := []txtar.File{{Name: "2026/04/7/a.md", Data: []byte(text)}, {Name: "2026/04/8/b.md", Data: []byte("---\ntopics: [Notes]\nimage: https://x.example/b.png\n---\n# B\n\nText.\n")}}
	s := build(t, files, site.Zone)
	talks, _ := s.Topic("talks")
	notes, _ := s.Topic("notes")
	limited := Of(s.Global())
	limited.Variant.Limit = 2
	const tag = "new-feed-url"
	for _, moved := range []bool{false, true} {
		site.Moved = moved
		r := New(site)
		for _, c := range []struct {
			sub    Subject
			format Format
			want   string
		}{
			{Of(s.Global()), RSS, "/feed.rss"}, {Of(talks), RSS, "/topics/talks/feed.rss"}, {limited, RSS, "/feed.rss?limit=2"},
			{Of(notes), RSS, ""}, {Of(s.Global()), Atom, ""}, {Of(s.Global()), JSON, ""},
		} {
			body := string(r.Feed(s, c.sub, c.format).Body)
			has := strings.Contains(body, "<itunes:"+tag+">"+base+c.want+"</itunes:"+tag+">")
			if want := moved && c.want != ""; has != want || strings.Contains(body, tag) != want {
				t.Errorf("moved %v: %s in %s: %v", moved, tag, c.sub.FeedPath(c.format), has)
			}
		}
	}
}
