package article

import (
	"strings"
	"testing"
)

// TestForms checks the forms of values in trees of other tools. A date that
// contradicts that of the path is named.
func TestForms(t *testing.T) {
	spaces := worldOptions()
	spaces.TopicSeparator = " "
	whole := worldOptions()
	whole.KeepWhole = []string{"Jasper, Texas"}
	for _, test := range []struct {
		front, want string
		options     Options
	}{
		// Topics.
		{front: "tags: Bread, Rye flour ,Cake", want: "topics: Bread | Rye flour | Cake\n"},
		{front: "tags: Bread; Salt, sugar; Cake", want: "topics: Bread | Salt, sugar | Cake\n"},
		{front: "tags: [Bread, 'Salt, sugar', 2026, true, null]", want: "topics: Bread | Salt, sugar | 2026 | true\n"},
		{front: "categories: [[Diary, Games], [Diary, Chess]]", want: "topics: Diary | Games | Chess\n"},
		{front: "tags: [{name: Ovens, slug: o}, {title: Tins}, {label: Pans, permalink: /p}, {slug: lost}]",
			want: "topics: Ovens | Tins | Pans\n! 2024/03/01/x.md:2:7: front matter tags has an object without a name; article published without it; write names, or objects with a name:\n"},
		{front: "tags: {name: Ovens}", want: "topics: Ovens\n"},
		{front: "tags: [AT&amp;T, C#, 'C++', '{{ x }}', '[[x]]', '#one']", want: "topics: AT&T | C# | C++ | {{ x }} | [[x]] | #one\n"},
		{front: "category: Winter jam", want: "topics: Winter jam\n"},
		{front: "taxonomies: {tags: [A], categories: 'B, C'}", want: "topics: B | C | A\n"},
		{front: "tags: [Sugar]\nkeywords: [bees, wax]", want: "topics: Sugar\n"},
		{front: "tags: []\nkeywords: bees, wax", want: "topics: bees | wax\n"},
		{front: "tags: jam winter,  bees", want: "topics: jam | winter | bees\n", options: spaces},
		{front: "categories: [Winter jam, Bees]\ncategory: Old jam", want: "topics: Winter jam | Bees | Old jam\n", options: spaces},
		{front: "tags: Rodeo,Jasper,Texas, Bees", want: "topics: Rodeo | Jasper, Texas | Bees\n", options: whole},

		// Authors.
		{front: "author: Mina Sol", want: "authors: Mina Sol\n"},
		{front: "author: Sol, Mina", want: "authors: Sol, Mina\n"},
		{front: "author: Ulla Kern <ulla@mail.example>", want: "authors: Ulla Kern\nauthor's mail: ulla@mail.example\n"},
		{front: "author: Ulla Kern (ulla@mail.example)", want: "authors: Ulla Kern\nauthor's mail: ulla@mail.example\n"},
		{front: "author: Ulla Kern <https://ulla.example>", want: "authors: Ulla Kern\nauthor's page: https://ulla.example\n"},
		{front: "author: Ulla Kern (https://ulla.example)", want: "authors: Ulla Kern\nauthor's page: https://ulla.example\n"},
		{front: "author: Ulla Kern <mailto:ulla@mail.example>", want: "authors: Ulla Kern\nauthor's mail: ulla@mail.example\n"},
		{front: "author: Ulla Kern\nauthorURL: https://ulla.example", want: "authors: Ulla Kern\nauthor's page: https://ulla.example\n"},
		{front: "author: Ulla Kern (the elder)", want: "authors: Ulla Kern (the elder)\n"},
		{front: "author: ulla@mail.example (Ulla Kern)", want: "authors: Ulla Kern\nauthor's mail: ulla@mail.example\n"},
		{front: "author: 'Ulla Kern <ulla@mail.example>, Sol, Mina <m@mail.example>'", want: "authors: Ulla Kern | Sol, Mina\nauthor's mail: ulla@mail.example\nauthor's mail: m@mail.example\n"},
		{front: "author: ulla@mail.example (Ulla Kern), m@mail.example (Mina Sol)", want: "authors: Ulla Kern | Mina Sol\nauthor's mail: ulla@mail.example\nauthor's mail: m@mail.example\n"},
		{front: "authors: ulla@mail.example, m@mail.example", want: "authors: ulla | m\nauthor's mail: ulla@mail.example\nauthor's mail: m@mail.example\n"},
		{front: "authors: Kern, Ulla <ulla@mail.example>; Mina Sol <m@mail.example>", want: "authors: Kern, Ulla | Mina Sol\nauthor's mail: ulla@mail.example\nauthor's mail: m@mail.example\n"},
		{front: "author: ulla@mail.example", want: "authors: ulla\nauthor's mail: ulla@mail.example\n"},
		{front: "author: ulla&#64;mail.example", want: "authors: ulla\nauthor's mail: ulla@mail.example\n"},
		{front: "author: '\"Ulla Kern\" <ulla@mail.example>'", want: "authors: Ulla Kern\nauthor's mail: ulla@mail.example\n"},
		{front: "author: {name: Ulla Kern <ulla@mail.example>}", want: "authors: Ulla Kern\nauthor's mail: ulla@mail.example\n"},
		{front: "author: {name: Ulla Kern, email: 'mailto:ulla@mail.example'}", want: "authors: Ulla Kern\nauthor's mail: ulla@mail.example\n"},
		{front: "author: ulla@bücher.example", want: "authors: ulla\n"},
		{front: "authors: 'Ann Lee,'", want: "authors: Ann Lee\n"},
		{front: "author: '@ulla'", want: "authors: @ulla\n"},
		{front: "author: Ulla Kern (@ulla)", want: "authors: Ulla Kern (@ulla)\n"},
		{front: "author: '@ulla (Ulla Kern)'", want: "authors: @ulla (Ulla Kern)\n"},
		{front: "author: Ulla Kern (ulla@)", want: "authors: Ulla Kern (ulla@)\n"},
		{front: "author: Tom &amp; Co", want: "authors: Tom & Co\n"},
		{front: "authors: [Mina Sol, {name: Otto Rey, url: 'https://otto.example', email: o@mail.example}]", want: "authors: Mina Sol | Otto Rey\nauthor's page: https://otto.example\nauthor's mail: o@mail.example\n"},
		{front: "author: {name: Otto Rey, link: 'javascript:alert(1)'}", want: "authors: Otto Rey\n"},
		{front: "authors: [{name: Otto Rey, to: 'https://otto.example', avatar: {src: o.png}}]", want: "authors: Otto Rey\nauthor's page: https://otto.example\n"},
		{front: "author: {name: {given: Ada, family: Ley}}", want: "authors: Ada Ley\n"},
		{front: "author: [{email: o@mail.example}, Mina Sol]", want: "authors: Mina Sol\n! 2024/03/01/x.md:2:9: front matter author has an object without a name; article published without it; write names, or objects with a name:\n"},
		{front: "authors: [pia, JO, guest]", want: "authors: Pia Lund | Jo Hart | guest\nauthor's page: https://pia.example/\n"},
		{front: "authors: pia, jo", want: "authors: Pia Lund | Jo Hart\nauthor's page: https://pia.example/\n"},
		{front: "authors: Ann Lee, Bo Ray", want: "authors: Ann Lee | Bo Ray\n"},
		{front: "authors: Ann Lee; Ray, Bo", want: "authors: Ann Lee | Ray, Bo\n"},
		{front: "authors: Ann Lee, Jr.", want: "authors: Ann Lee, Jr.\n"},
		{front: "taxonomies: {tags: [Bees], authors: [Ann Lee, pia]}", want: "authors: Ann Lee | Pia Lund\nauthor's page: https://pia.example/\ntopics: Bees\n"},
		{front: "taxonomies: {author: [Ann Lee]}\nauthors: [Ann Lee, Bo Ray]", want: "authors: Ann Lee | Bo Ray\n"},
		{front: "authors: [{key: pia, title: Guest}, {name: jo}]", want: "authors: Pia Lund | Jo Hart\nauthor's page: https://pia.example/\n"},
		{front: "author: pia\nauthors: [pia, Pia Lund, jo]", want: "authors: Pia Lund | Jo Hart\nauthor's page: https://pia.example/\n"},

		// Covers.
		{front: "cover: {image: a.png, alt: A row of hats, relative: true}", want: "cover: file /2024/03/01/a.png, named at 2:8\ncover alt: A row of hats\n"},
		{front: "thumbnail: {src: ./a.png}", want: "cover: file /2024/03/01/a.png, named at 2:12\n"},
		{front: "image: {path: /a.png}", want: "cover: file /a.png, named at 2:8\n"},
		{front: "image: {feature: /a.png}", want: "cover: file /a.png, named at 2:8\n"},
		{front: "header: {overlay_image: /a.png}", want: "cover: file /a.png, named at 2:25\n"},
		{front: "images: [{url: 'https://cdn.example/b.jpg'}, a.png]", want: "cover: https://cdn.example/b.jpg\n"},
		{front: "image: false\nhero: {title: x}\nbanner: A summer sale\ncover: ''\nteaser: /a.png", want: "cover: file /a.png, named at 6:9\n"},
		{front: "image: [lost.txt, a.png]",
			want: "cover: file /2024/03/01/a.png, named at 2:8\n! 2024/03/01/x.md:2:8: cover lost.txt is neither an http(s) URL nor an image file; article published without it; write an http(s) URL, or the path of an image file in the tree\n"},

		// Languages.
		{front: "lang: en_US.UTF-8", want: "language: en-US\n"},
		{front: "language: english please\nlang: fi", want: "language: fi\n! 2024/03/01/x.md:2:11: language \"english please\" is not a language tag; article published without it; write a BCP 47 tag such as en or zh-Hant\n"},

		// Summaries.
		{front: "summary: Water is H<sub>2</sub>O &amp; wet", want: "summary: Water is H2O & wet\n"},
		{front: `summary: "**Bold** words, [a link](https://link.example/), and ` + "`code()`" + `."`, want: "summary: Bold words, a link, and code().\n"},
		{front: `summary: "<p>One.</p><p>Two.</p><ul><li>Three</li></ul>"`, want: "summary: One. Two. Three\n"},
		{front: "summary: |\n  One\n  line.\n\n  Another *line*.", want: "summary: One line. Another line.\n"},
		{front: "summary: 2024. What a year!", want: "summary: 2024. What a year!\n"},
		{front: "summary: '# 1 of *all*'", want: "summary: # 1 of all\n"},
		{front: "teaser: Bees and `wax` in July.", want: "summary: Bees and wax in July.\n"},
		{front: "teaser: 蜜蜂的夏天", want: "summary: 蜜蜂的夏天\n"},
		{front: "teaser: Bees and wax.\ndescription: Bees.", want: "summary: Bees.\n"},
		{front: "teaser: Bees and wax.\nimage: /a.png", want: "cover: file /a.png, named at 3:8\nsummary: Bees and wax.\n"},
		{front: "teaser: false", want: ""},
		{front: "teaser: bees.png", want: "cover: file /2024/03/01/bees.png, named at 2:9\n"},
		{front: "teaser: {image: bees.png}", want: "cover: file /2024/03/01/bees.png, named at 2:9\n"},
		{front: "summary: 2 * 3 * 4 is snake_case_name <br>twice", want: "summary: 2 * 3 * 4 is snake_case_name twice\n"},
		{front: "summary: 'Use `Vec<u8>` <!-- not yet --> here'", want: "summary: Use Vec<u8> here\n"},
		{front: "summary: '![](a.png) <b>Hats</b>'\ndescription: x", want: "summary: Hats\n"},
		{front: "summary: '![](a.png)'\ndescription: x", want: "summary: x\n"},
		{front: "summary: [a]\ndescription: x",
			want: "summary: x\n! 2024/03/01/x.md:2:10: front matter summary is a list or an object, not text; article published without it; write a single value after summary:\n"},

		// Dates.
		{front: "date: {created: 2024-04-06T07:30:00+02:00, updated: 2024-04-08}", want: "moment: 2024-04-06T05:30:00Z\nupdated: 2024-04-08T03:00:00Z\n! 2024/03/01/x.md:2:17: front matter says 2024-04-06, but the path 2024-03-01; the date in front matter is used; correct the date or rename the file\n"},
		{front: "published: true\ncreated: 2024-04-07", want: "date: 2024-04-07\n! 2024/03/01/x.md:3:10: front matter says 2024-04-07, but the path 2024-03-01; the date in front matter is used; correct the date or rename the file\n"},
		{front: "updated: true\nlastmod: 2024-04-08 08:00", want: "updated: 2024-04-08T11:00:00Z\n! 2024/03/01/x.md:2:10: updated: date \"true\" is not a date; article published without it; write 2026-04-07 or 2026-04-07T18:30:00+02:00\n"},
		{front: "publishDate: 2024-02-01\nexpiryDate: 2025-02-01T10:00:00Z", want: "date: 2024-02-01\nexpires: 2025-02-01T10:00:00Z\n! 2024/03/01/x.md:2:14: front matter says 2024-02-01, but the path 2024-03-01; the date in front matter is used; correct the date or rename the file\n"},
		{front: "date: 2024-02-01\npublishDate: 2024-01-01", want: "date: 2024-02-01\n! 2024/03/01/x.md:2:7: front matter says 2024-02-01, but the path 2024-03-01; the date in front matter is used; correct the date or rename the file\n"},
		{front: "date: 2024-02-01\npublished: 2025-01-01", want: "date: 2024-02-01\nappears: 2025-01-01T03:00:00Z\n! 2024/03/01/x.md:2:7: front matter says 2024-02-01, but the path 2024-03-01; the date in front matter is used; correct the date or rename the file\n"},
		{front: "title: 2024", want: "title: 2024\n  <h1 id=\"t\">T</h1>\n"},
		{front: "title: 2024-01-01", want: "title: 2024-01-01\n  <h1 id=\"t\">T</h1>\n"},

		// Former addresses.
		{front: "aliases: [/old/path/, /older.html, /oldest/index.html, 'https://example.org/first/', /2024/03/01/x/]",
			want: "aliases: /old/path | /older | /oldest | /first\nformer: /old/path | /older | /oldest | /first, named at 2:10\n"},
		{front: "redirect_from: /x/", want: "aliases: /x\nformer: /x, named at 2:16\n"},
		{front: "redirects: /x/, /y", want: "aliases: /x | /y\nformer: /x | /y, named at 2:12\n"},
		{front: "aliases: old", want: "perhaps: /2024/03/01/old | /old\nformer: /2024/03/01/old | /old, named at 2:10\n"},
		{front: "aliases: [../old.md]", want: "perhaps: /2024/03/old | /2024/03/old\nformer: /2024/03/old, named at 2:10\n"},
		{front: "aliases: [My Note, 'What is C#?', 'Note: two']", want: "perhaps: /2024/03/01/My Note | /My Note | /2024/03/01/Note: two | /Note: two\nformer: /2024/03/01/My Note | /My Note | /2024/03/01/Note: two | /Note: two, named at 2:10\n"},
		{front: "aliases: ['https://far.example/x', '//far.example/y', '/?p=12', /a#b]", want: "" +
			"! 2024/03/01/x.md:2:10: alias https://far.example/x is on another site; article published without it; write the path of a page on this site\n" +
			"! 2024/03/01/x.md:2:10: alias //far.example/y is on another site; article published without it; write the path of a page on this site\n" +
			"! 2024/03/01/x.md:2:10: alias /?p=12 has a query or a fragment; article published without it; remove everything from the ? or # on\n" +
			"! 2024/03/01/x.md:2:10: alias /a#b has a query or a fragment; article published without it; remove everything from the ? or # on\n"},
		{front: "unknown: x\nslug: y\nurl: /z\npath: w\npermalink: /v/", want: "path: /v\npermalink: /v/\n"},
	} {
		if test.options.Zone == nil {
			test.options = worldOptions()
		}
		plain := map[string]bool{"path: /2024/03/01/x\n": true, "date: 2024-03-01\n": true, "title: T\n": true, "excerpt: Text.\n": true, "  <p>Text.</p>\n": true}
		if got := without(plain, madeOf(test.options, "2024/03/01/x.md", "---\n"+test.front+"\n---\n# T\n\nText.\n")); got != test.want {
			t.Errorf("%s\ngot\n%swant\n%s", test.front, got, test.want)
		}
	}
}

