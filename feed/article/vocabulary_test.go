package article

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

// contract is the order of precedence on which trees of other tools rely, with two
// values for each meaning and what the first one becomes in the article.
var contract = []struct {
	meaning, keys  string
	value, another string
	want           string
	beside         string // a date, if the key would be the date without it
}{
	{"title", "title", "One", "Two", "title: One\n", ""},
	{"date", "date published pubDate publishDate publishedAt published_at datePublished created created_at createdAt date.created date.published dateCreated createdDate publishedDate pubDatetime publishDatetime datetime",
		"2024-04-01T10:00:00Z", "2024-05-02T10:00:00Z", "moment: 2024-04-01T10:00:00Z\n", ""},
	{"updated", "updated lastmod last_modified_at modified updatedDate updatedAt dateModified date.updated date.modified lastModified lastUpdated modifiedDate modDatetime last_update.date",
		"2024-04-01", "2024-05-02", "updated: 2024-04-01T03:00:00Z\n", ""},
	{"summary", "summary description excerpt abstract subtitle", "First", "Second", "summary: First\n", ""},
	{"enclosure", "enclosure enclosures audio audio_file audio_url podcast podcast_file podcast_url podcast_link podcast_audio mp3 video video_file",
		"https://cdn.example/1.mp3", "https://cdn.example/2.mp3", "enclosure: {https://cdn.example/1.mp3 ", ""},
	{"cover", "image cover images heroImage hero thumbnail featured_image featuredImage banner teaser header.image header.teaser og_image thumbnail-img cover-img share-img index_img banner_img",
		"/a.png", "/b.png", "cover: file /a.png", ""},
	{"language", "language lang locale", "pt_BR", "fi", "language: pt-BR\n", ""},
	{"appears", "publishDate", "2098-01-01", "2099-01-01", "appears: 2098-01-01T03:00:00Z\n", "2024-01-01"},
	{"expires", "expiryDate unpublishDate", "2098-01-01", "2099-01-01", "expires: 2098-01-01T03:00:00Z\n", ""},
	{"author", "author by byline", "Ann Lee", "Bo", "authors: Ann Lee\n", ""},
	{"authors", "authors", "Ann Lee", "Bo", "authors: Ann Lee\n", ""},
	{"keywords", "keywords", "Honey", "Wax", "topics: Honey\n", ""},
}

// together are keys that all count.
var together = []struct{ meaning, keys, value, want string }{
	{"topics", "topics tags tag categories category taxonomies.tags taxonomies.series", "Topic #", "topics: Topic "},
	{"addresses", "aliases redirect_from redirects", "/old#", "aliases: /old"},
}

// Each key has its meaning in every syntax and spelling, alone and beside the
// next one, in either order.
func TestVocabulary(t *testing.T) {
	for _, c := range contract {
		beside := [2]string{"unknown", "x"}
		if c.beside != "" {
			beside = [2]string{"date", c.beside}
		}
		list := strings.Fields(c.keys)
		for i, k := range list {
			for _, spelling := range spellings(k) {
				for syntax, text := range documents(beside, [2]string{spelling, c.value}) {
					if got := made(text); !strings.Contains(got, c.want) {
						t.Errorf("%s as %s in %s: got\n%s", c.meaning, spelling, syntax, got)
					}
				}
			}
			for _, later := range list[i+1:] {
				if keyName(strings.SplitN(k, ".", 2)[0]) == keyName(strings.SplitN(later, ".", 2)[0]) {
					continue // one key, or an object beside it
				}
				for syntax, text := range documents(beside, [2]string{later, c.another}, [2]string{k, c.value}) {
					if got := made(text); !strings.Contains(got, c.want) {
						t.Errorf("%s and %s in %s: got\n%s", k, later, syntax, got)
					}
				}
				for syntax, text := range documents(beside, [2]string{k, ""}, [2]string{later, c.value}) {
					if got := made(text); !strings.Contains(got, c.want) {
						t.Errorf("an empty %s and %s in %s: got\n%s", k, later, syntax, got)
					}
				}
			}
		}
	}
	for _, c := range together {
		var all [][2]string
		for i, k := range strings.Fields(c.keys) {
			value := strings.Replace(c.value, "#", fmt.Sprint(i), 1)
			all = append(all, [2]string{k, value})
		}
		for syntax, text := range documents(all...) {
			got := made(text)
			for _, pair := range all {
				if !strings.Contains(got, pair[1]) {
					t.Errorf("%s in %s: no %s in\n%s", pair[0], syntax, pair[1], got)
				}
			}
		}
	}
}

// spellings returns the spellings of a key that people and generators use.
func spellings(key string) []string {
	return []string{key, strings.ToUpper(key), "params." + key, "extra." + strings.ToLower(key), strings.Replace(key, "D", "-d", 1), strings.Replace(key, "e", "E_", 1)}
}

// documents returns a file with these keys and values, in this order, in each syntax.
func documents(pairs ...[2]string) map[string]string {
	type object = map[string]any
	all := object{}
	for _, p := range pairs {
		path, at := strings.Split(p[0], "."), all
		for _, name := range path[:len(path)-1] {
			if _, there := at[name].(object); !there {
				at[name] = object{}
			}
			at = at[name].(object)
		}
		at[path[len(path)-1]] = p[1]
	}
	var yaml, toml, js strings.Builder
	for _, p := range pairs {
		fmt.Fprintf(&toml, "%s = %q\n", p[0], p[1])
		name, _, _ := strings.Cut(p[0], ".")
		if value, rest := all[name]; rest {
			text, _ := json.Marshal(value) // which is YAML too
			fmt.Fprintf(&yaml, "%s: %s\n", name, text)
			fmt.Fprintf(&js, ",%q: %s", name, text)
			delete(all, name)
		}
	}
	const body = "\n\n# T\n\nText.\n"
	return map[string]string{
		"YAML": "---\n" + yaml.String() + "---" + body,
		"TOML": "+++\n" + toml.String() + "+++" + body,
		"JSON": "{" + js.String()[1:] + "}" + body,
	}
}

// worldOptions are those of a tree of other tools, three hours west of
// Greenwich.
func worldOptions() Options {
	return Options{Mount: "/", BaseURL: "https://example.org", Language: "en", Zone: time.FixedZone("", -3*60*60), Grammar: languages(),
		Languages: []string{"de", "zh-TW"}, People: map[string]Author{"pia": {Name: "Pia Lund", URL: "https://pia.example/"}, "jo": {Name: "Jo Hart"}}}
}

// made returns the result for a file in the folder of a day. Its date does not
// depend on front matter.
func made(data string) string { return madeOf(worldOptions(), "2024/03/01/x.md", data) }

func madeOf(o Options, rel, data string) string {
	var b strings.Builder
	r := NewParser(o).Parse(rel, []byte(data))
	if r.Article != nil {
		printArticle(&b, r.Article, nil)
	}
	for _, problem := range r.Problems {
		fmt.Fprintf(&b, "! %s\n", problem.Error())
	}
	return b.String()
}

// A metadata block begins with a key that has a meaning.
func TestIsKey(t *testing.T) {
	for name, want := range map[string]bool{"Title": true, "DATE": true, "Last-Modified-At": true, "slug": true, "Status": true, "Header": true,
		"Remember": false, "Duration": false, "Audio": false, "http": false, "": false, "overlayimage": false} {
		if isKey(keyName(name)) != want {
			t.Errorf("%q: got %v", name, !want)
		}
	}
}
