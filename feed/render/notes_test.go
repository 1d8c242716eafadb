package render

import (
	"cmp"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/trials/newstest"
)

// noted returns articles, one a day from 2026-04-01 on.
func noted(list ...*article.Article) *archive.Snapshot {
	var changes []archive.Change
	for i, a := range list {
		a.File, a.Date, a.DateOnly, a.Fingerprint = a.Path+".md", time.Date(2026, 4, 1+i, 0, 0, 0, 0, time.UTC), true, uint64(i+1)
		if a.Rare == nil {
			a.Rare = &article.Rare{}
		}
		a.Language = cmp.Or(a.Language, "en")
		changes = append(changes, archive.Change{File: a.File, Article: a})
	}
	s, _ := archive.New(archive.Options{Zone: time.UTC, Authority: "example.org,2026"}).With(changes, imported)
	return s
}

// fog is longer than the text that replaces a title.
const fog = "Fog over the fields & frost on the gate; the dog found a glove by the weir, and kept it. "

// TestNotes checks that articles without a title have none in RSS and JSON, which
// do not require one, and the beginning of their text wherever a title is
// required.
func TestNotes(t *testing.T) {
	notes := []struct {
		article.Article
		name string
		rss  string // description
	}{
		{article.Article{Path: "/fog", HTML: "<p>" + strings.ReplaceAll(fog, "&", "&amp;") + "</p>"}, "Fog over the fields & frost on the gate; the dog found a glove by the weir,…", strings.ReplaceAll(strings.TrimSpace(fog), "&", "&amp;")},
		{article.Article{Path: "/quoted", HTML: "<p>Text.</p>", Rare: &article.Rare{Summary: `AT&T's "x" <T> &lt;`}}, `AT&T's "x" <T> &lt;`, `AT&amp;T's "x" &lt;T&gt; &amp;lt;`},
		{article.Article{Path: "/summed", HTML: "<p>Text.</p>", Rare: &article.Rare{Summary: "In <short>."}}, "In <short>.", "In &lt;short&gt;."},
		{article.Article{Path: "/pictured", HTML: `<p><img src="https://img.example.org/x.png" alt=""></p>`}, "pictured", `<p><img src="https://img.example.org/x.png" alt=""></p>`},
		{article.Article{Path: "/empty&odd"}, "empty&odd", "empty&amp;odd"},
	}
	var list []*article.Article
	var related []article.Claim
	for i := range notes {
		list = append(list, &notes[i].Article)
		related = append(related, article.Claim{Page: article.Page(notes[i].Path)})
	}
	s := noted(append(list, &article.Article{Path: "/titled", Title: "Titled", HTML: "<p>x</p>", Related: related})...)
	r := New(site("related"))

	rss := read[rssRead](t, r.Feed(s, Of(s.Global()), RSS)).Items
	atom := read[atomRead](t, r.Feed(s, Of(s.Global()), Atom)).Entries
	json := readJSON(t, r.Feed(s, Of(s.Global()), JSON))[1:]
	digest, _ := r.Digest(s, Of(s.Global()), Weekly, imported.Now)
	named := map[string]string{}
	for what, d := range map[string]Document{"digest": r.Feed(s, digest, RSS),
		"news sitemap": r.NewsSitemap(s, time.Date(2026, 4, 3, 0, 0, 0, 0, time.UTC))} {
		named[what] = string(d.Body)
	}
	for i, n := range notes {
		at := len(notes) - i // newest first, after the one with a title
		if got := rss[at]; got.Title != "" || got.Description != n.rss {
			t.Errorf("RSS of %s: title %q, description %q", n.Path, got.Title, got.Description)
		}
		if got := atom[at].Title; got != n.name {
			t.Errorf("Atom of %s: title %q, want %q", n.Path, got, n.name)
		}
		if got := json[at].Title; got != "" {
			t.Errorf("JSON of %s: title %q", n.Path, got)
		}
		for what, text := range named {
			link := ">" + html.EscapeString(n.name) + "<"
			if what == "news sitemap" && i < 1 || what == "news sitemap" && i > 2 { // those of two days
				continue
			}
			if !strings.Contains(text, link) {
				t.Errorf("%s does not name %s by %s:\n%s", what, n.Path, link, text)
			}
		}
	}
	body := string(r.Feed(s, Of(s.Global()), RSS).Body) + string(r.Feed(s, Of(s.Global()), JSON).Body)
	if n, want := strings.Count(body, "<title>"), 1+1+1; n != want { // those of channel, picture and the article with a title
		t.Errorf("%d title elements in RSS, want %d", n, want)
	}
	if n := strings.Count(body, `"title":`); n != 2 {
		t.Errorf("%d titles in JSON, want 2", n)
	}
	newstest.AcceptJSON(t, "/feed.json", r.Feed(s, Of(s.Global()), JSON).Body)
	acceptAtom(t, r.Feed(s, Of(s.Global()), Atom))
}

