package render

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	"unique"

	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"

	"dateline/feed/archive"
	"dateline/feed/article"
	"dateline/feed/config"
	"dateline/feed/trials/newstest"
)

// FuzzFeed publishes any text as title, summary, body, topic, author, source and
// title of the site: in front matter, in the founding format, and bypassing the
// parser with all characters that XML 1.0 allows. Every feed must parse, and
// contain what the snapshot holds.
func FuzzFeed(f *testing.F) {
	// go test -fuzz takes minutes to minimize inputs made from a long text.
	texts := slices.DeleteFunc(slices.Clone(newstest.Nasty), func(s string) bool { return len(s) > 1000 })
	for i, text := range texts {
		f.Add(text, text, text, text, text, text)
		next := func(n int) string { return texts[(i+n)%len(texts)] }
		f.Add(text, next(1), next(2), next(3), next(4), next(5))
	}
	p := article.NewParser(article.Options{Dir: "news", Mount: "/", BaseURL: base, Language: "en", Zone: time.UTC,
		Grammar: article.Grammar(config.Default().Grammar)})
	f.Fuzz(func(t *testing.T, title, summary, body, topic, author, source string) {
		changes := []archive.Change{direct(title, summary, body, topic, author, source)}
		for name, data := range map[string]string{
			"2026/04/7/front.md":    front(t, title, summary, topic, author, source) + "\n\n" + body + "\n",
			"2026/04/7/founding.md": "### 2026-04-7\n##### " + topic + "\n# " + title + "\n" + summary + "\n\n" + body + "\n### Source:\n\n1. [" + author + "](<https://example.com/" + source + ">)\n",
		} {
			if r := p.Parse(name, []byte(data)); r.Article != nil {
				changes = append(changes, archive.Change{File: "/" + name, Article: r.Article})
			}
		}
		s, _ := archive.New(archive.Options{Zone: time.UTC, Authority: "example.org,2026"}).With(changes, imported)
		site := site("")
		site.Title = "Site: " + article.XML(topic)
		r := New(site)
		for _, format := range Formats {
			d := r.Feed(s, Of(s.Global()), format)
			if diff := cmp.Diff(held(r, s, format), readBack(t, d, format)); diff != "" {
				t.Errorf("%s (-held +read):\n%s\n%s", d.Path, diff, d.Body)
			}
		}
		outlines(t, r.OPML(s, s.Global()))
	})
}

