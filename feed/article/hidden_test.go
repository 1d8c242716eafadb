package article

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"
)

// TestHidden checks the reason why an article is hidden; "" means that it is shown.
// There are no complaints about anything else in a hidden article.
func TestHidden(t *testing.T) {
	for _, test := range []struct{ front, want string }{
		{"draft: true", "draft: true"},
		{"Draft: TRUE", "draft: true"},
		{"draft: yes", "draft: true"},
		{"draft: on", "draft: true"},
		{"draft: 1", "draft: true"},
		{"draft: ' Y '", "draft: true"},
		{`"draft": "yes"`, "draft: true"},
		{"draft: false", ""},
		{"draft: 'No'", ""},
		{"draft: off", ""},
		{"draft:", ""},
		{"draft: ~", ""},
		{"draft: ''", ""},
		{"published: false", "published: false"},
		{"published: no", "published: false"},
		{"published: true", ""},
		{"published: 2020-01-01", ""},
		{"published: '2020-01-01T10:00:00Z'", ""},
		{"publish: no", "publish: false"},
		{"publish: yes", ""},
		{"private: true", "private: true"},
		{"private: false", ""},
		{"unlisted: true", "unlisted: true"},
		{"unlisted: no", ""},
		{"hidden: true", "hidden: true"},
		{"hidden: on phones", ""},
		{"public: false", "public: false"},
		{"public: everyone", ""},
		{"dg-publish: false", "dg-publish: false"},
		{"isDraft: true", "isDraft: true"},
		{"is_draft: no", ""},
		{"isPublished: false", "isPublished: false"},
		{"isPublished: true", ""},
		{"visible: no", "visible: false"},
		{"visible: to all", ""},
		{"listed: false", "listed: false"},
		{"visibility: Private", "visibility: private"},
		{"visibility: unlisted", "visibility: unlisted"},
		{"visibility: public", ""},
		{"encrypted: true", "encrypted: true"},
		{"encrypt: true", "encrypt: true"},
		{"encrypt: false", ""},
		{"password: hunter2", "password"},
		{"password: 2024", "password"},
		{"password: [a, b]", "password"},
		{"password: {hash: ab}", "password"},
		{"password: ''", ""},
		{"password: false", ""},
		{"headless: true", "headless: true"},
		{"eleventyExcludeFromCollections: true", "eleventyExcludeFromCollections: true"},
		{"eleventy_exclude-from-collections: true", "eleventyExcludeFromCollections: true"},
		{"status: draft", "status: draft"},
		{"Status: Draft", "status: draft"},
		{"status: HIDDEN", "status: hidden"},
		{"status: private", "status: private"},
		{"status: pending", "status: pending"},
		{"status: auto-draft", "status: auto-draft"},
		{"status: [idea, draft]", "status: draft"},
		{"status: {name: private}", "status: private"},
		{"status: draft, needs pictures", "status: draft, needs pictures"},
		{"status: Draft (2)", "status: draft (2)"},
		{"status: pending review", "status: pending review"},
		{"status: no draft", ""},
		{"status: scheduled", "status: scheduled"},
		{"isDraft: true", "isDraft: true"},
		{"is_draft: no", ""},
		{"isPublished: false", "isPublished: false"},
		{"render: false", "render: false"},
		{"render: always", ""},
		{"visibility: private", "visibility: private"},
		{"visibility: Hidden", "visibility: hidden"},
		{"visibility: public", ""},
		{"status: published", ""},
		{"status: evergreen", ""},
		{"status: Final", ""},
		{"status: [accepted]", ""},
		{"build: {render: never}", "build.render: never"},
		{"build: {render: false}", "build.render: false"},
		{"_build: {render: Never}", "build.render: never"},
		{"_build: {list: never}", "build.list: never"},
		{"build: {list: false, render: true}", "build.list: false"},
		{"build: {list: local}", "build.list: local"},
		{"build: {render: always, list: always}", ""},
		{"build: {render: true, list: true}", ""},
		{"build: always", ""},
		{"permalink: false", "permalink: false"},
		{"permalink: /a/b/", ""},
		{"permalink: {build: /a/}", ""},
		{"params: {draft: true}", "draft: true"},
		{"extra: {status: private}", "status: private"},
		{"draft: false\nextra: {draft: true}", ""},
		{"private: true\npublished: false\ndraft: true", "draft: true"},
		{"noindex: true", ""},
		{"expiryDate: 2024-02-01", "it expires before it appears"},
		{"date: 2024-05-01\nunpublishDate: 2024-04-01", "it expires before it appears"},
		{"publishDate: 2097-01-01\nexpiryDate: 2096-01-01", "it expires before it appears"},
		{"expiryDate: 2024-04-02", ""},
		{"draft: perhaps", "draft: perhaps"},
		{"private: friends", "private: friends"},
		{"unlisted: {a: b}", "unlisted is a list or an object"},
		{"draft: [yes]", "draft is a list or an object"},
		{"published: soonish", "published: soonish"},
		{"publishDate: the day after the frost", "publishDate cannot be read"},
		{"publishDate: true", "publishDate cannot be read"},
		{"date: 2024-02-01\npubDate: soon", ""},
		{"expiryDate: never", "expiryDate cannot be read"},
		{"unpublishDate: [2024-01-01]", "unpublishDate cannot be read"},
	} {
		r := NewParser(worldOptions()).Parse("2024/03/01/x.md", []byte("---\n"+test.front+"\n---\n# T\n\nText. [x](a:b)\n"))
		if r.Article == nil || r.Article.Hidden != test.want {
			t.Errorf("%s: got %v %v, want %q", test.front, r.Article, r.Problems, test.want)
			continue
		}
		for _, p := range r.Problems {
			if test.want != "" && p.About != Hiding {
				t.Errorf("%s: a draft may be unfinished: %v", test.front, p.Error())
			}
		}
	}
}

