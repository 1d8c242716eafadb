package render

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"dateline/feed/archive"
)

// tongues returns a snapshot with an English article, two in simplified Chinese and
// one in Persian.
func tongues(t *testing.T, zone *time.Location) *archive.Snapshot {
	file := func(name, language string) txtar.File {
		return txtar.File{Name: "2026/04/7/" + name, Data: []byte("---\nlanguage: " + language + "\ntopics: [Moon]\n---\n# " + name + "\n\nText.\n")}
	}
	return build(t, []txtar.File{file("a.md", "en"), file("b.md", "zh-Hans"), file("c.md", "zh-Hans"), file("d.md", "fa")}, zone)
}

// TestLanguages checks that the feeds and pages of a language, and of a selection
// with one, say that language in all formats. Others say that of the site.
func TestLanguages(t *testing.T) {
	site := site("")
	site.Items = 1 // so that there are archive documents
	r, s := New(site), tongues(t, site.Zone)
	moon, _ := s.Topic("moon")
	feed := func(tag string) *archive.Feed {
		f, ok := s.Language(tag)
		if !ok {
			t.Fatalf("no articles in %s", tag)
		}
		return f
	}
	selected := func(any bool, feeds ...*archive.Feed) Subject {
		return r.Select(archive.Selection{Groups: []archive.Group{{Feeds: []*archive.Feed{moon}}, {Feeds: feeds, Any: any}}})
	}
	for want, subs := range map[string][]Subject{
		"zh-Hans": {Of(feed("zh-Hans")), selected(false, feed("zh-Hans")), selected(false, feed("zh"), feed("zh-Hans"))},
		"zh":      {Of(feed("zh")), selected(false, feed("zh"))},
		"fa":      {Of(feed("fa"))},
		"en":      {Of(s.Global()), Of(moon), selected(true, feed("fa"), feed("zh")), r.Select(archive.Selection{Groups: []archive.Group{{Feeds: []*archive.Feed{moon}}}, Except: []*archive.Feed{feed("fa")}})},
	} {
		for _, sub := range subs {
			digest, digested := r.Digest(s, sub, Daily, time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC))
			documents := map[Format][]Document{}
			for _, format := range Formats {
				documents[format] = append(documents[format], r.Feed(s, sub, format))
				if digested {
					documents[format] = append(documents[format], r.Feed(s, digest, format))
				}
				for _, v := range r.Volumes(sub) {
					documents[format] = append(documents[format], r.Archive(s, sub, v, format))
				}
			}
			for _, d := range documents[Atom] {
				if head, _, _ := strings.Cut(string(d.Body), "<entry"); !strings.Contains(head, ` xml:lang="`+want+`"`) {
					t.Errorf("%s is not in %s: %s", d.Path, want, head)
				}
			}
			for _, d := range documents[RSS] {
				if head, _, _ := strings.Cut(string(d.Body), "<item"); !strings.Contains(head, `<language>`+want+`</language>`) {
					t.Errorf("%s is not in %s: %s", d.Path, want, head)
				}
			}
			for _, d := range documents[JSON] {
				var feed struct{ Language string }
				if err := json.Unmarshal(d.Body, &feed); err != nil || feed.Language != want {
					t.Errorf("%s is in %q, want %s (%v)", d.Path, feed.Language, want, err)
				}
			}
		}
	}
	if a, b := r.Volumes(Of(feed("fa"))), r.Volumes(Of(moon)); len(b) == 0 || len(a) > 0 {
		t.Errorf("%d and %d archive documents", len(a), len(b))
	}
	english := string(r.Feed(s, selected(true, feed("en"), feed("zh")), Atom).Body)
	if !strings.Contains(english, `<entry xml:lang="zh-Hans">`) {
		t.Errorf("an entry lost its language: %s", english)
	}
}

// TestListedLanguages checks that lists have the most exact one of the languages with
// the same articles, and that both keep their addresses.
func TestListedLanguages(t *testing.T) {
	site := site("")
	r, s := New(site), tongues(t, site.Zone)
	listed := func() (list []string) {
		for f := range s.ListedOf(archive.OfLanguage, (*archive.Feed).Len) {
			list = append(list, f.Topic.Slug)
		}
		return list
	}
	check := func(want ...string) {
		t.Helper()
		if got := listed(); !slices.Equal(got, want) {
			t.Errorf("listed: %q, want %q", got, want)
		}
		opml := string(r.OPML(s, s.Global()).Body)
		for _, tag := range []string{"en", "fa", "zh", "zh-Hans", "zh-Hant", "zh-Hant-TW"} {
			lists := slices.Contains(want, tag)
			if strings.Contains(opml, "/lang/"+tag+"/feed.rss") != lists ||
				strings.Contains(opml, ` language="`+tag+`"`) != (lists || tag == "en") {
				t.Errorf("%s is listed, or is not: %s", tag, opml)
			}
		}
	}
	check("en", "fa", "zh-Hans")
	if f, ok := s.Gathered(archive.OfLanguage, "zh"); !ok || f.Len() != 2 {
		t.Error("/lang/zh/ is not there")
	}
	add := func(name, language string) {
		data := []byte("---\nlanguage: " + language + "\n---\n# " + name + "\n\nOther text of " + name + ".\n")
		s, _ = replace(s, txtar.File{Name: "2026/04/8/" + name, Data: data}, archive.Occasion{Now: imported.Now, Live: true})
	}
	add("e.md", "zh-Hant-TW")
	check("en", "fa", "zh", "zh-Hans", "zh-Hant-TW")
	add("f.md", "zh")
	add("e.md", "zh-Hans")
	check("en", "fa", "zh", "zh-Hans")
}
