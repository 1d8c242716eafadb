package article

import (
	"strings"
	"testing"
	"time"

	"dateline/feed/trials/newstest"
)

// story is the article that the edits below change.
const story = `---
summary: Two words.
author: [Ada, Bo]
tags: [Trams]
---
### [2026-04-7](/news/2026/04/7/index.md)
##### Bridges
# The bridge *opens*

It carries [trams](https://a.example/trams) & people,
says the ` + "`mayor`" + `.

![A view](https://a.example/view.jpg)

| cars | none |
|------|------|

Second[^1] paragraph.

[^1]: A note.

### Sources:
1. [A Post](https://a.example/1)
2. [B Post](https://b.example/2)
3. [Ours](/news/2026/04/6/plans.md)

### Changes:
1. [Before](/news/2026/04/6/before.md)

### Related:
1. [Work](/news/2026/04/5/work.md) _Context: Trams_
`

func TestFingerprint(t *testing.T) {
	o := newsParser().options
	o.Aliases = []string{"/news"}
	p := NewParser(o)
	fingerprint := func(markdown string) uint64 {
		a := p.Parse("2026/04/7/x.md", []byte(markdown)).Article
		if a == nil || a.Fingerprint == 0 {
			t.Fatal("no article or no fingerprint of\n", markdown)
		}
		return a.Fingerprint
	}
	before := fingerprint(story)
	for _, test := range []struct {
		name, old, new string
		moves          bool
	}{
		{"title", "The bridge", "A bridge", true},
		{"a word", "people", "cyclists", true},
		{"a word in code", "mayor", "council", true},
		{"a cell", "none", "few", true},
		{"a footnote", "A note", "Another note", true},
		{"a paragraph less", "Second[^1] paragraph.", "[^1]", true},
		{"text to summary", "summary: Two words.", "summary: Three good words.", true},
		{"no summary", "summary: Two words.\n", "", true},
		{"a source", "b.example/2", "b.example/3", true},
		{"a source less", "2. [B Post](https://b.example/2)\n", "", true},
		{"a source more", "3. [Ours]", "3. [C](https://c.example)\n4. [Ours]", true},
		{"another page of ours", "6/plans.md", "6/plan.md", true},
		{"a copy of another page", "https://b.example/2", "https://web.archive.org/web/20190102030405/https://b.example/3", true},
		{"a copy whose page is unknown", "https://b.example/2", "https://archive.ph/AbCdE", true},
		{"an author", "Bo]", "Cy]", true},
		{"an author less", ", Bo]", "]", true},
		{"authors in one", "[Ada, Bo]", "[Ada Bo]", true},

		{"markup of the title", "*opens*", "opens", false},
		{"spaces of the title", "# The bridge", "#   The  bridge ", false},
		{"markup of the text", "people", "**people**", false},
		{"another markup", "`mayor`", "mayor", false},
		{"lines", "people,\nsays", "people, says", false},
		{"entities", "&", "&amp;", false},
		{"a link", "a.example/trams", "b.example/trams", false},
		{"no link", "[trams](https://a.example/trams)", "trams", false},
		{"a picture", "a.example/view.jpg", "a.example/other.jpg", false},
		{"no picture", "![A view](https://a.example/view.jpg)\n", "", false},
		{"HTML", "It carries", "<b>It</b> carries", false},
		{"name of a source", "A Post", "The A Post", false},
		{"sources in another order", "1. [A Post](https://a.example/1)\n2. [B Post](https://b.example/2)", "1. [B Post](https://b.example/2)\n2. [A Post](https://a.example/1)", false},
		{"a source twice", "3. [Ours]", "3. [A](https://a.example/1)\n4. [Ours]", false},
		{"another label", "### Sources:", "### 信息来源", false},
		{"a copy of a source", "https://b.example/2", "https://web.archive.org/web/20190102030405/https://b.example/2", false},
		{"a source without TLS", "https://b.example/2", "http://b.example/2", false},
		{"a link of ours", "/news/2026/04/6/plans.md", "../6/plans.html", false},
		{"a cover", "3. [Ours]", "3. [IMG](https://a.example/cover.jpg)\n4. [Ours]", false},
		{"a topic", "tags: [Trams]", "tags: [Trams, Ferries]", false},
		{"a topic heading", "##### Bridges", "##### Bridges, Ferries", false},
		{"related", "5/work.md", "4/work.md", false},
		{"no related", "1. [Work](/news/2026/04/5/work.md) _Context: Trams_\n", "", false},
		{"changes", "6/before.md", "6/earlier.md", false},
		{"a date", "2026-04-7]", "2026-04-8]", false},
		{"a time", "summary:", "date: 2026-04-07 10:00\nsummary:", false},
		{"an update", "summary:", "updated: 2026-04-08\nsummary:", false},
		{"an id", "summary:", "id: x\nsummary:", false},
		{"a language", "summary:", "language: de\nsummary:", false},
		{"a draft", "summary:", "draft: true\nsummary:", false},
		{"line ends", "\n", "\r\n", false},
	} {
		edited := strings.ReplaceAll(story, test.old, test.new)
		if edited == story {
			t.Fatalf("%s: no edit", test.name)
		}
		if moved := fingerprint(edited) != before; moved != test.moves {
			t.Errorf("%s: moved %v, want %v", test.name, moved, test.moves)
		}
	}
}