// A value that makes no sense for a hiding key causes one complaint, with its line.
func TestHiddenValues(t *testing.T) {
	for _, test := range []struct{ front, want string }{
		{"draft: perhaps", `x.md:3:8: front matter draft is "perhaps", not true or false; article not published; write true or false`},
		{"published: soonish", `x.md:3:12: front matter published is "soonish", not true, false or a date; article not published; write true, false or a date`},
		{"published: 2024-13-45", `x.md:3:12: date "2024-13-45" is not a calendar date; article not published; write 2024-12-31`},
		{"date: 2024-03-01\npublished: 2024-13-45", `x.md:4:12: date "2024-13-45" is not a calendar date; article not published; write 2024-12-31`},
		{"published: 2024-01-05 10:00 EST", `x.md:3:12: date "2024-01-05 10:00 EST" names the time zone EST, whose offset is ambiguous; article not published; write the offset, as in 2026-04-07T18:30:00+02:00`},
		{"date: 2024-01-01\npublished: soonish", `x.md:4:12: front matter published is "soonish", not true, false or a date; article not published; write true, false or a date`},
		{"headless: {a: b}", `x.md:3:11: front matter headless is a list or an object, not text; article not published; write a single value after headless:`},
		{"publishDate: after the frost", `x.md:3:14: publishDate: date "after the frost" is not a date; article not published; write 2026-04-07 or 2026-04-07T18:30:00+02:00`},
		{"publishDate: {a: b}", `x.md:3:14: front matter publishDate is a list or an object, not text; article not published; write a single value after publishDate:`},
		{"expiry-date: never", `x.md:3:14: expiryDate: date "never" is not a date; article not published; write 2026-04-07 or 2026-04-07T18:30:00+02:00`},
		{"expiryDate: 2023-01-01", `x.md:3:13: the article expires before it appears; article hidden; write a later date, or remove this key`},
	} {
		r := NewParser(worldOptions()).Parse("2024/03/01/x.md", []byte("---\ntags: [a]\n"+test.front+"\n---\n# T\n"))
		if len(r.Problems) != 1 || strings.TrimPrefix(r.Problems[0].Error(), "2024/03/01/") != test.want {
			t.Errorf("got %v\nwant %s", r.Problems, test.want)
		}
	}
}