// acceptAtom validates a document against the schema of Atom.
func acceptAtom(t *testing.T, d Document) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "feed.atom")
	if err := os.WriteFile(file, d.Body, 0o644); err != nil {
		t.Fatal(err)
	}
	newstest.AcceptAtom(t, file)
}

// escapeText escapes as descriptions and the HTML of bodies do.
func escapeText(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// TestAuthors checks that the addresses of authors are wherever a format allows
// them.
func TestAuthors(t *testing.T) {
	s := noted(&article.Article{Path: "/x", Title: "X", Rare: &article.Rare{Authors: []article.Author{{Name: "Otto & <Rey>", URL: "https://otto.example/?a=1&b=<2>"}, {Name: "Jo"}}}})
	r := New(site(""))
	for _, c := range []struct {
		document Document
		want     []string
	}{
		{r.Feed(s, Of(s.Global()), RSS), []string{"<dc:creator>Otto &amp; &lt;Rey&gt;</dc:creator><dc:creator>Jo</dc:creator>"}},
		{r.Feed(s, Of(s.Global()), Atom), []string{"<author><name>Otto &amp; &lt;Rey&gt;</name><uri>https://otto.example/?a=1&amp;b=%3C2%3E</uri></author><author><name>Jo</name></author>"}},
		{r.Feed(s, Of(s.Global()), JSON), []string{`"authors":[{"name":"Otto & <Rey>","url":"https://otto.example/?a=1&b=%3C2%3E"},{"name":"Jo"}]`}},
	} {
		for _, want := range c.want {
			if !strings.Contains(string(c.document.Body), want) {
				t.Errorf("%s lacks %s:\n%s", c.document.Path, want, c.document.Body)
			}
		}
	}
	acceptAtom(t, r.Feed(s, Of(s.Global()), Atom))
	newstest.AcceptJSON(t, "/feed.json", r.Feed(s, Of(s.Global()), JSON).Body)
}

// TestNoIndex checks that a page which search engines should not index is in no
// sitemap, and is everywhere else.
func TestNoIndex(t *testing.T) {
	s := noted(&article.Article{Path: "/quiet", Title: "Quiet", Rare: &article.Rare{NoIndex: true}}, &article.Article{Path: "/loud", Title: "Loud"})
	r := New(site(""))
	now := time.Date(2026, 4, 2, 12, 0, 0, 0, time.UTC)
	sitemaps := []Document{r.NewsSitemap(s, now)}
	for _, limit := range []extent{sitemapLimit, {2, 1 << 20}} {
		sitemaps = append(sitemaps, r.sitemaps(s, limit).files(t)...)
	}
	loud := 0
	for _, d := range sitemaps {
		if strings.Contains(string(d.Body), "quiet") {
			t.Errorf("%s names it:\n%s", d.Path, d.Body)
		}
		loud += strings.Count(string(d.Body), "/loud<")
	}
	if loud != 3 {
		t.Errorf("the other is in %d sitemaps, want 3", loud)
	}
	for _, d := range []Document{r.Feed(s, Of(s.Global()), RSS), r.Feed(s, Of(s.Global()), Atom), r.Feed(s, Of(s.Global()), JSON)} {
		if !slices.Contains(strings.FieldsFunc(string(d.Body), func(c rune) bool { return strings.ContainsRune(`<>"`, c) }), "Quiet") {
			t.Errorf("%s does not show it:\n%s", d.Path, d.Body)
		}
	}
}
