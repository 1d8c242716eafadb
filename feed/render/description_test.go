package render

import (
	"strings"
	"testing"

	"dateline/feed/archive"
	"dateline/feed/article"
)

// TestDescriptions checks that every item says something about itself, in every
// form: its text, or else its title and its sources.
func TestDescriptions(t *testing.T) {
	sources := []article.Link{{Name: "Gazette & Co", URL: "https://gazette.example/a"}, {URL: "https://post.example/b"}}
	list := []struct {
		article.Article
		want string
	}{
		{article.Article{Path: "/text", Title: "Text", HTML: "<p>It has text.</p>", Sources: sources}, "It has text."},
		{article.Article{Path: "/sources", Title: "Only <sources>", Sources: sources}, "Only <sources> — Sources: Gazette & Co, post.example"},
		{article.Article{Path: "/title", Title: "Only a title"}, "Only a title"},
		{article.Article{Path: "/picture", Title: "A picture", HTML: `<p><img src="https://img.example.org/x.png" alt=""></p>`, Sources: sources}, "A picture — Sources: Gazette & Co, post.example"},
		{article.Article{Path: "/note", Sources: sources}, "Sources: Gazette & Co, post.example"},
		{article.Article{Path: "/zh", Title: "标题", Sources: sources, Rare: &article.Rare{Language: "zh"}}, "标题 — 来源： Gazette & Co, post.example"},
		{article.Article{Path: "/many", Title: "Many", Sources: manySources(100)}, ""},
	}
	var articles []*article.Article
	for i := range list {
		articles = append(articles, &list[i].Article)
	}
	s := noted(articles...)
	for _, content := range []string{"", "summary"} {
		sub, r := Of(s.Global()), New(site(""))
		sub.Variant.Content = content
		rss := read[element](t, r.Feed(s, sub, RSS)).only(t, "channel").children("item")
		atom := read[element](t, r.Feed(s, sub, Atom)).children("entry")
		json := readJSON(t, r.Feed(s, sub, JSON))[1:]
		for i, a := range list {
			at := len(list) - 1 - i // newest first
			escaped := escapeText(a.want)
			if got := rss[at].only(t, "description").Text; !strings.Contains(got, escaped) || len(got) > 400 || got == "" {
				t.Errorf("%q RSS of %s: %q", content, a.Path, got)
			}
			for k, e := range rss[at].Elements {
				if e.XMLName.Local == "encoded" && rss[at].Elements[k-1].XMLName.Local != "description" {
					t.Errorf("%q RSS of %s: the content comes before the description", content, a.Path)
				}
			}
			summary := atom[at].only(t, "summary")
			want := a.want
			if summary.attr("type") == "html" {
				want = escaped
			}
			if !strings.Contains(summary.Text, want) || summary.Text == "" {
				t.Errorf("%q Atom of %s: %q", content, a.Path, summary.Text)
			}
			if got := json[at]; !strings.Contains(got.Summary, a.want) || got.Summary+got.Content == "" {
				t.Errorf("%q JSON of %s: %q, %q", content, a.Path, got.Summary, got.Content)
			}
		}
	}
}

func manySources(n int) (list []article.Link) {
	for range n {
		list = append(list, article.Link{Name: "A gazette", URL: "https://gazette.example/a"})
	}
	return list
}

// TestDescriptionsOfOtherItems checks the same of digests and changes.
func TestDescriptionsOfOtherItems(t *testing.T) {
	r := New(site(""))
	s := noted(&article.Article{Path: "/x", Title: "A rumour"}, &article.Article{Path: "/y", Title: "News", HTML: "<p>Text.</p>"})
	digest, _ := r.Digest(s, Of(s.Global()), Weekly, imported.Now)
	removed, _ := s.With([]archive.Change{{File: "/x.md"}}, archive.Occasion{Now: imported.Now, Live: true})
	changes, _ := r.Changes(removed, Of(removed.Global()))
	for _, c := range []struct {
		sub  Subject
		want string
	}{{digest, "A rumour News Text."}, {changes, "A rumour"}} {
		rss := read[element](t, r.Feed(removed, c.sub, RSS)).only(t, "channel").only(t, "item").only(t, "description").Text
		atom := read[element](t, r.Feed(removed, c.sub, Atom)).only(t, "entry").only(t, "summary").Text
		json := readJSON(t, r.Feed(removed, c.sub, JSON))[1].Summary
		if rss != c.want || atom != c.want || json != c.want {
			t.Errorf("%s: RSS %q, Atom %q, JSON %q; want %q", c.sub.FeedPath(Atom), rss, atom, json, c.want)
		}
	}
}

// TestSearchFeed checks that the feed of a search says that it is one, and links
// to the page with its results.
func TestSearchFeed(t *testing.T) {
	s, r := noted(&article.Article{Path: "/x", Title: "X"}), New(site(""))
	sub := r.Found(s, "red & blue").At(s, nil)
	sub.Variant = Variant{Limit: 3, Content: "summary"}
	channel := read[element](t, r.Feed(s, sub, RSS)).only(t, "channel")
	title, link := channel.only(t, "title").Text, channel.children("link")[1].Text
	if title != site("").Title+": Search: red & blue" || link != base+"/search/?q=red+%26+blue" {
		t.Errorf("%q links to %s", title, link)
	}
}