// Moving a text from one field to another changes the fingerprint.
func TestFingerprintFields(t *testing.T) {
	p := newsParser()
	prints := map[uint64]string{}
	for _, markdown := range []string{
		"# a b", "# a\n\nb", "---\nsummary: b\n---\n# a", "---\nauthor: b\n---\n# a", "# a\n\nb b",
		"---\nauthors: [a, b]\n---\n# a", "---\nauthors: [ab]\n---\n# a", "# a\n### Source:\n- [b](https://b.example)", "# a\n\nhttps://b.example",
	} {
		a := p.Parse("2026/04/7/x.md", []byte(markdown)).Article
		if other, taken := prints[a.Fingerprint]; taken {
			t.Errorf("%q and %q have one fingerprint", markdown, other)
		}
		prints[a.Fingerprint] = markdown
	}
}

// The place on the site does not change the fingerprint.
func TestFingerprintElsewhere(t *testing.T) {
	var first uint64
	for _, o := range []Options{
		{Mount: "/", BaseURL: "https://example.org"},
		{Mount: "/", BaseURL: "https://news.example/feeds"},
		{Mount: "/news", BaseURL: "https://example.org"},
		{Mount: "/en", BaseURL: "http://127.0.0.1:8080", Language: "de", Zone: time.FixedZone("", 3600)},
	} {
		o.Aliases, o.Grammar = []string{"/news"}, languages()
		a := NewParser(o).Parse("2026/04/7/x.md", []byte(story)).Article
		if first == 0 {
			first = a.Fingerprint
		}
		if a.Fingerprint != first {
			t.Errorf("%s at %s has another fingerprint", o.Mount, o.BaseURL)
		}
	}
}

// Real updates: what readers cannot see does not change the fingerprint, and a title
// that flips between two stories does.
func TestFingerprintEpisodes(t *testing.T) {
	for episode, want := range map[string]struct{ rewritten, moved int }{
		"01-flap": {19, 2}, "02-link-prefix": {14, 0}, "09-label-change": {13, 0},
	} {
		dir := newstest.Shared(t, "corpus/episodes/"+episode)
		p := corpusParser("zh")
		before, after := parsed(t, p, dir+"/before"), parsed(t, p, dir+"/after")
		rewritten, moved := 0, 0
		for name, r := range before {
			was, is := r.Article, after[name].Article
			if was == nil || is == nil || was.Hash == is.Hash {
				continue
			}
			rewritten++
			if is.Fingerprint != was.Fingerprint {
				moved++
			}
			if same := is.Title == was.Title; same != (is.Fingerprint == was.Fingerprint) {
				t.Errorf("%s: %s: same title %v, but not so the fingerprint", episode, name, same)
			}
		}
		if rewritten != want.rewritten || moved != want.moved {
			t.Errorf("%s: %d articles were rewritten, %d fingerprints moved, want %v", episode, rewritten, moved, want)
		}
	}
}
