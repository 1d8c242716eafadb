package render

import (
	"slices"
	"strings"
	"testing"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// byline is what a feed says about the authors of an item: in RSS the element
// author, then every dc:creator; else names, with pages and addresses.
func byline(t *testing.T, d Document, format Format) []string {
	t.Helper()
	var list []string
	switch format {
	case RSS:
		item := read[element](t, d).only(t, "channel").only(t, "item")
		for _, name := range []string{"author", "creator"} {
			for _, e := range item.children(name) {
				list = append(list, e.Text)
			}
		}
	case Atom:
		for _, a := range read[element](t, d).only(t, "entry").children("author") {
			list = append(list, strings.Join(strings.Fields(a.child("name").Text+" "+a.child("uri").Text+" "+a.child("email").Text), " "))
		}
	case JSON:
		list = readJSON(t, d)[1].Authors
	}
	return list
}

// TestBylines checks who is named as the author of an article, by the site or by
// itself, and that addresses are only where the site publishes them.
func TestBylines(t *testing.T) {
	ann, bo := article.Author{Name: "Ann Lee", URL: "https://ann.example/", Mail: "ann@mail.example"}, article.Author{Name: "Bo Ray", Mail: "bo@mail.example"}
	const editors = "The editors <desk@mail.example>"
	for _, c := range []struct {
		about           string
		site            string
		emails          bool
		authors         []article.Author
		rss, atom, json []string
		feed            string // the authors of the feed in Atom
	}{
		{about: "nobody"},
		{about: "the site", site: editors, rss: []string{"The editors"}, json: []string{"The editors"}, feed: "The editors"},
		{about: "the site, with its address", site: editors, emails: true, rss: []string{"desk@mail.example (The editors)"}, json: []string{"The editors"}, feed: "The editors desk@mail.example"},
		{about: "one", site: editors, authors: []article.Author{ann}, rss: []string{"Ann Lee"}, atom: []string{"Ann Lee https://ann.example/"}, json: []string{"Ann Lee"}, feed: "The editors"},
		{about: "one, with an address", emails: true, authors: []article.Author{ann}, rss: []string{"ann@mail.example (Ann Lee)"}, atom: []string{"Ann Lee https://ann.example/ ann@mail.example"}, json: []string{"Ann Lee"}},
		{about: "one without an address", emails: true, authors: []article.Author{{Name: "Cy"}}, rss: []string{"Cy"}, atom: []string{"Cy"}, json: []string{"Cy"}},
		{about: "two", site: editors, authors: []article.Author{ann, bo}, rss: []string{"Ann Lee", "Bo Ray"}, atom: []string{"Ann Lee https://ann.example/", "Bo Ray"}, json: []string{"Ann Lee", "Bo Ray"}, feed: "The editors"},
		{about: "two, with addresses", emails: true, authors: []article.Author{ann, bo}, rss: []string{"Ann Lee", "Bo Ray"}, atom: []string{"Ann Lee https://ann.example/ ann@mail.example", "Bo Ray bo@mail.example"}, json: []string{"Ann Lee", "Bo Ray"}},
		{about: "several of the site", site: "Ann <a@mail.example>, Bo <b@mail.example>", rss: []string{"Ann", "Bo"}, json: []string{"Ann", "Bo"}, feed: "Ann|Bo"},
	} {
		site := site("")
		site.Author, site.Emails = c.site, c.emails
		r := New(site)
		s := noted(&article.Article{Path: "/x", Title: "X", HTML: "<p>Text.</p>", Rare: &article.Rare{Authors: c.authors}})
		for format, want := range map[Format][]string{RSS: c.rss, Atom: c.atom, JSON: c.json} {
			d := r.Feed(s, Of(s.Global()), format)
			if got := byline(t, d, format); !slices.Equal(got, want) {
				t.Errorf("%s: %s names %q, want %q", c.about, d.Path, got, want)
			}
			if !c.emails && strings.Contains(string(d.Body), "mail.example") {
				t.Errorf("%s: %s shows an address:\n%s", c.about, d.Path, d.Body)
			}
		}
		var feed []string
		for _, a := range read[element](t, r.Feed(s, Of(s.Global()), Atom)).children("author") {
			feed = append(feed, strings.Trim(a.child("name").Text+" "+a.child("email").Text, " "))
		}
		if want := either(c.feed, site.Title); strings.Join(feed, "|") != want {
			t.Errorf("%s: the feed is by %q, want %q", c.about, feed, want)
		}
	}
}

// TestAddressesNowhereElse checks that no page and no list shows the address of an
// author, even if feeds do.
func TestAddressesNowhereElse(t *testing.T) {
	site := site("")
	site.Author, site.Emails = "The editors <desk@mail.example>", true
	s, r := noted(&article.Article{Path: "/x", Title: "X", Rare: &article.Rare{Authors: []article.Author{{Name: "Ann", Mail: "ann@mail.example"}}}}), New(site)
	for path, d := range documents(r, s) {
		if feed := strings.Contains(path, "feed."); feed != strings.Contains(string(d.Body), "@mail.example") && !strings.HasSuffix(path, ".json") {
			t.Errorf("%s shows an address: %v", path, !feed)
		}
	}
}

// TestAuthorsOfOtherItems checks that a digest is by the site, and that a change
// has no author.
func TestAuthorsOfOtherItems(t *testing.T) {
	r := New(site(""))
	s := noted(&article.Article{Path: "/x", Title: "X"})
	s, _ = s.With([]archive.Change{{File: "/x.md"}}, archive.Occasion{Now: imported.Now, Live: true})
	changes, _ := r.Changes(s, Of(s.Global()))
	s = noted(&article.Article{Path: "/x", Title: "X"})
	digest, _ := r.Digest(s, Of(s.Global()), Daily, imported.Now)
	for _, c := range []struct {
		sub  Subject
		want []string
	}{{changes, nil}, {digest, []string{"The editors"}}} {
		for _, format := range []Format{RSS, JSON} {
			if d := r.Feed(s, c.sub, format); !slices.Equal(byline(t, d, format), c.want) {
				t.Errorf("%s is by %q, want %q", d.Path, byline(t, d, format), c.want)
			}
		}
	}
}