// A date with the name of the site's time zone is a date under published as well.
func TestPublishedInZone(t *testing.T) {
	o := worldOptions()
	o.Zone = time.FixedZone("CEST", 2*60*60)
	if got := madeOf(o, "x.md", "---\npublished: 2020-07-01 10:00 CEST\n---\n# T\n"); !strings.Contains(got, "moment: 2020-07-01T08:00:00Z\n") {
		t.Error("got", got)
	}
}

// Keys for search engines do not hide an article.
func TestNoIndex(t *testing.T) {
	for front, want := range map[string]bool{
		"noindex: true": true, "no_index: yes": true, "noindex: false": false, "noindex: [a]": true, "robotsNoIndex: true": true,
		"seo: {noindex: true}": true, "robots: noindex": true, "robots: 'NOINDEX, follow'": true, "robots: [nofollow, noindex]": true,
		"robots: {noindex: true}": true, "robots: index": false, "sitemap: false": true, "sitemap: true": false, "sitemap: {exclude: true}": true,
		"sitemap: {disable: 'yes'}": true, "sitemap: {ignore: true}": true, "sitemap: {priority: 0.5}": false, "sitemap_exclude: true": true,
		"index: false": false,
	} {
		r := NewParser(worldOptions()).Parse("2024/03/01/x.md", []byte("---\n"+front+"\n---\n# T\n"))
		if r.Article == nil || r.Article.Hidden != "" || r.Article.NoIndex != want {
			t.Errorf("%s: got %v %v", front, r.Article, r.Problems)
		}
	}
}

// Some paths hide an article, regardless of the content of the file.
func TestHiddenByPath(t *testing.T) {
	for rel, want := range map[string]string{
		"_drafts/2024-03-01-pudding.md":  "in _drafts/",
		"cakes/_Drafts/deep/2024-3-1.md": "in _Drafts/",
		"_unpublished/note.md":           "in _unpublished/",
		"2024/03/_note.md":               "its name begins with _",
		"_drafts/2024/03/01/index.md":    "in _drafts/",
		"drafts/2024-03-01-x.md":         "",
		"_posts/2024-03-01-x.md":         "",
		"my_drafts/2024-03-01-x.md":      "",
		"_drafts/_index.md":              "none",
		"_index.md":                      "none",
		"2024/03/_Index.fr.md":           "none",
	} {
		for _, body := range []string{"# T\n\nText.", "---\ndraft: false\n---\n# T", "no title", "---\ntitle: [\n---\n", "\xff"} {
			r := NewParser(worldOptions()).Parse(rel, []byte(body))
			switch {
			case want == "none":
				if r.Article != nil || r.Day != nil || len(r.Problems) > 0 {
					t.Errorf("%s: a section gave %v %v", rel, r.Article, r.Problems)
				}
			case want != "" && (r.Article == nil || r.Article.Hidden != want || len(r.Problems) > 0):
				t.Errorf("%s with %q: got %v %v", rel, body, r.Article, r.Problems)
			case want == "" && r.Article != nil && r.Article.Hidden != "":
				t.Errorf("%s with %q: hidden because %s", rel, body, r.Article.Hidden)
			}
		}
	}
}