// The name of a file determines its language, or else its first folder does.
func TestLanguageOfPath(t *testing.T) {
	for _, test := range []struct{ rel, front, want string }{
		{"x.md", "", "en"},
		{"x.md", "lang: da\n", "da"},
		{"greet.fr.md", "", "fr"},
		{"hello/index.zh-CN.md", "", "zh-CN"},
		{"greet.fr.md", "locale: fi\n", "fi"},
		{"de/x.md", "", "de"},
		{"DE/a/x.md", "", "de"},
		{"zh-TW/x.md", "", "zh-TW"},
		{"de/greet.fr.md", "", "fr"},
		{"da/x.md", "", "en"},
		{"a/de/x.md", "", "en"},
		{"de.md", "", "en"},
		{"notes.old.md", "", "en"},
	} {
		r := NewParser(worldOptions()).Parse(test.rel, []byte("---\ntitle: T\ndate: 2024-03-01\n"+test.front+"---\n"))
		if r.Article == nil || r.Article.Language != test.want || len(r.Problems) > 0 {
			t.Errorf("%s %s: got %v %v, want %s", test.rel, test.front, r.Article, r.Problems, test.want)
		}
	}
}

// without drops lines.
func without(lines map[string]bool, text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if !lines[line] {
			b.WriteString(line)
		}
	}
	return b.String()
}