// front is front matter in JSON, which can hold any text.
func front(t *testing.T, title, summary, topic, author, source string) string {
	t.Helper()
	data, err := json.Marshal(map[string]any{"title": title, "summary": summary, "topics": []string{topic}, "author": author,
		"source": "https://example.com/" + source})
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// direct is an article that has not been cleaned by the parser.
func direct(title, summary, body, topic, author, source string) archive.Change {
	a := &article.Article{Path: "/2026/04/8/direct", File: "/2026/04/8/direct.md", Date: time.Date(2026, 4, 8, 0, 0, 0, 0, time.UTC), DateOnly: true,
		Title: article.XML(title), HTML: article.XML(body), Rare: &article.Rare{Summary: article.XML(summary), Authors: []article.Author{{Name: article.XML(author)}}, Language: "en"},
		Sources: []article.Link{{Name: article.XML(author), URL: "https://example.com/" + article.XML(source)}}}
	if topic != "" {
		a.Topics = []article.Name{unique.Make(article.XML(topic))}
	}
	return archive.Change{File: a.File, Article: a}
}

// told is what a feed says about an entry; the first is about the feed itself,
// and only has its title.
type told struct {
	ID, Title, Link        string
	Summary, Content       string
	Topics, Authors, Links []string
}

// held returns what the snapshot holds, in the form of a format.
func held(r *Renderer, s *archive.Snapshot, format Format) []told {
	all := []told{{Title: r.Site.Title}}
	for _, e := range s.Global().Latest(50) {
		it := r.item(s, shape{Entry: e})
		x := told{ID: it.id, Title: it.title, Link: it.link, Summary: it.summary, Content: it.contentHTML, Authors: (&article.Rare{Authors: it.credited()}).AuthorNames()}
		for _, c := range it.categories {
			x.Topics = append(x.Topics, c.name)
		}
		switch format {
		case RSS:
			if x.Summary = escapeText(it.summary); x.Summary == "" {
				x.Summary = lines.Replace(either(it.contentHTML, escapeText(it.name)))
			}
		case Atom:
			x.Title, x.Authors = it.name, (&article.Rare{Authors: it.authors}).AuthorNames()
			x.Summary = either(it.summary, it.name)
			if x.Content == "" {
				x.Summary = escapeText(x.Summary)
			}
			for _, l := range it.sources {
				x.Links = append(x.Links, article.URI(l.URL))
			}
		case JSON:
			for i := range x.Topics {
				x.Topics[i] = jsonTags.Replace(x.Topics[i])
			}
			if x.Content == "" {
				x.Content = escapeText(either(it.summary, it.name))
			}
			if len(it.sources) > 0 {
				x.Links = []string{article.URI(it.sources[0].URL)}
			}
		}
		if format != JSON {
			x.Content = lines.Replace(x.Content)
		}
		all = append(all, x)
	}
	return all
}

// either returns a text, or another one if it is empty.
func either(text, other string) string {
	if text != "" {
		return text
	}
	return other
}

// lines normalizes line ends as an XML parser does (XML 1.0, 2.11).
var lines = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// readBack parses a document strictly.
func readBack(t *testing.T, d Document, format Format) (all []told) {
	t.Helper()
	if _, err := gofeed.NewParser().Parse(bytes.NewReader(d.Body)); err != nil {
		t.Errorf("%s: gofeed: %v", d.Path, err)
	}
	switch format {
	case RSS:
		feed := read[rssRead](t, d)
		all = []told{{Title: feed.Title}}
		for _, it := range feed.Items {
			all = append(all, told{it.GUID, it.Title, it.Link, it.Description, it.Content, it.Categories, it.Creators, nil})
		}
	case Atom:
		feed := read[atomRead](t, d)
		all = []told{{Title: feed.Title}}
		for _, e := range feed.Entries {
			all = append(all, e.told())
		}
	case JSON:
		all = readJSON(t, d)
	}
	for _, x := range all[1:] {
		for _, link := range append([]string{x.ID, x.Link}, x.Links...) {
			if u, err := url.Parse(link); err != nil || u.Scheme == "" || article.URI(link) != link {
				t.Errorf("%s: %q is no URI: %v", d.Path, link, err)
			}
		}
	}
	return all
}

type rssRead struct {
	Title string `xml:"channel>title"`
	Items []struct {
		GUID        string   `xml:"guid"`
		Title       string   `xml:"title"`
		Link        string   `xml:"link"`
		Description string   `xml:"description"`
		Content     string   `xml:"http://purl.org/rss/1.0/modules/content/ encoded"`
		Creators    []string `xml:"http://purl.org/dc/elements/1.1/ creator"`
		Categories  []string `xml:"category"`
	} `xml:"channel>item"`
}

type atomRead struct {
	Title   string          `xml:"title"`
	Entries []atomEntryRead `xml:"entry"`
}

type atomEntryRead struct {
	ID         string     `xml:"id"`
	Title      string     `xml:"title"`
	Links      []atomLink `xml:"link"`
	Summary    string     `xml:"summary"`
	Content    string     `xml:"content"`
	Authors    []string   `xml:"author>name"`
	Categories []struct {
		Label string `xml:"label,attr"`
	} `xml:"category"`
}

func (e atomEntryRead) told() told {
	x := told{ID: e.ID, Title: e.Title, Link: e.Links[0].Href, Summary: e.Summary, Content: e.Content, Authors: e.Authors}
	for _, l := range e.Links[1:] {
		if l.Rel == "via" {
			x.Links = append(x.Links, l.Href)
		}
	}
	for _, c := range e.Categories {
		x.Topics = append(x.Topics, c.Label)
	}
	return x
}

func readJSON(t *testing.T, d Document) (all []told) {
	t.Helper()
	var feed struct {
		Title string
		Items []struct {
			ID, Title, URL, Summary string
			Content                 string `json:"content_html"`
			External                string `json:"external_url"`
			Tags                    []string
			Authors                 []struct{ Name string }
		}
	}
	if err := json.Unmarshal(d.Body, &feed); err != nil {
		t.Fatalf("%s: %v\n%s", d.Path, err, d.Body)
	}
	all = []told{{Title: feed.Title}}
	for _, it := range feed.Items {
		x := told{ID: it.ID, Title: it.Title, Link: it.URL, Summary: it.Summary, Content: it.Content, Topics: it.Tags}
		for _, a := range it.Authors {
			x.Authors = append(x.Authors, a.Name)
		}
		if it.External != "" {
			x.Links = []string{it.External}
		}
		all = append(all, x)
	}
	return all
}
