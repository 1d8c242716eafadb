package article

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dateline/feed/trials/newstest"
)

// truth is the result of an independent parser for one article.
type truth struct {
	Path    string
	Date    string
	Title   string
	Summary string
	Sources []struct{ Name, URL string }
	Cover   *string
	TopicsB []string `json:"topics_b"`
	Changes []struct{ Path string }
}

// founding is the grammar of the corpus.
func founding() Grammar {
	return Grammar{
		Source:  []string{"Source", "Sources", "信息来源"},
		Related: []string{"Related", "有关"},
		Changes: []string{"Changes"},
		Context: []string{"Context", "消息", "上下文"},
		Cover:   []string{"IMG", "Cover Image"},
	}
}

// exceptions are values for which we read something better than the truth files, and
// why.
var exceptions = map[string]string{
	"M<sub>W</sub>": "a topic name is plain text: tags go, MW stays",
	"-{zh-tw:強烈颱風山竹; zh-hk:超強颱風山竹; zh-cn:超强台风山竹;}-": "language variants are chosen in topics as in titles",
	"{{link-en": "the rest of a template is no name; readers show the host",
}

func TestTruth(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		t.Run(lang, func(t *testing.T) {
			p := NewParser(Options{Dir: lang, Mount: "/", Aliases: []string{"/" + lang}, BaseURL: "http://127.0.0.1:8080",
				Language: lang, Zone: time.UTC, Grammar: founding()})
			for _, row := range newstest.Truth[truth](t, lang) {
				compareTruth(t, p, lang, row)
			}
		})
	}
}

func compareTruth(t *testing.T, p *Parser, lang string, row truth) {
	data, err := os.ReadFile(filepath.Join(newstest.Shared(t, "corpus"), lang, row.Path))
	if err != nil {
		t.Fatal(err)
	}
	result := p.Parse(row.Path, data)
	a := result.Article
	if a == nil {
		t.Errorf("%s: no article; %v", row.Path, result.Problems)
		return
	}
	differ := func(what string, got, want any) {
		t.Errorf("%s: %s\n got %q\nwant %q", row.Path, what, got, want)
	}
	if got := a.Date.Format(time.DateOnly); got != row.Date || !a.DateOnly {
		differ("date", got, row.Date)
	}
	if a.Title != row.Title {
		differ("title", a.Title, row.Title)
	}
	if a.Excerpt(1000) != row.Summary {
		differ("summary", a.Excerpt(1000), row.Summary)
	}
	var sources []struct{ Name, URL string }
	for _, s := range a.Sources {
		sources = append(sources, struct{ Name, URL string }{s.Name, s.URL})
	}
	if !slices.EqualFunc(sources, row.Sources, func(got, want struct{ Name, URL string }) bool {
		return got == want || got.URL == want.URL && exceptions[want.Name] != ""
	}) {
		differ("sources", sources, row.Sources)
	}
	if want := row.Cover; want == nil && a.Cover != "" || want != nil && a.Cover != *want {
		differ("cover", a.Cover, want)
	}
	var topics []string
	for _, n := range a.Topics {
		topics = append(topics, n.Value())
	}
	if !slices.EqualFunc(topics, row.TopicsB, func(got, want string) bool { return got == want || exceptions[want] != "" }) {
		differ("topics", topics, row.TopicsB)
	}
}