// Front matter that cannot be read keeps an article from being published. If its text
// has a key that hides, it also hides an article that was published before.
func TestHiddenByText(t *testing.T) {
	for _, test := range []struct{ data, want string }{
		{"---\ntitle: Never closed\ndraft: true\n\n# A jar\n", "front matter cannot be read, and says draft: true"},
		{"---\ntitle: Never closed\n\ndraft: true\n\n# A jar\n", "front matter cannot be read, and says draft: true"},
		{"---\ntitle: Never closed\n\n# A jar: two\n\nSay draft: true.\n", ""},
		{"---\ntitle: [\ndraft: false\n---\n# T\n\ndraft: true\n", ""},
		{"---\ntitle: [\ndraft: false # not yet true\n---\n# T\n", ""},
		{"---\ntitle: [\ndraft:\n---\n# T\n", ""},
		{"---\ntitle: [\n\nDRAFT: Yes\n---\n# T\n", "front matter cannot be read, and says DRAFT: true"},
		{"---\na:\n\tb: c\npublished: false\n---\n# T\n", "front matter cannot be read, and says published: false"},
		{"---\na:\n\tb: c\npublished: Fri, 08 Jul 2022 10:00:00 +0000\n---\n# T\n", ""},
		{"---\na:\n\tb: c\npublished: 2022-07-08\n---\n# T\n", ""},
		{"---\na:\n\tb: c\nstatus: evergreen\n---\n# T\n", ""},
		{"---\na:\n\tb: c\nstatus: 'Private'\n---\n# T\n", "front matter cannot be read, and says status: private"},
		{"---\na:\n\tb: c\nbuild:\n  render: never\n---\n# T\n", "front matter cannot be read, and says render: never"},
		{"---\na:\n\tb: c\ndraft: perhaps\n---\n# T\n", "front matter cannot be read, and says draft: perhaps"},
		{"+++\ntitle = \"Not closed\ndraft = true\n+++\n# T\n", "front matter cannot be read, and says draft: true"},
		{"+++\ntitle = \"Not closed\ndraft = false\n+++\n# T\n", ""},
		{"+++\ntitle = \"Not closed\nbuild.list = \"never\"\n+++\n# T\n", "front matter cannot be read, and says build.list: never"},
		{"{\n  \"title\": \"x\",,\n  \"draft\": true\n}\n\n# T\n", "front matter cannot be read, and says draft: true"},
		{"{\"title\": \"x\",, \"draft\": true, \"a\": 1}\n\n# T\n", "front matter cannot be read, and says draft: true"},
		{"{\"title\": \"x\",, \"draft\": false, \"a\": true}\n\n# T\n", ""},
		{"---\ndraft: true\n---\n# T\n\n\xff\n", "the file cannot be read, and says draft: true"},
		{"---\na: b: c\ndraft:\n  true\n---\n", "front matter cannot be read, and says draft: true"},
		{"---\na: b: c\ndraft:\n- yes\n---\n", "front matter cannot be read, and says draft: true"},
		{"---\na: b: c\n? draft\n: true\n---\n", "front matter cannot be read, and says draft: true"},
		{"---\na: b: c\npassword: open sesame\n---\n", "front matter cannot be read, and says password"},
		{"---\na: b: c\nstatus: >-\n  private\n---\n", "front matter cannot be read, and says status: private"},
		{"---\na: b: c\nstatus: !!str draft\n---\n", "front matter cannot be read, and says status: draft"},
		{"---\na: b: c\nstatus: &s draft\n---\n", "front matter cannot be read, and says status: draft"},
		{"---\na: b: c\nstatus: [idea, draft]\n---\n", "front matter cannot be read, and says status: draft"},
		{"---\na: b: c\nstatus:\n- idea\n- draft\n---\n", "front matter cannot be read, and says status: draft"},
		{"---\na: b: c\nstatus: # none\nhidden: 3\n---\n", ""},
		{"---\na: b: c\ndraft:\npublished: true\n---\n", ""},
		{"---\na: b\ndraft\x00: true\n---\n", "front matter cannot be read, and says draft: true"},
		{"{\"a\": \"" + strings.Repeat("b", maxFrontMatter) + "\", \"draft\": true}\n", "front matter cannot be read, and says draft: true"},
		{"---\na: " + strings.Repeat("b", maxFrontMatter) + "\ndraft: true\n\n# T\n", "front matter cannot be read, and says draft: true"},
		{"<<<<<<< a\n---\ndraft: true\n---\n=======\n---\n---\n>>>>>>> b\n# T\n", "its first lines say draft: true"},
		{"\xff\xfe" + wide("---\ndraft: true\n---\n# T\n"), "its first lines say draft: true"},
		{"\xfe\xff\x00" + wide("---\ndraft: true\n---\n# T\n"), "its first lines say draft: true"},
		{"<!--\n.. status: draft\n-->\n\n\xff\n", "its first lines say status: draft"},
		{"---\ndraft: false\n---\n# T\n\n\xff\n", ""},
		{"# T\n\ndraft: true\n\xff\n", ""},
	} {
		r := NewParser(worldOptions()).Parse("2024-03-01-x.md", []byte(test.data))
		got := ""
		if r.Article != nil {
			if got = r.Article.Hidden; got == "" {
				t.Errorf("%q: published", test.data)
			}
		} else if len(r.Problems) == 0 {
			t.Errorf("%q: silent", test.data)
		}
		if got != test.want {
			t.Errorf("%q: got %q, want %q", test.data, got, test.want)
		}
	}
}

// wide encodes ASCII as little-endian UTF-16.
func wide(text string) string { return strings.Join(strings.Split(text, ""), "\x00") + "\x00" }

// If no generator finds front matter, the first lines hide an article if a key in
// them clearly hides. Text and code do not.
func TestHiddenByHead(t *testing.T) {
	const draft = "its first lines say draft: true"
	for head, want := range map[string]string{
		"<!--\n.. title: A\n.. status: draft\n-->\n":                    "its first lines say status: draft",
		"\ufeff<!-- .. title: A -->\r\n<!-- .. status: private -->\r\n": "its first lines say status: private",
		".. title: A\n.. status: draft\n":                               "its first lines say status: draft",
		"<!--\ntitle: A\ndraft: true\n-->\n":                            draft,
		";;;\n\"title\": \"A\",\n\"published\": false\n;;;\n":           "its first lines say published: false",
		"———\ntitle: A\ndraft: true\n———\n":                             draft,
		"--\ndraft: true\n--\n":                                         draft,
		"- - -\ndraft: true\n- - -\n":                                   draft,
		" ---\ndraft: yes # not yet\n ---\n":                            draft,
		"\u200b---\nDraft : \"true\"\n---\n":                            "its first lines say Draft: true",
		"---\u00a0\ndraft: true\n---\u00a0\n":                           draft,
		"\f\n---\ndraft: true\n---\n":                                   draft,
		"---\n---\ndraft: true\n---\n":                                  draft,
		"---\n\n---\n\ndraft: true\n---\n":                              draft,
		"---\nmy key: x\ndraft: true\n\n":                               draft,
		"---\n@a: x\ndraft: true\n\n":                                   draft,
		"---\n{title: x, draft: true}\n\n":                              draft,
		"%YAML 1.2\n---\ndraft: true\n---\n":                            draft,
		"++++\ndraft = true\n++++\n":                                    draft,
		"+++toml\ndraft = true\n+++\n":                                  draft,
		"---lua\ndraft = true,\n---\n":                                  draft,
		"draft: true\n---\n":                                            draft,
		"\nTitle: A\nStatus: hidden\n":                                  "its first lines say Status: hidden",
		"<!-- x -->\n\nTitle: A\nStatus: draft\n":                       "its first lines say Status: draft",
		"{\n// x\n\"draft\": true\n}\n":                                 draft,
		"[{\"title\": \"A\", \"draft\": true}]\n":                       draft,
		" {\"draft\": true}\n":                                          draft,
		"{title: 'A', draft: true}\n":                                   draft,
		"import X from 'x'\n\nexport const draft = true;\n":             draft,
		"export const meta = { title: 'A', published: false };\n":       "its first lines say published: false",
		"export const meta = {\n  title: 'A',\n  draft: true,\n}\n":     draft,
		wide("---\ndraft: true\n---\n"):                                 draft,

		"```yaml\ndraft: true\n```\n":              "",
		"# A\n---\ndraft: true\n---\n":             "",
		"Prose.\n\ndraft: true\n":                  "",
		"I keep it private: true\n":                "",
		"It was never published: no.\n":            "",
		"Draft: perhaps\nthe best of all beers.\n": "",
		"draft: false\n":                           "",
		"<div hidden=\"true\">x</div>\n":           "",
		"[x](https://a.b/?draft=true)\n":           "",
		"if a == b { hidden = nil }\n":             "",
	} {
		r := NewParser(worldOptions()).Parse("2024-03-01-x.md", []byte(head+"\n# T\n\nText.\n"))
		if r.Article == nil || r.Article.Hidden != want {
			t.Errorf("%q: got %v %v, want %q", head, r.Article, r.Problems, want)
		}
	}
}

// Invisible characters in a key make no difference.
func TestHiddenByUnseenSigns(t *testing.T) {
	for _, key := range []string{"\u200bdraft", "dr\u00adaft", "draft\u2060", "\u00a0draft", "\ufeffdraft"} {
		r := NewParser(worldOptions()).Parse("2024-03-01-x.md", []byte("---\ntitle: A\n"+key+": true\n---\n# T\n"))
		if r.Article != nil && r.Article.Hidden == "" {
			t.Errorf("%q: published", key)
		}
	}
}

// A hidden article is read as far as possible, so that it is recognised later.
func TestHiddenIsRead(t *testing.T) {
	parse := func(front string) *Article {
		return NewParser(worldOptions()).Parse("x.md", []byte("---\n"+front+"title: T\ndate: 2024-03-01\n---\nText.\n")).Article
	}
	shown, hidden := parse(""), parse("draft: true\n")
	if hidden.Fingerprint != shown.Fingerprint || hidden.Title != "T" || !hidden.Date.Equal(shown.Date) || hidden.Path != "/x" || hidden.Hash == shown.Hash {
		t.Errorf("got %+v", hidden)
	}
}

// FuzzHidden checks that a file is not published if a YAML parser finds a flag that
// hides in its front matter, or cannot read the front matter. It also checks that a
// hidden article can be stored.
func FuzzHidden(f *testing.F) {
	for _, front := range []string{"title: x", "a: |\n b", "a: [b", "draft: false", "x: \"", "params: {draft: no}", "? a", "&a : *a", "a:\n\tb: c", "\ttitle: x", "Draft: no"} {
		for i := range hidingLines {
			f.Add(front, i, "tags: [a]")
		}
	}
	p := NewParser(worldOptions())
	f.Fuzz(func(t *testing.T, before string, flag int, after string) {
		line := hidingLines[uint(flag)%uint(len(hidingLines))]
		front := before + "\n" + line + "\n" + after + "\n"
		if strings.Contains("\n"+front, "\n---") || strings.Contains("\n"+front, "\n...") || strings.Contains(front, "\r") {
			t.Skip("another fence")
		}
		data := []byte("---\n" + front + "---\n\n# T\n\nText.\n")
		r := p.Parse("2024-03-01-x.md", data)
		checkProblems(t, r, data)
		checkBinary(t, r)
		if r.Article == nil || r.Article.Hidden != "" {
			return
		}
		if err := yaml.Unmarshal([]byte(front), new(yaml.Node)); err != nil {
			t.Errorf("published, though front matter cannot be read: %v", err)
		}
		var all map[string]any
		key, value, _ := strings.Cut(line, ": ")
		if err := yaml.Unmarshal([]byte(front), &all); err == nil && fmt.Sprint(all[key]) == value {
			t.Errorf("published, though it says %s", line)
		}
	})
}

var hidingLines = []string{"draft: true", "published: false", "publish: false", "status: draft", "private: true", "unlisted: true", "headless: true",
	"permalink: false", "draft: perhaps", "publishDate: soon", "expiryDate: 2001-01-01x"}
